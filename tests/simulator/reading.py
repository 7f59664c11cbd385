"""Reads a BPMN file for the simulator, with nothing but the standard library."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.simulator.diagram import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    SCOPES,
    Call,
    Diagram,
    Element,
    Event,
    Flow,
    Loop,
    arranged,
)
from tests.simulator.mappings import Param, Source

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"

_ASIDE = frozenset(
    {"sequenceFlow", "laneSet", "extensionElements", "incoming", "outgoing", "standardLoopCharacteristics"}
    | {"multiInstanceLoopCharacteristics", "documentation"}
)
_REFERENCES = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
_KINDS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "conditionalEventDefinition": "condition",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "linkEventDefinition": "link",
    "terminateEventDefinition": "terminate",
    "cancelEventDefinition": "cancel",
}
_CLOCKS = (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle"))


def read(data: bytes) -> Diagram:
    """The first process of a BPMN file. ValueError for a flow node that the simulator has no rule for."""
    root = ET.fromstring(data)
    process = root.find(f"{BPMN}process")
    if process is None:
        raise ValueError("no process")
    reading = _Reading(root)
    reading.scope(process, "")
    return arranged({element.id: element for element in reading.elements}, reading.flows)


@dataclass
class _Reading:
    root: ET.Element
    flows: dict[str, Flow] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)

    def scope(self, holder: ET.Element, scope: str) -> None:
        """The flows and the nodes of a scope, each followed by what is in it."""
        flows = {flow.id: flow for flow in map(_flow, holder.findall(f"{BPMN}sequenceFlow"))}
        self.flows |= flows
        for child in holder:
            tag = child.tag.removeprefix(BPMN)
            if tag in ACTIVITIES | GATEWAYS | EVENTS:
                self.elements.append(self.element(child, tag, scope, flows))
                if tag in SCOPES:
                    self.scope(child, child.attrib["id"])
            elif tag not in _ASIDE:
                raise ValueError(f"no rule for {tag}")

    def element(self, node: ET.Element, tag: str, scope: str, flows: dict[str, Flow]) -> Element:
        me = node.attrib["id"]
        interrupts = node.get("isInterrupting" if tag == "startEvent" else "cancelActivity", "true") == "true"
        inputs, outputs = (tuple(_parameters(node, name)) for name in ("inputParameter", "outputParameter"))
        return Element(
            id=me,
            tag=tag,
            scope=scope,
            incoming=tuple(flow.id for flow in flows.values() if flow.target == me),
            outgoing=tuple(flow.id for flow in flows.values() if flow.source == me),
            default=node.get("default"),
            host=node.get("attachedToRef"),
            interrupting=interrupts,
            triggered=node.get("triggeredByEvent") == "true",
            instantiate=node.get("instantiate") == "true",
            event=self.event(node, tag),
            topic=node.get(f"{CAMUNDA}topic"),
            loop=_loop(node),
            call=_call(node) if tag == "callActivity" else None,
            inputs=inputs,
            outputs=outputs,
        )

    def event(self, node: ET.Element, tag: str) -> Event | None:
        if tag in ("receiveTask", "sendTask"):
            message = node.get("messageRef")
            name = self.named("message", message) if message else None
            return Event("message", name, key=_key(node), payload=tuple(_params(node)), all=_all(node))
        found = next((child for child in node if child.tag.removeprefix(BPMN) in _KINDS), None)
        if found is None or tag not in EVENTS:
            return None
        kind = _KINDS[found.tag.removeprefix(BPMN)]
        return Event(
            kind,
            self.name(found, kind),
            _clock(found) if kind == "timer" else None,
            _key(node),
            tuple(_params(found)),
            _all(found),
            found.get(f"{CAMUNDA}{kind}CodeVariable"),
            found.get(f"{CAMUNDA}{kind}MessageVariable"),
        )

    def name(self, found: ET.Element, kind: str) -> str | None:
        if kind == "link":
            return found.get("name")
        if kind == "condition":
            return (found.findtext(f"{BPMN}condition") or "").strip()
        reference = found.get(f"{kind}Ref")
        return self.named(kind, reference) if reference else None

    def named(self, kind: str, reference: str) -> str | None:
        for found in self.root.findall(BPMN + kind):
            if found.get("id") == reference:
                return found.get(_REFERENCES[kind])
        raise ValueError(f"no {kind} {reference}")


def _flow(node: ET.Element) -> Flow:
    text = (node.findtext(f"{BPMN}conditionExpression") or "").strip()
    return Flow(node.attrib["id"], node.attrib["sourceRef"], node.attrib["targetRef"], text or None)


def _clock(node: ET.Element) -> tuple[str, str]:
    for tag, kind in _CLOCKS:
        found = node.find(BPMN + tag)
        if found is not None:
            return kind, (found.text or "").strip()
    raise ValueError("timer without a time")


def _key(node: ET.Element) -> str | None:
    for found in node.findall(f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property"):
        if found.get("name") == "correlationKey":
            return found.get("value")
    return None


def _parameters(node: ET.Element, name: str) -> Iterator[Param]:
    for found in node.findall(f"{BPMN}extensionElements/{CAMUNDA}inputOutput/{CAMUNDA}{name}"):
        yield Param(found.get("name", ""), _source(found))


def _source(node: ET.Element) -> Source:
    inner = next(iter(node), None)
    if inner is not None and inner.tag == f"{CAMUNDA}list":
        return [_source(one) for one in inner]
    if inner is not None and inner.tag == f"{CAMUNDA}map":
        return {one.get("key", ""): _source(one) for one in inner}
    return node.text or ""


def _params(node: ET.Element, tag: str = "in") -> Iterator[Param]:
    for found in node.findall(f"{BPMN}extensionElements/{CAMUNDA}{tag}"):
        source, expression = found.get("source"), found.get("sourceExpression")
        if source or expression:
            yield Param(found.get("target", ""), "${" + source + "}" if source else expression or "")


def _all(node: ET.Element, tag: str = "in") -> bool:
    found = node.findall(f"{BPMN}extensionElements/{CAMUNDA}{tag}")
    return any(one.get("variables") == "all" for one in found)


def _call(node: ET.Element) -> Call:
    ins = node.findall(f"{BPMN}extensionElements/{CAMUNDA}in")
    key = next((found.get("businessKey") for found in ins if found.get("businessKey")), None)
    outs = tuple(_params(node, "out"))
    return Call(node.get("calledElement", ""), key, tuple(_params(node)), outs, _all(node), _all(node, "out"))


def _loop(node: ET.Element) -> Loop | None:
    standard = node.find(f"{BPMN}standardLoopCharacteristics")
    if standard is not None:
        maximum = standard.get("loopMaximum")
        return Loop(
            "standard",
            condition=(standard.findtext(f"{BPMN}loopCondition") or "").strip() or None,
            before=standard.get("testBefore") == "true",
            maximum=int(maximum) if maximum else None,
        )
    found = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if found is None:
        return None
    item, output_item = found.find(f"{BPMN}inputDataItem"), found.find(f"{BPMN}outputDataItem")
    return Loop(
        "sequential" if found.get("isSequential") == "true" else "parallel",
        collection=found.get(f"{CAMUNDA}collection") or found.findtext(f"{BPMN}loopDataInputRef"),
        cardinality=found.findtext(f"{BPMN}loopCardinality"),
        item=found.get(f"{CAMUNDA}elementVariable") or (None if item is None else item.get("name")),
        completion=(found.findtext(f"{BPMN}completionCondition") or "").strip() or None,
        output=found.findtext(f"{BPMN}loopDataOutputRef"),
        output_item=None if output_item is None else output_item.get("name"),
    )
