"""A case as moments, told from its events alone: what each moved, how long it took, what it sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from engine.calendars import Times, norm
from engine.events import Event, due_times, opened_tasks, variables_set
from engine.norms import Norm
from engine.queries.chart import Chart
from engine.queries.passages import SCOPES, Passages
from engine.workdays import worked

__all__ = ["BESIDE", "Film", "Frame", "Moment", "Reel", "Set", "Spent", "film"]

BESIDE: Final = frozenset({"LinkUsed", "RegisterNumberTaken", "RegisterNumberVoided", "SignOffGiven", "SignOffVoided"})
"""Kinds of events that belong to the act that was recorded just before them."""
_HOLDING: Final = frozenset({"TaskClaimed", "TaskReleased", "TaskAssigned", "TaskDelegated", "TaskResolved"})
_CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
ITEMS: Final = "$items"
"""The variable of a repeated activity's scope that holds its list."""
_BESIDE: Final = frozenset({"boundaryEvent", "startEvent"})


@dataclass(frozen=True, slots=True)
class Spent:
    """The time of a step in whole working minutes; `allowed` is its norm's, None where it has no number.

    `waited` passed until somebody took it; `outside` is time of people outside, which is never late.
    """

    since: datetime
    minutes: int
    waited: int | None
    norm: Norm | None
    allowed: int | None
    outside: bool
    late: bool

    @property
    def over(self) -> int:
        """Working minutes past the norm."""
        return max(0, self.minutes - (self.allowed or 0)) if self.late else 0


