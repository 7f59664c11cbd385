"""What of a process the flow table shows: steps in the order of the page, ways between them, and what is only said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bpmn.document import Element, Flow, Process
from bpmn.names import ACTIVITIES, SUBPROCESSES
from bpmn.sheet.remarks import STAR, remarks_of, spread

Path = tuple[Flow, ...]
NO_LANE: Final = "(tanpa judul)"
_TIPS: Final = 3
"""Ways that leave a diamond with room for each."""
_PART: Final = re.compile(r"(\d+)([a-z]?)\Z")


@dataclass(frozen=True, slots=True)
class Step:
    """One row: a box or a diamond in its performer's column, and boxes in the columns of who works with him."""

    id: str
    no: str
    decides: bool
    column: int
    joint: tuple[int, ...]
    text: tuple[str, ...]
    needs: tuple[str, ...] = ()
    time: str = ""
    result: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow: ids of the steps, starts or ends that it joins, and what stands beside it, outermost answer first.

    `flows` are the ids of the flows that it stands for, in order; several arrows between the same two are one.
    """

    source: str
    target: str
    labels: tuple[str, ...] = ()
    flows: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """A start or an end: its name and its column."""

    id: str
    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The flow table of a process before it is measured."""

    columns: tuple[str, ...]
    steps: tuple[Step, ...]
    starts: tuple[Edge, ...]
    ends: tuple[Edge, ...]
    ways: tuple[Way, ...]


def chart_of(process: Process) -> Chart:
    """The chart of any process; what five symbols cannot draw stands in the remarks, behind a star."""
    return _Charting(process).chart()


