"""From the tree of a document to its diagram interchange: shapes, edges and their labels."""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import MappingProxyType

from bpmn.document_tree import Node, local, reference, space, truth
from bpmn.document_types import Bounds, Diagram, Edge, Shape
from bpmn.names import BPMNDI, DC, DI

_FAR = 1e7  # diagram units; what lies beyond is not a drawing


def view_diagrams(nodes: Iterable[Node]) -> tuple[Diagram, ...]:
    """Gives the diagrams in document order; what has no readable place is left out."""
    return tuple(_diagram(node) for node in nodes if space(node) == BPMNDI and local(node) == "BPMNPlane")


def _diagram(plane: Node) -> Diagram:
    shapes: dict[str, Shape] = {}
    edges: dict[str, Edge] = {}
    for node in plane:
        if not isinstance(node.tag, str) or space(node) != BPMNDI:
            continue
        element = reference(node.get("bpmnElement"))
        if element is None:
            continue
        if local(node) == "BPMNShape":
            bounds = _bounds(node)
            if bounds is not None:
                given = node.get("isHorizontal")
                horizontal = None if given is None else truth(given, absent=False)
                shapes.setdefault(element, Shape(element, bounds, horizontal, _label(node)))
        elif local(node) == "BPMNEdge":
            points = tuple(point for inner in node if (point := _point(inner)) is not None)
            if len(points) >= 2:
                edges.setdefault(element, Edge(element, points, _label(node)))
    return Diagram(reference(plane.get("bpmnElement")), MappingProxyType(shapes), MappingProxyType(edges))


def _bounds(node: Node) -> Bounds | None:
    for inner in node:
        if isinstance(inner.tag, str) and space(inner) == DC and local(inner) == "Bounds":
            numbers = [_number(inner.get(name)) for name in ("x", "y", "width", "height")]
            x, y, width, height = numbers
            if x is not None and y is not None and width is not None and height is not None:
                return Bounds(x, y, width, height) if width >= 0 and height >= 0 else None
    return None


def _label(node: Node) -> Bounds | None:
    for inner in node:
        if isinstance(inner.tag, str) and space(inner) == BPMNDI and local(inner) == "BPMNLabel":
            return _bounds(inner)
    return None


def _point(node: Node) -> tuple[float, float] | None:
    if not isinstance(node.tag, str) or space(node) != DI or local(node) != "waypoint":
        return None
    x, y = _number(node.get("x")), _number(node.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < _FAR else None
