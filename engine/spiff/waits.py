"""Nodes that wait: activities, catch events, events on the boundary of activities (BPMN 2.0.2, 13.3 and 13.5)."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    IntermediateCatchEvent,
    ManualTask,
    NoneTask,
    ReceiveTask,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from bpmn.net import Node
from engine.spiff.case import Step
from engine.spiff.specs import NetSpec
from engine.spiff.state import Row
from engine.spiff.timing import Timing, moment
from engine.spiff.tokens import Compiled, Token, TokenKind

__all__ = ["BoundarySpec", "CatchSpec", "ManualSpec", "ReceiveSpec", "ServiceSpec", "UserSpec", "WaitSpec"]


class WaitSpec(NetSpec):
    """A node in which a token waits. `events` are the specs of the events on its boundary."""

    waits: TokenKind
    timing: Timing | None = None
    key: Compiled | None = None
    events: tuple[BoundarySpec, ...] = ()

    @property
    def element(self) -> str:
        """The deployed element."""
        return self.origin or self.node.id

    @property
    def attended(self) -> bool:
        """Whether events listen on its boundary."""
        return bool(self.events)

    def token(self, row: Row) -> Token:
        """What a caller sees of an open token."""
        node = self.node
        due = None if row.due is None else moment(row.due)
        return Token(row.n, self.element, self.waits, row.host, due, node.message, row.key, node.topic)

    def _open(self, my_task: Step) -> None:
        """The token waits, and the events on the boundary begin to listen: tasks beside the activity's."""
        my_task.number = my_task.workflow.open(self)
        root = my_task.parent
        for event in self.events:
            event.listen(root._add_child(event), my_task)

    def _on_complete_hook(self, my_task: Step) -> None:
        my_task.workflow.close(my_task, cancelled=False)

    def _on_cancel(self, my_task: Step) -> None:
        my_task.workflow.close(my_task, cancelled=True)


class _Work(WaitSpec):
    """An activity that somebody completes: READY in SpiffWorkflow's terms until then."""

    def _on_ready_hook(self, my_task: Step) -> None:
        self._open(my_task)


class UserSpec(_Work, UserTask):  # type: ignore[misc]
    """A user task."""

    kind = waits = "user"


class ManualSpec(_Work, ManualTask):  # type: ignore[misc]
    """A manual task."""

    kind = waits = "manual"


class ServiceSpec(_Work, NoneTask):  # type: ignore[misc]
    """A service task: a worker outside completes it. SpiffWorkflow's own would ask a script engine."""

    kind = waits = "service"


class _Catch(WaitSpec):
    """A node that waits for an occurrence: WAITING in SpiffWorkflow's terms until it has fired."""

    def __init__(self, wf_spec: WorkflowSpec, node: Node, **kwargs: Any) -> None:
        super().__init__(wf_spec, node, event_definition=EventDefinition(), **kwargs)

    def _update_hook(self, my_task: Step) -> bool:
        if self.event_definition.has_fired(my_task):
            return True
        my_task.workflow.arrived(my_task, self)
        my_task._set_state(TaskState.WAITING)
        self._open(my_task)
        return False

    def _on_ready_hook(self, my_task: Step) -> None:
        my_task.workflow.queue(my_task)


class CatchSpec(_Catch, IntermediateCatchEvent):  # type: ignore[misc]
    """A timer or message catch event."""

    def __init__(self, wf_spec: WorkflowSpec, node: Node) -> None:
        super().__init__(wf_spec, node)
        self.kind = self.waits = "timer" if node.kind == "timer" else "message"


class ReceiveSpec(_Catch, ReceiveTask):  # type: ignore[misc]
    """A receive task: completed by its message, or by hand."""

    kind = waits = "receive"


class BoundarySpec(_Catch, BoundaryEvent):  # type: ignore[misc]
    """An event on the boundary of an activity, interrupting it or not (13.5.3)."""

    def __init__(self, wf_spec: WorkflowSpec, node: Node) -> None:
        super().__init__(wf_spec, node, cancel_activity=node.interrupting)
        self.kind = node.kind
        self.waits = "timer" if node.kind == "boundary_timer" else "message"

    def listen(self, my_task: Step, host: Step) -> None:
        """Begins to wait, with its activity."""
        my_task._set_state(TaskState.WAITING)
        my_task.number = my_task.workflow.open(self, host.number)

    def _run_hook(self, my_task: Step) -> bool:
        case = my_task.workflow
        if self.node.interrupting:
            host = case.host_of(my_task)
            case.close(my_task, cancelled=False)
            host.cancel()
            case.left(host.task_spec)
        case.entered(self)
        return super()._run_hook(my_task)

    def _on_complete_hook(self, my_task: Step) -> None:
        """An event that does not interrupt listens on, with the same number or a new one, while it can occur again."""
        case = my_task.workflow
        if self.node.interrupting or self.waits == "message":
            return
        host, again = case.host_of(my_task), case.again(my_task, self)
        case.close(my_task, cancelled=False)
        if again is not None:
            follower = case.task_tree._add_child(self)
            follower._set_state(TaskState.WAITING)
            follower.number = case.open(self, host.number, again)
