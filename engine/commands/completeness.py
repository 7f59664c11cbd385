"""Kelengkapan: Ya although a document is marked “tidak ada” needs a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.commands.chain import refusing_ways
from engine.commands.refusals import FieldProblem, Invalid
from engine.library import Definition
from engine.queries.steps import decision
from forms.form import Field, Form

__all__ = ["EXCUSE", "PRESENCE", "checks_papers", "excused", "is_check"]

EXCUSE: Final = "alasan_tidak_ada"
"""The answer that says why it is Ya although a document is missing; it stands in no form."""
PRESENCE: Final = frozenset({"ada", "tidak ada", "perlu diganti"})
_MISSING: Final = "tidak ada"
_LONGEST: Final = 2_000


def is_check(field: Field) -> bool:
    """True for a document of a checklist: present, missing or to be replaced."""
    return field.kind == "radio" and not field.readonly and {option.text for option in field.options} == PRESENCE


def checks_papers(form: Form | None) -> bool:
    """True for a form with a checklist of documents."""
    return form is not None and any(map(is_check, form.fields))


def excused(definition: Definition, element: str, answers: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, str]:
    """The reason that was given with a Ya to a missing document, as an answer; nothing where none is needed.

    Raises Invalid, at the reason and at each document, when it is missing or too long.
    """
    form = definition.forms.get(element)
    missing = [one for one in form.fields if is_check(one) and answers.get(one.key) == _MISSING] if form else []
    if not missing or not _approves(definition, element, answers):
        return {}
    given = raw.get(EXCUSE)
    reason = given.strip() if isinstance(given, str) else ""
    if not reason:
        words = ", ".join(one.label for one in missing)
        id = f"Tulis alasan menjawab Ya walaupun ini tidak ada: {words}."
        problem = FieldProblem(EXCUSE, id, f"Write why it is Ya although this is missing: {words}.")
        said = "Ditandai tidak ada. Tulis alasannya, atau jawab Tidak."
        raise Invalid(
            [problem]
            + [FieldProblem(one.key, said, "Marked as missing. Write the reason, or answer Tidak.") for one in missing]
        )
    if len(reason) > _LONGEST or "\0" in reason:
        id, en = f"Alasan paling banyak {_LONGEST} huruf.", f"A reason has at most {_LONGEST} characters."
        raise Invalid([FieldProblem(EXCUSE, id, en)])
    return {EXCUSE: reason}


def _approves(definition: Definition, element: str, answers: Mapping[str, Any]) -> bool:
    """True when the answer to the step's own question is none of those that refuse."""
    asked, form = decision(definition, element), definition.forms.get(element)
    if asked is None or form is None:
        return False
    process, names = definition.process, {way.name for way in asked.ways}
    refusing = {process.flows[id].name for id in refusing_ways(definition, element)}
    questions = (one for one in form.fields if {option.text for option in one.options} == names)
    return any(str(answers.get(one.key)) in names - refusing for one in questions)
