"""Chooses one route for each flow so that few of them cross and none lie on each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from bpmn.layout.grid import Grid, Link
from bpmn.layout.routes import routes
from bpmn.layout.runs import Piece, Route, nominal_points, pieces

_CROSSING = 60.0
_ON_EACH_OTHER = 1000.0
_MERGED = 4.0
_SAME_TRACK = 2.0
_PASSES = 4
_MOST = 14
"""Routes of a flow that are tried."""


def choose(grid: Grid) -> dict[str, Route]:
    """One route for each flow, by the flow's id."""
    options = {link.id: routes(grid, link)[:_MOST] for link in grid.links}
    return _Choice(grid, options).settled()


class _Choice:
    def __init__(self, grid: Grid, options: Mapping[str, Sequence[Route]]) -> None:
        self.options = options
        self.drawn = {
            id: [list(pieces(route, nominal_points(grid, route))) for route in found] for id, found in options.items()
        }
        self.links = {link.id: link for link in grid.links}
        self._costs: dict[tuple[str, int, str, int], float] = {}
        plain = sorted(options, key=lambda id: (not self.links[id].main, options[id][0].cost))
        down = sorted(plain, key=lambda id: (not self.links[id].main, grid.cells[self.links[id].source].row))
        up = sorted(plain, key=lambda id: (not self.links[id].main, -grid.cells[self.links[id].source].row))
        self._starts = (plain, down, up)

    def settled(self) -> dict[str, Route]:
        """Picks in several orders, the main flows first, and keeps what costs least."""
        picked = min((self._settle(start) for start in self._starts), key=self._total)
        return {id: self.options[id][at] for id, at in picked.items()}

    def _settle(self, ordered: Sequence[str]) -> dict[str, int]:
        """Picks one after the other, then again while something gets better."""
        picked: dict[str, int] = {}
        for _ in range(_PASSES):
            before = dict(picked)
            for id in ordered:
                picked[id] = min(range(len(self.options[id])), key=lambda at: self._cost(picked, id, at))
            if picked == before:
                break
        return picked

    def _total(self, picked: Mapping[str, int]) -> float:
        own = sum(self.options[id][at].cost for id, at in picked.items())
        return own + sum(self._cost(picked, id, at) - self.options[id][at].cost for id, at in picked.items()) / 2

    def _cost(self, picked: Mapping[str, int], id: str, at: int) -> float:
        others = ((other, chosen) for other, chosen in picked.items() if other != id)
        return self.options[id][at].cost + sum(self._between(id, at, other, chosen) for other, chosen in others)

    def _between(self, a: str, at: int, b: str, chosen: int) -> float:
        key = (a, at, b, chosen) if a < b else (b, chosen, a, at)
        if key not in self._costs:
            kin = related(self.links[a], self.links[b])
            self._costs[key] = sum(
                _clash(one, two, kin) for one, two in product(self.drawn[a][at], self.drawn[b][chosen])
            )
        return self._costs[key]


def related(a: Link, b: Link) -> bool:
    """True when two flows begin or end at the same element: they may run together there."""
    return a.source == b.source or a.target == b.target


def _clash(a: Piece, b: Piece, kin: bool) -> float:
    if a.run.upright == b.run.upright:
        if abs(a.place - b.place) > 1 or a.low >= b.high or b.low >= a.high:
            return 0.0
        if a.run.kind in ("margin", "gutter"):
            return _SAME_TRACK
        return _MERGED if kin else _ON_EACH_OTHER
    if a.low < b.place < a.high and b.low < a.place < b.high:
        return _CROSSING
    if not kin and a.low <= b.place <= a.high and b.low <= a.place <= b.high:
        return _CROSSING / 2
    return 0.0
