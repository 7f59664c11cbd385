"""All ways in which a flow may be drawn without touching another element, with what each costs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bpmn.layout.grid import Cell, Grid, Link
from bpmn.layout.runs import TALL, WIDE, Entry, Exit, Route, Run, nominal_points, port
from bpmn.names import ACTIVITIES, GATEWAYS

_CLEAR = 8.0
"""Space (px) that an upright run keeps from an element beside it."""


def routes(grid: Grid, link: Link) -> list[Route]:
    """The possible routes, cheapest first; there is always one."""
    exits: tuple[Exit, ...] = ("bottom",) if grid.cells[link.source].host else ("bottom", "left", "right")
    found: dict[tuple[Run, ...], Route] = {}
    for leaves in exits:
        for enters in ("top", "left", "right"):
            for runs in _runs(grid, link, leaves, enters):
                route = Route(link, leaves, enters, runs)
                if _sound(grid, route):
                    found.setdefault(runs, replace(route, cost=_cost(grid, route)))
    return sorted(found.values(), key=lambda route: route.cost)


def _runs(grid: Grid, link: Link, leaves: Exit, enters: Entry) -> Iterator[tuple[Run, ...]]:
    source, target = grid.cells[link.source], grid.cells[link.target]
    if leaves == "bottom":
        head = Run("axis", source.column, source.dx)
        if enters == "top":
            yield from _down(source, target, head)
        else:
            yield head, Run("row", target.row)
        starts: tuple[Run, ...] = (head, Run("gutter", source.row))
    else:
        starts = (Run("row", source.row),)
        if enters == "top":
            yield *starts, Run("axis", target.column, target.dx)
        elif source.row == target.row:
            yield starts
    ends: tuple[Run, ...]
    if enters == "top":
        ends = (Run("gutter", target.row - 1), Run("axis", target.column, target.dx))
    else:
        ends = (Run("row", target.row),)
    for margin in _margins(grid, source, target):
        yield *starts, margin, *ends


def _down(source: Cell, target: Cell, head: Run) -> Iterator[tuple[Run, ...]]:
    """From the bottom to the top with at most one elbow."""
    if (source.column, source.dx) == (target.column, target.dx):
        yield (head,)
        return
    tail = Run("axis", target.column, target.dx)
    between = range(source.row, target.row)
    chosen = dict.fromkeys((*between[:3], *between[-3:]))
    yield from ((head, Run("gutter", row), tail) for row in chosen)


def _margins(grid: Grid, source: Cell, target: Cell) -> Iterator[Run]:
    near = {source.column, target.column}
    low, high = min(near), max(near)
    near |= {low - 1, high + 1} & set(range(len(grid.columns)))
    for column in sorted(near):
        yield Run("margin", column, -1)
        yield Run("margin", column, 1)


def _sound(grid: Grid, route: Route) -> bool:
    """Whether each run goes on in the right direction and keeps clear of all elements."""
    source, target = grid.cells[route.link.source], grid.cells[route.link.target]
    points = nominal_points(grid, route)
    if len(points) < 2 or any(a == b for a, b in pairwise(points)):
        return False
    if not _outwards(points[0], points[1], route.leaves) or not _outwards(points[-1], points[-2], route.enters):
        return False
    own = {source.host or source.id, target.id, source.id}
    for run, a, b in zip(route.runs, points[:-1], points[1:], strict=True):
        if run.kind == "axis" and not _clear_axis(grid, run, sorted((a[1], b[1])), own):
            return False
        if run.kind == "row" and not _clear_row(grid, run, sorted((a[0], b[0])), own):
            return False
    return True


def _outwards(end: tuple[float, float], inner: tuple[float, float], side: Exit | Entry) -> bool:
    dx, dy = inner[0] - end[0], inner[1] - end[1]
    return {"bottom": dy > 0, "top": dy < 0, "left": dx < 0, "right": dx > 0}[side]


def _clear_axis(grid: Grid, run: Run, ends: list[float], own: set[str]) -> bool:
    low, high = ends
    for row in range(int(low // TALL), int(high // TALL) + 2):
        for cell in grid.by_row.get(row, ()):
            if cell.column != run.at or abs(cell.dx - run.shift) >= cell.span / 2 + _CLEAR:
                continue
            top, bottom = port(cell, "top")[1], port(cell, "bottom")[1]
            if top < high and bottom > low and not (cell.id in own and (bottom <= low + 10 or top >= high - 10)):
                return False
    return True


def _clear_row(grid: Grid, run: Run, ends: list[float], own: set[str]) -> bool:
    low, high = ends
    for cell in grid.by_row.get(run.at, ()):
        left, right = port(cell, "left")[0], port(cell, "right")[0]
        if left < high and right > low and not (cell.id in own and (right <= low or left >= high)):
            return False
    return True


def _cost(grid: Grid, route: Route) -> float:
    source, target = grid.cells[route.link.source], grid.cells[route.link.target]
    points = nominal_points(grid, route)
    across = sum(abs(b[0] - a[0]) for a, b in pairwise(points)) / WIDE
    down = sum(abs(b[1] - a[1]) for a, b in pairwise(points)) / TALL
    cost = 10.0 * (len(route.runs) - 1) + 2 * across + down
    back = target.row <= source.row
    return cost + _leaving(source, route, back, target) + _entering(target, route, back)


def _leaving(source: Cell, route: Route, back: bool, target: Cell) -> float:
    """Forward by the bottom, back by a side: the diamond's side that faces the target."""
    bottom = route.leaves == "bottom"
    if back:
        facing = "right" if target.column > source.column else "left"
        return 40.0 if bottom and not source.host else 0.0 if bottom or route.leaves == facing else 12.0
    if source.kind not in GATEWAYS:
        return 0.0 if bottom else 35.0
    if route.link.main:
        return 0.0 if bottom else 40.0
    return 15.0 if bottom else 0.0


def _entering(target: Cell, route: Route, back: bool) -> float:
    """Forward by the top, back by a side."""
    top = route.enters == "top"
    if back:
        return 30.0 if top else 0.0
    if target.kind in ACTIVITIES:
        return 0.0 if top else 35.0
    return 0.0 if top else 4.0
