"""A process taken apart into its scopes, each laid out by itself, and put together again from the inside out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bpmn.document import Bounds, Edge, Element, Flow, Process, Shape
from bpmn.layout.letters import width
from bpmn.names import SUBPROCESSES

Size = tuple[float, float]

NAME = 24.0
"""Height of the line in an expanded sub-process that holds its name."""
_WIDEST_NAME = 320.0
_BESIDE_NAME = 48.0
"""Room for the number before the name and the rims."""


@dataclass(frozen=True, slots=True)
class Part:
    """The elements of one scope as a process of their own; `scope` is None for the process itself."""

    scope: Element | None
    process: Process


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in an expanded sub-process, measured from its upper left corner, and how large that must be."""

    size: Size
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]


def parts(process: Process) -> list[Part]:
    """Gives the scopes that hold something, inner ones before those around them, the process itself last.

    A flow over the border of a sub-process is in none.
    """
    elements: dict[str | None, dict[str, Element]] = {None: {}}
    for id, element in process.elements.items():
        elements.setdefault(element.parent, {})[id] = element
    flows: dict[str | None, dict[str, Flow]] = {}
    crossing: set[str] = set()
    for id, flow in process.flows.items():
        ends = {process.elements[end].parent for end in (flow.source, flow.target) if end in process.elements}
        if len(ends) > 1:
            crossing.add(id)
        else:
            flows.setdefault(next(iter(ends), None), {})[id] = flow
    made = []
    for scope, here in elements.items():
        inside = {id: _without(element, crossing) for id, element in here.items()} if crossing else here
        lanes = tuple(lane for lane in process.lanes if lane.parent is None) if scope is None else ()
        part = replace(process, elements=inside, flows=flows.get(scope, {}), lanes=lanes)
        made.append(Part(None if scope is None else process.elements[scope], part))
    return made[::-1]


def _without(element: Element, crossing: set[str]) -> Element:
    incoming = tuple(id for id in element.incoming if id not in crossing)
    outgoing = tuple(id for id in element.outgoing if id not in crossing)
    return replace(element, incoming=incoming, outgoing=outgoing)


def expanded(process: Process) -> frozenset[str]:
    """Gives the sub-processes that hold something."""
    around = {element.parent for element in process.elements.values()}
    return frozenset(id for id, element in process.elements.items() if id in around and element.kind in SUBPROCESSES)


def size_with_name(element: Element, drawn: Size) -> Size:
    """Gives the size of an expanded sub-process for what is drawn in it, wide enough for its name."""
    wide, high = drawn
    return max(wide, min(width(element.name, bold=True) + _BESIDE_NAME, _WIDEST_NAME)), high


def opened(shapes: Mapping[str, Shape], edges: Mapping[str, Edge], insides: Mapping[str, Inside]) -> _Whole:
    """Gives the shapes and edges with what stands inside the sub-processes among them, at its place."""
    whole = _Whole(dict(shapes), dict(edges))
    waiting = [id for id in shapes if id in insides]
    while waiting:
        id = waiting.pop()
        box, inside = whole.shapes[id].bounds, insides[id]
        for inner, shape in inside.shapes.items():
            whole.shapes[inner] = replace(shape, bounds=_moved(shape.bounds, box), label=_label(shape.label, box))
        for inner, edge in inside.edges.items():
            points = tuple((x + box.x, y + box.y) for x, y in edge.points)
            whole.edges[inner] = Edge(inner, points, _label(edge.label, box))
        waiting.extend(inner for inner in inside.shapes if inner in insides)
    return whole


@dataclass(slots=True)
class _Whole:
    shapes: dict[str, Shape]
    edges: dict[str, Edge]


def crossing_flows(process: Process) -> Iterator[Flow]:
    """Gives the flows that lead over the border of a sub-process, which no part holds."""
    for flow in process.flows.values():
        source, target = process.elements.get(flow.source), process.elements.get(flow.target)
        if source is not None and target is not None and source.parent != target.parent:
            yield flow


def _moved(bounds: Bounds, by: Bounds) -> Bounds:
    return Bounds(round(bounds.x + by.x, 1), round(bounds.y + by.y, 1), bounds.width, bounds.height)


def _label(label: Bounds | None, by: Bounds) -> Bounds | None:
    return None if label is None else _moved(label, by)
