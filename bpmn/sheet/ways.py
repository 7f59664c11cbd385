"""The ground on which arrows are drawn: what stands where on a page, which lines run already, and where is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bpmn.sheet.columns import APART, FIRST, Columns
from bpmn.sheet.model import Point, Rect, Symbol
from bpmn.sheet.place import Row

HEAD: Final = 1.7
"""Length of an arrow head in mm."""
_ELBOWS: Final = (2.0, 1.2, 2.7, 0.6, 3.2)
_CLOSE: Final = 0.35


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of a line: its place on one axis, from where to where on the other, and whose it is."""

    at: float
    low: float
    high: float
    owners: frozenset[str]


def _same(run: _Run, other: _Run) -> bool:
    """Whether two arrows that have no end in common would run on one line."""
    beside = abs(run.at - other.at) < _CLOSE and run.low < other.high - 0.05 and other.low < run.high - 0.05
    return beside and not run.owners & other.owners


@dataclass
class Ground:
    """One page while its arrows are drawn."""

    columns: Columns
    rows: Sequence[Row | None]
    symbols: list[Symbol]
    upright: list[_Run] = field(default_factory=list)
    level: list[_Run] = field(default_factory=list)

    def free(self, x: float, low: float, high: float, owners: Iterable[str]) -> bool:
        """Whether an upright line meets no symbol but its own ends, and runs on no other arrow's line."""
        own = frozenset(owners)
        low, high = min(low, high), max(low, high)
        line = Rect(x - _CLOSE, low, 2 * _CLOSE, high - low)
        if any(one.element not in own and one.rect.meets(line) for one in self.symbols):
            return False
        return not any(_same(run, _Run(x, low, high, own)) for run in self.upright)

    def across(self, y: float, low: float, high: float, owners: Iterable[str]) -> bool:
        """The same of a level line."""
        own = frozenset(owners)
        low, high = min(low, high), max(low, high)
        line = Rect(low, y - _CLOSE, high - low, 2 * _CLOSE)
        if any(one.element not in own and one.rect.meets(line) for one in self.symbols):
            return False
        return not any(_same(run, _Run(y, low, high, own)) for run in self.level)

    def take(self, points: Sequence[Point], owners: Iterable[str]) -> None:
        """Notes the pieces of an arrow."""
        own = frozenset(owners)
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) < 0.01:
                self.upright.append(_Run(ax, min(ay, by), max(ay, by), own))
            else:
                self.level.append(_Run(ay, min(ax, bx), max(ax, bx), own))

    def elbow(self, row: Row, low: float, high: float, owners: Iterable[str]) -> float:
        """The height in the gutter above a row at which a level line has room."""
        owners = tuple(owners)
        found = [row.top + one for one in _ELBOWS if self.across(row.top + one, low, high, owners)]
        return found[0] if found else row.top + _ELBOWS[0]

    def tracks(self, column: int, right: bool) -> list[float]:
        """The places for upright lines between a column's line and its symbols, the outermost first."""
        left, edge = self.columns.performers[column]
        margin = (edge - left - self.columns.symbol) / 2
        many = max(1, int((margin - FIRST) / APART + 0.01))
        first = min(FIRST, margin / 2)
        offsets = [first + APART * at for at in range(many)]
        return [edge - one if right else left + one for one in offsets]
