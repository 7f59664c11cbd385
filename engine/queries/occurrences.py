"""Events as somebody outside is told of them: facts that are nobody's personal values, and the answers beside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.canonical import loads
from engine.commands.answers import variables
from engine.events import Event, moment, opened_tasks
from engine.library import Definition, Library
from engine.store import Reading
from engine.store.cases import CASE
from engine.store.history import event_of
from engine.store.reading import Row
from engine.store.views_case import EVENT_ANSWERS
from engine.store.webhooks import EVENTS_BETWEEN
from webhooks.occurrence import Occurrence

__all__ = ["KINDS", "PUSHED", "TRIAL", "occurrence", "occurrences", "trial", "with_fields"]

KINDS: Final = (
    "CaseStarted",
    "CaseCompleted",
    "CaseCancelled",
    "CaseSuspended",
    "CaseResumed",
    "CompletionWithdrawn",
    "TaskCompleted",
    "TaskClaimed",
    "TaskReleased",
    "TaskAssigned",
    "TaskDelegated",
    "MessageReceived",
    "SignalReceived",
    "TimerFired",
    "ExternalTaskCompleted",
    "ExternalTaskFailed",
    "IncidentRaised",
    "IncidentResolved",
    "CommentAdded",
    "DocumentAttached",
    "SignOffGiven",
    "SignOffVoided",
    "DefinitionDeployed",
    "DefinitionWithdrawn",
)
"""What can be subscribed to; who was given which right is told to nobody."""

_OPEN: Final = frozenset(KINDS)
_CLEAR: Final = ("outcome", "kind", "message", "due", "key", "version", "definition", "sha256", "size", "type")
"""Data that an event says in clear and that is about no person."""
_CASELESS: Final = frozenset({"DefinitionDeployed", "DefinitionWithdrawn"})
TRIAL: Final = "Ping"
"""The kind of a trial message."""
PUSHED: Final = "ServiceTask"
"""The kind of a service task that was pushed."""
SHOWN: Final = 20  # tasks that one message names


def occurrences(reading: Reading, library: Library, rows: Iterable[Row]) -> Iterator[Occurrence]:
    """What rows of the outbox (case_id, first, last) tell, each case in its order, without answers."""
    for row in rows:
        case: int = row["case_id"]
        known = _known(reading, library, case)
        found = reading.all(EVENTS_BETWEEN, case=case, first=row["first"], last=row["last"])
        for event in map(event_of, found):
            if event.kind in _OPEN and (case or event.kind in _CASELESS):
                yield _told(event, known, {})


def occurrence(reading: Reading, library: Library, case: int, number: int) -> Occurrence | None:
    """One event with the answers that it holds and that were not erased; None when there is no such event."""
    found = reading.all(EVENTS_BETWEEN, case=case, first=number, last=number)
    if not found:
        return None
    rows = reading.all(EVENT_ANSWERS, case=case, first=number, last=number)
    answers = {row["name"]: loads(bytes(row["value"])) for row in rows if row["value"] is not None}
    given = {name: value for name, value in answers.items() if not name.startswith("$")}
    return _told(event_of(found[0]), _known(reading, library, case), given)


def with_fields(reading: Reading, told: Occurrence, fields: Collection[str]) -> Occurrence:
    """The event with the values that its case has now of `fields` which it does not hold itself.

    Who tells an applicant that his card is ready needs the number that was asked at the counter.
    """
    if not told.case or told.answers.keys() >= set(fields):
        return told
    held = variables(reading, told.case)
    return replace(told, answers={name: held[name] for name in fields if name in held} | dict(told.answers))


def trial(webhook: Row, delivery: Row) -> Occurrence:
    """What a trial message tells."""
    at = moment(delivery["created_at"])
    said = {"message": "Uji coba langganan / a trial of this subscription"}
    return Occurrence(webhook["office"], 0, delivery["event"], TRIAL, at, at, facts=said)


Known = tuple[Row | None, Definition | None]


def _known(reading: Reading, library: Library, case: int) -> Known:
    row = reading.one(CASE, case=case) if case else None
    return row, None if row is None else library.definition(reading, row["definition_id"])


def _told(event: Event, known: Known, answers: Mapping[str, Any]) -> Occurrence:
    row, definition = known
    data = event.data
    return Occurrence(
        office=str(row["office"] if row else data.get("office", "")),
        case=event.case,
        number=event.number,
        kind=event.kind,
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        sop=definition.key if definition else data.get("key"),
        element=event.element,
        post=event.acting_for,
        facts=_facts(event, known),
        answers=answers,
    )


def _facts(event: Event, known: Known) -> dict[str, Any]:
    row, definition = known
    facts: dict[str, Any] = {name: event.data[name] for name in _CLEAR if event.data.get(name) is not None}
    if "n" in event.data:
        facts["token"] = event.data["n"]
    if "task" in event.data:
        facts["task"] = f"{event.case}-{event.data['task']}"
    if row is not None:
        facts["caseNumber"] = row["number"]
    if definition is not None:
        facts |= _moved(event, definition)
    return facts


def _moved(event: Event, definition: Definition) -> dict[str, Any]:
    """The step by its name, the ways that were chosen, and the first tasks that began."""
    found: dict[str, Any] = {"step": definition.title(event.element)} if event.element else {}
    decisions = _decisions(definition, str(event.data.get("path", "")).split())
    if decisions:
        found["decisions"] = decisions
    opened = [
        {"task": f"{event.case}-{task.n}", "element": task.element, "posts": (task.candidates or "").split("+")}
        for _, task in zip(range(SHOWN), opened_tasks(event.data), strict=False)
    ]
    return found | ({"opened": opened} if opened else {})


def _decisions(definition: Definition, path: Sequence[str]) -> list[str]:
    flows = (definition.process.flows.get(mark[1:]) for mark in path if mark.startswith(">"))
    named = (flow for flow in flows if flow is not None and flow.name)
    return [flow.name or "" for flow in named if _chooses(definition, flow.source)]


def _chooses(definition: Definition, element: str) -> bool:
    found = definition.process.elements.get(element)
    return found is not None and found.kind in ("exclusiveGateway", "inclusiveGateway")
