"""What the simulator reads from a BPMN file, with nothing but the standard library."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

ACTIVITIES = {
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "receiveTask": "receive",
}
"""Tags of the activities that wait for somebody -> the kind of the thing that is then open."""

NODES = frozenset(ACTIVITIES) | {
    "startEvent",
    "endEvent",
    "task",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
}


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` is the text in it, None where it has none."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True)
class Element:
    """A flow node. `timer` is (date|duration|cycle, text), `message` a name, `host` a boundary event's activity."""

    id: str
    tag: str
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    default: str | None = None
    host: str | None = None
    interrupting: bool = True
    timer: tuple[str, str] | None = None
    message: str | None = None


@dataclass(frozen=True)
class Diagram:
    """One process: flow nodes and flows in the order of the file, and the boundary events of each activity."""

    elements: dict[str, Element]
    flows: dict[str, Flow]
    boundary: dict[str, tuple[str, ...]]


def read(data: bytes) -> Diagram:
    """The first process of a BPMN file. ValueError for a flow node that the simulator has no rule for."""
    root = ET.fromstring(data)
    process = root.find(f"{BPMN}process")
    if process is None:
        raise ValueError("no process")
    messages = {found.get("id", ""): found.get("name", "") for found in root.findall(f"{BPMN}message")}
    flows = {flow.id: flow for flow in map(_flow, process.findall(f"{BPMN}sequenceFlow"))}
    elements: dict[str, Element] = {}
    for child in process:
        tag = child.tag.removeprefix(BPMN)
        if tag in NODES:
            element = _element(child, tag, flows, messages)
            elements[element.id] = element
        elif tag not in ("sequenceFlow", "laneSet"):
            raise ValueError(f"no rule for {tag}")
    boundary = {host: tuple(e.id for e in elements.values() if e.host == host) for host in elements}
    return Diagram(elements, flows, boundary)


def _flow(node: ET.Element) -> Flow:
    condition = node.find(f"{BPMN}conditionExpression")
    text = None if condition is None else (condition.text or "").strip()
    return Flow(node.attrib["id"], node.attrib["sourceRef"], node.attrib["targetRef"], text or None)


def _element(node: ET.Element, tag: str, flows: dict[str, Flow], messages: dict[str, str]) -> Element:
    me = node.attrib["id"]
    event = node.find(f"{BPMN}messageEventDefinition")
    reference = node.get("messageRef") if event is None else event.get("messageRef")
    return Element(
        id=me,
        tag=tag,
        incoming=tuple(flow.id for flow in flows.values() if flow.target == me),
        outgoing=tuple(flow.id for flow in flows.values() if flow.source == me),
        default=node.get("default"),
        host=node.get("attachedToRef"),
        interrupting=node.get("cancelActivity", "true") == "true",
        timer=_timer(node),
        message=messages.get(reference) if reference else None,
    )


def _timer(node: ET.Element) -> tuple[str, str] | None:
    definition = node.find(f"{BPMN}timerEventDefinition")
    if definition is None:
        return None
    for tag, kind in (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle")):
        found = definition.find(BPMN + tag)
        if found is not None:
            return kind, (found.text or "").strip()
    raise ValueError(f"timer without a time at {node.get('id')}")
