"""From the grid and its routes to pixels: columns, rows, boxes and the corners of all lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.document import Bounds
from bpmn.layout.grid import Cell, Grid
from bpmn.layout.letters import wrap
from bpmn.layout.measures import (
    COLUMN,
    ELBOW,
    FOOT,
    GUTTER,
    HEAD,
    LEVEL_APART,
    MARGIN,
    OUTERMOST,
    TIGHT,
    TOP,
    UPRIGHT_APART,
)
from bpmn.layout.runs import Entry, Exit, Point, Route, Run, corners, nominal_points
from bpmn.layout.tracks import Strand, Tracks, arrange, strands

Extra = Mapping[tuple[str, int, int], float]
"""Space that labels ask for: ("column", column, side) or ("gutter", row, 0) -> px."""

_GUEST = 18.0
"""How far a boundary event reaches into the gutter under its host."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing without labels.

    `edges[i]` is the left line of column i, the last one the right border; heads end at `top`, the pool at `bottom`.
    """

    edges: tuple[float, ...]
    boxes: Mapping[str, Bounds]
    lines: Mapping[str, tuple[Point, ...]]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the drawing begins: its left edge and the lower edge of all heads."""

    left: float
    top: float


def draw_sheet(grid: Grid, routes: Mapping[str, Route], frame: Frame, extra: Extra) -> Sheet:
    """Gives every element its bounds and every flow its corners."""
    nominal = {id: nominal_points(grid, route) for id, route in routes.items()}
    margins = strands(routes, nominal, upright=True)
    across = _Across(grid, frame.left, extra, margins)
    half = {id: _points(grid, route, across, None) for id, route in routes.items()}
    gutters = strands(routes, half, upright=False)
    down = _Down(grid, frame.top, extra, gutters)
    boxes = {cell.id: _box(cell, across, down) for cell in grid.cells.values()}
    lines = {id: _straight(_points(grid, route, across, down)) for id, route in routes.items()}
    return Sheet(tuple(across.edges), boxes, lines, frame.top, down.bottom)


class _Across:
    """All that is left and right: column edges, axes and the tracks in margins."""

    def __init__(self, grid: Grid, left: float, extra: Extra, margins: Mapping[Run, list[Strand]]) -> None:
        self.tracks: dict[tuple[str, int], int] = {}
        margin: dict[tuple[int, int], float] = {}
        for run, found in margins.items():
            tracks = arrange(found)
            self.tracks |= tracks
            margin[run.at, int(run.shift)] = _margin(found, tracks)
        self.edges = [left]
        self.axes: list[float] = []
        for column in range(len(grid.columns)):
            cells = [cell for cell in grid.cells.values() if cell.column == column]
            sides = [
                max(COLUMN / 2, _reach(cells, side) + margin.get((column, side), MARGIN))
                + extra.get(("column", column, side), 0.0)
                for side in (-1, 1)
            ]
            short = max(0.0, head_width(grid.names[column]) - sum(sides))
            sides = [side + short / 2 for side in sides]
            self.axes.append(self.edges[-1] + sides[0])
            self.edges.append(self.edges[-1] + sum(sides))

    def x(self, run: Run, key: tuple[str, int]) -> float:
        """The place of an upright run."""
        if run.kind == "axis":
            return self.axes[run.at] + run.shift
        inside = OUTERMOST + UPRIGHT_APART * self.tracks[key]
        return self.edges[run.at] + inside if run.shift < 0 else self.edges[run.at + 1] - inside


def head_width(name: str) -> float:
    """How wide a lane must be for its head to take the name on two lines."""
    wide = COLUMN
    while wide < 4 * COLUMN and len(wrap(name, wide - 6, HEAD, bold=True)) > 2:
        wide += UPRIGHT_APART
    return wide


def _reach(cells: list[Cell], side: int) -> float:
    """How far the boxes of a column reach to that side of its axis."""
    return max((side * cell.dx + cell.width / 2 for cell in cells), default=0.0)


