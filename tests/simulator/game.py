"""The token game of BPMN 2.0.2, chapter 13, played on a diagram; the paragraph of each rule stands beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.simulator.conditions import holds
from tests.simulator.diagram import ACTIVITIES, Diagram, Element

Values = Mapping[str, object]
_UNITS = {"D": "days", "H": "hours", "M": "minutes", "S": "seconds"}


class Refused(Exception):
    """The move cannot be made: `no-flow`, `too-many` steps, or `not-open`. Nothing has changed."""

    def __init__(self, reason: str, element: str = "") -> None:
        super().__init__(reason, element)
        self.reason = reason
        self.element = element


@dataclass(frozen=True)
class Work:
    """What waits: an activity, a catch event, or an event armed on the activity `host`, that can occur `left` times."""

    number: int
    element: str
    kind: str
    host: int | None = None
    left: int | None = None
    due: datetime | None = None


@dataclass
class Step:
    """What a move did: flows taken and end events reached, each so many times; the works that an event interrupted."""

    flows: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    interrupted: set[int] = field(default_factory=set)
    steps: int = 0


@dataclass
class Marking:
    """Where the tokens are: so many on each flow, one in each work without a host; and the case's variables."""

    flows: Counter[str] = field(default_factory=Counter)
    works: dict[int, Work] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    counter: int = 0


class Game:
    """One case. A move is refused after `limit` automatic steps; a refused move leaves the marking as it was.

    `blind`: a token that no flow takes is lost, to see whether a move that is refused for it would end otherwise.
    """

    def __init__(self, diagram: Diagram, limit: int = 2000) -> None:
        self.diagram = diagram
        self.limit = limit
        self.blind = False
        self.marking = Marking()
        self._reach: dict[tuple[str, str], frozenset[str]] = {}

    @property
    def tokens(self) -> int:
        """How many tokens the case has."""
        return self.marking.flows.total() + sum(work.host is None for work in self.marking.works.values())

    def works(self, *kinds: str) -> list[Work]:
        """What is open, by number; of some kinds only."""
        return [work for _, work in sorted(self.marking.works.items()) if not kinds or work.kind in kinds]

    def start(self, values: Values, now: datetime) -> Step:
        """13.2: the none start events occur; without any, what has no incoming flow begins."""
        move = _Move(self, now, values)
        first = [element for element in self.diagram.elements.values() if not element.incoming and not element.host]
        starts = [element for element in first if element.tag == "startEvent"] or first
        return move.run(lambda: move.begin(starts))

    def finish(self, number: int, values: Values, now: datetime) -> Step:
        """13.3.2: an activity completes; what was armed on it is gone, and its outgoing flows are chosen."""
        work = self._open(number, *ACTIVITIES.values())
        move = _Move(self, now, values)
        return move.run(lambda: move.complete(work))

    def occur(self, number: int, values: Values, now: datetime) -> Step:
        """13.5.2 and 13.5.3: a timer or message event occurs; a receive task completes by its message (13.3.3)."""
        work = self._open(number, "timer", "message", "receive")
        move = _Move(self, now, values)
        if work.kind == "receive":
            return move.run(lambda: move.complete(work))
        return move.run(lambda: move.trigger(work))

    def _open(self, number: int, *kinds: str) -> Work:
        work = self.marking.works.get(number)
        if work is None or work.kind not in kinds:
            raise Refused("not-open")
        return work

    def lacks_flow(self, element: str, values: Values) -> bool:
        """Whether a token could not leave an element with these values: several may be the one that a refusal names."""
        try:
            chosen(self.diagram, self.diagram.elements[element], self.marking.values | dict(values))
        except Refused:
            return True
        return False

    def may_join(self, gateway: Element) -> bool:
        """13.4.3: an inclusive gateway waits while some token could still reach a flow of it that has none.

        A token that can also reach a flow that has one already does not hold it back. Paths do not lead through the
        gateway itself. A token in an activity may leave by the activity's flows and by its boundary events.
        """
        marked = self.marking.flows
        full = {flow for flow in gateway.incoming if marked[flow]}
        empty = set(gateway.incoming) - full
        if not full:
            return False
        for place in self._places():
            reached = self.reached(place, gateway.id)
            if reached & empty and not reached & full:
                return False
        return True

    def _places(self) -> Iterator[str]:
        yield from (flow for flow, count in self.marking.flows.items() if count)
        yield from {work.element for work in self.marking.works.values() if work.host is None}

    def reached(self, place: str, gateway: str) -> frozenset[str]:
        """The flows on the paths that start with a flow (or in an activity) and do not visit the gateway."""
        found = self._reach.get((place, gateway))
        if found is None:
            found = self._reach[place, gateway] = self._paths(place, gateway)
        return found

    def _paths(self, place: str, gateway: str) -> frozenset[str]:
        ahead = [place] if place in self.diagram.flows else self._exits(place)
        seen: set[str] = set()
        while ahead:
            flow = ahead.pop()
            if flow not in seen:
                seen.add(flow)
                target = self.diagram.flows[flow].target
                ahead += [] if target == gateway else self._exits(target)
        return frozenset(seen)

    def _exits(self, element: str) -> list[str]:
        events = (self.diagram.elements[event] for event in self.diagram.boundary[element])
        return [*self.diagram.elements[element].outgoing, *(flow for event in events for flow in event.outgoing)]


