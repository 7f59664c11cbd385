"""How a case begins: by hand, by what a start event waits for, or by the case that calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.commands.desk import Body, Work
from engine.commands.finding import acting_for
from engine.commands.instructions import told
from engine.commands.moving import MoveEvent, moved, new_row, program_of, record
from engine.commands.numbers import case_number
from engine.commands.refusals import FieldProblem, Invalid, NotAllowed, NotFound, NotPossible
from engine.library import Definition
from engine.policy import Facts, may
from engine.spiff import After, Before, Move, Stop
from engine.store.cases import next_case
from engine.store.definitions import HOLD_LIVE
from engine.store.reading import Row

__all__ = ["Beginning", "begin", "start_element", "trigger_of"]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a case begins with: clean answers, the element of a start with a trigger, who calls it.

    `caller` is the case, the token and the element of its call activity; `data` goes into the event. `places` are where
    it is to begin instead of behind its start. `right` is the action that allows it, when it is not that of starting.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    business_key: str | None = None
    at: str | None = None
    caller: tuple[int, int, str] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    places: Sequence[Before | After] = ()
    right: str | None = None


def begin(work: Work, definition: Definition, given: Beginning) -> Body:
    """Starts a case and opens its first tasks; the body holds its id, number and the tasks."""
    element = start_element(definition, given.at)
    if "\0" in (given.business_key or ""):
        raise Invalid([FieldProblem("business_key", "Kunci ini tidak dapat disimpan.", "This key cannot be stored.")])
    move = moved(lambda: definition.program.start(given.answers, work.now, given.at))
    acting = _demand_start(work, definition, move) if given.right is None else None
    if given.right is not None:
        work.demand(given.right, Facts(definition.office))
    _demand_live(work, definition)
    case = next_case(work.tx)
    number = case_number(work, definition.office)
    work.tx.numbered(case, 0)
    kept = dict(given.answers)
    if given.business_key is not None:
        kept["$businessKey"] = given.business_key
    data: dict[str, Any] = {"definition": definition.id, "office": definition.office, "number": number}
    data |= dict(given.data)
    if given.at is not None:
        data["at"] = given.at
    if given.caller is not None:
        data["caller"] = list(given.caller)
    row = new_row(case, given.business_key, given.caller)
    body = record(work, definition, move, MoveEvent(row, "CaseStarted", element, data, kept, acting))
    if given.places:
        body = _moved_on(work, definition, move, (row, given.places))
    work.tx.case(case, {"business_key": given.business_key})
    return body | {"number": number, "definition": definition.id}


def _moved_on(work: Work, definition: Definition, begun: Move, to: tuple[Row, Sequence[Before | After]]) -> Body:
    """Begins at these places what began at the start, as its process owner could do by hand."""
    row, places = to
    work.demand("modify", Facts(definition.office))
    instructions = [*places, *(Stop(token.n) for token in begun.opened if token.host is None)]
    move = moved(lambda: program_of(work, definition, row["id"]).modify(begun.state, instructions, work.now))
    data = {"instructions": [told(one) for one in instructions]}
    return record(work, definition, move, MoveEvent(row | {"revision": 1}, "CaseModified", None, data))


def _demand_live(work: Work, definition: Definition) -> None:
    """Raises NotFound when the definition takes no cases; nobody takes it out of force before the case is there."""
    if not work.tx.value(HOLD_LIVE, id=definition.id):
        raise NotFound(
            "no-definition",
            f"SOP “{definition.key}” tidak berlaku atau sedang ditangguhkan.",
            f"The SOP “{definition.key}” is not in force, or it is held.",
        )


def start_element(definition: Definition, at: str | None) -> str:
    """The start event that begins a case; a process without one begins at its first element. Raises NotPossible."""
    if at is not None:
        trigger_of(definition, at)
        return at
    if not definition.begun_by_hand:
        raise NotPossible(
            "begins-by-itself",
            f"“{definition.name}” dimulai oleh pesan, sinyal, waktu, atau syarat. Sebutkan kejadian mulainya.",
            f"“{definition.name}” begins by a message, signal, timer or condition. Name the start event.",
            starts=sorted(definition.starts),
        )
    own = [found for found in definition.process.elements.values() if found.parent is None]
    first = (found.id for found in own if found.kind == "startEvent" and found.trigger is None)
    return next(first, own[0].id)


def trigger_of(definition: Definition, element: str) -> Any:
    """What a start event waits for; raises NotFound when it waits for nothing or is not there."""
    found = definition.starts.get(element)
    if found is None:
        raise NotFound(
            "no-start",
            f"“{element}” bukan kejadian mulai dengan pemicu.",
            f"“{element}” is no start event with a trigger.",
            element=element,
        )
    return found


def _demand_start(work: Work, definition: Definition, move: Move) -> str | None:
    """Whoever holds (or records for) the first task's post may start, a machine account anywhere; gives the post."""
    actor = work.context.actor
    groups = list(dict.fromkeys(definition.candidates.get(token.element) for token in move.opened)) or [None]
    for group in groups:
        if may(actor, "start", Facts(definition.office, group)):
            return acting_for(actor, group)
    raise NotAllowed(
        "not-allowed",
        "SOP ini dimulai oleh pemegang jabatan langkah pertama atau pencatatnya.",
        "This SOP is started by the post of its first step or by its recorder.",
        action="start",
    )
