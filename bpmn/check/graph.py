"""The graph of a process as the rules walk it: elements as nodes, sequence flows and boundaries as arrows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from bpmn.document_types import Element, Process
from bpmn.names import GATEWAYS

AUTOMATIC: Final = GATEWAYS - {"eventBasedGateway"} | {
    "task",
    "startEvent",
    "endEvent",
    "intermediateThrowEvent",
    "scriptTask",
}
CHOICES: Final = frozenset({"exclusiveGateway", "eventBasedGateway", "complexGateway"})


class Graph:
    """The flow nodes of one process by id; flows without both ends are left out. No walk here recurses."""

    def __init__(self, process: Process) -> None:
        self.elements: Mapping[str, Element] = process.elements
        self.next: dict[str, list[str]] = {id: [] for id in process.elements}
        self.previous: dict[str, list[str]] = {id: [] for id in process.elements}
        self.boundary: dict[str, list[str]] = {}
        for flow in process.flows.values():
            if flow.source in self.next and flow.target in self.next:
                self.next[flow.source].append(flow.target)
                self.previous[flow.target].append(flow.source)
        for element in process.elements.values():
            if element.kind == "boundaryEvent" and element.attached_to in self.next:
                self.boundary.setdefault(str(element.attached_to), []).append(element.id)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The start events; without any, the elements that no flow enters."""
        events = tuple(element.id for element in self.elements.values() if element.kind == "startEvent")
        return events or tuple(
            element.id
            for element in self.elements.values()
            if not self.previous[element.id] and element.kind != "boundaryEvent"
        )

    def after(self, id: str) -> Iterator[str]:
        """Gives what may come next: the targets of its flows and its boundary events."""
        yield from self.next[id]
        yield from self.boundary.get(id, ())

    def waits(self, id: str) -> bool:
        """Whether a token rests in the element until somebody or something comes."""
        return self.elements[id].kind not in AUTOMATIC

    @cached_property
    def reached(self) -> frozenset[str]:
        """What a token can come to from the starts."""
        return frozenset(_closure(self.starts, {id: list(self.after(id)) for id in self.elements}))

    def joins(self, id: str) -> bool:
        """Whether the element waits for a token on each flow into it."""
        return self.elements[id].kind == "parallelGateway"

    @cached_property
    def activated(self) -> frozenset[str]:
        """What can be activated at all, when a parallel gateway needs every one of its flows."""
        lacking = {id: len(found) for id, found in self.previous.items()}
        seen = set(self.starts)
        waiting = list(self.starts)
        while waiting:
            for target in self.after(waiting.pop()):
                lacking[target] -= 1
                if target not in seen and (lacking[target] <= 0 or not self.joins(target)):
                    seen.add(target)
                    waiting.append(target)
        return frozenset(seen)

    @cached_property
    def leaving(self) -> frozenset[str]:
        """The elements from which a token can come to an end: an end event or an element that no flow leaves."""
        back: dict[str, list[str]] = {id: list(found) for id, found in self.previous.items()}
        for host, events in self.boundary.items():
            for event in events:
                back[event].append(host)
        ends = [id for id in self.elements if not self.next[id] or self.elements[id].kind == "endEvent"]
        return frozenset(_closure(ends, back))

    @cached_property
    def automatic_knots(self) -> tuple[tuple[str, ...], ...]:
        """The loops in which nothing waits, each as its elements in document order.

        A parallel gateway in a loop that also joins a flow from outside it waits for that flow at every turn.
        """
        inside = {id for id in self.elements if not self.waits(id)}
        for knot in self._knots(inside):
            members = set(knot)
            inside -= {id for id in knot if self.joins(id) and not members.issuperset(self.previous[id])}
        return tuple(self._knots(inside))

    def _knots(self, inside: set[str]) -> list[tuple[str, ...]]:
        arrows = {id: [target for target in self.next[id] if target in inside] for id in self.next if id in inside}
        return [knot for knot in components(arrows) if len(knot) > 1 or knot[0] in arrows[knot[0]]]


def _closure(begin: Iterable[str], arrows: Mapping[str, Sequence[str]]) -> set[str]:
    seen = set(begin)
    waiting = list(seen)
    while waiting:
        for target in arrows[waiting.pop()]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def components(arrows: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Gives the strongly connected components, each after those that it leads to, its nodes in the mapping's order.

    Tarjan's algorithm with a stack of its own, linear in nodes and arrows.
    Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972.
    """
    place = {id: number for number, id in enumerate(arrows)}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for root in arrows:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        work = [(root, iter(arrows[root]))]
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    path.append(target)
                    on_path.add(target)
                    work.append((target, iter(arrows[target])))
                    break
                if target in on_path:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    yield tuple(sorted(_popped(path, on_path, node), key=place.__getitem__))


def _popped(path: list[str], on_path: set[str], until: str) -> Iterator[str]:
    while True:
        node = path.pop()
        on_path.discard(node)
        yield node
        if node == until:
            return
