"""Writes a model as a BPMN 2.0 file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from tests.simulator.diagram import SCOPES, Event, Loop
from tests.simulator.mappings import Param, Source
from tests.simulator.model import Link, Model, Part

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://lajur.id/uji"'
)
_CLOCKS = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}
_CODES = {"error": "errorCode", "escalation": "escalationCode"}
_PREFIX = {"message": "pesan", "signal": "isyarat", "error": "galat", "escalation": "eskalasi"}


def write(model: Model) -> bytes:
    """The model as a BPMN 2.0 file with one executable process `uji`."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<definitions {NAMESPACES}>"]
    events = {(part.event.kind, part.event.name) for part in model.parts if part.event}
    for kind, name in sorted((kind, name) for kind, name in events if kind in _PREFIX and name is not None):
        code = f" {_CODES[kind]}={quoteattr(name)}" if kind in _CODES else ""
        lines.append(f'  <{kind} id="{_PREFIX[kind]}_{name}" name={quoteattr(name)}{code}/>')
    lines.append('  <process id="uji" isExecutable="true">')
    lines += _inside(model, "", "    ")
    lines += ["  </process>", "</definitions>", ""]
    return "\n".join(lines).encode()


def _inside(model: Model, scope: str, indent: str) -> Iterator[str]:
    held = [part for part in model.parts if part.scope == scope]
    names = {part.id for part in held}
    for part in held:
        attributes = _attributes(part)
        inside = [*_head(part), *([] if part.tag in SCOPES else _event(part))]
        if part.tag in SCOPES:
            yield f"{indent}<{part.tag}{attributes}>{''.join(inside)}"
            yield from _inside(model, part.id, indent + "  ")
            yield f"{indent}</{part.tag}>"
        elif inside:
            yield f"{indent}<{part.tag}{attributes}>{''.join(inside)}</{part.tag}>"
        else:
            yield f"{indent}<{part.tag}{attributes}/>"
    yield from (indent + _link(link) for link in model.links if link.source in names)


def _attributes(part: Part) -> str:
    facts = {"id": part.id, "default": part.default, "attachedToRef": part.host}
    if not part.interrupting:
        facts["isInterrupting" if part.tag == "startEvent" else "cancelActivity"] = "false"
    if part.tag == "userTask":
        facts["camunda:candidateGroups"] = "staf"
    if part.topic:
        facts |= {"camunda:type": "external", "camunda:topic": part.topic}
    if part.tag in ("receiveTask", "sendTask") and part.event:
        facts["messageRef"] = f"pesan_{part.event.name}"
    if part.triggered:
        facts["triggeredByEvent"] = "true"
    if part.instantiate:
        facts["instantiate"] = "true"
    if part.call:
        facts["calledElement"] = part.call.process
    return "".join(f" {key}={quoteattr(value)}" for key, value in facts.items() if value)


def _head(part: Part) -> Iterator[str]:
    """The extension elements of a node, and how it loops."""
    inner = ""
    key = part.event.key if part.event else None
    if key:
        inner += f'<camunda:properties><camunda:property name="correlationKey" value={quoteattr(key)}/>'
        inner += "</camunda:properties>"
    if part.inputs or part.outputs:
        inner += "<camunda:inputOutput>"
        inner += "".join(_parameter("inputParameter", param) for param in part.inputs)
        inner += "".join(_parameter("outputParameter", param) for param in part.outputs)
        inner += "</camunda:inputOutput>"
    if part.call:
        inner += _params(part.call.ins, all=part.call.all_in)
        inner += _params(part.call.outs, "out", all=part.call.all_out)
        if part.call.business_key:
            inner += f"<camunda:in businessKey={quoteattr(part.call.business_key)}/>"
    if part.tag == "sendTask" and part.event:
        inner += _params(part.event.payload, all=part.event.all)
    if inner:
        yield f"<extensionElements>{inner}</extensionElements>"
    if part.loop:
        yield _loop(part.loop)


def _parameter(tag: str, param: Param) -> str:
    return f"<camunda:{tag} name={quoteattr(param.name)}>{_source(param.source)}</camunda:{tag}>"


def _source(source: Source) -> str:
    if isinstance(source, str):
        return escape(source)
    if isinstance(source, list):
        inner = "".join(f"<camunda:value>{_source(one)}</camunda:value>" for one in source)
        return f"<camunda:list>{inner}</camunda:list>"
    inner = "".join(
        f"<camunda:entry key={quoteattr(key)}>{_source(one)}</camunda:entry>" for key, one in source.items()
    )
    return f"<camunda:map>{inner}</camunda:map>"


def _params(params: Iterable[Param], tag: str = "in", *, all: bool = False) -> str:
    everything = f'<camunda:{tag} variables="all"/>' if all else ""
    return everything + "".join(
        f"<camunda:{tag} sourceExpression={quoteattr(str(param.source))} target={quoteattr(param.name)}/>"
        for param in params
    )


def _event(part: Part) -> Iterator[str]:
    event = part.event
    if event is None or part.tag in ("receiveTask", "sendTask"):
        return
    name = "conditionalEventDefinition" if event.kind == "condition" else f"{event.kind}EventDefinition"
    facts = {}
    if event.kind in _PREFIX and event.name is not None:
        facts[f"{event.kind}Ref"] = f"{_PREFIX[event.kind]}_{event.name}"
    if event.kind == "link":
        facts["name"] = event.name or ""
    facts |= {f"camunda:{event.kind}CodeVariable": event.code_variable} if event.code_variable else {}
    facts |= {f"camunda:{event.kind}MessageVariable": event.message_variable} if event.message_variable else {}
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in facts.items())
    inside = _definition(event)
    yield f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _definition(event: Event) -> str:
    if event.clock:
        kind, text = event.clock
        return f"<{_CLOCKS[kind]}>{escape(text)}</{_CLOCKS[kind]}>"
    if event.kind == "condition":
        return f'<condition xsi:type="tFormalExpression">{escape(event.name or "")}</condition>'
    inside = _params(event.payload, all=event.all)
    return f"<extensionElements>{inside}</extensionElements>" if inside else ""


def _loop(loop: Loop) -> str:
    if loop.kind == "standard":
        facts = ' testBefore="true"' if loop.before else ""
        facts += f' loopMaximum="{loop.maximum}"' if loop.maximum is not None else ""
        inside = f"<loopCondition>{escape(loop.condition)}</loopCondition>" if loop.condition else ""
        return f"<standardLoopCharacteristics{facts}>{inside}</standardLoopCharacteristics>"
    facts = ' isSequential="true"' if loop.kind == "sequential" else ""
    if loop.collection:
        facts += f" camunda:collection={quoteattr(loop.collection)}"
        facts += f" camunda:elementVariable={quoteattr(loop.item)}" if loop.item else ""
    texts = {
        "loopCardinality": loop.cardinality,
        "loopDataOutputRef": loop.output,
    }
    inside = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in texts.items() if text)
    if loop.output_item:
        inside += f"<outputDataItem name={quoteattr(loop.output_item)}/>"
    if loop.completion:
        inside += f"<completionCondition>{escape(loop.completion)}</completionCondition>"
    return f"<multiInstanceLoopCharacteristics{facts}>{inside}</multiInstanceLoopCharacteristics>"


def _link(link: Link) -> str:
    attributes = f'id="{link.id}" sourceRef="{link.source}" targetRef="{link.target}"'
    if link.condition is None:
        return f"<sequenceFlow {attributes}/>"
    inside = f"<conditionExpression>{escape(link.condition)}</conditionExpression>"
    return f"<sequenceFlow {attributes}>{inside}</sequenceFlow>"
