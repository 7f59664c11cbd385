"""How the symbols of each row stack and which arrows cut a page: decided before anything is measured in mm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from bpmn.sheet.chart import Chart, Edge, Step, Way

_HALVES: Final = 2
"""Connectors that stand beside the middle of a column; where more would, the remark of a choice tells its ways."""

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Exit(Enum):
    """How an arrow leaves its symbol."""

    DOWN = "from the lower tip"
    SIDE = "sideways, on to a row below"
    BACK = "sideways, up to a row above"
    LEVEL = "sideways, to a symbol beside it"
    HALF = "downwards beside the middle, to a connector"
    AROUND = "sideways, to a symbol further below in the same column"


class Level(Enum):
    """The places on top of each other in a row."""

    START = 0
    IN = 1
    MAIN = 2
    OUT = 3
    END = 4
    MORE = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol of a row besides its step's own; `half`: it stands beside the middle of its column."""

    kind: str
    id: str
    text: str
    column: int
    level: Level
    half: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """An arrow out of a step: how it leaves, and the mark that it goes to where that is not a step on the page."""

    way: Way
    exit: Exit
    mark: Mark | None = None


@dataclass
class Stack:
    """The symbols of one row."""

    step: Step
    marks: list[Mark] = field(default_factory=list)
    entering: list[tuple[Mark, Way]] = field(default_factory=list)
    leaving: list[Leaving] = field(default_factory=list)
    beside: set[int] = field(default_factory=set)

    @property
    def levels(self) -> list[Level]:
        """Those that are there, from top to bottom."""
        return sorted({Level.MAIN, *(mark.level for mark in self.marks)}, key=lambda one: one.value)

    def clear(self, column: int) -> bool:
        """Whether nothing stands between the step and the middle of another column."""
        low, high = sorted((self.step.column, column))
        taken = {*self.step.joint, *self.beside}
        return not any(low <= at <= high for at in taken if at != self.step.column)


def planned(chart: Chart, pages: Mapping[str, int]) -> dict[str, Stack]:
    """The stack of each step, by its id; `pages` says on which page each stands."""
    return _Planning(chart, pages).stacks()