def _margin(found: list[Strand], tracks: Tracks) -> float:
    """How wide a margin must be: two lines to one element fit, more widen it."""
    count = max(tracks.values()) + 1
    if count <= 1:
        return MARGIN
    if count == 2:
        return MARGIN if len({strand.link.target for strand in found}) == 1 else MARGIN + UPRIGHT_APART
    return MARGIN + 2 * UPRIGHT_APART * (count - 2)


class _Down:
    """All that is above and below: rows and the tracks in gutters."""

    def __init__(self, grid: Grid, top: float, extra: Extra, gutters: Mapping[Run, list[Strand]]) -> None:
        self.tracks: dict[tuple[str, int], int] = {}
        self.first: dict[int, float] = {}
        used: dict[int, int] = {}
        for run, found in gutters.items():
            tracks = arrange(found)
            self.tracks |= tracks
            used[run.at] = max(tracks.values()) + 1
        guests = {cell.row for cell in grid.cells.values() if cell.host}
        heights = [max((cell.height for cell in grid.by_row.get(row, ())), default=0.0) for row in range(grid.rows)]
        y = top + TOP
        self.middles: list[float] = []
        self.rims: dict[str, float] = {}
        for row in range(-1, grid.rows):
            pad = (_GUEST if row in guests else 0.0) + extra.get(("gutter", row, 0), 0.0)
            if row >= 0:
                self.middles.append(y + heights[row] / 2)
                y += heights[row]
            self.first[row] = y + pad + ELBOW
            y += self._gutter(row, used.get(row, 0), grid) + pad
        self.bottom = y + FOOT
        for cell in grid.cells.values():
            if cell.host:
                self.rims[cell.id] = self.middles[cell.row] + grid.cells[cell.host].height / 2

    def _gutter(self, row: int, count: int, grid: Grid) -> float:
        plain = 0.0 if row in (-1, grid.rows - 1) else TIGHT if row + 1 in grid.tight else GUTTER
        return max(plain, 2 * ELBOW + LEVEL_APART * (count - 1)) if count else plain

    def y(self, run: Run, key: tuple[str, int]) -> float:
        """The place of a level run."""
        return self.middles[run.at] if run.kind == "row" else self.first[run.at] + LEVEL_APART * self.tracks[key]


def _points(grid: Grid, route: Route, across: _Across, down: _Down | None) -> list[Point]:
    """The corners in pixels; without `down` the heights are still nominal."""
    places = [
        across.x(run, (route.link.id, number))
        if run.upright
        else down.y(run, (route.link.id, number))
        if down is not None
        else run.nominal
        for number, run in enumerate(route.runs)
    ]
    first = _end(grid.cells[route.link.source], route.leaves, across, down)
    last = _end(grid.cells[route.link.target], route.enters, across, down)
    return corners(first, last, [(run.upright, place) for run, place in zip(route.runs, places, strict=True)])


def _end(cell: Cell, side: Exit | Entry, across: _Across, down: _Down | None) -> Point:
    x = across.axes[cell.column] + cell.dx
    if down is None:
        x += {"left": -cell.width / 2, "right": cell.width / 2}.get(side, 0.0)
        return x, Run("row", cell.row).nominal + {"bottom": 30.0, "top": -30.0}.get(side, 0.0)
    box = _box(cell, across, down)
    if side in ("left", "right"):
        return (box.x if side == "left" else box.x + box.width), box.y + box.height / 2
    return x, (box.y if side == "top" else box.y + box.height)


def _box(cell: Cell, across: _Across, down: _Down) -> Bounds:
    x = across.axes[cell.column] + cell.dx - cell.width / 2
    middle = down.rims.get(cell.id, down.middles[cell.row])
    return Bounds(x, middle - cell.height / 2, cell.width, cell.height)


def _straight(points: list[Point]) -> tuple[Point, ...]:
    """The points without those that lie on the line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) >= 2 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)
