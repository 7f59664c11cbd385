"""What people did in a case, told from its events: each operation with what it changed, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.events import Event, due_times, instant, opened_tasks

__all__ = ["Change", "Operation", "operations"]

OWN: Final = "lajur"  # the engine itself is no person
_MILLISECOND: Final = 1_000  # microseconds


@dataclass(frozen=True, slots=True)
class Change:
    """One property with its value before and after, as texts."""

    property: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What somebody did: the event, the type and the kind of thing in the words of the dialect, what it changed.

    `reason` is the name of the answer that says why, if one was asked for.
    """

    event: Event
    type: str
    entity: str
    changes: tuple[Change, ...] = (Change(),)
    reason: str | None = None

    @property
    def category(self) -> str:
        """Work on a task is a task worker's, all else an operator's."""
        return "TaskWorker" if self.entity in ("Task", "Attachment") else "Operator"


@dataclass(slots=True)
class _Task:
    """What is known of a task so far."""

    assignee: str | None = None
    owner: str | None = None
    delegation: str | None = None
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None
    candidates: str | None = None


@dataclass
class _Teller:
    tasks: dict[int, _Task] = field(default_factory=dict)

    def take(self, event: Event) -> Iterator[Operation]:
        """The operation of an event, if a person did it; then what the event makes known."""
        tell = _TOLD.get(event.kind)
        if tell is not None and event.actor not in (None, OWN):
            found = tell(self, event)
            if found is not None:
                yield found
        self._know(event)

    def task(self, event: Event) -> _Task:
        return self.tasks.setdefault(event.data.get("task", 0), _Task())

    def _know(self, event: Event) -> None:
        due = due_times(event.data)
        for task in opened_tasks(event.data):
            at = _millis(due[task.n][0]) if task.n in due else None
            self.tasks[task.n] = _Task(assignee=task.assignee, candidates=task.candidates, due=at)
        if event.kind == "CaseResumed":
            for n, (later, _) in due.items():
                self.tasks.setdefault(n, _Task()).due = _millis(later)
        if event.kind in _HOLDING:
            known = self.task(event)
            known.assignee, known.owner = event.data["assignee"], event.data.get("owner")
            known.delegation = event.data.get("delegation")
        elif event.kind == "TaskChanged":
            known = self.task(event)
            for name, value in _changed(event).items():
                setattr(known, name, value)
        elif event.kind == "TaskCandidatesChanged":
            self.task(event).candidates = event.data["candidates"]


def operations(events: Iterable[Event]) -> Iterator[Operation]:
    """The operations of a case, in order."""
    teller = _Teller()
    for event in events:
        yield from teller.take(event)


def _holder(type: str) -> Callable[[_Teller, Event], Operation]:
    def tell(teller: _Teller, event: Event) -> Operation:
        known, data = teller.task(event), event.data
        after = {name: data.get(name) for name in ("delegation", "owner", "assignee")}
        before = {name: getattr(known, name) for name in after}
        changes = [Change(name, before[name], after[name]) for name in after if before[name] != after[name]]
        kept = tuple(changes) or (Change("assignee", before["assignee"], after["assignee"]),)
        return Operation(event, type, "Task", kept, "$alasan" if "$alasan" in data.get("answers", ()) else None)

    return tell


def _changed(event: Event) -> dict[str, str | None]:
    data = event.data
    found = {name: _text(data[name]) for name in ("owner", "delegation", "priority") if name in data}
    return found | {name: _millis(data[name]) for name in ("due", "follow_up") if name in data}


def _task_changed(teller: _Teller, event: Event) -> Operation:
    known, after = teller.task(event), _changed(event)
    changes = tuple(Change(_PROPERTIES.get(name, name), getattr(known, name), value) for name, value in after.items())
    only = set(after)
    type = "SetOwner" if only == {"owner"} else "SetPriority" if only == {"priority"} else "Update"
    return Operation(event, type, "Task", changes)


