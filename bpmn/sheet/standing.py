"""The symbols of a page as they stand, and what every arrow has to know of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from bpmn.sheet.columns import APART
from bpmn.sheet.model import Arrow, Point, Rect, Symbol, Text
from bpmn.sheet.place import Row, joint_of, marked, symbol_of
from bpmn.sheet.plan import Exit, Leaving, Level, Mark
from bpmn.sheet.rows import BETWEEN
from bpmn.sheet.ways import Ground


@dataclass
class Standing:
    """What stands on one page: steps by id with their rows, other symbols by step and id, which sides are taken."""

    ground: Ground
    arrows: list[Arrow] = field(default_factory=list)
    turns: dict[tuple[str, str], bool] = field(default_factory=dict)
    mains: dict[str, tuple[int, Row, Symbol]] = field(default_factory=dict)
    marks: dict[tuple[str, str], Symbol] = field(default_factory=dict)
    sides: dict[str, dict[bool, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    into: dict[str, dict[bool, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    out: dict[str, dict[bool, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def _stand(self, at: int, row: Row) -> None:
        own = symbol_of(row, self.ground.columns)
        self.mains[own.element] = at, row, own
        self.ground.symbols += [own, *joint_of(row, self.ground.columns)]
        for mark in row.stack.marks:
            if not mark.half:
                self._mark(row, mark)

    def _mark(self, row: Row, mark: Mark, right: bool = False) -> None:
        symbol = marked(row, self.ground.columns, mark, right)
        self.marks[row.stack.step.id, mark.id] = symbol
        self.ground.symbols.append(symbol)

    def _turn(self, one: Leaving) -> None:
        """Chooses the side from which an arrow goes down: the goal's, unless a way back leaves there."""
        source, target = self.mains[one.way.source][2], self.mains[one.way.target][2]
        right = target.rect.cx >= source.rect.cx
        taken = [
            self.mains[other.way.target][2].rect.cx > source.rect.cx
            for other in self.mains[one.way.source][1].stack.leaving
            if other.exit is Exit.BACK and other.way.target != one.way.source
        ]
        if right in taken and (not right) not in taken:
            right = not right
        self.turns[one.way.source, one.way.target] = right
        self.out[one.way.source][right] += 1

    def _halves(self, row: Row) -> None:
        """Connectors beside the middle: on the side where less runs, and where a word beside them has room."""
        taken: dict[Level, set[bool]] = defaultdict(set)
        for mark in row.stack.marks:
            if mark.half:
                left = marked(row, self.ground.columns, mark, False).rect
                free = [
                    right
                    for right in (False, True)
                    if right not in taken[mark.level]
                    and self._quiet(marked(row, self.ground.columns, mark, right).rect)
                ]
                wanted = mark.column == 0 and mark.level is Level.OUT
                choice = free or [right for right in (False, True) if right not in taken[mark.level]]
                right = wanted if wanted in choice else choice[0] if choice else left.x < 0
                taken[mark.level].add(right)
                self._mark(row, mark, right)

    def _quiet(self, rect: Rect) -> bool:
        return not any(
            rect.x - 0.2 < run.at < rect.right + 0.2 and run.low < rect.bottom + BETWEEN and rect.y - BETWEEN < run.high
            for run in self.ground.upright
        )

    def _span(self, row: Row, one: Leaving) -> float:
        return abs(row.top - self.mains[one.way.target][1].top)

    def _add(self, one: Leaving, points: list[Point], labels: tuple[Text, ...]) -> None:
        self.ground.take(points, (one.way.source, one.way.target))
        self.arrows.append(Arrow(tuple(points), one.way.source, one.way.target, labels))

    def _area(self) -> tuple[float, float]:
        return self.ground.columns.performers[0][0], self.ground.columns.performers[-1][1]

    def _tip(self, id: str, right: bool) -> float:
        """The height at which the next arrow leaves that side of a symbol."""
        count = self.sides[id][right]
        self.sides[id][right] += 1
        return self.mains[id][2].rect.cy + (0.0, APART, -APART)[min(count, 2)]
