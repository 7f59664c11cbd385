"""One move of a case: a SpiffWorkflow workflow that holds only the tasks of the tokens that move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.spiff.refusals import TooManySteps
from engine.spiff.shapes import ProgramShape, SpecShape, Way
from engine.spiff.state import CaseState
from engine.spiff.tokens import Closed, Limits, Look, PathStep, Sent, Thrown, Token, Written
from engine.spiff.values import Variables

__all__ = ["Case", "Step"]


class Step(Task):  # type: ignore[misc]
    """A SpiffWorkflow task: a token at one node, now.

    `way` is the arc that it came by, `scope` the number of the scope it stands in, `number` its own open token;
    `occurred`: what it waited for is there; `follower`: what caught its throw, and moves before it.
    """

    def __init__(self, workflow: Case, spec: Any, parent: Step | None, state: int) -> None:
        self.way: Way | None = None
        self.scope = 0
        self.number: int | None = None
        self.occurred = False
        self.follower: Step | None = None
        workflow.serial += 1
        super().__init__(workflow, spec, parent, state, workflow.serial)

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> Step:
        return Step(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        """Without the log line that costs more than the rest of the step."""
        self._state = value

    def send(self, ways: Iterable[Way]) -> None:
        """A token for each way; they move when this task is complete, the first before the others."""
        for way in ways:
            child = Step(self.workflow, way.target, self, TaskState.FUTURE)
            child.way, child.scope = way, self.scope


class Case(Workflow):  # type: ignore[misc]
    """A case while it moves. `state` is what stays of it, `variables` what its expressions see."""

    def __init__(self, spec: ProgramShape, state: CaseState, now: datetime, limits: Limits) -> None:
        super().__init__(spec, deserializing=True)
        self.state: Final = state
        self.now: Final = now
        self.limits: Final = limits
        self.serial = 0
        self.steps = 0
        self.path: list[PathStep] = []
        self.opened: dict[int, Token] = {}
        self.closed: list[Closed] = []
        self.ended: list[str] = []
        self.sent: list[Sent] = []
        self.homes: dict[str, int] = {}
        self.written: list[Written] = []
        self.uncaught: Thrown | None = None
        self.escalated: list[Thrown] = []
        self.variables = Variables(state, None)
        self.settle: Callable[[Case], None] = _never
        self.live: dict[int, Step] = {}
        self.resting = True
        self._agenda: list[Step] = []
        self.task_tree = Step(self, spec.start, None, TaskState.FUTURE)

    def seeing(self, look: Look | None) -> Case:
        """The case, with who gives the values that stand outside its state."""
        self.variables = Variables(self.state, look)
        return self

    # What SpiffWorkflow asks of a workflow.

    def get_next_task(self, first_task: Any = None, **kwargs: Any) -> Step | None:
        """The next READY task, depth first: what was put on the agenda last arrives, and goes on, first."""
        agenda, tasks = self._agenda, self.tasks
        while agenda:
            task = agenda.pop()
            if task.id not in tasks:
                continue
            if task._state == TaskState.FUTURE:
                task.task_spec._update(task)
                continue
            self.steps += 1
            if self.steps > self.limits.steps:
                raise TooManySteps(f"{self.steps} steps without waiting")
            return task
        return None

    def update_waiting_tasks(self) -> None:
        """Nothing is READY: one thing that only happens at rest."""
        if self.resting:
            self.settle(self)

    def _task_completed_notify(self, task: Step) -> None:
        """A task that is done leaves the tree, its children move up: nothing grows with the length of a move."""
        root, tasks = self.task_tree, self.tasks
        if task is not root:
            if task.id in root._children:
                root._children.remove(task.id)
            for child in task._children:
                tasks[child]._parent = root.id
            root._children += task._children
            tasks.pop(task.id, None)

    # What the specs ask of a case.

    def queue(self, task: Step) -> None:
        """A task that is to move next."""
        self._agenda.append(task)

    def defer(self, tasks: Iterable[Step]) -> None:
        """Tasks that move next, the first of them first."""
        self._agenda += reversed(list(tasks))

    def spawn(self, spec: Any, scope: int, state: int = TaskState.FUTURE) -> Step:
        """A new token at a node, in a scope."""
        task = self.task_tree._add_child(spec, state)
        task.scope = scope
        return task

    def forget(self, scopes: Iterable[int]) -> None:
        """The tokens under way in these scopes are gone."""
        gone = set(scopes)
        for task in [task for task in self._agenda if task.scope in gone and task.id in self.tasks]:
            self.drop(task)

    def unbegun(self, scope: int) -> set[int]:
        """The numbers of the items of a loop that had no turn yet."""
        found = (task for task in self._agenda if task.scope == scope and task.id in self.tasks)
        return {task.number for task in found if task.number is not None and task._state == TaskState.FUTURE}

    def drop(self, task: Step) -> None:
        """The task of a token that is not needed any more."""
        self._remove_task(task.id)

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

    def arrivals(self, scope: int) -> dict[str, int]:
        """The tokens at joins in a scope, by arc; not to be changed."""
        return self.state.arrivals.get(scope, _NOTHING)

    def absorb(self, task: Step) -> None:
        """A token came to the end of an arc that leads to a join, and stays there."""
        way = task.way
        assert way is not None
        if way.origin is not None:
            self.path.append(("flow", way.origin))
        found = self.state.arrivals.setdefault(task.scope, {})
        found[way.arc] = found.get(way.arc, 0) + 1

    def take(self, scope: int, arcs: Sequence[str]) -> None:
        """Consumes one token from each arc."""
        arrivals = self.state.arrivals[scope]
        for arc in arcs:
            left = arrivals.pop(arc) - 1
            if left:
                arrivals[arc] = left
        if not arrivals:
            del self.state.arrivals[scope]

    def drain(self) -> None:
        """Runs SpiffWorkflow's loop until nothing moves; what is done at rest has to wait."""
        self.resting = False
        self.run_all(use_last_task=False)
        self.resting = True

    def rest(self) -> None:
        """Runs SpiffWorkflow's loop until nothing moves and nothing is left to be done at rest."""
        self.run_all(use_last_task=False)
        while self._agenda:
            self.run_all(use_last_task=False)


_NOTHING: Final[dict[str, int]] = {}


def _never(_: Case) -> None:
    raise NotImplementedError
