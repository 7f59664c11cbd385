"""Draws the arrows of a page: down with an elbow in the gutter, back in the margin of the column that they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bpmn.sheet.columns import APART
from bpmn.sheet.labels import beside_tip, under_tip
from bpmn.sheet.model import Arrow, Point, Symbol, Text
from bpmn.sheet.place import Row, edge_x, edge_y
from bpmn.sheet.plan import Exit, Leaving, Level, Mark
from bpmn.sheet.standing import Standing


@dataclass
class Drawing(Standing):
    """The symbols and arrows of one page."""

    def draw(self) -> None:
        """Everything: ways back first, they have the least choice."""
        rows = [(at, row) for at, row in enumerate(self.ground.rows) if row is not None]
        for at, row in rows:
            self._stand(at, row)
        leaving = [(row, one) for _, row in rows for one in row.stack.leaving]
        for _, one in leaving:
            if one.exit is Exit.SIDE:
                self._turn(one)
        back = [(row, one) for row, one in leaving if one.exit is Exit.BACK]
        for row, one in sorted(back, key=lambda pair: -self._span(*pair)):
            self._back(row, one)
        for _, row in rows:
            self._halves(row)
        for row, one in leaving:
            self._one(row, one)
        for _, row in rows:
            for mark, way in row.stack.entering:
                self._enter(row, mark, way.labels)
            self._together(row)

    def _one(self, row: Row, one: Leaving) -> None:
        target = self.marks.get((row.stack.step.id, one.mark.id)) if one.mark else None
        if one.exit is Exit.DOWN and target is None:
            box = self.mains[one.way.source][2].rect
            tip = (box.cx, box.bottom)
            left = self.out[one.way.source][True] > 0
            self._fall(one, [tip], under_tip(one.way.labels, tip, self._area(), left=left))
        elif one.exit is Exit.SIDE:
            self._side(row, one)
        elif target is not None and one.exit in (Exit.DOWN, Exit.HALF):
            source = self.mains[one.way.source][2]
            x = target.rect.cx
            points = [(x, edge_y(source, x, True)), (x, target.rect.y)]
            right = self.out[one.way.source][True] > 0 or (one.exit is Exit.HALF and x < source.rect.cx)
            self._add(one, points, under_tip(one.way.labels, points[0], self._area(), left=right))
        elif target is not None and one.exit is Exit.LEVEL:
            self._level(one, target)
        elif target is not None:
            self._around(one, target)

    def _level(self, one: Leaving, target: Symbol) -> None:
        source = self.mains[one.way.source][2]
        right = target.rect.cx > source.rect.cx
        y = self._tip(one.way.source, right)
        points = [(edge_x(source, y, right), y), (edge_x(target, y, not right), y)]
        self._add(one, points, beside_tip(one.way.labels, (points[0], points[1]), self._area()))

    def _around(self, one: Leaving, target: Symbol) -> None:
        source = self.mains[one.way.source][2]
        right = self._quieter(one.way.source)
        y = self._tip(one.way.source, right)
        x = self.ground.tracks(target.column, right)[0]
        end = (edge_x(target, target.rect.cy, right), target.rect.cy)
        points = [(edge_x(source, y, right), y), (x, y), (x, end[1]), end]
        self._add(one, points, beside_tip(one.way.labels, (points[0], points[1]), self._area()))

    def _quieter(self, id: str, wanted: bool = True) -> bool:
        sides = self.sides[id]
        return wanted if sides[wanted] <= sides[not wanted] else not wanted

    def _side(self, row: Row, one: Leaving) -> None:
        """Out of the side, down in the margin of the own column, and on to the row below."""
        source = self.mains[one.way.source][2]
        right = self.turns[one.way.source, one.way.target]
        y = self._tip(one.way.source, right)
        tracks = self.ground.tracks(source.column, right)
        x = next((x for x in tracks if self.ground.free(x, y, row.bottom, (source.element,))), tracks[0])
        tip = (edge_x(source, y, right), y)
        far = (tip[0] + (99.0 if right else -99.0), y)
        labels = beside_tip(one.way.labels, (tip, far), self._area())
        self._fall(one, [tip, (x, y)], labels)

    def _fall(self, one: Leaving, begun: list[Point], labels: tuple[Text, ...]) -> None:
        """Down to a row below from where the arrow begins: an elbow in its gutter, past rows between where it can."""
        at = self.mains[one.way.source][0]
        to, goal, target = self.mains[one.way.target]
        ends = (one.way.source, one.way.target)
        points, x = list(begun), begun[-1][0]
        below = next((self.ground.rows[i] for i in range(at + 1, to + 1) if self.ground.rows[i] is not None), goal)
        lane = self._lane(x, below or goal, one)
        cx = target.rect.cx
        for turn, wanted in ((below or goal, lane), (goal, cx)):
            if abs(points[-1][0] - wanted) > 0.01:
                y = self.ground.elbow(turn, points[-1][0], wanted, ends)
                points += [(points[-1][0], y), (wanted, y)]
        points.append((cx, edge_y(target, cx, False)))
        self._add(one, points, labels)

    def _lane(self, x: float, below: Row, one: Leaving) -> float:
        """Where a line runs down past the rows between: under its goal, straight on, or in a margin of the goal."""
        _, goal, target = self.mains[one.way.target]
        ends, cx = (one.way.source, one.way.target), target.rect.cx
        if below is goal:
            return cx
        margins = [one for right in (True, False) for one in self.ground.tracks(target.column, right)]
        straight = [x] if self.ground.free(x, below.top, goal.top + 2, ends) else []
        under = [cx] if self.ground.free(cx, below.top, target.rect.y, ends) else []
        room = [one for one in margins if self.ground.free(one, below.top, goal.top + 2, ends)]
        return [*under, *straight, *room, *self._elsewhere(below, goal, ends), margins[0]][0]

    def _elsewhere(self, below: Row, goal: Row, ends: tuple[str, str]) -> list[float]:
        every = [
            one
            for column in range(len(self.ground.columns.performers))
            for right in (True, False)
            for one in self.ground.tracks(column, right)
        ]
        return [one for one in every if self.ground.free(one, below.top, goal.top + 2, ends)]

    def _back(self, row: Row, one: Leaving) -> None:
        """Sideways out of the symbol, level to the margin of the goal's column, up, and into its side."""
        source, (_, goal, target) = self.mains[one.way.source][2], self.mains[one.way.target]
        ends = (one.way.source, one.way.target)
        into, x = self._climb(source, target, goal)
        right = x > source.rect.cx
        y = self._tip(one.way.source, right)
        self.out[one.way.source][right] += 1
        end = target.rect.cy + self._into(one.way.target, into)
        leave = (edge_x(source, y, right), y)
        if self.ground.across(y, leave[0], x, ends):
            points = [leave, (x, y), (x, end)]
        else:
            stub = self.ground.tracks(source.column, right)[0]
            gutter = self.ground.elbow(row, stub, x, ends)
            points = [leave, (stub, y), (stub, gutter), (x, gutter), (x, end)]
        points.append((edge_x(target, end, into), end))
        self._add(one, points, beside_tip(one.way.labels, (leave, (x, y)), self._area()))

    def _into(self, id: str, right: bool) -> float:
        """How far from its middle the next way back reaches that side of its goal: the shorter, the lower."""
        count = self.into[id][right]
        self.into[id][right] += 1
        turning = any(source == id and side is right for (source, _), side in self.turns.items())
        return (0.0, APART, 1.6 * APART)[min(count + turning, 2)]

    def _climb(self, source: Symbol, target: Symbol, goal: Row) -> tuple[bool, float]:
        """On which side of its goal a way back climbs, and where: away from the goal's own arrows."""
        onward = [
            self.mains[one.way.target][2].rect.cx
            for one in goal.stack.leaving
            if one.exit in (Exit.DOWN, Exit.SIDE) and one.mark is None and one.way.target != one.way.source
        ]
        facing = source.rect.cx > target.rect.cx or (source.column == target.column and source.column == 0)
        away = [x < target.rect.cx for x in onward if abs(x - target.rect.cx) > 1]
        first = away[0] if away else facing
        left = [
            self.mains[one.way.target][2].rect.cx <= target.rect.cx
            for one in goal.stack.leaving
            if one.exit is Exit.BACK and one.way.target != target.element
        ]
        left += [one.mark.column < target.column for one in goal.stack.leaving if one.exit is Exit.LEVEL and one.mark]
        if left and all(left):
            first = True
        elif left and not any(left):
            first = False
        turned = {side for (begun, _), side in self.turns.items() if begun == target.element}
        if not left and len(turned) == 1 and first in turned:
            first = not first
        low, high = target.rect.cy, source.rect.cy
        for into in (first, not first):
            tracks = self.ground.tracks(target.column, into)
            for x in tracks[:0:-1] if into in turned else tracks:
                if self.ground.free(x, low, high, (source.element,)):
                    return into, x
        return first, self.ground.tracks(target.column, first)[-1]

    def _enter(self, row: Row, mark: Mark, words: tuple[str, ...]) -> None:
        symbol, target = self.marks[row.stack.step.id, mark.id], self.mains[row.stack.step.id][2]
        if mark.level is Level.MAIN:
            right = symbol.rect.cx > target.rect.cx
            y = target.rect.cy
            points: list[Point] = [(edge_x(symbol, y, not right), y), (edge_x(target, y, right), y)]
        else:
            x = symbol.rect.cx
            points = [(x, symbol.rect.bottom), (x, edge_y(target, x, False))]
        self.arrows.append(Arrow(tuple(points), symbol.element, target.element))

    def _together(self, row: Row) -> None:
        """The line between the boxes of those who do one step together."""
        middle = row.levels[Level.MAIN]
        same = [one for one in self.ground.symbols if one.element == row.stack.step.id]
        same = sorted((one for one in same if one.kind in ("box", "diamond")), key=lambda one: one.rect.x)
        for a, b in pairwise(same):
            points = ((edge_x(a, middle, True), middle), (edge_x(b, middle, False), middle))
            self.arrows.append(Arrow(points, a.element, b.element, head=False))
