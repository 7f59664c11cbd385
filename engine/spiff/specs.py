"""SpiffWorkflow's task specs with the semantics of BPMN 2.0.2: what every node of a net does.

SpiffWorkflow runs them: its tasks, its states and its loop move the tokens. Replaced is only what is wrong or costs
too much there: nothing is predicted, data are not copied from task to task (the case has one scope of variables), and
a token knows the arc that it came by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.net import Node
from engine.spiff.case import Case, Step
from engine.spiff.shapes import Way

__all__ = ["NetSpec", "StartSpec", "prefixed"]


def prefixed(node: str) -> str:
    """The name of a node's spec: no id of a diagram can be one that SpiffWorkflow reserves (Start, End, Root)."""
    return "node:" + node


class NetSpec(BpmnSpecMixin):  # type: ignore[misc]
    """A node of the net. Never changed once its program is built: cases and threads share it."""

    kind = "pass"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, **kwargs: object) -> None:
        super().__init__(wf_spec, prefixed(node.id), **kwargs)
        self.bpmn_id = node.origin
        self.node = node
        self.origin = node.origin
        self.ways: tuple[Way, ...] = ()

    def lead(self, ways: Sequence[Way]) -> None:
        """Connects the node with the targets of its arcs, in their order."""
        self.ways = tuple(ways)
        for way in self.ways:
            self.connect(way.target)

    def choose(self, case: Case) -> Sequence[Way]:
        """The ways that receive a token."""
        return self.ways

    def test(self) -> None:
        """Nothing: the net was checked when its program was built."""

    def _predict(self, my_task: Step, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Nothing is predicted: what lies ahead costs nothing until a token is there."""

    def _update_hook(self, my_task: Step) -> bool:
        """A token arrives and starts the node anew."""
        my_task.workflow.arrived(my_task, self)
        return True

    def _on_ready_hook(self, my_task: Step) -> None:
        my_task.workflow.queue(my_task)

    def _run_hook(self, my_task: Step) -> bool:
        case = my_task.workflow
        ways = self.choose(case)
        case.left(self)
        my_task.send(ways)
        return True

    def _on_complete_hook(self, my_task: Step) -> None:
        pass

    def _on_cancel(self, my_task: Step) -> None:
        pass


class StartSpec(TaskSpec):  # type: ignore[misc]
    """The root of a case's tasks; in a first move it sends a token to each start of the net."""

    def __init__(self, wf_spec: WorkflowSpec) -> None:
        super().__init__(wf_spec, "root")

    def test(self) -> None:
        """Nothing: the net was checked when its program was built."""

    def _predict(self, my_task: Step, seen: Any = None, looked_ahead: int = 0, mask: int = 0) -> None:
        """Nothing is predicted."""

    def _on_ready_hook(self, my_task: Step) -> None:
        my_task.workflow.queue(my_task)

    def _run_hook(self, my_task: Step) -> bool:
        for spec in self.outputs:
            my_task._add_child(spec)
        return True

    def _on_complete_hook(self, my_task: Step) -> None:
        pass
