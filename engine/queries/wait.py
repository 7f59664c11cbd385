"""One wait of a case as the person sees it who may write down what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.answers import variables
from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.policy import Facts, may
from engine.queries.answered import Answered, answered
from engine.queries.history import Position, position, story
from engine.queries.look import Look
from engine.queries.names import Office, office
from engine.queries.steps import Step, step
from engine.queries.subject import subjects
from engine.store.cases import CASE_BY_NUMBER
from engine.store.waits import SUBSCRIPTION
from forms.form import Form

__all__ = ["WaitView", "wait_view"]


@dataclass(frozen=True, slots=True)
class WaitView:
    """What is waited for, its form, and what the case knows; `party` is who answers, where the diagram names him."""

    case: int
    n: int
    number: str
    subject: str
    definition: Definition
    office: Office
    step: Step
    form: Form | None
    values: Mapping[str, Any]
    answered: tuple[Answered, ...]
    here: frozenset[str]
    position: Position
    party: str = ""


def wait_view(look: Look, number: str, n: int) -> WaitView:
    """The wait; NotFound when there is none that the person may answer."""
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    wait = None if row is None else look.reading.one(SUBSCRIPTION, case=row["id"], n=n)
    if row is None or wait is None or row["status"] != "ACTIVE":
        raise _none()
    definition = look.definition(row["definition_id"])
    if not may(look.actor, "correlate", Facts(row["office"], definition.candidates.get(wait["element"]))):
        raise _none()
    told = story(look.reading, definition, row["id"])
    return WaitView(
        case=row["id"],
        n=n,
        number=row["number"],
        subject=subjects(look.reading, [(row["id"], definition)]).get(row["id"], ""),
        definition=definition,
        office=office(look.reading, row["office"]),
        step=step(definition, wait["element"]),
        form=definition.forms.get(wait["element"]),
        values=variables(look.reading, row["id"]),
        answered=answered(definition, told.entries),
        here=frozenset({wait["element"]}),
        position=position(definition, told.entries),
        party=definition.process.elements[wait["element"]].properties.get("sop:penjawab", "").strip(),
    )


def _none() -> NotFound:
    return NotFound("no-wait", "Tidak ada yang ditunggu di sini, atau sudah dicatat.", "Nothing waits here any more.")