@dataclass(frozen=True, slots=True)
class Set:
    """A variable that an event set: the answers (event, name) that hold it now and that held it before.

    None: there is no such variable then.
    """

    name: str
    after: tuple[int, str] | None
    before: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a case; `m` counts from 1. `round` says the how manieth time its step was open.

    `beside` are the sign-offs and register numbers of the same act, `voided` the sign-offs that it made void.
    `back` are the steps that it sent the case back to, `opened` the steps of staff that it opened, `waits` what else it
    began to wait for, `flows` the flows that were taken, in order, `decisions` the names of those that were chosen.
    `item` is the place of its task in a list, `items` the answer (event, name) that holds the list, `holder` who had
    the task before, `group` the posts whose it was.
    """

    m: int
    event: Event
    element: str | None
    round: int
    flows: tuple[str, ...]
    entered: tuple[str, ...]
    back: tuple[str, ...]
    opened: tuple[str, ...]
    waits: tuple[str, ...]
    decisions: tuple[str, ...]
    spent: Spent | None
    sets: tuple[Set, ...]
    task: int | None = None
    item: int | None = None
    items: tuple[int, str] | None = None
    holder: str | None = None
    group: str | None = None
    beside: tuple[Event, ...] = ()
    voided: tuple[Event, ...] = ()

    @property
    def returned(self) -> bool:
        """True when it sent the case back."""
        return bool(self.back)

    @property
    def late(self) -> bool:
        """True when it took longer than its norm."""
        return self.spent is not None and self.spent.late


@dataclass(frozen=True, slots=True)
class Frame:
    """The diagram after a moment: how often each element was entered and each flow taken, and what is open."""

    visits: Mapping[str, int]
    taken: Mapping[str, int]
    here: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reel:
    """All moments of a case, and the frames of the window that was asked for.

    `erased` says of answers (event, name) when they were erased.
    """

    moments: tuple[Moment, ...]
    window: range
    frames: Mapping[int, Frame]
    erased: Mapping[tuple[int, str], datetime]

    @property
    def returns(self) -> int:
        """How often the case was sent back."""
        return sum(moment.returned for moment in self.moments)

    @property
    def late(self) -> int:
        """How many steps took longer than their norm."""
        return sum(moment.late for moment in self.moments)


@dataclass(slots=True)
class _Task:
    """What is known of a task that was opened."""

    element: str
    candidates: str | None
    since: datetime
    due: datetime | None
    item: int | None
    loop: int | None
    holder: str | None
    taken: datetime | None = None


@dataclass(slots=True)
class _Counts:
    """How often each element was entered and each flow taken; what was withdrawn counts no more."""

    visits: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    done: dict[int, Moment] = field(default_factory=dict)

    def take(self, moment: Moment) -> None:
        event = moment.event
        if event.kind == "CompletionWithdrawn":
            before = self.done.get(event.data["completion"])
            if before is not None:
                self.visits.subtract(before.entered)
                self.taken.subtract(before.flows)
                self.visits, self.taken = +self.visits, +self.taken
            return
        self.visits.update(moment.entered)
        self.taken.update(moment.flows)
        if event.kind == "TaskCompleted":
            self.done[event.number] = moment


@dataclass(slots=True)
class _Camera:
    chart: Chart
    times: Times
    followed: Passages
    counts: _Counts = field(default_factory=_Counts)
    tasks: dict[int, _Task] = field(default_factory=dict)
    values: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)

    signed: dict[int, Event] = field(default_factory=dict)
    erased: dict[tuple[int, str], datetime] = field(default_factory=dict)

    def take(self, m: int, event: Event, beside: tuple[Event, ...]) -> Moment:
        """The moment of an event; what it changes is known afterwards."""
        marks = str(event.data.get("path", "")).split()
        n = event.data.get("task", event.data.get("n"))
        task = self.tasks.get(n) if isinstance(n, int) else None
        element = event.element or (task.element if task else None)
        opened = self._opened(event)
        flows = tuple(mark[1:] for mark in marks if mark[:1] == ">")
        moment = Moment(
            m=m,
            event=event,
            element=element,
            round=max(1, self.counts.visits[element]) if element else 1,
            flows=flows,
            entered=tuple(mark[1:] for mark in marks if mark[:1] == "+"),
            back=self._back(event, element, opened),
            opened=opened,
            waits=self._waits(event),
            decisions=self._decisions(flows),
            spent=self._spent(event, task),
            sets=tuple(self._sets(event)),
            task=n if task else None,
            item=task.item if task else None,
            items=self.values.get((task.loop, ITEMS)) if task and task.loop is not None else None,
            holder=task.holder if task else None,
            group=task.candidates if task else None,
            beside=beside,
            voided=tuple(self._voided((event, *beside))),
        )
        self._know(event, task, moment)
        return moment

    def here(self) -> tuple[tuple[str, int], ...]:
        """Where tokens stand now, and how many."""
        elements = self.chart.process.elements
        here = Counter(
            one.element
            for one in self.followed.open.values()
            if not (one.inside or one.body) and not (one.element in elements and elements[one.element].kind in SCOPES)
        )
        for (element, _), count in self.followed.waiting.items():
            here[element] += count
        return tuple(here.items())

    def _opened(self, event: Event) -> tuple[str, ...]:
        found = [row[1] for key in ("opened", "items") for row in event.data.get(key, ())]
        return tuple(dict.fromkeys(found))

    def _waits(self, event: Event) -> tuple[str, ...]:
        elements = self.chart.process.elements
        found = (element for _, element, _ in event.data.get("waits", ()))
        return tuple(dict.fromkeys(one for one in found if one in elements and elements[one].kind not in _BESIDE))

    def _back(self, event: Event, element: str | None, opened: tuple[str, ...]) -> tuple[str, ...]:
        """The opened steps from which this one is reached without a way back."""
        if element is None or event.kind != "TaskCompleted":
            return ()
        return tuple(target for target in opened if element in self.chart.ahead(target))

    def _decisions(self, flows: tuple[str, ...]) -> tuple[str, ...]:
        process = self.chart.process
        known = (process.flows[id] for id in flows if id in process.flows)
        return tuple(flow.name for flow in known if flow.name and process.elements[flow.source].kind in _CHOOSING)

    def _spent(self, event: Event, task: _Task | None) -> Spent | None:
        if task is None or event.kind != "TaskCompleted":
            return None
        calendar = self.times.calendar
        until = max(event.happened_at, task.since)
        element = self.chart.process.elements.get(task.element)
        found = None if element is None else norm(element.properties)
        outside = not self.times.counts_for(task.candidates)
        due = task.due or self.times.due(task.since, found)
        allowed = worked(task.since, due, calendar) if due is not None and found is not None and found.due else None
        taken = task.taken
        return Spent(
            since=task.since,
            minutes=worked(task.since, until, calendar),
            waited=None if taken is None else worked(task.since, min(taken, until), calendar),
            norm=found,
            allowed=allowed,
            outside=outside,
            late=not outside and allowed is not None and due is not None and until > due,
        )

    def _sets(self, event: Event) -> Iterator[Set]:
        for scope, name, key in variables_set(event.data):
            yield from self._put(scope, name, (event.number, key or name))
        for scope, name, number, key in event.data.get("restored", ()):
            yield from self._put(scope, name, (number, key or name))
        for scope, name in event.data.get("removed", ()):
            yield from self._put(scope, name, None)

    def _put(self, scope: int, name: str, after: tuple[int, str] | None) -> Iterator[Set]:
        before = self.values.pop((scope, name), None)
        if not name.startswith("$"):
            yield Set(name, after, before)
        if after is not None:
            self.values[scope, name] = after

    def _voided(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            if event.kind == "SignOffGiven":
                self.signed[event.number] = event
            for number in event.data.get("sign_offs", ()) if event.kind == "SignOffVoided" else ():
                if number in self.signed:
                    yield self.signed[number]

    def _know(self, event: Event, task: _Task | None, moment: Moment) -> None:
        self.counts.take(moment)
        if event.kind == "CompletionWithdrawn":
            return
        self._open(event)
        if event.kind == "ValuesErased":
            self.erased |= dict.fromkeys(map(tuple, event.data["erased"]), event.happened_at)
        if task is not None and event.kind in _HOLDING:
            task.holder = event.data["assignee"]
            task.taken = event.happened_at if task.holder else None
        if task is not None and event.kind == "TaskChanged" and "due" in event.data:
            task.due = event.data["due"]

    def _open(self, event: Event) -> None:
        due = due_times(event.data)
        for one in opened_tasks(event.data):
            at = due[one.n][0] if one.n in due else None
            loop = one.scopes[1] if one.item is not None and len(one.scopes) > 1 else None
            self.tasks[one.n] = _Task(one.element, one.candidates, event.happened_at, at, one.item, loop, one.assignee)


@dataclass(frozen=True, slots=True)
class Film:
    """All moments of a case, and where tokens stand after each."""

    moments: tuple[Moment, ...]
    here: tuple[tuple[tuple[str, int], ...], ...]
    erased: Mapping[tuple[int, str], datetime]

    def reel(self, window: Callable[[int], range]) -> Reel:
        """With the frames of a window, which is said when told how many moments there are."""
        wanted = window(len(self.moments))
        counted = _Counts()
        frames: dict[int, Frame] = {}
        for moment in self.moments[: wanted.stop - 1]:
            counted.take(moment)
            if moment.m in wanted:
                frames[moment.m] = Frame(dict(counted.visits), dict(counted.taken), dict(self.here[moment.m - 1]))
        return Reel(self.moments, wanted, frames, self.erased)


def film(chart: Chart, times: Times, events: Iterable[Event]) -> Film:
    """The moments of a case, oldest first; its whole history is to be given."""
    camera = _Camera(chart, times, Passages.of(chart.process.elements))
    moments: list[Moment] = []
    here: list[tuple[tuple[str, int], ...]] = []
    for event, *beside in _acts(events):
        camera.followed.take(event)
        moments.append(camera.take(len(moments) + 1, event, tuple(beside)))
        here.append(camera.here())
    return Film(tuple(moments), tuple(here), camera.erased)


def _acts(events: Iterable[Event]) -> list[list[Event]]:
    """The events, with those that belong to the act before them beside it."""
    acts: list[list[Event]] = []
    for event in events:
        if event.kind in BESIDE and acts and acts[-1][0].recorded_at == event.recorded_at:
            acts[-1].append(event)
        else:
            acts.append([event])
    return acts
