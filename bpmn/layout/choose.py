"""Chooses one route for each flow so that few of them cross and none lie on each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bpmn.layout.grid import Grid, Link
from bpmn.layout.routes import routes
from bpmn.layout.runs import Route, nominal_points, pieces

_CROSSING = 60.0
_ON_EACH_OTHER = 1000.0
_MERGED = 4.0
_SAME_TRACK = 2.0

_Piece = tuple[bool, bool, float, float, float]
"""A run for the comparison: upright, on a track of its own, its place across, its extent along."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: orders to begin with, rounds of each, and routes of a flow that are tried."""

    starts: int
    rounds: int
    options: int


def effort(links: int) -> Effort:
    """Less for a tangle of many flows, so that none takes long."""
    return Effort(3, 4, 14) if links <= 40 else Effort(2, 2, 8) if links <= 80 else Effort(1, 1, 6)


def choose(grid: Grid) -> dict[str, Route]:
    """One route for each flow, by the flow's id."""
    work = effort(len(grid.links))
    options = {link.id: routes(grid, link)[: work.options] for link in grid.links}
    return _Choice(grid, options).settled(work)


class _Choice:
    def __init__(self, grid: Grid, options: Mapping[str, Sequence[Route]]) -> None:
        self.options = options
        self.drawn = {id: [_pieces(grid, route) for route in found] for id, found in options.items()}
        self.links = {link.id: link for link in grid.links}
        self._costs: dict[tuple[str, int, str, int], float] = {}
        self.plain = sorted(options, key=lambda id: (not self.links[id].main, options[id][0].cost))
        self.row = {id: grid.cells[self.links[id].source].row for id in options}

    def settled(self, work: Effort) -> dict[str, Route]:
        """Picks in several orders, the main flows first, and keeps what costs least."""
        down = sorted(self.plain, key=lambda id: (not self.links[id].main, self.row[id]))
        up = sorted(self.plain, key=lambda id: (not self.links[id].main, -self.row[id]))
        starts = (self.plain, down, up)[: work.starts]
        picked = min((self._settle(start, work.rounds) for start in starts), key=self._total)
        return {id: self.options[id][at] for id, at in picked.items()}

    def _settle(self, ordered: Sequence[str], rounds: int) -> dict[str, int]:
        """Picks one after the other, then again while something gets better."""
        picked: dict[str, int] = {}
        for _ in range(rounds):
            before = dict(picked)
            for id in ordered:
                costs = [self._cost(picked, id, at) for at in range(len(self.options[id]))]
                picked[id] = costs.index(min(costs))
            if picked == before:
                break
        return picked

    def _total(self, picked: Mapping[str, int]) -> float:
        own = sum(self.options[id][at].cost for id, at in picked.items())
        return own + sum(self._cost(picked, id, at) - self.options[id][at].cost for id, at in picked.items()) / 2

    def _cost(self, picked: Mapping[str, int], id: str, at: int) -> float:
        cost = self.options[id][at].cost
        for other, chosen in picked.items():
            if other != id:
                cost += self._between(id, at, other, chosen)
        return cost

    def _between(self, a: str, at: int, b: str, chosen: int) -> float:
        key = (a, at, b, chosen) if a < b else (b, chosen, a, at)
        known = self._costs.get(key)
        if known is None:
            kin = related(self.links[a], self.links[b])
            known = self._costs[key] = _clash(self.drawn[a][at], self.drawn[b][chosen], kin)
        return known


def related(a: Link, b: Link) -> bool:
    """True when two flows begin or end at the same element: they may run together there."""
    return a.source == b.source or a.target == b.target


def _pieces(grid: Grid, route: Route) -> list[_Piece]:
    return [
        (piece.run.upright, piece.run.kind in ("margin", "gutter"), piece.place, piece.low, piece.high)
        for piece in pieces(route, nominal_points(grid, route))
    ]


def _clash(first: Sequence[_Piece], second: Sequence[_Piece], kin: bool) -> float:
    """What it costs that two flows cross, touch or lie on each other."""
    cost = 0.0
    meetings = 0
    for upright, track, place, low, high in first:
        for other_upright, _, other, other_low, other_high in second:
            if upright == other_upright:
                if not -1 < place - other < 1:
                    continue
                if low < other_high and other_low < high:
                    cost += _SAME_TRACK if track else _MERGED if kin else _ON_EACH_OTHER
                elif upright and not track and not kin and (low == other_high or high == other_low):
                    meetings += 1
            elif low < other < high and other_low < place < other_high:
                cost += _CROSSING
            elif not kin and low <= other <= high and other_low <= place <= other_high:
                cost += _CROSSING / 2
    return cost + (_MERGED if meetings == 1 else _ON_EACH_OTHER if meetings else 0.0)
