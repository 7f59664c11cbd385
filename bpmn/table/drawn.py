"""Writes the BPMN file of a table: the diagram's elements, properties and flows, laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bpmn.document import Document, read
from bpmn.layout import lay_out
from bpmn.names import BPMN, BPMNDI, CAMUNDA, DC, DI
from bpmn.table.model import Limit, Repeat, Table
from bpmn.table.plan import Node, Plan, message_id, plan_of

DOCUMENT: Final = "lajur.sop.dokumen"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_TIMERS: Final = {"durasi": "timeDuration", "siklus": "timeCycle", "tanggal": "timeDate"}
_FORMAL: Final = ' xsi:type="bpmn:tFormalExpression"'


def draw_table(table: Table) -> Document:
    """The diagram of a table, laid out; forms are named after their elements."""
    return lay_out(plain_document(table), table.id)


def plain_document(table: Table) -> Document:
    """The diagram of a table before it is laid out: its drawing is empty."""
    return read(("\n".join(_file(table, plan_of(table))) + "\n").encode())


def _file(table: Table, plan: Plan) -> Iterator[str]:
    spaces = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "camunda": CAMUNDA, "xsi": _XSI}
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<bpmn:definitions {declared} id="definisi" targetNamespace="urn:lajur:sop">'
    yield '  <bpmn:collaboration id="kolaborasi">'
    yield f'    <bpmn:participant id="pool" name={quoteattr(table.title)} processRef={quoteattr(table.id)} />'
    yield "  </bpmn:collaboration>"
    for name in dict.fromkeys(node.wait for node in plan.nodes if node.wait is not None):
        yield f"  <bpmn:message id={quoteattr(message_id(name))} name={quoteattr(name)} />"
    yield from _process(table, plan)
    yield '  <bpmndi:BPMNDiagram id="gambar_kolaborasi">'
    yield '    <bpmndi:BPMNPlane id="bidang_kolaborasi" bpmnElement="kolaborasi" />'
    yield "  </bpmndi:BPMNDiagram>"
    yield "</bpmn:definitions>"


def _process(table: Table, plan: Plan) -> Iterator[str]:
    head = f'id={quoteattr(table.id)} name={quoteattr(table.name)} isExecutable="true"'
    yield f"  <bpmn:process {head} camunda:versionTag={quoteattr(table.version)}{_template(DOCUMENT)}>"
    yield from _documentation(table.text, "    ")
    yield from _properties(table.properties, "    ")
    yield '    <bpmn:laneSet id="lajur">'
    for column in table.columns:
        lane = f"<bpmn:lane id={quoteattr(column.id)} name={quoteattr(column.title)}"
        inside = [node.id for node in plan.nodes if node.lane == column.id]
        if not inside:
            yield f"      {lane} />"
            continue
        yield f"      {lane}>"
        yield from (f"        <bpmn:flowNodeRef>{id}</bpmn:flowNodeRef>" for id in inside)
        yield "      </bpmn:lane>"
    yield "    </bpmn:laneSet>"
    for node in plan.nodes:
        yield from _node(node, plan)
    for arrow in plan.arrows:
        name = f" name={quoteattr(arrow.name)}" if arrow.name else ""
        flow = f'<bpmn:sequenceFlow id="{arrow.id}"{name} sourceRef="{arrow.source}" targetRef="{arrow.target}"'
        if not arrow.condition:
            yield f"    {flow} />"
            continue
        yield f"    {flow}>"
        yield f"      <bpmn:conditionExpression{_FORMAL}>{escape(arrow.condition)}</bpmn:conditionExpression>"
        yield "    </bpmn:sequenceFlow>"
    yield "  </bpmn:process>"


def _node(node: Node, plan: Plan) -> Iterator[str]:
    name = f" name={quoteattr(node.name)}" if node.name else ""
    form = f' camunda:formRef="{node.id}" camunda:formRefBinding="deployment"' if node.form else ""
    template = _template(node.template) if node.template else ""
    wait = "" if node.wait is None else f" messageRef={quoteattr(message_id(node.wait))}"
    edge = ""
    if node.limit is not None:
        edge = f'{"" if node.limit.stops else _ON} attachedToRef="{node.host}"'
    yield f'    <bpmn:{node.kind} id="{node.id}"{name}{template}{form}{wait}{edge}>'
    yield from _documentation(node.text, "      ")
    yield from _properties(node.properties, "      ")
    yield from (f"      <bpmn:incoming>{arrow.id}</bpmn:incoming>" for arrow in plan.into(node.id))
    yield from (f"      <bpmn:outgoing>{arrow.id}</bpmn:outgoing>" for arrow in plan.out_of(node.id))
    if node.repeat is not None:
        yield from _loop(node.repeat)
    if node.limit is not None:
        yield from _timer(node.id, node.limit)
    yield f"    </bpmn:{node.kind}>"


_ON: Final = ' cancelActivity="false"'


def _template(id: str) -> str:
    return f' camunda:modelerTemplate="{id}" camunda:modelerTemplateVersion="1"'


def _documentation(text: str, indent: str) -> Iterator[str]:
    if text:
        yield f"{indent}<bpmn:documentation>{escape(text)}</bpmn:documentation>"


def _properties(properties: Mapping[str, str], indent: str) -> Iterator[str]:
    if not properties:
        return
    yield f"{indent}<bpmn:extensionElements>"
    yield f"{indent}  <camunda:properties>"
    for name, value in properties.items():
        yield f"{indent}    <camunda:property name={quoteattr(name)} value={quoteattr(value)} />"
    yield f"{indent}  </camunda:properties>"
    yield f"{indent}</bpmn:extensionElements>"


def _loop(repeat: Repeat) -> Iterator[str]:
    way = "" if repeat.parallel else ' isSequential="true"'
    over = f"camunda:collection={quoteattr(repeat.collection)} camunda:elementVariable={quoteattr(repeat.item)}"
    if not repeat.until:
        yield f"      <bpmn:multiInstanceLoopCharacteristics{way} {over} />"
        return
    yield f"      <bpmn:multiInstanceLoopCharacteristics{way} {over}>"
    yield f"        <bpmn:completionCondition{_FORMAL}>{escape(repeat.until)}</bpmn:completionCondition>"
    yield "      </bpmn:multiInstanceLoopCharacteristics>"


def _timer(id: str, limit: Limit) -> Iterator[str]:
    tag = _TIMERS[limit.timer[0]]
    yield f'      <bpmn:timerEventDefinition id="{id}_waktu">'
    yield f"        <bpmn:{tag}{_FORMAL}>{escape(limit.timer[1])}</bpmn:{tag}>"
    yield "      </bpmn:timerEventDefinition>"
