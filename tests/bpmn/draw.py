"""Small diagrams written as lines of text, and what the check finds in them with real forms and conditions."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from bpmn.check import check_bytes
from bpmn.findings import Finding
from engine.expressions import compile
from forms.library import fields_of

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:uji">\n'
)
TIMERS = ("timeDate", "timeDuration", "timeCycle")
Forms = Mapping[str, Sequence[str]]


def draw(text: str, **process: str) -> bytes:
    """A BPMN file from lines.

    `userTask a name="Nama" lane=staf formRef=f sop:no=1 default=a-b` is an element: `lane`, `timeDuration` (…),
    `messageRef` and `event` (an event definition) are inner elements, what holds a colon but no dialect prefix is a
    property, `formRef`, `topic` … are of the dialect. `a > b : Ya ? keputusan = "Ya"` is the flow `a-b`.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip() and not line.strip().startswith("#")]
    lanes: dict[str, list[str]] = {}
    body = [_flow(line) if " > " in line else _element(line, lanes) for line in lines]
    sets = "".join(
        f'<bpmn:lane id="lajur_{lane}" name={quoteattr(lane)}>'
        + "".join(f"<bpmn:flowNodeRef>{member}</bpmn:flowNodeRef>" for member in members)
        + "</bpmn:lane>\n"
        for lane, members in lanes.items()
    )
    attributes = {"id": "p", "isExecutable": "true"} | {k: v for k, v in process.items() if ":" not in k}
    head = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    inside = _extensions({key: value for key, value in process.items() if ":" in key})
    drawn = f"<bpmn:process{head}>\n{inside}" + (f"<bpmn:laneSet>\n{sets}</bpmn:laneSet>\n" if sets else "")
    messages = '<bpmn:message id="m_surat" name="surat"/>\n'
    return (HEAD + messages + drawn + "\n".join(body) + "\n</bpmn:process>\n</bpmn:definitions>\n").encode()


def _element(line: str, lanes: dict[str, list[str]]) -> str:
    tag, id, *pairs = shlex.split(line)
    facts = dict(pair.split("=", 1) for pair in pairs)
    if "lane" in facts:
        lanes.setdefault(facts.pop("lane"), []).append(id)
    inner = _extensions({key: facts.pop(key) for key in list(facts) if ":" in key})
    if "event" in facts:
        inner += f"<bpmn:{facts.pop('event')}/>"
    for timer in TIMERS:
        if timer in facts:
            written = escape(facts.pop(timer))
            inner += f"<bpmn:timerEventDefinition><bpmn:{timer}>{written}</bpmn:{timer}></bpmn:timerEventDefinition>"
    if "messageRef" in facts and not tag.endswith("Task"):
        inner += f"<bpmn:messageEventDefinition messageRef={quoteattr(facts.pop('messageRef'))}/>"
    inner += facts.pop("inner", "")
    head = "".join(f" {_attribute(key)}={quoteattr(value)}" for key, value in facts.items())
    return f"<bpmn:{tag} id={quoteattr(id)}{head}>{inner}</bpmn:{tag}>"


def _attribute(key: str) -> str:
    dialect = {"formRef", "formKey", "assignee", "candidateGroups", "candidateUsers", "type", "topic", "class"}
    return f"camunda:{key}" if key in dialect else key


def _extensions(properties: Mapping[str, str]) -> str:
    if not properties:
        return ""
    rows = "".join(
        f"<camunda:property name={quoteattr(name)} value={quoteattr(value, {chr(10): '&#10;', chr(13): '&#13;'})}/>"
        for name, value in properties.items()
    )
    return f"<bpmn:extensionElements><camunda:properties>{rows}</camunda:properties></bpmn:extensionElements>"


def _flow(line: str) -> str:
    ends, _, condition = line.partition(" ? ")
    ends, _, name = ends.partition(" : ")
    source, target = (end.strip() for end in ends.split(" > "))
    head = f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"'
    head += f" name={quoteattr(name.strip())}" if name else ""
    inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    return f"{head}>{inner}</bpmn:sequenceFlow>"


def form(id: str, fields: Sequence[str]) -> bytes:
    """A form file: `catatan` is a text, `keputusan:Ya,Tidak` a required choice."""
    parts = []
    for number, field in enumerate(fields):
        key, _, values = field.partition(":")
        part: dict[str, object] = {"id": f"{id}_{number}", "key": key, "label": key, "type": "textfield"}
        if values:
            options = [{"label": value, "value": value} for value in values.split(",")]
            part |= {"type": "radio", "values": options, "validate": {"required": True}}
        parts.append(part)
    return json.dumps({"schemaVersion": 16, "id": id, "type": "default", "components": parts}).encode()


def found(data: bytes, forms: Forms | None = None) -> list[Finding]:
    """What the check finds in a file, with the forms of these fields."""
    files = {f"{id}.form": form(id, fields) for id, fields in (forms or {}).items()}
    return check_bytes(data, fields_of(files, compile), lambda text: compile(text).names)


def rules(data: bytes, forms: Forms | None = None) -> dict[str, list[str | None]]:
    """The names of the rules that find something, each with the elements in order."""
    names: dict[str, list[str | None]] = {}
    for finding in found(data, forms):
        names.setdefault(finding.rule, []).append(finding.element)
    return names
