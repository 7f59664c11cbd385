"""Who catches what is thrown inside a process: errors, escalations, cancellations. Source: BPMN 2.0.2 10.5.1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from bpmn.check.graph import Graph
from bpmn.document_types import Element

KINDS: Final = ("error", "escalation")
ANY: Final = "*"
"""The code of what may be thrown with any code; no code of a diagram is looked up by it."""


class Catch(NamedTuple):
    """A catching event (on an activity, or the start of an event sub-process) that a throw comes to.

    `via` is the outermost multi-instance sub-process that it leaves on the way, None where there is none.
    """

    event: str
    via: str | None


Group = dict[str | None, list[str]]
"""Catchers in one place by their code, in the order of the diagram; None catches every code."""


class Catching:
    """The catchers of a process by scope, and which throws come to which."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._handlers: dict[tuple[str | None, str], Group] = {}
        self._edges: dict[tuple[str | None, str], Group] = {}
        self._climbed: dict[tuple[str | None, str, str | None], tuple[Catch, ...]] = {}
        self._codes: set[str | None] = {ANY}
        for element in graph.elements.values():
            trigger = element.trigger
            if trigger is None or trigger.kind not in KINDS:
                continue
            around = graph.elements.get(element.parent or "")
            self._codes.add(trigger.name)
            if element.kind == "boundaryEvent":
                group = self._edges.setdefault((element.attached_to, trigger.kind), {})
                group.setdefault(trigger.name, []).append(element.id)
            elif element.kind == "startEvent" and around is not None and around.triggered:
                group = self._handlers.setdefault((around.parent, trigger.kind), {})
                group.setdefault(trigger.name, []).append(element.id)

    def of(self, element: Element) -> tuple[Catch, ...]:
        """Gives where what the element throws, or what who does it may raise, comes to."""
        throw = element.throw
        if throw is not None and throw.kind in KINDS:
            return self._climb(element.parent, throw.kind, throw.name)
        if throw is not None and throw.kind == "cancel":
            return tuple(Catch(id, None) for id in self._cancels(element.parent))
        found: list[Catch] = []
        for kind in raised(element):
            if None not in self._edges.get((element.id, kind), {}):
                found += self._climb(element.parent, kind, ANY)
        return tuple(found)

    def _cancels(self, scope: str | None) -> Iterator[str]:
        for id in self.graph.boundary.get(scope or "", ()):
            trigger = self.graph.elements[id].trigger
            if trigger is not None and trigger.kind == "cancel":
                yield id

    def _climb(self, scope: str | None, kind: str, code: str | None) -> tuple[Catch, ...]:
        """Gives the catchers of a code from a scope outwards: the nearest, or for any code all up to one for all."""
        key = (scope, kind, code if code in self._codes else None)
        if key not in self._climbed:
            self._climbed[key] = tuple(self._found(*key))
        return self._climbed[key]

    def _found(self, scope: str | None, kind: str, code: str | None) -> Iterator[Catch]:
        for group, via in self._outwards(scope, kind):
            if code == ANY:
                yield from (Catch(id, via) for ids in group.values() for id in ids)
                if None in group:
                    return
            elif found := group.get(code) or group.get(None):
                yield Catch(found[0], via)
                return

    def _outwards(self, scope: str | None, kind: str) -> Iterator[tuple[Group, str | None]]:
        """Gives the groups of catchers in the order in which they are asked, and what is left on the way there.

        What is thrown inside an event sub-process is not offered to the event sub-processes beside it.
        """
        here, via, aside = scope, None, False
        while True:
            group = None if aside else self._handlers.get((here, kind))
            if group is not None:
                yield group, via
            if here is None:
                return
            around = self.graph.elements[here]
            if multiple(around):
                via = here
            group = self._edges.get((here, kind))
            if group is not None:
                yield group, via
            aside, here = around.triggered, around.parent

    @cached_property
    def reached(self) -> frozenset[str]:
        """The catchers that something in the process can come to."""
        elements = self.graph.elements
        found = {catch.event for element in elements.values() for catch in self.of(element)}
        for element in elements.values():
            for kind in raised(element):
                found.update(id for ids in self._edges.get((element.id, kind), {}).values() for id in ids)
        return frozenset(found)

    def main_ends(self, scope: str) -> frozenset[str]:
        """Gives the elements by which a sub-process ends in the ordinary way, or by an event that interrupts it.

        Left out are the ways of events that do not interrupt, and ends that leave by an event on the sub-process.
        """
        return self._main_ends.get(scope, frozenset())

    @cached_property
    def _main_ends(self) -> dict[str, frozenset[str]]:
        graph = self.graph
        found: dict[str, frozenset[str]] = {}
        for scope, entries in graph.entries.items():
            if scope is None:
                continue
            seen, waiting = set(entries), list(entries)
            while waiting:
                id = waiting.pop()
                events = (event for event in graph.boundary.get(id, ()) if graph.elements[event].interrupting)
                fresh = [target for target in (*graph.next[id], *events) if target not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
            ends = {id for id in seen if _ends(graph, graph.elements[id])}
            cutting = (one for one in graph.handlers[scope] if _cuts(graph, one))
            found[scope] = frozenset(ends.union(cutting))
        return found


def raised(element: Element) -> tuple[str, ...]:
    """Gives what who does an activity may raise: a worker errors and escalations, a called case both."""
    if element.kind == "callActivity":
        return KINDS
    return KINDS if element.topic is not None or element.kind in ("serviceTask", "businessRuleTask") else ()


def multiple(element: Element) -> bool:
    """Whether the activity runs once for each item, each with its own variables."""
    return element.loop is not None and element.loop.kind != "standard"


def _ends(graph: Graph, element: Element) -> bool:
    thrown = None if element.throw is None or element.kind != "endEvent" else element.throw.kind
    return thrown not in ("error", "cancel") and (not graph.next[element.id] or element.kind == "endEvent")


def _cuts(graph: Graph, handler: str) -> bool:
    return any(graph.elements[start].interrupting for start in graph.entries.get(handler, ()))
