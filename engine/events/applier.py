"""The applier: what each event does to the folded rows.

The store writes these very changes as SQL and `fold` applies them in memory, so that rows and history cannot part.
Folded tables: process_instance, task, variable, incident. Times in rows are instants (microseconds).

Keys of a move: `path` the elements and flows in order (`-id` left, `>id` flow taken, `+id` entered, joined by spaces),
`opened` and `items` the tasks that it opened, `closed` those that it cancelled, `answers` name -> commitment, `homes`
and `written` whose variables they are, `dues` when tasks are due (engine/events/move.py reads them), `removed` the
variables that are no more as [scope, name], `waits` what else began to wait as [n, element, kind], `sent` what left the
case as [kind, name, n].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from engine.events.event import KINDS, Event, instant
from engine.events.move import closed_tasks, due_times, opened_tasks, variables_set

__all__ = ["MOVES", "Change", "Rows", "changes", "fold"]

Row = dict[str, Any]
Rows = dict[str, dict[tuple[Any, ...], Row]]
_OPEN, _DONE, _CANCELLED = "OPEN", "DONE", "CANCELLED"
_BLANK: Final = dict.fromkeys(("owner", "closed_at", "closed_by", "delegation", "priority", "follow_up_at")) | {
    "status": _OPEN
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row: `put` writes the whole row, `set` some of its columns, `drop` takes it away."""

    table: Literal["process_instance", "task", "variable", "incident"]
    op: Literal["put", "set", "drop"]
    key: tuple[Any, ...]
    row: Row


Applier = Callable[[Event], list[Change]]


def changes(event: Event) -> list[Change]:
    """What the event does to the folded rows, in order; KeyError for a kind that is not known."""
    return _APPLIERS[event.kind](event)


def fold(events: Iterable[Event]) -> Rows:
    """The rows that a history leads to: table -> key -> row."""
    rows: Rows = {"process_instance": {}, "task": {}, "variable": {}, "incident": {}}
    for event in events:
        for change in changes(event):
            if change.op == "put":
                rows[change.table][change.key] = dict(change.row)
            elif change.op == "drop":
                rows[change.table].pop(change.key, None)
            else:
                rows[change.table][change.key].update(change.row)
    return rows


def _nothing(_: Event) -> list[Change]:
    return []


def _move(event: Event) -> list[Change]:
    """What every move does: tasks cancelled, tasks opened, values kept as variables."""
    case, at, data = event.case, instant(event.recorded_at), event.data
    gone = {"status": _CANCELLED, "closed_at": at, "closed_by": None}
    found = [Change("task", "set", (case, n), gone) for n in closed_tasks(data)]
    due = due_times(data)
    for task in opened_tasks(data):
        row = {"element": task.element, "candidates": task.candidates, "assignee": task.assignee} | _BLANK
        row |= {"opened_at": at} | _due(due.get(task.n))
        row |= {"scope": ",".join(map(str, task.scopes)) or None, "item": task.item}
        found.append(Change("task", "put", (case, task.n), row))
    found.extend(
        Change("variable", "put", (case, scope, name), {"event": event.number, "key": key})
        for scope, name, key in variables_set(data)
    )
    found.extend(Change("variable", "drop", (case, scope, name), {}) for scope, name in data.get("removed", ()))
    return found


def _due(found: tuple[datetime, datetime | None] | None) -> Row:
    due, warn = found or (None, None)
    return {"due_at": due and instant(due), "warn_at": warn and instant(warn)}


def _resumed(event: Event) -> list[Change]:
    """The case goes on; what had time left has as much again."""
    tasks = [Change("task", "set", (event.case, n), _due(found)) for n, found in due_times(event.data).items()]
    return [*_status("ACTIVE")(event), *tasks]


def _case_started(event: Event) -> list[Change]:
    data = event.data
    parent_case, parent_n = data.get("caller", (None, None))[:2]
    row = {
        "definition_id": data["definition"],
        "office": data["office"],
        "number": data["number"],
        "status": "ACTIVE",
        "outcome": None,
        "started_at": instant(event.recorded_at),
        "started_by": event.actor,
        "ended_at": None,
        "parent_case": parent_case,
        "parent_n": parent_n,
        "hold": None,
    }
    return [Change("process_instance", "put", (event.case,), row), *_move(event)]


def _task_completed(event: Event) -> list[Change]:
    row = {"status": _DONE, "closed_at": instant(event.recorded_at), "closed_by": event.actor, "assignee": event.actor}
    return [Change("task", "set", (event.case, event.data["task"]), row), *_move(event)]


