"""A drawn flow as runs along the grid: columns' axes and margins, rows and the gutters between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bpmn.layout.grid import Cell, Grid, Link

Exit = Literal["bottom", "left", "right"]
Entry = Literal["top", "left", "right"]
Lane = Literal["axis", "margin"]
Level = Literal["row", "gutter"]
Point = tuple[float, float]

WIDE = 2000.0
"""Width of a column and distance of two rows on the nominal sheet, where routes are compared before they have px."""
TALL = 100.0
_RIM = 60.0


@dataclass(frozen=True, slots=True)
class Run:
    """One straight piece. `at` is a column or a row (gutter r is under row r); `shift` is an axis' dx or a margin's
    side (-1 left, 1 right)."""

    kind: Literal["axis", "margin", "row", "gutter"]
    at: int
    shift: float = 0.0

    @property
    def upright(self) -> bool:
        """True for a vertical run."""
        return self.kind in ("axis", "margin")

    @property
    def nominal(self) -> float:
        """Its x or y on the nominal sheet."""
        if self.kind == "axis":
            return self.at * WIDE + self.shift
        if self.kind == "margin":
            return self.at * WIDE + self.shift * (WIDE / 2 - _RIM)
        return self.at * TALL + (TALL / 2 if self.kind == "gutter" else 0.0)


@dataclass(frozen=True, slots=True)
class Route:
    """A way to draw one flow: where it leaves, its runs (upright and level by turns), where it enters, its own cost."""

    link: Link
    leaves: Exit
    enters: Entry
    runs: tuple[Run, ...]
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run with its extent: `low` to `high` along it, at `place` across it."""

    run: Run
    place: float
    low: float
    high: float


def nominal_points(grid: Grid, route: Route) -> list[Point]:
    """The corners of a route on the nominal sheet, both ends included."""
    first = port(grid.cells[route.link.source], route.leaves)
    last = port(grid.cells[route.link.target], route.enters)
    return corners(first, last, [(run.upright, run.nominal) for run in route.runs])


def corners(first: Point, last: Point, runs: list[tuple[bool, float]]) -> list[Point]:
    """The points of a line that follows the runs, each a direction (upright or not) and a place."""
    points = [first]
    for (upright, place), (_, after) in pairwise(runs):
        points.append((place, after) if upright else (after, place))
    return [*points, last]


def port(cell: Cell, side: Exit | Entry) -> Point:
    """Where a route leaves or enters on the nominal sheet."""
    x, y = cell.column * WIDE + cell.dx, cell.row * TALL
    if side in ("left", "right"):
        return x + cell.span / (2 if side == "right" else -2), y
    if side == "bottom":
        return x, y + 30 + (5 if cell.host else 0)
    return x, y - 30


def pieces(route: Route, points: list[Point]) -> Iterator[Piece]:
    """The runs of a route with their extents between these points."""
    for run, (ax, ay), (bx, by) in zip(route.runs, points[:-1], points[1:], strict=True):
        if run.upright:
            yield Piece(run, ax, min(ay, by), max(ay, by))
        else:
            yield Piece(run, ay, min(ax, bx), max(ax, bx))
