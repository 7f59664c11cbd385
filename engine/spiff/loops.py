"""Loops: standard, sequential and parallel multi-instance (BPMN 2.0.2, 13.3.6, 13.3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import (
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
)
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from bpmn.net import Loop, LoopKind, Node
from engine.spiff.case import Case, Step
from engine.spiff.loop_state import LoopState
from engine.spiff.refusals import LoopUnreadable, TooManySteps
from engine.spiff.rows import Place, arm, close, item_row, open_row
from engine.spiff.scopes import counted, home, put, view
from engine.spiff.tokens import Compiled
from engine.spiff.values import ITEMS
from engine.spiff.waits import RowSpec

__all__ = ["LOOPS", "LoopSpec"]


class LoopSpec(RowSpec):
    """A looping activity as a whole. `inner` is the activity, whose `body` it is; `bare`: its items have no rows."""

    inner: Any
    bare = False
    holds: Compiled | None = None
    maximum: Compiled | None = None
    cardinality: Compiled | None = None
    collection: Compiled | None = None
    completion: Compiled | None = None

    @property
    def plan(self) -> Loop:
        """What the diagram says."""
        assert self.node.loop is not None
        return self.node.loop

    @property
    def loop(self) -> LoopKind:
        """Its kind."""
        return self.plan.kind

    @property
    def item(self) -> str | None:
        """The variable that holds an item."""
        return self.plan.item

    def _update_hook(self, my_task: Step) -> bool:
        """The list or number is taken when the loop is entered; with nothing to do its token passes."""
        case = my_task.workflow
        if my_task.occurred:
            return True
        case.arrived(my_task, self)
        items, total = (None, 1) if self.loop == "standard" else self._items(case, my_task.scope)
        if total == 0 or self.loop == "standard" and not self._first(case, my_task.scope):
            self._write_output(case, my_task.scope, [])
            my_task.occurred = True
            return True
        my_task._set_state(TaskState.WAITING)
        n = my_task.number = open_row(case, self, Place(my_task.scope))
        loop = case.state.loops[n] = LoopState()
        if self.loop != "standard":
            self.set_aside(case, n, total)
        if items is not None:
            put(case, n, ITEMS, items)
        case.live[n] = my_task
        arm(case, self.events, my_task.scope, n)
        self.next(case, n, loop)
        return False

    def _first(self, case: Case, scope: int) -> bool:
        """Whether a standard loop begins at all."""
        if not self.plan.before:
            return True
        return self._again(case, scope, 0)

    def _again(self, case: Case, scope: int, done: int) -> bool:
        """Whether another turn of a standard loop begins, asked outside the activity."""
        values = counted(case, scope, done)
        most = None if self.maximum is None else self._number(self.maximum(values))
        if most is not None and done >= most:
            return False
        return self.holds is None or self.holds(values) is True

    def _items(self, case: Case, scope: int) -> tuple[list[Any] | None, int]:
        values, items = view(case, scope), None
        if self.collection is not None:
            given = self.collection(values)
            if not isinstance(given, list | tuple):
                raise LoopUnreadable(self.element, given)
            items, total = list(given), len(given)
        else:
            assert self.cardinality is not None
            total = self._number(self.cardinality(values))
        if total > case.limits.items:
            raise TooManySteps(f"{total} items in one loop")
        return items, total

    def _number(self, value: object) -> int:
        if isinstance(value, Decimal | float) and value == int(value):
            value = int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise LoopUnreadable(self.element, value)
        return value

    def set_aside(self, case: Case, n: int, count: int) -> None:
        """Numbers for so many items more."""
        case.state.loops[n].segments.append([case.state.counter + 1, count])
        case.state.counter += count

    def next(self, case: Case, n: int, loop: LoopState) -> None:
        """Begins the items that may begin now: all of a parallel loop, else one."""
        if self.loop == "standard":
            loop.begun += 1
            case.defer([case.spawn(self.inner, n)])
            return
        last = loop.total if self.loop == "parallel" else min(loop.begun + 1, loop.total)
        places = range(loop.begun, last)
        loop.begun = last
        numbers = [loop.number(index) for index in places] if len(places) < 3 else loop.numbers()[places.start : last]
        if self.bare and self.inner.waits is not None:
            self._open_bare(case, n, loop, numbers)
            return
        tasks = []
        for number in numbers:
            if self.bare:
                loop.set(number)
            else:
                self._name_item(case, n, number)
            task = case.spawn(self.inner, n)
            task.number = number
            tasks.append(task)
        case.defer(tasks)

    def _name_item(self, case: Case, n: int, number: int) -> None:
        """An item with a row has its own variables written."""
        index = case.state.loops[n].index(number)
        put(case, number, "loopCounter", index)
        if self.item is not None and self.collection is not None:
            put(case, number, self.item, view(case, number).get(self.item))

    def _open_bare(self, case: Case, n: int, loop: LoopState, numbers: Sequence[int]) -> None:
        first = loop.index(numbers[0])
        assert first is not None
        loop.open |= ((1 << len(numbers)) - 1) << first
        for number in numbers:
            case.opened[number] = self.inner.token(item_row(self, n, number), case)

    def turned(self, case: Case, task: Step) -> None:
        """A turn is done: the loop ends, or what follows begins."""
        n, loop = task.scope, case.state.loops[task.scope]
        loop.done += 1
        inside = task.number or n
        over = self.completion is not None and self.completion(view(case, inside)) is True
        if task.number is not None:
            close(case, task.number, cancelled=False, keep=task)
        if self.loop == "standard":
            over = not self._again(case, case.state.rows[n].scope, loop.done)
        if over or not self.goes_on(case, n):
            self.end(case, n)

    def goes_on(self, case: Case, n: int) -> bool:
        """Whether something is left to do: then it is begun."""
        loop = case.state.loops[n]
        if self.loop == "standard" or loop.active == 0 and loop.begun < loop.total:
            self.next(case, n, loop)
            return True
        return loop.active > 0

    def end(self, case: Case, n: int) -> None:
        """The loop as a whole is done: the rest is cancelled, its output written, its token leaves."""
        row = case.state.rows[n]
        if self.plan.output is not None and self.plan.output_item is not None:
            self._write_output(case, row.scope, self._collected(case, n, self.plan.output_item))
        close(case, n, cancelled=False)
        task = case.spawn(self, row.scope)
        task.occurred = True
        case.queue(task)

    def _collected(self, case: Case, n: int, name: str) -> list[Any]:
        """The items' values of a variable, in order; None where an item has none or never began."""
        loop = case.state.loops[n]
        numbers = loop.numbers()[: loop.begun]
        found = case.variables.collect(numbers, name)
        if name == "loopCounter":
            own: Sequence[Any] = range(len(numbers))
        else:
            own = case.variables.get(n, ITEMS) if name == self.item and self.collection is not None else ()
        never = case.unbegun(n)
        values = [
            None if number in never else found.get(number, own[place] if own else None)
            for place, number in enumerate(numbers)
        ]
        return values + [None] * (loop.total - len(values))

    def _write_output(self, case: Case, scope: int, found: list[Any]) -> None:
        if self.plan.output is not None:
            put(case, home(case, scope, self.plan.output), self.plan.output, found)

    def _run_hook(self, my_task: Step) -> bool:
        self.go_on(my_task)
        return True


class _Standard(LoopSpec, StandardLoopTask):  # type: ignore[misc]
    """A standard loop."""

    kind = "standard loop"

    def __init__(self, wf_spec: WorkflowSpec, node: Node) -> None:
        super().__init__(wf_spec, node, task_spec=node.id, maximum=None, condition=None, test_before=False)


class _Sequential(LoopSpec, SequentialMultiInstanceTask):  # type: ignore[misc]
    """One item after the other."""

    kind = "sequential loop"

    def __init__(self, wf_spec: WorkflowSpec, node: Node) -> None:
        super().__init__(wf_spec, node, task_spec=node.id)


class _Parallel(LoopSpec, ParallelMultiInstanceTask):  # type: ignore[misc]
    """All items at once."""

    kind = "parallel loop"

    def __init__(self, wf_spec: WorkflowSpec, node: Node) -> None:
        super().__init__(wf_spec, node, task_spec=node.id)


LOOPS: dict[LoopKind, type[LoopSpec]] = {"standard": _Standard, "sequential": _Sequential, "parallel": _Parallel}
