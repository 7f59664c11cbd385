"""Where the symbols of a page stand, in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bpmn.sheet.columns import Columns
from bpmn.sheet.metrics import measure
from bpmn.sheet.model import POINT, Rect, Symbol, Text
from bpmn.sheet.plan import Level, Mark, Stack
from bpmn.sheet.rows import BELOW, BETWEEN, GUTTER, HIGH

PENTAGON: Final = 4.8
"""Width of a connector in mm."""
TALL: Final = 5.6
SMALL: Final = 8.0
"""Points of what stands in and beside symbols."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row on its page: its upper and lower line, its stack, and where the symbols of each level are centred."""

    top: float
    bottom: float
    stack: Stack
    levels: dict[Level, float]

    def main(self, columns: Columns) -> Rect:
        """The step's own symbol."""
        return centred(columns, self.stack.step.column, self.levels[Level.MAIN], (columns.symbol, HIGH))


def centred(columns: Columns, column: int, middle: float, size: tuple[float, float]) -> Rect:
    """A rectangle in the middle of a performer's column."""
    left, right = columns.performers[column]
    return Rect((left + right) / 2 - size[0] / 2, middle - size[1] / 2, *size)


def stood(top: float, height: float, stack: Stack) -> Row:
    """The row with its levels, all together in the middle of what is left under the gutter."""
    levels = stack.levels
    high = len(levels) * HIGH + (len(levels) - 1) * BETWEEN
    first = top + GUTTER + max(0.0, (height - GUTTER - BELOW - high) / 2)
    return Row(
        top, top + height, stack, {level: first + at * (HIGH + BETWEEN) + HIGH / 2 for at, level in enumerate(levels)}
    )


def symbol_of(row: Row, columns: Columns) -> Symbol:
    """The box or the diamond of a row's step."""
    step = row.stack.step
    return Symbol("diamond" if step.decides else "box", row.main(columns), step.column, step.id)


def joint_of(row: Row, columns: Columns) -> list[Symbol]:
    """The boxes of those who work with its performer."""
    step, middle = row.stack.step, row.levels[Level.MAIN]
    size = (columns.symbol, HIGH)
    return [Symbol("box", centred(columns, at, middle, size), at, step.id) for at in step.joint]


def marked(row: Row, columns: Columns, mark: Mark, right: bool = False) -> Symbol:
    """A start, an end or a connector; `right`: the half of the column in which it stands, where it has only half."""
    middle = row.levels[mark.level]
    if mark.kind == "capsule":
        rect = centred(columns, mark.column, middle, (columns.symbol, HIGH))
        return Symbol("capsule", rect, mark.column, mark.id, _inside(mark.text, rect, 1.2))
    rect = centred(columns, mark.column, middle, (min(PENTAGON, columns.symbol), TALL))
    if mark.half:
        width = min(PENTAGON, columns.symbol / 2 - 0.7)
        aside = 0.5 + width / 2
        rect = Rect(rect.cx + (aside if right else -aside) - width / 2, rect.y, width, TALL)
    return Symbol("pentagon", rect, mark.column, mark.id, _inside(mark.text, rect, 0.3, 0.6))


def _inside(text: str, rect: Rect, pad: float, lift: float = 0.0) -> Text | None:
    """A text in the middle of a symbol, where it fits."""
    width = measure(text, SMALL, False)
    if not text or width > rect.w - 2 * pad:
        return None
    return Text(rect.cx - width / 2, rect.cy - lift + 0.33 * SMALL * POINT, text, SMALL, width)


def edge_y(symbol: Symbol, x: float, lower: bool) -> float:
    """Where a vertical line at `x` meets the lower or upper edge of a symbol."""
    rect = symbol.rect
    if symbol.kind != "diamond":
        return rect.bottom if lower else rect.y
    half = rect.h / 2 * max(0.0, 1 - abs(x - rect.cx) / (rect.w / 2))
    return rect.cy + (half if lower else -half)


def edge_x(symbol: Symbol, y: float, right: bool) -> float:
    """Where a level line at `y` meets the right or left edge of a symbol."""
    rect = symbol.rect
    if symbol.kind != "diamond":
        return rect.right if right else rect.x
    half = rect.w / 2 * max(0.0, 1 - abs(y - rect.cy) / (rect.h / 2))
    return rect.cx + (half if right else -half)


def rows_of(tops: Sequence[tuple[float, float]], stacks: Sequence[Stack | None]) -> list[Row | None]:
    """The rows of a page: upper line and height of each with its stack; None where a row of the page before goes on."""
    return [None if stack is None else stood(top, high, stack) for (top, high), stack in zip(tops, stacks, strict=True)]
