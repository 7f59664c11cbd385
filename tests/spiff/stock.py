"""SpiffWorkflow alone, with its own parser and serializer, on the diagram of a net: what the cures are measured by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.document import read
from bpmn.net import Net, Node
from bpmn.prepare import prepare
from engine import expressions
from engine.spiff import Program, load

__all__ = ["Stock", "ours", "xml"]

_TAGS: Mapping[str, str] = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "manual": "manualTask",
    "service": "serviceTask",
    "receive": "receiveTask",
    "pass": "task",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "inclusive": "inclusiveGateway",
    "catch": "intermediateCatchEvent",
    "boundary": "boundaryEvent",
}
_TIMERS: Mapping[str, str] = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}


def xml(net: Net, *, python: bool = False) -> bytes:
    """The diagram of a net; with `python`, `=` in conditions is written as SpiffWorkflow wants it."""
    parts = [_element(node) for node in net.nodes.values()]
    for arc in net.arcs.values():
        text = ""
        if arc.condition is not None:
            said = arc.condition.replace(" = ", " == ") if python else arc.condition
            text = f"<conditionExpression>{escape(said)}</conditionExpression>"
        parts.append(
            f'<sequenceFlow id="{arc.id}" sourceRef="{arc.source}" targetRef="{arc.target}">{text}</sequenceFlow>'
        )
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:lajur:uji">'
    messages = sorted({name for name in map(_message, net.nodes.values()) if name})
    names = "".join(f'<message id="pesan_{name}" name="{name}"/>' for name in messages)
    body = f'<process id="{net.process_id}" isExecutable="true">{"".join(parts)}</process>'
    return f"{head}{names}{body}</definitions>".encode()


def _element(node: Node) -> str:
    more, inside = "", ""
    if node.default:
        more += f' default="{node.default}"'
    if node.attached_to:
        more += f' attachedToRef="{node.attached_to}" cancelActivity="{str(node.interrupting).lower()}"'
    message, timer = _message(node), node.trigger.timer if node.trigger else None
    if message and node.kind == "receive":
        more += f' messageRef="pesan_{message}"'
    elif message:
        inside = f'<messageEventDefinition messageRef="pesan_{message}"/>'
    if timer:
        tag = _TIMERS[timer.kind]
        inside = f"<timerEventDefinition><{tag}>{escape(timer.text)}</{tag}></timerEventDefinition>"
    return f"<{_TAGS[node.kind]} id={quoteattr(node.id)}{more}>{inside}</{_TAGS[node.kind]}>"


def _message(node: Node) -> str | None:
    return node.trigger.name if node.trigger is not None and node.trigger.kind == "message" else None


def ours(net: Net) -> Program:
    """Our program of the same diagram, through the document and its preparation."""
    return load(prepare(read(xml(net)).processes[0]), expressions.compile)


class Stock:
    """A case in SpiffWorkflow alone; `data` are the first task's."""

    def __init__(self, net: Net, **data: Any) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(xml(net, python=True))
        self.workflow: Any = BpmnWorkflow(parser.get_spec(net.process_id))
        self.workflow.task_tree.data.update(data)
        self.workflow.do_engine_steps()

    def ready(self) -> list[str]:
        """The ids of what is READY, sorted."""
        return sorted(task.task_spec.name for task in self.tasks())

    def tasks(self) -> list[Task]:
        """The READY tasks."""
        return list(self.workflow.get_tasks(state=TaskState.READY))

    def complete(self, element: str, **data: Any) -> None:
        """Completes the first READY task of an element."""
        task = next(task for task in self.tasks() if task.task_spec.name == element)
        task.data.update(data)
        task.run()
        self.workflow.do_engine_steps()

    def saved(self) -> str:
        """The case as its serializer writes it."""
        return str(BpmnWorkflowSerializer().serialize_json(self.workflow))

    def restored(self, text: str) -> None:
        """The case that its serializer reads."""
        self.workflow = BpmnWorkflowSerializer().deserialize_json(text)

    def size(self) -> int:
        """How many tasks its tree holds."""
        return len(json.loads(self.saved())["tasks"])