@dataclass
class _Planning:
    chart: Chart
    pages: Mapping[str, int]
    rows: dict[str, int] = field(default_factory=dict)
    ends: dict[str, Edge] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {step.id: at for at, step in enumerate(self.chart.steps)}
        self.ends = {one.id: one for one in self.chart.ends}

    def stacks(self) -> dict[str, Stack]:
        """All of them."""
        found = {step.id: Stack(step) for step in self.chart.steps}
        ways: dict[str, list[Way]] = defaultdict(list)
        for way in self.chart.ways:
            ways[way.source].append(way)
        for start in self.chart.starts:
            self._begin(start, ways[start.id], found)
        for id, stack in found.items():
            self._leave(stack, ways[id])
        self._connect(found)
        return found

    def _begin(self, start: Edge, ways: list[Way], stacks: dict[str, Stack]) -> None:
        """A start stands in the row of each step that it leads to."""
        for way in ways:
            stack = stacks.get(way.target)
            if stack is None:
                continue
            own = start.column == stack.step.column or not stack.clear(start.column)
            column, level = (stack.step.column, Level.START) if own else (start.column, Level.MAIN)
            mark = Mark("capsule", start.id, start.name, column, level)
            stack.marks.append(mark)
            stack.entering.append((mark, way))
            if not own:
                stack.beside.add(start.column)

    def _leave(self, stack: Stack, ways: list[Way]) -> None:
        row, page = self.rows[stack.step.id], self.pages[stack.step.id]
        ends = [way for way in ways if way.target in self.ends]
        rest = [way for way in ways if way.target in self.rows]
        near = [way for way in rest if self.pages[way.target] == page]
        back = [way for way in near if self.rows[way.target] <= row]
        down = [way for way in near if self.rows[way.target] > row]
        away = [way for way in rest if self.pages[way.target] != page]
        stack.leaving += [Leaving(way, Exit.BACK) for way in back]
        beside = [way for way in ends if self.ends[way.target].column != stack.step.column]
        own = [way for way in ends if way not in beside]
        for way in beside:
            if not self._level(
                stack, way, Mark("capsule", way.target, self._name(way), self.ends[way.target].column, Level.MAIN)
            ):
                own.append(way)
        self._down(stack, own, down, away)

    def _down(self, stack: Stack, own: list[Way], down: list[Way], away: list[Way]) -> None:
        """Who takes the lower tip: an end below, else the rows below, else a later page."""
        later = sorted(away, key=lambda way: self.rows[way.target] <= self.rows[stack.step.id])
        for at, way in enumerate(own):
            level = Level.END if at == 0 else Level.MORE
            mark = Mark("capsule", way.target, self._name(way), stack.step.column, level)
            if at > 1:
                continue
            stack.marks.append(mark)
            stack.leaving.append(Leaving(way, Exit.DOWN if at == 0 else Exit.AROUND, mark))
        for at, way in enumerate(down):
            tip = not own and (at == 0 or not stack.step.decides)
            stack.leaving.append(Leaving(way, Exit.DOWN if tip else Exit.SIDE))
        for way in later:
            forward = self.rows[way.target] > self.rows[stack.step.id]
            free = not any(one.exit is Exit.DOWN for one in stack.leaving)
            self._away(stack, way, tip=free and forward)

    def _away(self, stack: Stack, way: Way, *, tip: bool) -> None:
        """A connector to another page: below, beside in the column that it leads to, or below beside the middle."""
        if not tip and sum(one.half for one in stack.marks) >= _HALVES:
            return
        letter = self._letter(way.target)
        target = self.chart.steps[self.rows[way.target]].column
        id = f"{stack.step.id}>{way.target}"
        if tip:
            mark = Mark("pentagon", id, letter, stack.step.column, Level.END)
            stack.marks.append(mark)
            stack.leaving.append(Leaving(way, Exit.DOWN, mark))
        elif target == stack.step.column or not self._level(
            stack, way, Mark("pentagon", id, letter, target, Level.MAIN)
        ):
            self._half(stack, way, Mark("pentagon", id, letter, stack.step.column, Level.OUT, half=True))

    def _half(self, stack: Stack, way: Way, mark: Mark) -> None:
        """A connector beside the middle of the column."""
        stack.marks.append(mark)
        stack.leaving.append(Leaving(way, Exit.HALF, mark))

    def _level(self, stack: Stack, way: Way, mark: Mark) -> bool:
        """Puts a symbol beside the step where nothing is in the way on that side."""
        right = mark.column > stack.step.column
        busy = [one for one in stack.leaving if one.exit in (Exit.BACK, Exit.LEVEL)]
        for one in busy:
            column = one.mark.column if one.mark else self.chart.steps[self.rows[one.way.target]].column
            if column == stack.step.column or (column > stack.step.column) == right:
                return False
        if not stack.clear(mark.column):
            return False
        stack.marks.append(mark)
        stack.beside.add(mark.column)
        stack.leaving.append(Leaving(way, Exit.LEVEL, mark))
        return True

    def _name(self, way: Way) -> str:
        return self.ends[way.target].name

    def _letter(self, target: str) -> str:
        if target not in self.letters:
            at = len(self.letters)
            self.letters[target] = (LETTERS[at // 26 - 1] if at >= 26 else "") + LETTERS[at % 26]
        return self.letters[target]

    def _connect(self, stacks: dict[str, Stack]) -> None:
        """The other end of each connector: one above the step that it leads to."""
        for target, letter in self.letters.items():
            stack = stacks[target]
            above = [mark for mark, _ in stack.entering if mark.level is Level.START]
            near = any(
                one.way.target == target and one.mark is None and one.exit in (Exit.DOWN, Exit.SIDE)
                for other in stacks.values()
                for one in other.leaving
            )
            mark = Mark("pentagon", f">{target}", letter, stack.step.column, Level.IN, half=bool(above) or near)
            stack.marks.append(mark)
            stack.entering.append((mark, Way(mark.id, target)))
