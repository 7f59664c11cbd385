"""Draws a process as a vertical pool: a column for each lane, a row for each step, like the printed table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bpmn.document import Bounds, Diagram, Document, Edge, Process, Shape
from bpmn.layout.choose import choose
from bpmn.layout.drawing import drawing
from bpmn.layout.grid import Cell, Grid, place
from bpmn.layout.heads import head_shapes, heads_of
from bpmn.layout.labels import Drawn, Labels, put_labels
from bpmn.layout.runs import Route
from bpmn.layout.scopes import NAME, Inside, crossing_flows, expanded, opened, parts, size_with_name
from bpmn.layout.sheet import Frame, Sheet, draw_sheet
from bpmn.layout.surroundings import Laid, join, plane_of, surround

__all__ = ["lay_out"]

Place = TypeVar("Place", Shape, Edge)

_TRIES = 8
_WIDER = 24.0
_LOWER = 16.0


def lay_out(document: Document, process_id: str) -> Document:
    """Gives the document with a new drawing of that process; nothing but the drawing changes.

    Each sub-process is laid out by itself and drawn expanded around what it holds. Other pools of the same drawing
    keep theirs and move to the right. Raises KeyError for an unknown process.
    Rules of the drawing: docs/menulis-sop.md.
    """
    process = document.process(process_id)
    heads = heads_of(document, process_id)
    insides: dict[str, Inside] = {}
    for part in parts(process):
        frame = heads.frame if part.scope is None else Frame(0.0, NAME)
        grid = place(part.process, {id: inside.size for id, inside in insides.items()})
        routes = choose(grid)
        sheet, labels = _with_labels(part.process, grid, routes, frame)
        shapes = {id: Shape(id, _snap(sheet.boxes[id]), label=labels.bounds.get(id)) for id in part.process.elements}
        flows = [id for id in part.process.flows if id in sheet.lines]
        edges = {id: Edge(id, sheet.lines[id], labels.bounds.get(id)) for id in flows}
        if part.scope is not None:
            size = size_with_name(part.scope, (sheet.edges[-1], sheet.bottom))
            insides[part.scope.id] = Inside(size, shapes, edges)
    whole = opened({shape.element: shape for shape in head_shapes(heads, grid.columns, sheet)} | shapes, edges, insides)
    for flow in crossing_flows(process):
        ends = (whole.shapes[flow.source].bounds, whole.shapes[flow.target].bounds)
        whole.edges[flow.id] = Edge(flow.id, join(*ends))
    plane = plane_of(document, process_id, heads.pool is not None)
    around = surround(document, Laid(process_id, plane, whole.shapes, sheet.edges[-1]))
    diagram = Diagram(plane, _named(whole.shapes | around.shapes), _named(whole.edges | around.edges))
    crosses = frozenset(id for id, element in process.elements.items() if element.kind == "exclusiveGateway")
    return document.set_diagram(drawing(diagram, crosses, expanded(process)), plane)


def _with_labels(process: Process, grid: Grid, routes: Mapping[str, Route], frame: Frame) -> tuple[Sheet, Labels]:
    """Draws; where a label found no free place, gives it room and draws again."""
    extra: dict[tuple[str, int, int], float] = {}
    for attempt in range(_TRIES):
        sheet = draw_sheet(grid, routes, frame, extra)
        labels = put_labels(Drawn(process, grid, routes, sheet), anywhere=attempt > _TRIES // 2)
        if not labels.narrow and not labels.low:
            break
        for id in labels.narrow:
            cell = _cell(grid, routes, id)
            box, label = sheet.boxes[cell.id], labels.bounds[id]
            side = -1 if label.x + label.width / 2 < box.x + box.width / 2 else 1
            _add(extra, ("column", cell.column, side), _WIDER)
        for id in labels.low:
            row = _cell(grid, routes, id).row
            _add(extra, ("gutter", row, 0), _LOWER)
            if id not in routes:
                _add(extra, ("gutter", row - 1, 0), _LOWER)
    return sheet, labels


def _cell(grid: Grid, routes: Mapping[str, Route], id: str) -> Cell:
    return grid.cells[routes[id].link.source if id in routes else id]


def _add(extra: dict[tuple[str, int, int], float], key: tuple[str, int, int], more: float) -> None:
    extra[key] = extra.get(key, 0.0) + more


def _snap(box: Bounds) -> Bounds:
    return Bounds(round(box.x, 1), round(box.y, 1), box.width, box.height)


def _named(drawn: dict[str, Place]) -> dict[str, Place]:
    """Without what has no id in the file and so cannot be drawn."""
    return {id: one for id, one in drawn.items() if not id.startswith("(")}