def _completion_withdrawn(event: Event) -> list[Change]:
    """The tasks that it opened are cancelled, the task is open again with who withdrew, variables are as before."""
    case, data, at = event.case, event.data, instant(event.recorded_at)
    gone = {"status": _CANCELLED, "closed_at": at, "closed_by": None}
    again = {"status": _OPEN, "closed_at": None, "closed_by": None, "assignee": event.actor}
    found = [Change("task", "set", (case, n), gone) for n in closed_tasks(data)]
    found.append(Change("task", "set", (case, data["task"]), again))
    found.extend(
        Change("variable", "put", (case, scope, name), {"event": number, "key": key})
        for scope, name, number, key in data.get("restored", ())
    )
    found.extend(Change("variable", "drop", (case, scope, name), {}) for scope, name in data.get("removed", ()))
    return found


def _holder(event: Event) -> list[Change]:
    data = event.data
    row = {"assignee": data["assignee"], "owner": data.get("owner"), "delegation": data.get("delegation")}
    return [Change("task", "set", (event.case, data["task"]), row)]


def _task_changed(event: Event) -> list[Change]:
    """What is named changes, the rest stays; times are aware."""
    data = event.data
    row: Row = {name: data[name] for name in ("owner", "delegation", "priority") if name in data}
    for name in ("due", "follow_up"):
        if name in data:
            row[f"{name}_at"] = None if data[name] is None else instant(data[name])
    if "due" in data:
        row["warn_at"] = instant(data["warn"]) if data.get("warn") else None
    return [Change("task", "set", (event.case, data["task"]), row)]


def _candidates_changed(event: Event) -> list[Change]:
    row = {"candidates": event.data["candidates"]}
    return [Change("task", "set", (event.case, event.data["task"]), row)]


def _status(status: str) -> Applier:
    return lambda event: [Change("process_instance", "set", (event.case,), {"status": status})]


def _held(event: Event) -> list[Change]:
    """Whether the values are held against erasure, and by which event."""
    row = {"hold": event.number if event.kind == "LegalHoldSet" else None}
    return [Change("process_instance", "set", (event.case,), row)]


def _ended(status: str) -> Applier:
    def apply(event: Event) -> list[Change]:
        at = instant(event.recorded_at)
        row = {"status": status, "outcome": event.data["outcome"], "ended_at": at}
        return [*_move(event), Change("process_instance", "set", (event.case,), row)]

    return apply


def _incident_raised(event: Event) -> list[Change]:
    data = event.data
    row = {
        "n": data.get("n"),
        "element": event.element,
        "kind": data["kind"],
        "message": data["message"],
        "raised_at": instant(event.recorded_at),
        "resolved_at": None,
        "resolved_by": None,
        "job": data.get("job"),
        "definition_id": data.get("definition"),
        "note": None,
    }
    return [Change("incident", "put", (event.case, event.number), row)]


def _incident_resolved(event: Event) -> list[Change]:
    row = {"resolved_at": instant(event.recorded_at), "resolved_by": event.actor}
    return [Change("incident", "set", (event.case, event.data["incident"]), row)]


def _incident_annotated(event: Event) -> list[Change]:
    row = {"note": event.number if event.data.get("answers") else None}
    return [Change("incident", "set", (event.case, event.data["incident"]), row)]


MOVES: Final = frozenset(
    {
        "CallReturned",
        "CaseModified",
        "CaseStarted",
        "ErrorReceived",
        "EscalationReceived",
        "ExternalTaskCompleted",
        "ItemsAdded",
        "MessageReceived",
        "SignalReceived",
        "TaskCompleted",
        "TimerFired",
        "VariablesChanged",
    }
)
"""The kinds of event that hold a move."""

_APPLIERS: Final[Mapping[str, Applier]] = (
    dict.fromkeys(KINDS, _nothing)
    | dict.fromkeys(MOVES, _move)
    | {
        "CaseStarted": _case_started,
        "TaskCompleted": _task_completed,
        "CompletionWithdrawn": _completion_withdrawn,
        "TaskClaimed": _holder,
        "TaskReleased": _holder,
        "TaskAssigned": _holder,
        "TaskDelegated": _holder,
        "TaskResolved": _holder,
        "TaskChanged": _task_changed,
        "TaskCandidatesChanged": _candidates_changed,
        "CaseSuspended": _status("SUSPENDED"),
        "CaseResumed": _resumed,
        "CaseCancelled": _ended("CANCELLED"),
        "CaseCompleted": _ended("COMPLETED"),
        "IncidentAnnotated": _incident_annotated,
        "IncidentRaised": _incident_raised,
        "IncidentResolved": _incident_resolved,
        "LegalHoldLifted": _held,
        "LegalHoldSet": _held,
    }
)
