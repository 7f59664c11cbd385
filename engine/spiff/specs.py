"""SpiffWorkflow's task specs with the semantics of BPMN 2.0.2: what every node of a net does.

SpiffWorkflow runs them: its tasks, its states and its loop move the tokens. Replaced is only what is wrong or costs
too much there: nothing is predicted, data are not copied from task to task (variables stand in the case's scopes), and
a token knows the arc that it came by and the scope it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.net import Node
from engine.spiff.case import Case, Step
from engine.spiff.mapping import Mapped
from engine.spiff.refusals import NoFlow
from engine.spiff.rows import arm
from engine.spiff.scopes import view
from engine.spiff.shapes import Way

__all__ = ["NetSpec", "StartSpec", "prefixed"]


def prefixed(node: str) -> str:
    """The name of a node's spec: no id of a diagram can be one that SpiffWorkflow reserves (Start, End, Root)."""
    return "node:" + node


class NetSpec(BpmnSpecMixin):  # type: ignore[misc]
    """A node of the net. Never changed once its program is built: cases and threads share it.

    `key` names it in the state; `body` is the loop whose turns it is, or None.
    """

    kind = "pass"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None, **kwargs: object) -> None:
        super().__init__(wf_spec, prefixed(key or node.id), **kwargs)
        self.bpmn_id = node.origin
        self.node = node
        self.key = key or node.id
        self.origin = node.origin
        self.speaker = node.origin or node.id
        self.ways: tuple[Way, ...] = ()
        self.body: Any = None
        self.mapped_in: tuple[Mapped, ...] = ()
        self.mapped_out: tuple[Mapped, ...] = ()
        self.declared: frozenset[str] = frozenset()

    @property
    def element(self) -> str:
        """The deployed element, or the node where there is none."""
        return self.origin or self.node.id

    def lead(self, ways: Sequence[Way]) -> None:
        """Connects the node with the targets of its arcs, in their order."""
        self.ways = tuple(ways)
        for way in self.ways:
            self.connect(way.target)

    def choose(self, case: Case, scope: int) -> Sequence[Way]:
        """The ways that receive a token."""
        return self.ways

    def go_on(self, my_task: Step) -> None:
        """The token leaves the node; a turn of a loop gives it back to the loop."""
        case = my_task.workflow
        if self.body is not None:
            self.body.turned(case, my_task)
            return
        ways = self.choose(case, my_task.scope)
        case.left(self)
        my_task.send(ways)

    def test(self) -> None:
        """Nothing: the net was checked when its program was built."""

    def _predict(self, my_task: Step, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Nothing is predicted: what lies ahead costs nothing until a token is there."""

    def _update_hook(self, my_task: Step) -> bool:
        """A token arrives and starts the node anew."""
        if self.body is None:
            my_task.workflow.arrived(my_task, self)
        return True

    def _on_ready_hook(self, my_task: Step) -> None:
        my_task.workflow.queue(my_task)

    def _run_hook(self, my_task: Step) -> bool:
        self.go_on(my_task)
        return True

    def _on_complete(self, my_task: Step) -> None:
        """The tokens that left move next, depth first."""
        case = my_task.workflow
        case.defer(my_task.children)
        case._task_completed_notify(my_task)

    def _on_cancel(self, my_task: Step) -> None:
        pass


class ChoiceSpec(NetSpec):
    """A node that asks conditions. `speaker` is the deployed element that a refusal names."""

    def _fallback(self) -> Sequence[Way]:
        for way in self.ways:
            if way.default:
                return (way,)
        if not self.ways:
            return ()
        raise NoFlow(self.speaker)

    def holding(self, case: Case, scope: int) -> list[Way]:
        """The ways whose condition holds, in the order of the diagram, without the default."""
        values = view(case, scope)
        return [way for way in self.ways if not way.default and (way.holds is None or way.holds(values) is True)]


class StartSpec(TaskSpec):  # type: ignore[misc]
    """The root of a case's tasks; in a first move it sends a token to each start of the net."""

    def __init__(self, wf_spec: WorkflowSpec) -> None:
        super().__init__(wf_spec, "root")
        self.at: Any = None

    def test(self) -> None:
        """Nothing: the net was checked when its program was built."""

    def _predict(self, my_task: Step, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Nothing is predicted."""

    def _on_ready_hook(self, my_task: Step) -> None:
        my_task.workflow.queue(my_task)

    def _run_hook(self, my_task: Step) -> bool:
        case = my_task.workflow
        arm(case, case.spec.handlers.get(None, ()), 0, None)
        return True

    def _on_complete(self, my_task: Step) -> None:
        """Nothing: the program puts the starts on the agenda."""
