"""Nodes that pass their token on at once, and ends that consume it."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import EndEvent
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.net import Node
from engine.spiff.case import Step
from engine.spiff.specs import NetSpec

__all__ = ["EndSpec", "PassSpec"]


class PassSpec(NetSpec, SimpleBpmnTask):  # type: ignore[misc]
    """A start, a task that nobody does, an event without a trigger."""


class EndSpec(NetSpec, EndEvent):  # type: ignore[misc]
    """Consumes its token (13.5.6); it is entered and never left."""

    kind = "end"

    def __init__(self, wf_spec: WorkflowSpec, node: Node) -> None:
        super().__init__(wf_spec, node, event_definition=NoneEventDefinition())

    def _run_hook(self, my_task: Step) -> bool:
        my_task.workflow.ended.append(self.origin or self.node.id)
        return True
