"""Checks raw answers against the form of an element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.canonical import NotCanonical, dumps
from engine.commands.refusals import FieldProblem, Invalid
from engine.library import Definition

__all__ = ["cleaned", "free"]

MAX_NAME: Final = 200
MAX_BYTES: Final = 1_000_000


def cleaned(definition: Definition, element: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The typed answers; raises Invalid with every problem. Without a form, the variables as they are."""
    form = definition.forms.get(element)
    if form is None:
        return free(raw)
    found = form.clean(raw)
    if found.errors:
        raise Invalid([FieldProblem(error.key, error.id, error.en) for error in found.errors])
    return dict(found.values)


def free(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Variables without a form: any JSON within limits; raises Invalid."""
    problems = []
    for name, value in raw.items():
        if not name or len(name) > MAX_NAME or name.startswith("$"):
            problems.append(FieldProblem(name, "Nama variabel tidak sah.", "This is no name for a variable."))
            continue
        try:
            size = len(dumps(value))
        except NotCanonical:
            problems.append(FieldProblem(name, "Nilai ini tidak dapat disimpan.", "This value cannot be stored."))
            continue
        if size > MAX_BYTES:
            problems.append(FieldProblem(name, "Nilai ini terlalu besar.", "This value is too large."))
    if problems:
        raise Invalid(problems)
    return dict(raw)
