"""Gives the runs that share a gutter or a margin a track each, in the order that crosses least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from bpmn.layout.choose import related
from bpmn.layout.grid import Link
from bpmn.layout.runs import Point, Route, Run

_ALL_ORDERS = 5
"""Up to so many runs all orders are tried."""

_SHARED = 10

Tracks = Mapping[tuple[str, int], int]
"""(flow id, number of the run in its route) -> its track, counted from the top of a gutter, from a margin's edge."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A run in its gutter or margin: its extent, and where and to which side its neighbours go on.

    The side is -1 towards track 0 and beyond, 1 away from it.
    """

    link: Link
    number: int
    low: float
    high: float
    turns: tuple[tuple[float, int], ...]

    @property
    def key(self) -> tuple[str, int]:
        """How `Tracks` names it."""
        return self.link.id, self.number


def strands(
    routes: Mapping[str, Route], points: Mapping[str, Sequence[Point]], upright: bool
) -> dict[Run, list[Strand]]:
    """The strands of all margins (upright) or of all gutters, by these corner points."""
    found: dict[Run, list[Strand]] = {}
    for id, route in routes.items():
        for number, run in enumerate(route.runs):
            if run.kind == ("margin" if upright else "gutter"):
                found.setdefault(run, []).append(_strand(route, number, points[id]))
    return found


def _strand(route: Route, number: int, points: Sequence[Point]) -> Strand:
    run = route.runs[number]
    along, across = (1, 0) if run.upright else (0, 1)
    sign = -1 if run.upright and run.shift > 0 else 1
    turns = []
    for end, before in ((number, number - 1), (number + 1, number + 2)):
        if 0 <= before < len(points):
            turns.append((points[end][along], sign if points[before][across] > points[end][across] else -sign))
    a, b = points[number][along], points[number + 1][along]
    return Strand(route.link, number, min(a, b), max(a, b), tuple(turns))


def arrange(found: Iterable[Strand]) -> dict[tuple[str, int], int]:
    """The track of each strand: least crossings, then the longest at track 0, no more tracks than needed."""
    start = sorted(found, key=lambda strand: (strand.low - strand.high, strand.link.id))
    crossed = [[_crossed(a, b) for b in start] for a in start]
    ordered = [start[at] for at in _order(crossed)]
    tracks: dict[tuple[str, int], int] = {}
    for at, strand in enumerate(ordered):
        before = [tracks[other.key] for other in ordered[:at] if _apart(strand, other)]
        tracks[strand.key] = max(before, default=-1) + 1
    return tracks


def _order(crossed: list[list[int]]) -> Sequence[int]:
    """The order with the fewest crossings; for many strands each is put where it crosses least."""
    all_of = range(len(crossed))
    if len(crossed) <= _ALL_ORDERS:
        return min(permutations(all_of), key=lambda order: sum(crossed[a][b] for a, b in combinations(order, 2)))
    ordered: list[int] = []
    for new in all_of:
        costs = [
            sum(crossed[before][new] for before in ordered[:at]) + sum(crossed[new][after] for after in ordered[at:])
            for at in range(len(ordered) + 1)
        ]
        ordered.insert(costs.index(min(costs)), new)
    return ordered


def _crossed(a: Strand, b: Strand) -> int:
    """How often two strands cross when `a` has the lower track; lying on each other counts for many."""
    away = [place for place, side in a.turns if side > 0]
    back = [place for place, side in b.turns if side < 0]
    shared = sum(_SHARED for one in away for other in back if abs(one - other) < 1)
    crossed = sum(1 for place in away if b.low < place < b.high) + sum(1 for place in back if a.low < place < a.high)
    return shared + crossed


def _apart(a: Strand, b: Strand) -> bool:
    """Whether two strands need tracks of their own: they overlap, and do not fork or merge there."""
    if a.low > b.high or b.low > a.high:
        return False
    if not related(a.link, b.link) or len(a.turns) < 2 or len(b.turns) < 2:
        return True
    forks = a.link.source == b.link.source and a.turns[0] == b.turns[0]
    merges = a.link.target == b.link.target and a.turns[-1] == b.turns[-1]
    return not (forks or merges)
