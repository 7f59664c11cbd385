"""Sub-processes, transactions, event sub-processes (BPMN 2.0.2, 13.3.4, 13.5.4)."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import StartEvent, SubWorkflowTask
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from bpmn.net import Node
from engine.spiff.case import Step
from engine.spiff.catching import Catcher, interrupt
from engine.spiff.rows import Place, arm, close, open_row
from engine.spiff.waits import _WAITS, RowSpec, listen_on

__all__ = ["ArmedSpec", "ScopeSpec"]


class ScopeSpec(RowSpec, SubWorkflowTask):  # type: ignore[misc]
    """A sub-process: STARTED in SpiffWorkflow's terms until nothing is left in its scope. `inner` are its starts."""

    kind = "scope"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key, subworkflow_spec=node.id)
        self.inner: tuple[Any, ...] = ()

    def _update_hook(self, my_task: Step) -> bool:
        if my_task.occurred:
            return True
        if self.body is None:
            my_task.workflow.arrived(my_task, self)
        my_task._set_state(TaskState.STARTED)
        self.begin(my_task)
        case, n = my_task.workflow, my_task.number
        assert n is not None
        case.defer(case.spawn(start, n) for start in self.inner)
        return False

    def begin(self, my_task: Step) -> None:
        """Opens; the events on it, then the starts of its event sub-processes begin to listen."""
        super().begin(my_task)
        case = my_task.workflow
        assert my_task.number is not None
        arm(case, case.spec.listeners_of(self.node.id), my_task.number, None)

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Any) -> None:
        """Never: a sub-process is no workflow of its own here."""


class ArmedSpec(RowSpec, StartEvent):  # type: ignore[misc]
    """The start of an event sub-process: it listens in the scope around and runs the sub-process when it occurs."""

    kind = "armed"
    armed = True
    home: ScopeSpec

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key, event_definition=EventDefinition())
        if node.trigger is not None:
            self.waits = _WAITS.get(node.trigger.kind)

    @property
    def listens(self) -> bool:
        """Whether it waits for something from outside; errors and escalations come from within."""
        return self.waits is not None

    def _run_hook(self, my_task: Step) -> bool:
        case, n = my_task.workflow, my_task.number
        if n is not None:
            if self.node.interrupting:
                close(case, n, cancelled=False, keep=my_task)
                interrupt(case, Catcher(self, my_task.scope, None))
            else:
                listen_on(case, self, my_task)
        case.entered(self.home)
        my_task.scope = open_row(case, self.home, Place(my_task.scope))
        arm(case, case.spec.listeners_of(self.home.node.id), my_task.scope, None)
        case.entered(self)
        self.go_on(my_task)
        return True
