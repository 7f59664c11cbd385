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
ROOTS = (
    '<bpmn:message id="m_surat" name="surat"/><bpmn:message id="m_kedua" name="kedua"/>'
    '<bpmn:signal id="s_siaga" name="siaga"/><bpmn:error id="e_galat" name="galat" errorCode="G1"/>'
    '<bpmn:escalation id="k_naik" name="naik" escalationCode="E1"/>\n'
)
TIMERS = ("timeDate", "timeDuration", "timeCycle")
EVENTS = {
    "signalRef": "signalEventDefinition",
    "errorRef": "errorEventDefinition",
    "escalationRef": "escalationEventDefinition",
}
Forms = Mapping[str, Sequence[str]]


def draw(text: str, **process: str) -> bytes:
    """A BPMN file from lines.

    `userTask a name="Nama" lane=staf formRef=f sop:no=1 default=a-b` is an element: `lane`, `timeDuration` (…),
    `messageRef`, `signalRef`, `errorRef`, `escalationRef`, `condition`, `link` and `event` (an event definition) are
    inner elements, `inputs` and `outputs` mappings, what holds a colon but no dialect prefix is a property, `formRef`,
    `topic` … are of the dialect. `a > b : Ya ? keputusan = "Ya"` is the flow `a-b`. An element that ends in `{` holds
    what follows up to `}`. There are the messages m_surat and m_kedua, the signal s_siaga, the error e_galat (G1) and
    the escalation k_naik (E1).
    """
    lines = [line.strip() for line in text.split("\n") if line.strip() and not line.strip().startswith("#")]
    lanes: dict[str, list[str]] = {}
    body = _body(lines, lanes)
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
    return (HEAD + ROOTS + drawn + "\n".join(body) + "\n</bpmn:process>\n</bpmn:definitions>\n").encode()


def _body(lines: Sequence[str], lanes: dict[str, list[str]]) -> list[str]:
    """The elements and flows in order; a container is closed by its own tag."""
    body: list[str] = []
    tags: list[str] = []
    for line in lines:
        if line == "}":
            body.append(f"</bpmn:{tags.pop()}>")
        elif line.endswith(" {"):
            tags.append(line.split()[0])
            body.append(_element(line[:-2], lanes).removesuffix(f"</bpmn:{tags[-1]}>"))
        else:
            body.append(_flow(line) if " > " in line else _element(line, lanes))
    return body


def _element(line: str, lanes: dict[str, list[str]]) -> str:
    tag, id, *pairs = shlex.split(line)
    facts = dict(pair.split("=", 1) for pair in pairs)
    if "lane" in facts:
        lanes.setdefault(facts.pop("lane"), []).append(id)
    properties = {key: facts.pop(key) for key in list(facts) if ":" in key}
    inner = _extensions(properties, _mappings(facts) + facts.pop("extension", ""))
    inner += _events(facts)
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
    dialect |= {"calledElementBinding", "calledElementVersion", "calledElementVersionTag"}
    return f"camunda:{key}" if key in dialect else key


def _events(facts: dict[str, str]) -> str:
    inner = f"<bpmn:{facts.pop('event')}/>" if "event" in facts else ""
    for ref, tag in EVENTS.items():
        if ref in facts:
            inner += f"<bpmn:{tag} {ref}={quoteattr(facts.pop(ref))}/>"
    if "condition" in facts:
        written = escape(facts.pop("condition"))
        inner += f"<bpmn:conditionalEventDefinition><bpmn:condition>{written}</bpmn:condition>"
        inner += "</bpmn:conditionalEventDefinition>"
    if "link" in facts:
        inner += f"<bpmn:linkEventDefinition name={quoteattr(facts.pop('link'))}/>"
    return inner


def _mappings(facts: dict[str, str]) -> str:
    """`inputs=a:${b},c:d` and `outputs=…` as mappings of the dialect."""
    rows = ""
    for key, tag in (("inputs", "inputParameter"), ("outputs", "outputParameter")):
        for pair in filter(None, facts.pop(key, "").split(",")):
            name, _, value = pair.partition(":")
            rows += f"<camunda:{tag} name={quoteattr(name)}>{escape(value)}</camunda:{tag}>"
    return f"<camunda:inputOutput>{rows}</camunda:inputOutput>" if rows else ""


def _extensions(properties: Mapping[str, str], more: str = "") -> str:
    if not properties and not more:
        return ""
    rows = "".join(
        f"<camunda:property name={quoteattr(name)} value={quoteattr(value, {chr(10): '&#10;', chr(13): '&#13;'})}/>"
        for name, value in properties.items()
    )
    held = f"<camunda:properties>{rows}</camunda:properties>" if rows else ""
    return f"<bpmn:extensionElements>{held}{more}</bpmn:extensionElements>"


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
