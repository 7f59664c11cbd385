"""Checks raw answers against the form of an element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.canonical import NotCanonical, dumps, loads
from engine.commands.refusals import FieldProblem, Invalid
from engine.library import Definition
from engine.store import Reading
from engine.store.scopes import VALUES

__all__ = ["Place", "cleaned", "free", "variables"]

MAX_NAME: Final = 200
MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 100  # lists and objects in each other: all that reads a value later gets through them


@dataclass(frozen=True, slots=True)
class Place:
    """Where answers are given: an element of a definition, and the case, if it began."""

    definition: Definition
    element: str
    case: int | None = None


def cleaned(reading: Reading, place: Place, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The typed answers; raises Invalid with every problem. Without a form, the variables as they are.

    The case's variables are read only when a condition of the form takes one.
    """
    form = place.definition.forms.get(place.element)
    if form is None:
        return free(raw)
    known = variables(reading, place.case) if form.depends and place.case is not None else {}
    found = form.clean(raw, known)
    if found.errors:
        raise Invalid([FieldProblem(error.key, error.id, error.en) for error in found.errors])
    return dict(found.values)


def variables(reading: Reading, case: int) -> dict[str, Any]:
    """The present variables of a case; erased ones are left out."""
    rows = reading.all(VALUES, case=case)
    return {row["name"]: loads(bytes(row["value"])) for row in rows if row["value"] is not None}


def free(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Variables without a form: any JSON within limits; raises Invalid."""
    problems = []
    for name, value in raw.items():
        if not name or len(name) > MAX_NAME or name.startswith("$"):
            problems.append(FieldProblem(name, "Nama variabel tidak sah.", "This is no name for a variable."))
            continue
        try:
            size = 0 if _too_deep(value) else len(dumps({name: value}))
        except NotCanonical:
            size = 0
        if not size:
            problems.append(FieldProblem(name, "Nilai ini tidak dapat disimpan.", "This value cannot be stored."))
            continue
        if size > MAX_BYTES:
            problems.append(FieldProblem(name, "Nilai ini terlalu besar.", "This value is too large."))
    if problems:
        raise Invalid(problems)
    return dict(raw)


def _too_deep(value: object, left: int = MAX_DEPTH) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return left < 0 or any(_too_deep(one, left - 1) for one in inner)
