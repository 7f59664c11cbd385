"""The graph of a process as the rules walk it: elements as nodes; flows, links, boundaries and scopes as arrows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from bpmn.document_types import Element, Process
from bpmn.names import GATEWAYS, SUBPROCESSES
from bpmn.prepare_places import Places, begins

AUTOMATIC: Final = GATEWAYS - {"eventBasedGateway"} | {
    "task",
    "startEvent",
    "endEvent",
    "intermediateThrowEvent",
    "scriptTask",
}
CHOICES: Final = frozenset({"exclusiveGateway", "eventBasedGateway", "complexGateway"})
_ENDS: Final = frozenset({"terminate", "cancel"})


class Graph:
    """The flow nodes of one process by id, those of its sub-processes too. No walk here recurses.

    Flows without both ends, or over the border of a sub-process, are left out; a pair of links counts as a flow.
    """

    def __init__(self, process: Process) -> None:
        self.elements: Mapping[str, Element] = process.elements
        self.places = Places(process)
        self.next: dict[str, list[str]] = {id: [] for id in process.elements}
        self.previous: dict[str, list[str]] = {id: [] for id in process.elements}
        self.boundary: dict[str, list[str]] = {}
        self.entries: dict[str | None, tuple[str, ...]] = {}
        self.handlers: dict[str | None, list[str]] = {}
        for flow in process.flows.values():
            source, target = process.elements.get(flow.source), process.elements.get(flow.target)
            if source is not None and target is not None and source.parent == target.parent:
                self._connect(flow.source, flow.target)
        for scope, here in self.places.inside.items():
            self._link(here)
            self.entries[scope] = self._entries(scope, here)
            self.handlers[scope] = [element.id for element in here if element.triggered]
        for element in process.elements.values():
            host = process.elements.get(element.attached_to or "")
            if element.kind == "boundaryEvent" and host is not None and host.parent == element.parent:
                self.boundary.setdefault(host.id, []).append(element.id)

    def _connect(self, source: str, target: str) -> None:
        self.next[source].append(target)
        self.previous[target].append(source)

    def _link(self, here: Iterable[Element]) -> None:
        links = [element for element in here if element.link is not None]
        catches = {one.link: one.id for one in reversed(links) if one.kind == "intermediateCatchEvent"}
        for element in links:
            if element.kind == "intermediateThrowEvent" and element.link in catches:
                self._connect(element.id, catches[element.link])

    def _entries(self, scope: str | None, here: Iterable[Element]) -> tuple[str, ...]:
        found = tuple(one.id for one in here if one.kind == "startEvent" or begins(one))
        return found or tuple(element.id for element in self.places.implicit(scope))

    @property
    def starts(self) -> tuple[str, ...]:
        """What a case begins with: the start events; without any, the elements that no flow enters."""
        return self.entries[None]

    def onward(self, id: str) -> Iterator[str]:
        """Gives what may come next beside it: the targets of its flows and its boundary events."""
        yield from self.next[id]
        yield from self.boundary.get(id, ())

    def after(self, id: str) -> Iterator[str]:
        """Gives what may come next, also inside it: what it begins with and its event sub-processes."""
        yield from self.onward(id)
        yield from self.entries.get(id, ())
        yield from self.handlers.get(id, ())

    def waits(self, id: str) -> bool:
        """Whether a token rests in the element until somebody or something comes."""
        element = self.elements[id]
        if element.kind in SUBPROCESSES:
            return id not in self._passing
        if element.kind == "sendTask":
            return element.topic is not None
        return element.kind not in AUTOMATIC and not (element.kind == "intermediateCatchEvent" and bool(element.link))

    def turns(self, id: str) -> bool:
        """Whether a token may go through the element again and again within one move.

        A condition that is true stays so while nobody does anything.
        """
        element = self.elements[id]
        condition = element.trigger is not None and element.trigger.kind == "condition"
        return not self.waits(id) or element.kind == "eventBasedGateway" or condition

    @cached_property
    def _passing(self) -> frozenset[str]:
        """The sub-processes in which nothing waits."""
        found: set[str] = set()
        for scope in reversed([id for id, element in self.elements.items() if element.kind in SUBPROCESSES]):
            seen = set(self.entries.get(scope, ()))
            waiting = list(seen)
            while waiting:
                id = waiting.pop()
                inner = self.elements[id].kind in SUBPROCESSES
                if (inner and id not in found) or (not inner and self.waits(id)):
                    break
                fresh = [target for target in self.next[id] if target not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
            else:
                found.add(scope)
        return frozenset(found)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """What is there when a case begins: its starts and the event sub-processes of the process."""
        return (*self.starts, *self.handlers[None])

    @cached_property
    def reached(self) -> frozenset[str]:
        """What a token can come to from the starts."""
        return frozenset(_closure(self.roots, {id: list(self.after(id)) for id in self.elements}))

    def joins(self, id: str) -> bool:
        """Whether the element waits for a token on each flow into it."""
        return self.elements[id].kind == "parallelGateway"

    @cached_property
    def activated(self) -> frozenset[str]:
        """What can be activated at all, when a parallel gateway needs every one of its flows."""
        lacking = {id: len(found) for id, found in self.previous.items()}
        seen = set(self.roots)
        waiting = list(self.roots)
        while waiting:
            for target in self.after(waiting.pop()):
                lacking[target] -= 1
                if target not in seen and (lacking[target] <= 0 or not self.joins(target)):
                    seen.add(target)
                    waiting.append(target)
        return frozenset(seen)

    @cached_property
    def leaving(self) -> frozenset[str]:
        """The elements from which a token can come to an end of its scope: an end, or what no flow leaves."""
        back: dict[str, list[str]] = {id: list(found) for id, found in self.previous.items()}
        for host, events in self.boundary.items():
            for event in events:
                back[event].append(host)
        ends = [id for id in self.elements if not self.next[id] or self.elements[id].kind == "endEvent"]
        return frozenset(_closure(ends, back))

    @cached_property
    def cut(self) -> frozenset[str | None]:
        """The scopes that something else than their own ways can end: an event, a termination, an error."""
        found: set[str | None] = set()
        for element in self.elements.values():
            thrown = None if element.throw is None or element.kind != "endEvent" else element.throw.kind
            if thrown in _ENDS:
                found.add(element.parent)
            elif thrown == "error":
                scope = element.parent
                while scope not in found:
                    found.add(scope)
                    scope = None if scope is None else self.elements[scope].parent
        for scope, handlers in self.handlers.items():
            if any(self._interrupts(handler) for handler in handlers):
                found.add(scope)
        for host, events in self.boundary.items():
            if any(self.elements[event].interrupting for event in events):
                found.add(host)
        for id, element in self.elements.items():
            if element.kind in SUBPROCESSES and element.parent in found:
                found.add(id)
        return frozenset(found)

    def _interrupts(self, handler: str) -> bool:
        return any(self.elements[start].interrupting for start in self.entries.get(handler, ()))


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