def _candidates(_: _Teller, event: Event) -> Operation:
    data = event.data
    added, removed = data.get("added"), data.get("removed")
    changes = [Change("candidate", None, one) for one in _each(added)]
    changes += [Change("candidate", one, None) for one in _each(removed)]
    person = any(one.startswith("@") for one in (*_each(added), *_each(removed)))
    return Operation(
        event, f"{'Add' if added else 'Delete'}{'User' if person else 'Group'}Link", "Task", tuple(changes)
    )


def _each(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else [str(one) for one in value]


def _plain(type: str, entity: str, *changes: Change) -> Callable[[_Teller, Event], Operation]:
    def tell(_: _Teller, event: Event) -> Operation:
        reason = "$alasan" if "$alasan" in event.data.get("answers", ()) else None
        return Operation(event, type, entity, changes or (Change(),), reason)

    return tell


def _variables(_: _Teller, event: Event) -> Operation:
    names = [name for name in event.data.get("answers", ()) if not name.startswith("$")]
    return Operation(event, "SetVariable" if names else "RemoveVariable", "Variable")


def _message(_: _Teller, event: Event) -> Operation:
    return Operation(
        event, "CorrelateMessage", "ProcessInstance", (Change("messageName", None, event.data["message"]),)
    )


def _incident(type: str) -> Callable[[_Teller, Event], Operation]:
    def tell(_: _Teller, event: Event) -> Operation:
        said = event.data.get("answers") or type == "Resolve"
        id = f"{event.case}-{event.data['incident']}"
        return Operation(event, type if said else "ClearAnnotation", "Incident", (Change("incidentId", None, id),))

    return tell


def _job(type: str, property: str, before: str, after: str) -> Callable[[_Teller, Event], Operation]:
    def tell(_: _Teller, event: Event) -> Operation:
        change = Change(property, _value(event.data.get(before)), _value(event.data.get(after, after)))
        return Operation(event, type, "Job", (change,))

    return tell


def _value(value: Any) -> str | None:
    return _millis(value) if hasattr(value, "utcoffset") else _text(value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _millis(at: Any) -> str | None:
    """A time as the dialect's log has it: milliseconds since 1970."""
    return None if at is None else str(instant(at) // _MILLISECOND)


_HOLDING: Final = frozenset({"TaskClaimed", "TaskReleased", "TaskAssigned", "TaskDelegated", "TaskResolved"})
_PROPERTIES: Final = {"due": "dueDate", "follow_up": "followUpDate"}
_TOLD: Final[Mapping[str, Callable[[_Teller, Event], Operation | None]]] = {
    "TaskClaimed": _holder("Claim"),
    "TaskReleased": _holder("Assign"),
    "TaskAssigned": _holder("Assign"),
    "TaskDelegated": _holder("Delegate"),
    "TaskResolved": _holder("Resolve"),
    "TaskChanged": _task_changed,
    "TaskCandidatesChanged": _candidates,
    "TaskCompleted": _plain("Complete", "Task", Change("delete", "false", "true")),
    "DocumentAttached": _plain("AddAttachment", "Attachment"),
    "DocumentDetached": _plain("DeleteAttachment", "Attachment"),
    "CaseStarted": _plain("Create", "ProcessInstance"),
    "CaseSuspended": _plain("Suspend", "ProcessInstance", Change("suspensionState", None, "suspended")),
    "CaseResumed": _plain("Activate", "ProcessInstance", Change("suspensionState", None, "active")),
    "CaseCancelled": _plain("Delete", "ProcessInstance"),
    "CaseModified": _plain("ModifyProcessInstance", "ProcessInstance"),
    "ItemsAdded": _plain("ModifyProcessInstance", "ProcessInstance"),
    "VariablesChanged": _variables,
    "MessageReceived": _message,
    "IncidentResolved": _incident("Resolve"),
    "IncidentAnnotated": _incident("SetAnnotation"),
    "JobRetriesSet": _job("SetJobRetries", "retries", "before", "retries"),
    "JobDueSet": _job("SetDueDate", "duedate", "before", "due"),
    "JobHastened": _job("Execute", "jobId", "", "job"),
    "JobHeld": _job("SuspendJob", "suspensionState", "", "suspended"),
    "JobReleased": _job("ActivateJob", "suspensionState", "", "active"),
}
