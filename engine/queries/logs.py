"""What became of the service tasks and timers of a case, and who was named for its tasks, told from its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bpmn.document import Element
from engine.events import MOVES, Event, opened_tasks
from engine.people import posts_of_group
from engine.queries.operations import operations
from engine.queries.passages import Passages

__all__ = ["Entry", "Link", "job_log", "links", "service_log"]

Stage = Literal["creation", "failure", "success", "deletion"]
_FAILED: Final = "IncidentRaised"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stage of a service task or timer: the event, its token and element, and of a service task who worked on it."""

    event: Event
    stage: Stage
    n: int | None
    element: str | None
    worker: str | None = None
    retries: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody was named for a task, or is not any more: as its assignee, owner or candidate.

    `who` is a login, or of a group its posts.
    """

    event: Event
    n: int
    type: Literal["assignee", "owner", "candidate"]
    who: str
    group: bool
    added: bool


def service_log(events: Iterable[Event], elements: Mapping[str, Element]) -> Iterator[Entry]:
    """The stages of the service tasks, in order; one that was taken away before it was done ends as a deletion."""
    open_: dict[int, str] = {}
    followed = Passages.of(elements)
    for event in events:
        followed.take(event)
        data, n = event.data, event.data.get("n")
        if event.kind == "ExternalTaskFailed":
            yield Entry(event, "failure", n, event.element, data.get("worker"), data.get("retries"))
        elif n in open_ and event.kind in ("ExternalTaskCompleted", "ErrorReceived") and "worker" in data:
            del open_[n]
            yield Entry(event, "success", n, event.element, data["worker"])
        for gone in followed.ended:
            if gone.n in open_:
                yield Entry(event, "deletion", gone.n, open_.pop(gone.n))
        for token, element, kind in data.get("waits", ()):
            if kind == "service":
                open_[token] = element
                yield Entry(event, "creation", token, element)


def job_log(events: Iterable[Event]) -> Iterator[Entry]:
    """The stages of the timers, and what failed as a job."""
    for event in events:
        data = event.data
        if event.kind == "TimerFired":
            yield Entry(event, "success", data["n"], event.element)
        elif event.kind == _FAILED and data.get("job") is not None:
            yield Entry(event, "failure", data.get("n"), event.element, retries=0)
        for n, element, kind in data.get("waits", ()) if event.kind in MOVES else ():
            if kind == "timer":
                yield Entry(event, "creation", n, element)


def links(events: Iterable[Event]) -> Iterator[Link]:
    """Who was named for the tasks of a case, in order."""
    history = list(events)
    changed = {one.event.number: one for one in operations(history)}
    for event in history:
        for task in opened_tasks(event.data):
            yield from _candidates(event, task.n, posts_of_group(task.candidates), added=True)
            if task.assignee is not None:
                yield Link(event, task.n, "assignee", task.assignee, group=False, added=True)
        done = changed.get(event.number)
        if done is not None and done.entity == "Task" and "task" in event.data:
            for change in done.changes:
                yield from _of(event, change.property, (change.before, change.after))


def _of(event: Event, property: str | None, values: tuple[str | None, str | None]) -> Iterator[Link]:
    n = event.data["task"]
    for value, added in zip(values, (False, True), strict=True):
        if value is not None and property == "candidate":
            yield from _candidates(event, n, (value,), added=added)
        elif value is not None and property in ("assignee", "owner"):
            type: Any = property
            yield Link(event, n, type, value, group=False, added=added)


def _candidates(event: Event, n: int, posts: Iterable[str], *, added: bool) -> Iterator[Link]:
    for post in posts:
        person = post.startswith("@")
        yield Link(event, n, "candidate", post.removeprefix("@"), group=not person, added=added)