def chosen(diagram: Diagram, element: Element, values: Values) -> list[str]:
    """Which flows receive a token: 13.4.2 the first true one, 13.4.3 and 13.3.1 all true ones; or the default."""
    first_only = element.tag == "exclusiveGateway"
    found: list[str] = []
    for flow in element.outgoing:
        condition = diagram.flows[flow].condition
        if flow != element.default and (condition is None or holds(condition, values)):
            found.append(flow)
            if first_only:
                break
    if not found and element.default:
        found.append(element.default)
    if not found and element.outgoing:
        raise Refused("no-flow", element.id)
    return found


class _Move:
    """One move: something occurs, then everything automatic runs until all tokens wait."""

    def __init__(self, game: Game, now: datetime, values: Values) -> None:
        self.game = game
        self.diagram = game.diagram
        self.now = now
        self.step = Step()
        self.before = game.marking
        old = game.marking
        self.marking = game.marking = Marking(
            Counter(old.flows), dict(old.works), old.values | dict(values), old.counter
        )

    def run(self, begin: Callable[[], object]) -> Step:
        try:
            begin()
            self.settle()
        except Refused:
            self.game.marking = self.before
            raise
        self.marking.flows = +self.marking.flows
        return self.step

    def settle(self) -> None:
        """Where chapter 13 is silent: an inclusive join waits until nothing else moves, the first goes first."""
        joins = [e for e in self.diagram.elements.values() if e.tag == "inclusiveGateway" and len(e.incoming) > 1]
        while True:
            self.quiesce()
            ready = next((gateway for gateway in joins if self.game.may_join(gateway)), None)
            if ready is None:
                return
            for flow in ready.incoming:
                if self.marking.flows[flow]:
                    self.take(flow)
            self.leave(ready)

    def quiesce(self) -> None:
        moved = True
        while moved:
            moved = False
            for flow in [flow for flow, count in self.marking.flows.items() if count]:
                while self.marking.flows[flow] and self.arrive(flow):
                    moved = True

    def arrive(self, flow: str) -> bool:
        """Lets one token of a flow go on, when its target takes it; False when it has to wait."""
        target = self.diagram.elements[self.diagram.flows[flow].target]
        if target.tag == "inclusiveGateway" and len(target.incoming) > 1:
            return False
        if target.tag == "parallelGateway":
            # 13.4.1: it takes exactly one token from each incoming flow; what is more stays for the next time.
            if not all(self.marking.flows[one] for one in target.incoming):
                return False
            for one in target.incoming:
                self.take(one)
            self.leave(target)
            return True
        # 13.3.1: elsewhere each token that arrives by any flow starts its target anew.
        self.take(flow)
        self.enter(target)
        return True

    def begin(self, elements: list[Element]) -> None:
        for element in elements:
            self.enter(element)

    def enter(self, element: Element) -> None:
        """A token begins an element: it waits there, or leaves at once."""
        if element.tag in ACTIVITIES or element.tag == "intermediateCatchEvent":
            self.open(element)
        else:
            self.leave(element)

    def leave(self, element: Element) -> None:
        """A token leaves an element at once: gateways, end events (13.5.6) and tasks that nobody does."""
        self.count()
        if element.tag == "endEvent":
            self.step.ended[element.id] += 1
        elif element.tag == "parallelGateway" or element.tag.endswith("Event"):
            self.put(element.outgoing)
        else:
            self.choose(element)

    def choose(self, element: Element) -> None:
        try:
            self.put(chosen(self.diagram, element, self.marking.values))
        except Refused:
            if not self.game.blind:
                raise

    def put(self, flows: tuple[str, ...] | list[str]) -> None:
        for flow in flows:
            self.marking.flows[flow] += 1
            self.step.flows[flow] += 1

    def take(self, flow: str) -> None:
        self.marking.flows[flow] -= 1
        self.count()

    def count(self) -> None:
        self.step.steps += 1
        if self.step.steps > self.game.limit:
            raise Refused("too-many")

    def open(self, element: Element) -> None:
        """13.3.2: an activity waits; 13.5.3: the events on its boundary listen as long as it does."""
        self.count()
        host = self.add(element, None)
        for event in self.diagram.boundary[element.id]:
            self.add(self.diagram.elements[event], host)

    def add(self, element: Element, host: int | None) -> int:
        self.marking.counter += 1
        number = self.marking.counter
        kind = ACTIVITIES.get(element.tag) or ("timer" if element.timer else "message")
        left, due = (None, None) if element.timer is None else _clock(element.timer, self.now)
        if kind == "message" and host is None or element.interrupting and element.host:
            left = 1
        self.marking.works[number] = Work(number, element.id, kind, host, left, due)
        return number

    def close(self, host: Work) -> None:
        for number, work in list(self.marking.works.items()):
            if host.number in (number, work.host):
                del self.marking.works[number]

    def complete(self, work: Work) -> None:
        self.close(work)
        self.choose(self.diagram.elements[work.element])

    def trigger(self, work: Work) -> None:
        """13.5.3: an interrupting event ends its activity; another leaves it, and may occur again while it can."""
        event = self.diagram.elements[work.element]
        host = self.marking.works.get(work.host) if work.host else None
        if host is None:
            self.close(work)
        elif event.interrupting:
            self.close(host)
            self.step.interrupted.add(host.number)
        elif work.left == 1:
            self.close(work)
        else:
            left = None if work.left is None else work.left - 1
            due = None if event.timer is None else _next_due(event.timer, work.due)
            self.marking.works[work.number] = replace(work, left=left, due=due)
        self.put(event.outgoing)


def _clock(timer: tuple[str, str], now: datetime) -> tuple[int | None, datetime]:
    """How often a timer can occur (None: without end), and when first."""
    kind, text = timer
    if kind == "date":
        return 1, datetime.fromisoformat(text)
    if kind == "duration":
        return 1, now + duration(text)
    times, _, length = text.partition("/")
    return (int(times[1:]) if times[1:] else None), now + duration(length)


def _next_due(timer: tuple[str, str], due: datetime | None) -> datetime | None:
    return None if due is None else due + duration(timer[1].partition("/")[2])


def duration(text: str) -> timedelta:
    """P1D, PT2H, PT30M, P1DT2H as a time span; no months and years. ValueError otherwise."""
    if not re.fullmatch(r"P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?", text) or text.endswith(("P", "T")):
        raise ValueError(text)
    parts = {_UNITS[unit]: int(count) for count, unit in re.findall(r"(\d+)([DHMS])", text)}
    return timedelta(**parts)
