"""The loops that turn within one move: over flows, into sub-processes, and over the events that catch on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpmn.check.catching import Catching
from bpmn.check.graph import Graph, components
from bpmn.names import SUBPROCESSES

_THROWN: Final = frozenset({"error", "escalation", "cancel"})


def automatic_knots(graph: Graph, catching: Catching) -> tuple[tuple[str, ...], ...]:
    """Gives the loops in which nothing waits, each as its elements in document order.

    An element is two nodes: a token comes to it, and a token leaves it. A sub-process leads to what it begins with, a
    throw to what catches it, an activity that waits to the conditions on it: one that is true stays so while nobody
    does anything. A parallel gateway in a loop that also joins a flow from outside it waits for that flow every turn.
    """
    arrows = {node: list(targets) for id in graph.elements for node, targets in _arrows(graph, catching, id)}
    for knot in _knots(arrows):
        members = set(knot)
        for id in members.intersection(graph.elements):
            if graph.joins(id) and not members.issuperset(_left(source) for source in graph.previous[id]):
                arrows[id] = []
    return tuple(_members(knot) for knot in _knots(arrows))


def _arrows(graph: Graph, catching: Catching, id: str) -> Iterator[tuple[str, Iterator[str]]]:
    yield id, _within(graph, catching, id)
    yield _left(id), _onward(graph, id)


def _within(graph: Graph, catching: Catching, id: str) -> Iterator[str]:
    """Gives where a token that came to the element may be in the same move."""
    element = graph.elements[id]
    if graph.turns(id):
        yield _left(id)
    if element.kind in SUBPROCESSES:
        yield from graph.entries.get(id, ())
        yield from (one for one in graph.handlers.get(id, ()) if _conditional(graph, graph.entries.get(one, ())))
    if graph.waits(id):
        yield from (_left(event) for event in graph.boundary.get(id, ()) if _conditional(graph, (event,)))
    elif element.throw is not None and element.throw.kind in _THROWN:
        for catch in catching.of(element):
            event = graph.elements[catch.event]
            yield _left(event.id) if event.kind == "boundaryEvent" else event.parent or event.id


def _onward(graph: Graph, id: str) -> Iterator[str]:
    """Gives where a token that leaves the element comes; an event sub-process that interrupts ends what is around."""
    element = graph.elements[id]
    yield from graph.next[id]
    interrupts = element.triggered and any(graph.elements[start].interrupting for start in graph.entries.get(id, ()))
    if interrupts and element.parent is not None:
        yield _left(element.parent)


def _conditional(graph: Graph, events: tuple[str, ...]) -> bool:
    triggers = (graph.elements[event].trigger for event in events)
    return any(trigger is not None and trigger.kind == "condition" for trigger in triggers)


def _left(id: str) -> str:
    """The node of a token that leaves the element; no id in XML holds this sign."""
    return f"\0{id}"


def _knots(arrows: dict[str, list[str]]) -> list[tuple[str, ...]]:
    return [knot for knot in components(arrows) if len(knot) > 1]


def _members(knot: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.removeprefix("\0") for node in knot))
