"""Writes shapes and edges as BPMN diagram interchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from bpmn.document import Bounds, Diagram, Edge, Shape


def drawing(diagram: Diagram, markers: frozenset[str], expanded: frozenset[str] = frozenset()) -> str:
    """The text of one `bpmndi:BPMNDiagram`; `markers` are the exclusive gateways, which show their cross.

    `expanded` are the sub-processes that show what they hold.
    """
    plane = diagram.plane or ""
    lines = [f"<bpmndi:BPMNDiagram id={quoteattr('gambar_' + plane)}>"]
    lines.append(f"  <bpmndi:BPMNPlane id={quoteattr('bidang_' + plane)} bpmnElement={quoteattr(plane)}>")
    for shape in diagram.shapes.values():
        lines.extend("    " + line for line in _shape(shape, _flags(shape, markers, expanded)))
    for edge in diagram.edges.values():
        lines.extend("    " + line for line in _edge(edge))
    return "\n  ".join((*lines, "  </bpmndi:BPMNPlane>", "</bpmndi:BPMNDiagram>"))


def _flags(shape: Shape, markers: frozenset[str], expanded: frozenset[str]) -> str:
    upright = "" if shape.horizontal is None else f' isHorizontal="{str(shape.horizontal).lower()}"'
    cross = ' isMarkerVisible="true"' if shape.element in markers else ""
    return upright + cross + (' isExpanded="true"' if shape.element in expanded else "")


def _shape(shape: Shape, flags: str) -> Iterator[str]:
    yield f"<bpmndi:BPMNShape {_ids(shape.element)}{flags}>"
    yield f"  {_bounds(shape.bounds)}"
    yield from _label(shape.label)
    yield "</bpmndi:BPMNShape>"


def _edge(edge: Edge) -> Iterator[str]:
    yield f"<bpmndi:BPMNEdge {_ids(edge.element)}>"
    for x, y in edge.points:
        yield f'  <di:waypoint x="{_number(x)}" y="{_number(y)}"/>'
    yield from _label(edge.label)
    yield "</bpmndi:BPMNEdge>"


def _ids(element: str) -> str:
    return f"id={quoteattr(element + '_di')} bpmnElement={quoteattr(element)}"


def _label(bounds: Bounds | None) -> Iterable[str]:
    return () if bounds is None else ("  <bpmndi:BPMNLabel>", f"    {_bounds(bounds)}", "  </bpmndi:BPMNLabel>")


def _bounds(box: Bounds) -> str:
    x, y, width, height = (_number(value) for value in (box.x, box.y, box.width, box.height))
    return f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'


def _number(value: float) -> str:
    return f"{round(value, 2):g}" if abs(value) < 1e5 else str(round(value))
