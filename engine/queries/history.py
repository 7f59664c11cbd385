"""The story of a case: its events with names, decisions, reasons and answers, ready to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from engine.canonical import loads
from engine.events import Event
from engine.library import Definition
from engine.people import Capacity
from engine.queries.look import MOST_NUMBER
from engine.queries.names import Names, Person, Post, Standing, names
from engine.queries.steps import Step, Target, forward, step
from engine.store import Reading
from engine.store.history import event_of
from engine.store.views_case import EVENT_ANSWERS, PAST_EVENTS

__all__ = ["ERASED", "Entry", "Position", "Story", "position", "story"]

LIMIT: Final = 300  # events that one page tells; older ones are a link away
REASON: Final = "alasan"
ERASED: Final = object()
"""Stands where a value was erased."""
_NAMED: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it is told. `decisions` are the names of the ways taken, `opened` the steps that it led to.

    A repeated step stands in `opened` once, the numbers of all its tasks are a run of `opened_tasks`.
    `answers` are the values given, by name; `round` says the how manieth time its step was open; `back` is true when it
    sent the case back up the diagram. `standing` says that the actor only acted for his post. A completion that was
    `withdrawn` counts no more. `data` are those of the event.
    """

    number: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: Person | None
    post: Post | None
    recorder: Post | None
    step: Step
    task: int | None
    round: int
    decisions: tuple[str, ...] = ()
    reason: str | None = None
    opened: tuple[Target, ...] = ()
    opened_tasks: tuple[range, ...] = ()
    outcome: str | None = None
    to: Person | None = None
    back: bool = False
    path: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    standing: Standing | None = None
    withdrawn: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """The entries of a case, oldest first; `older` is the number before which earlier events lie, None at the start."""

    entries: tuple[Entry, ...]
    older: int | None

    def opener(self, n: int) -> Entry | None:
        """The entry that opened a task, when the story reaches back to it."""
        return next((entry for entry in self.entries if any(n in run for run in entry.opened_tasks)), None)

    def before(self, number: int) -> tuple[Entry, ...]:
        """The entries up to an event, that one included."""
        return tuple(entry for entry in self.entries if entry.number <= number)


@dataclass(frozen=True, slots=True)
class Position:
    """What to colour on the diagram: elements that lie behind, and flows that were taken to get here."""

    done: frozenset[str]
    taken: frozenset[str]


def story(reading: Reading, definition: Definition, case: int, before: int | None = None) -> Story:
    """The newest LIMIT events of a case (or those before a number), with the answers that they hold."""
    rows = reading.all(PAST_EVENTS, case=case, before=before or MOST_NUMBER, limit=LIMIT + 1)
    older = rows[LIMIT - 1]["number"] if len(rows) > LIMIT else None
    events = [event_of(row) for row in reversed(rows[:LIMIT])]
    if not events:
        return Story((), None)
    answers = _answers(reading, case, events)
    called = names(reading, _logins(events), _posts(events))
    return Story(tuple(_entries(definition, events, answers, called)), older)


def position(definition: Definition, entries: Iterable[Entry]) -> Position:
    """Folds the paths: what a way back leads to, and all that lies ahead of it, is not behind any more."""
    done: set[str] = set()
    taken: set[str] = set()
    flows = definition.process.flows
    for entry in entries:
        last: set[str] = set()
        for mark in entry.path:
            sign, id = mark[:1], mark[1:]
            if sign == "-":
                done.add(id)
            elif sign == ">":
                last.add(id)
            elif id in done:
                ahead = forward(definition.process, id)
                done -= ahead
                taken = {flow for flow in taken if flows[flow].source not in ahead}
        taken |= last
    return Position(frozenset(done), frozenset(taken))