@dataclass
class _Charting:
    process: Process
    columns: dict[str, int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        parents = {lane.parent for lane in self.process.lanes}
        for lane in self.process.lanes:
            if lane.id not in parents or lane.elements:
                self.columns[lane.id] = len(self.titles)
                self.titles.append(lane.name or NO_LANE)
        if not self.titles or any(self._lane(one) is None for one in self._drawn()):
            self.titles.append(NO_LANE)

    def _lane(self, element: Element) -> int | None:
        return self.columns.get(element.lane or "")

    def _column(self, element: Element) -> int:
        found = self._lane(element)
        return len(self.titles) - 1 if found is None else found

    def _drawn(self) -> list[Element]:
        return [one for one in self.process.elements.values() if self._is_step(one)]

    def _is_step(self, element: Element) -> bool:
        if element.kind in SUBPROCESSES:
            return not self._inside(element)
        return element.kind in ACTIVITIES or (self._splits(element) and self._owner(element) is None)

    def _inside(self, element: Element) -> list[Element]:
        return [one for one in self.process.elements.values() if one.parent == element.id]

    def _splits(self, element: Element) -> bool:
        return element.kind == "exclusiveGateway" and len(element.outgoing) > 1

    def _owner(self, gateway: Element) -> Element | None:
        """The step whose diamond this decision is: the one right before it in the same column."""
        seen = set()
        here = gateway
        while len(here.incoming) == 1 and here.id not in seen:
            seen.add(here.id)
            before = self.process.elements.get(self.process.flows[here.incoming[0]].source)
            if before is None or self._lane(before) != self._lane(gateway):
                return None
            if before.kind in ACTIVITIES:
                return before if len(before.outgoing) == 1 and not self._inside(before) else None
            if not self._splits(before):
                return None
            here = before
        return None

    def chart(self) -> Chart:
        """Everything, the steps from top to bottom."""
        ordered = self._ordered()
        numbers = {one.id: _number(one) for one in ordered}
        texts = _texts(ordered)
        ways = tuple(dict.fromkeys(way for one in self.process.elements.values() for way in self._ways(one)))
        top = [one for one in self.process.elements.values() if one.parent is None]
        reached = {way.target for way in ways} | {way.source for way in ways}
        edges = {
            kind: tuple(
                Edge(one.id, one.name, self._column(one)) for one in top if one.kind == kind and one.id in reached
            )
            for kind in ("startEvent", "endEvent")
        }
        steps = tuple(self._step(one, numbers[one.id], texts[one.id], ways) for one in ordered)
        return Chart(tuple(self.titles), steps, edges["startEvent"], edges["endEvent"], ways)

    def _ordered(self) -> list[Element]:
        """The numbered steps by their numbers; what has none follows the step that leads to it."""
        drawn = self._drawn()
        numbered = sorted((one for one in drawn if _place(one)), key=_place)
        found = list(numbered)
        for one in drawn:
            if not _place(one):
                at = next((found.index(before) + 1 for before in self._before(one) if before in found), len(found))
                found.insert(at if numbered or at < len(found) else len(found), one)
        return found

    def _before(self, element: Element) -> Iterator[Element]:
        waiting, seen = [element], {element.id}
        while waiting:
            for flow in waiting.pop(0).incoming:
                source = self.process.elements.get(self.process.flows[flow].source)
                if source is not None and source.id not in seen:
                    seen.add(source.id)
                    yield source
                    if not self._is_step(source):
                        waiting.append(source)

    def _step(self, one: Element, no: str, text: tuple[str, ...], ways: tuple[Way, ...]) -> Step:
        column = self._column(one)
        said = one.properties.get
        joint = {at for at, title in enumerate(self.titles) if title and title == said("sop:bersama", "").strip()}
        return Step(
            id=one.id,
            no=no,
            decides=one.kind == "exclusiveGateway" or self._decides(one),
            column=column,
            joint=tuple(sorted(joint - {column})),
            text=text,
            needs=spread(said("sop:kelengkapan", "")),
            time=" ".join(said("sop:waktu", "").split()),
            result=spread(said("sop:output", "")),
            remarks=(*remarks_of(self.process, one, drawn=bool(joint), numbers=self._numbers), *self._many(one, ways)),
        )

    def _many(self, one: Element, ways: tuple[Way, ...]) -> tuple[str, ...]:
        """The ways out of a choice with more of them than a diamond has tips."""
        own = [way for way in ways if way.source == one.id]
        if len(own) <= _TIPS or not self._decides(one):
            return ()
        return tuple(f"{STAR}{', '.join(way.labels) or 'Lainnya'}: {self._called(way.target)}" for way in own)

    def _called(self, id: str) -> str:
        element = self.process.elements[id]
        return f"kegiatan {_number(element)}" if _number(element) else element.name or id

    def _numbers(self, flow: Flow) -> tuple[str, ...]:
        """How the rows are called to which a flow leads."""
        found = []
        for id, _ in self._follow(flow, (), frozenset()):
            element = self.process.elements[id]
            found.append(f"kegiatan {_number(element)}" if _number(element) else f"“{element.name or id}”")
        return tuple(found)

    def _decides(self, step: Element) -> bool:
        if len(step.outgoing) != 1:
            return len(step.outgoing) > 1 and any(self.process.flows[id].condition for id in step.outgoing)
        target = self.process.elements.get(self.process.flows[step.outgoing[0]].target)
        return target is not None and self._splits(target) and self._owner(target) is step

    def _ways(self, one: Element) -> Iterator[Way]:
        start = one.kind == "startEvent" and one.parent is None
        if start or self._is_step(one):
            for id in one.outgoing:
                flow = self.process.flows[id]
                for target, path in self._follow(flow, (), frozenset()):
                    yield _way(one, target, path)
            if not one.outgoing and one.parent is not None:
                for target, path in self._leave(one, (), frozenset()):
                    yield _way(one, target, path)

    def _follow(self, flow: Flow, path: Path, seen: frozenset[str]) -> Iterator[tuple[str, Path]]:
        """The steps and ends that a flow leads to through what is not drawn."""
        target = self.process.elements.get(flow.target)
        path = (*path, flow)
        if target is None or target.id in seen:
            return
        seen |= {target.id}
        if self._is_step(target):
            yield target.id, path
        elif target.kind == "endEvent":
            if target.parent is None:
                yield target.id, path
            else:
                yield from self._leave(target, path, seen)
        elif target.kind in SUBPROCESSES:
            for inner in self._inside(target):
                if inner.kind == "startEvent" or (not inner.incoming and self._is_step(inner)):
                    if self._is_step(inner):
                        yield inner.id, path
                    yield from (
                        way
                        for id in inner.outgoing
                        if inner.kind == "startEvent"
                        for way in self._follow(self.process.flows[id], path, seen)
                    )
        else:
            yield from self._onward(target, path, seen)

    def _onward(self, element: Element, path: Path, seen: frozenset[str]) -> Iterator[tuple[str, Path]]:
        out = list(element.outgoing)
        if element.link and not out:
            others = self.process.elements.values()
            out = [id for one in others if one.link == element.link and one.id != element.id for id in one.outgoing]
        for id in out:
            yield from self._follow(self.process.flows[id], path, seen)

    def _leave(self, inner: Element, path: Path, seen: frozenset[str]) -> Iterator[tuple[str, Path]]:
        around = self.process.elements.get(inner.parent or "")
        if around is None:
            return
        for id in around.outgoing:
            yield from self._follow(self.process.flows[id], path, seen)
        if not around.outgoing and around.parent is not None:
            yield from self._leave(around, path, seen)


def _way(source: Element, target: str, path: Path) -> Way:
    labels = tuple(flow.name.strip() for flow in path if flow.name.strip())
    return Way(source.id, target, labels, tuple(flow.id for flow in path))


def _number(element: Element) -> str:
    return element.properties.get("sop:no", "").strip()


def _place(element: Element) -> tuple[int, str] | tuple[()]:
    found = _PART.match(_number(element))
    return (int(found[1]), found[2]) if found else ()


def _texts(steps: list[Element]) -> dict[str, tuple[str, ...]]:
    """What stands under Kegiatan: of a printed row in several parts its sentence once, then each part's act."""
    found: dict[str, tuple[str, ...]] = {}
    heard: dict[str, str] = {}
    for one in steps:
        text = " ".join((one.documentation or one.name or "").split())
        place = _PART.match(_number(one))
        if place and place[2]:
            act = f"{place[2]}. {one.name}" if one.name else ""
            again = heard.get(place[1]) == text
            heard[place[1]] = text
            found[one.id] = tuple(part for part in ("" if again else text, act) if part)
        else:
            found[one.id] = (text,) if text else ()
    return found
