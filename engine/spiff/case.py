"""One move of a case: a SpiffWorkflow workflow that holds only the tasks of the token that moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.canonical import dumps
from engine.spiff.refusals import TooManySteps
from engine.spiff.shapes import ProgramShape, SpecShape, WaitShape, Way
from engine.spiff.state import CaseState, Row
from engine.spiff.timing import Cycle
from engine.spiff.tokens import Closed, Limits, PathStep, Token

__all__ = ["Case", "Step"]

Due = tuple[int, Cycle | None]


class Step(Task):  # type: ignore[misc]
    """A SpiffWorkflow task: a token at one node, now. `way` is the arc that it came by, `number` its open token."""

    def __init__(self, workflow: Case, spec: Any, parent: Step | None, state: int) -> None:
        self.way: Way | None = None
        self.number: int | None = None
        workflow.serial += 1
        super().__init__(workflow, spec, parent, state, workflow.serial)

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> Step:
        return Step(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        """Without the log line that costs more than the rest of the step."""
        self._state = value

    def send(self, ways: Iterable[Way]) -> None:
        """A token for each way; it arrives when this task is complete."""
        for way in ways:
            Step(self.workflow, way.target, self, TaskState.FUTURE).way = way


class Case(Workflow):  # type: ignore[misc]
    """A case while it moves. Its data are the case's variables; `state` is what stays of it."""

    def __init__(self, spec: ProgramShape, state: CaseState, now: datetime, limits: Limits) -> None:
        super().__init__(spec, deserializing=True)
        self.state: Final = state
        self.data = state.values
        self.now: Final = now
        self.limits: Final = limits
        self.serial = 0
        self.steps = 0
        self.path: list[PathStep] = []
        self.opened: list[Token] = []
        self.closed: list[Closed] = []
        self.ended: list[str] = []
        self._ready: list[Step] = []
        self._fresh: list[Step] = []
        self._live: dict[int, Step] = {}
        self.task_tree = Step(self, spec.start, None, TaskState.FUTURE)

    # What SpiffWorkflow asks of a workflow.

    def get_next_task(self, first_task: Any = None, **kwargs: Any) -> Step | None:
        """The next READY task: the branch that ran last goes first, as in SpiffWorkflow, without walking a tree."""
        if self._fresh:
            self._ready += reversed(self._fresh)
            self._fresh.clear()
        if not self._ready:
            return None
        self.steps += 1
        if self.steps > self.limits.steps:
            raise TooManySteps(f"{self.steps} steps without waiting")
        return self._ready.pop()

    def update_waiting_tasks(self) -> None:
        """Nothing is READY: the first inclusive join that is activated, in the order of the diagram, goes on."""
        arrivals, joins = self.state.arrivals, self.spec.joins
        asked = {joins[arc] for arc in arrivals if arc in joins}
        if not asked:
            return
        waiting = {row.node for row in self.state.rows.values() if row.host is None}
        for _, spec in sorted(asked):
            if spec.reach.activated(arrivals, waiting):
                spec._update(self.task_tree._add_child(spec))
                return

    def _task_completed_notify(self, task: Step) -> None:
        """A task that is done leaves the tree, its children move up: nothing grows with the length of a move."""
        root, tasks = self.task_tree, self.tasks
        if task is not root:
            root._children.remove(task.id)
            for child in task._children:
                tasks[child]._parent = root.id
            root._children += task._children
            del tasks[task.id]

    # What the specs ask of a case.

    def queue(self, task: Step) -> None:
        """A task became READY that needs nobody."""
        self._fresh.append(task)

    def arrived(self, task: Step, spec: SpecShape) -> None:
        """A token came by an arc and starts a node."""
        if task.way is not None and task.way.origin is not None:
            self.path.append(("flow", task.way.origin))
        self.entered(spec)

    def entered(self, spec: SpecShape) -> None:
        """A node was started."""
        if spec.origin is not None:
            self.path.append(("entered", spec.origin))

    def left(self, spec: SpecShape) -> None:
        """A node was left."""
        if spec.origin is not None:
            self.path.append(("left", spec.origin))

    def absorb(self, task: Step) -> None:
        """A token came to the end of an arc that leads to a join, and stays there."""
        way = task.way
        assert way is not None
        if way.origin is not None:
            self.path.append(("flow", way.origin))
        self.state.arrivals[way.arc] = self.state.arrivals.get(way.arc, 0) + 1

    def drop(self, task: Step) -> None:
        """The task of a token that stays on its arc is not needed."""
        self._remove_task(task.id)

    def take(self, arcs: Sequence[str]) -> None:
        """Consumes one token from each arc."""
        arrivals = self.state.arrivals
        for arc in arcs:
            left = arrivals.pop(arc) - 1
            if left:
                arrivals[arc] = left

    def open(self, spec: WaitShape, host: int | None = None, due: Due | None = None) -> int:
        """A token begins to wait; its number. Raises TooManySteps and TimerUnreadable."""
        state = self.state
        if len(state.rows) >= self.limits.tokens:
            raise TooManySteps(f"{self.limits.tokens} tokens are open")
        state.counter += 1
        if due is None and spec.timing is not None:
            due = spec.timing.first(self.data, self.now)
        at, cycle = due or (None, None)
        row = Row(state.counter, spec.node.id, host, at, cycle, self._key(spec))
        state.rows[row.n] = row
        self.opened.append(spec.token(row))
        return row.n

    def close(self, task: Step, *, cancelled: bool) -> None:
        """The token of a task waits no more, and the events on its boundary with it."""
        n, task.number = task.number, None
        if n is None:
            return
        self._shut(n, task.task_spec, cancelled)
        for row in [row for row in self.state.rows.values() if row.host == n]:
            guest = self._live[row.n]
            guest.number = None
            guest.cancel()
            self._shut(row.n, guest.task_spec, cancelled)

    def host_of(self, task: Step) -> Step:
        """The task of the activity that an event is attached to."""
        assert task.number is not None
        host = self.state.rows[task.number].host
        assert host is not None
        return self._live[host]

    def again(self, task: Step, spec: WaitShape) -> Due | None:
        """When a timer that has just fired comes again."""
        assert task.number is not None
        cycle = self.state.rows[task.number].cycle
        return None if cycle is None or spec.timing is None else spec.timing.next(Cycle(*cycle))

    # What the program asks.

    def restore(self, n: int) -> Step:
        """The task of an open token, with those of its activity and of the events beside it."""
        rows, specs = self.state.rows, self.spec.waits
        self.task_tree._set_state(TaskState.COMPLETED)
        first = rows[n].host or n
        self._restore(rows[first])
        if specs[rows[first].node].attended:
            for row in rows.values():
                if row.host == first:
                    self._restore(row)
        return self._live[n]

    def rest(self) -> None:
        """Runs SpiffWorkflow's loop until nothing is READY and no join can go on."""
        self.run_all(use_last_task=False)
        while self._fresh:
            self.run_all(use_last_task=False)

    def _restore(self, row: Row) -> None:
        spec = self.spec.waits[row.node]
        task = Step(self, spec, self.task_tree, TaskState.READY if spec.manual else TaskState.WAITING)
        task.number = row.n
        self._live[row.n] = task

    def _shut(self, n: int, spec: WaitShape, cancelled: bool) -> None:
        del self.state.rows[n]
        self.closed.append(Closed(n, spec.element, spec.waits, cancelled))

    def _key(self, spec: WaitShape) -> str | None:
        value = None if spec.key is None else spec.key(self.data)
        return value if value is None or isinstance(value, str) else dumps(value).decode()