def _answers(reading: Reading, case: int, events: list[Event]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in reading.all(EVENT_ANSWERS, case=case, first=events[0].number, last=events[-1].number):
        value = ERASED if row["value"] is None else loads(bytes(row["value"]))
        found.setdefault(row["event"], {})[row["name"]] = value
    return found


def _logins(events: list[Event]) -> set[str | None]:
    others = {event.data.get("capacity", {}).get("holder") for event in events}
    return {event.actor for event in events} | {event.data.get("assignee") for event in events} | others


def _posts(events: list[Event]) -> set[str | None]:
    recorders = {post for event in events for post in event.data.get("recorded_by", ())}
    own = {event.data.get("capacity", {}).get("post") for event in events}
    return {event.acting_for for event in events} | recorders | own


def _entries(
    definition: Definition, events: list[Event], answers: dict[int, dict[str, Any]], called: Names
) -> list[Entry]:
    told: list[Entry] = []
    times: dict[str, int] = {}
    for event in events:
        entry = _entry(definition, event, answers.get(event.number, {}), called)
        here = entry.step.element
        back = entry.task is not None and any(
            here in forward(definition.process, target.element) for target in entry.opened
        )
        if event.kind == "CompletionWithdrawn":  # no round: what it opened was never begun, its own step goes on
            undone = next((one for one in reversed(told) if one.number == event.data["completion"]), None)
            if undone is not None:
                told[told.index(undone)] = replace(undone, back=False, withdrawn=True)
            for target in undone.opened if undone else ():
                times[target.element] -= 1
            told.append(replace(entry, round=times.get(here, 1)))
            continue
        told.append(replace(entry, round=times.get(here, 1), back=back))
        for target in entry.opened:
            times[target.element] = times.get(target.element, 0) + 1
    return told


def _entry(definition: Definition, event: Event, answers: Mapping[str, Any], called: Names) -> Entry:
    data = event.data
    path = tuple(str(data.get("path", "")).split())
    recorders = data.get("recorded_by") or [None]
    opened = _opened(data)
    return Entry(
        number=event.number,
        kind=event.kind,
        at=event.happened_at,
        recorded_at=event.recorded_at,
        actor=called.person(event.actor),
        post=called.post(event.acting_for),
        recorder=called.post(recorders[0]),
        step=step(definition, event.element),
        task=data.get("task"),
        round=1,
        decisions=_decisions(definition, path),
        reason=_reason(answers),
        opened=tuple(_target(definition, element) for element in opened.values()),
        opened_tasks=tuple(opened),
        outcome=data.get("outcome"),
        to=called.person(data.get("assignee")),
        path=path,
        answers={name: value for name, value in answers.items() if not name.startswith("$")},
        standing=called.standing(_capacity(data)),
        data=data,
    )


def _capacity(data: Mapping[str, Any]) -> tuple[str, Capacity] | None:
    said = data.get("capacity")
    return None if said is None else (said["post"], Capacity(said["kind"], said["holder"]))


def _opened(data: Mapping[str, Any]) -> dict[range, str]:
    """The numbers of the tasks that an event opened, and their step: one by one, the items of a step together."""
    runs = [(row[0], 1, row[1]) for row in data.get("opened", ())]
    runs += [(row[0], row[4], row[1]) for row in data.get("items", ())]
    return {range(first, first + count): element for first, count, element in sorted(runs)}


def _target(definition: Definition, element: str) -> Target:
    found = step(definition, element)
    return Target("step", element, found.title, found.lane)


def _decisions(definition: Definition, path: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the flows taken out of gateways that choose."""
    process, found = definition.process, []
    for mark in path:
        flow = process.flows.get(mark[1:]) if mark.startswith(">") else None
        source = process.elements.get(flow.source) if flow else None
        if flow and flow.name and source is not None and source.kind in _NAMED:
            found.append(flow.name)
    return tuple(found)


def _reason(answers: Mapping[str, Any]) -> str | None:
    """What stands in the field for the reason, or what a command was given as one."""
    for name in ("$alasan", "$catatan", *sorted(name for name in answers if name.startswith(REASON))):
        value = answers.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return None
