"""A model as data that can be written as BPMN, taken apart and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'targetNamespace="http://lajur.id/uji"'
)


@dataclass(frozen=True)
class Part:
    """A flow node. `timer` is (timeDate|timeDuration|timeCycle, text)."""

    id: str
    tag: str
    default: str | None = None
    host: str | None = None
    interrupting: bool = True
    timer: tuple[str, str] | None = None
    message: str | None = None


@dataclass(frozen=True)
class Link:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True)
class Model:
    """Flow nodes and sequence flows in the order of the file. `answers`: the values each variable can be given."""

    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    answers: dict[str, tuple[object, ...]]

    def part(self, name: str) -> Part:
        """The flow node of that id."""
        return next(part for part in self.parts if part.id == name)

    def without(self, parts: set[str], links: set[str]) -> Model:
        """The model less some nodes and flows, the events on those nodes, and every flow left without an end."""
        kept = [p for p in self.parts if p.id not in parts and p.host not in parts]
        names = {part.id for part in kept}
        flows = [f for f in self.links if f.id not in links and f.source in names and f.target in names]
        left = {flow.id for flow in flows}
        plain = tuple(part if part.default in left else replace(part, default=None) for part in kept)
        return replace(self, parts=plain, links=tuple(flows))


def write(model: Model) -> bytes:
    """The model as a BPMN 2.0 file with one executable process `uji`."""
    messages = sorted({part.message for part in model.parts if part.message})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<definitions {NAMESPACES}>"]
    lines += [f'  <message id="pesan_{name}" name="{name}"/>' for name in messages]
    lines.append('  <process id="uji" isExecutable="true">')
    lines += [_part(part) for part in model.parts]
    lines += [_link(link) for link in model.links]
    lines += ["  </process>", "</definitions>", ""]
    return "\n".join(lines).encode()


def _part(part: Part) -> str:
    facts = {"id": part.id, "default": part.default, "attachedToRef": part.host}
    if part.host and not part.interrupting:
        facts["cancelActivity"] = "false"
    if part.tag == "userTask":
        facts["camunda:candidateGroups"] = "staf"
    if part.tag == "serviceTask":
        facts |= {"camunda:type": "external", "camunda:topic": "kerja"}
    if part.tag == "receiveTask" and part.message:
        facts["messageRef"] = f"pesan_{part.message}"
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in facts.items() if value)
    inside = _event(part)
    return f"    <{part.tag}{attributes}>{inside}</{part.tag}>" if inside else f"    <{part.tag}{attributes}/>"


def _event(part: Part) -> str:
    if part.timer:
        tag, text = part.timer
        return f"<timerEventDefinition><{tag}>{escape(text)}</{tag}></timerEventDefinition>"
    if part.message and part.tag != "receiveTask":
        return f'<messageEventDefinition messageRef="pesan_{part.message}"/>'
    return ""


def _link(link: Link) -> str:
    attributes = f'id="{link.id}" sourceRef="{link.source}" targetRef="{link.target}"'
    if link.condition is None:
        return f"    <sequenceFlow {attributes}/>"
    inside = f"<conditionExpression>{escape(link.condition)}</conditionExpression>"
    return f"    <sequenceFlow {attributes}>{inside}</sequenceFlow>"
