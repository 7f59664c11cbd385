"""A step's form as staff will see it, from a diagram that is still drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template

from bpmn import document
from bpmn.document import Element
from bpmn.findings import DocumentRefused
from bpmn.prepare import NotRunnable
from engine import expressions, spiff
from engine.canonical import dumps
from engine.commands.refusals import FieldProblem, Invalid, NotFound
from engine.library import Definition, build
from engine.people import ZONES
from engine.queries.steps import Decision, Step, Target, decision, onward, step
from engine.web.fields import page_of
from engine.web.modeler_told import Sent
from forms.findings import FormRefused
from forms.library import Library

__all__ = ["preview"]

NAME = "draf.bpmn"


@dataclass(frozen=True, slots=True)
class View:
    """What the templates of a task ask of it; `number` is None, for there is no case."""

    step: Step
    decision: Decision | None
    onward: tuple[Target, ...]
    number: None = None
    case: int = 0
    n: int = 0


def preview(sent: Sent, key: str, element: str) -> str:
    """The form as markup of the templates of a task. Raises NotFound, and Invalid for an unreadable form."""
    try:
        found = document.read(sent.bpmn).process(key).elements[element]
        library = Library(sent.resources(NAME), expressions.compile)
        form = library.form_of(found)
    except DocumentRefused as error:
        raise Invalid([FieldProblem("bpmn", error.findings[0].id, error.findings[0].en)]) from error
    except FormRefused as error:
        raise Invalid([FieldProblem("form", error.id, error.en)]) from error
    except KeyError as error:
        raise NotFound("no-step", "Langkah ini tidak ada.", "There is no such step.") from error
    view = _view(sent, key, found)
    return render_template(
        "web/modeler_preview.html", view=view, form=page_of(form, {}, view.decision), given={}, draft=None
    )


def _view(sent: Sent, key: str, element: Element) -> View:
    """Where the answers lead; a diagram that does not run yet shows its form all the same."""
    made = _definition(sent, key)
    if made is None:
        said = element.properties
        plain = Step(
            element.id, said.get("sop:no", ""), element.name, element.documentation, "", "", "", False, (), (), "", ()
        )
        return View(plain, None, ())
    return View(step(made, element.id), decision(made, element.id), onward(made, element.id))


def _definition(sent: Sent, key: str) -> Definition | None:
    row: dict[str, Any] = {
        "id": 0,
        "deployment_id": 0,
        "key": key,
        "version": 0,
        "office": "",
        "name": "",
        "resource": NAME,
    }
    try:
        return build(row | {"sha256": b"", "candidates": dumps({})}, sent.resources(NAME), ZoneInfo(ZONES["WIB"]))
    except (NotRunnable, spiff.ProgramRefused, FormRefused):
        return None
