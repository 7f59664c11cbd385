"""The styles of modelers whose files carry the dialect of Camunda 7, of its forerunner, or of its successors."""

from __future__ import annotations

from typing import Final

from bpmn.names import FLOW_NODES
from tests.corpus.style import ACTIVITI, FLOWABLE, Ornament, Style, guid

__all__ = ["STYLES"]

_LOST: Final = frozenset({"no-performer", "not-runnable"})
"""What is refused where the attributes of the dialect are lost or stand in a namespace that is not read."""


def _short(kind: str) -> str:
    """Seven letters and digits as bpmn.io makes them."""
    return f"{sum(map(ord, kind)) * 7_919 % 2_176_782_336:07x}"[:7]


def _bpmn_io(tag: str, number: int) -> Ornament:
    coloured = tag in FLOW_NODES and number % 2 == 0
    return Ornament(attributes=' bioc:stroke="#1e88e5" color:border-color="#1e88e5"' if coloured else "")


def _modeler(tag: str, number: int) -> Ornament:
    if tag == "process":
        return Ornament(' camunda:historyTimeToLive="180" camunda:isStartableInTasklist="true"')
    if tag == "userTask":
        note = '<camunda:properties><camunda:property name="catatan" value="a &amp; b"/></camunda:properties>'
        return Ornament(' camunda:asyncBefore="true" camunda:priority="50"', note)
    if tag == "serviceTask":
        return Ornament(' camunda:taskPriority="10" camunda:jobPriority="20"')
    if tag == "exclusiveGateway":
        return Ornament(documentation="<{m}documentation><![CDATA[Ya atau <b>Tidak</b>?]]></{m}documentation>")
    return Ornament()


def _cloud(tag: str, number: int) -> Ornament:
    inside = {
        "userTask": '<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="staf"/>'
        '<zeebe:formDefinition formId="formulir"/>',
        "serviceTask": '<zeebe:taskDefinition type="kerja" retries="3"/><zeebe:taskHeaders><zeebe:header key="a" '
        'value="b"/></zeebe:taskHeaders><zeebe:ioMapping><zeebe:input source="=1" target="x"/></zeebe:ioMapping>',
        "businessRuleTask": '<zeebe:calledDecision decisionId="aturan" resultVariable="hasil"/>',
        "callActivity": '<zeebe:calledElement processId="verifikasi" propagateAllChildVariables="false"/>',
        "sendTask": '<zeebe:taskDefinition type="kirim"/>',
    }
    version = '<zeebe:versionTag value="1"/>'
    return Ornament(extension=inside.get(tag, version if tag == "process" else ""))


def _activiti(tag: str, number: int) -> Ornament:
    if tag == "userTask":
        field = '<activiti:formProperty id="nama" name="Nama" type="string" required="true"></activiti:formProperty>'
        return Ornament(' activiti:exclusive="false"', field)
    if tag in ("startEvent", "endEvent"):
        return Ornament(documentation="<{m}documentation>Bagian   pertama\n   dari dua</{m}documentation>")
    return Ornament(' activiti:initiator="pemohon"' if tag == "startEvent" else "")


def _flowable(tag: str, number: int) -> Ornament:
    if tag == "process":
        return Ornament(
            ' flowable:candidateStarterGroups="flowableUser"',
            "<design:stencilid><![CDATA[BPMNDiagram]]></design:stencilid><design:creationdate>"
            "<![CDATA[2030-01-07T01:00:00.000Z]]></design:creationdate>",
        )
    if tag == "userTask":
        inner = "<flowable:task-candidates-type><![CDATA[all]]></flowable:task-candidates-type>"
        return Ornament(' flowable:formFieldValidation="false"', inner)
    return Ornament(extension="<design:stencilid><![CDATA[x]]></design:stencilid>" if tag in FLOW_NODES else "")


def _spiff(tag: str, number: int) -> Ornament:
    if tag in ("userTask", "manualTask"):
        text = "<spiffworkflow:instructionsForEndUser># Periksa\n\n*Semua* berkas {{ nama }}</spiffworkflow:"
        return Ornament(extension=f"{text}instructionsForEndUser>")
    if tag == "process":
        return Ornament(
            extension='<spiffworkflow:properties><spiffworkflow:property name="a" value="b"/>'
            "</spiffworkflow:properties>"
        )
    return Ornament()


STYLES: Final = (
    Style(
        "bpmn-io",
        spaces={
            "bioc": "http://bpmn.io/schema/bpmn/biocolor/1.0",
            "color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
        },
        head=' id="Definitions_1" exporter="bpmn-js (https://demo.bpmn.io)" exporterVersion="18.6.2"',
        identify=lambda at, id: f"Activity_{_short(id)}_{at}",
        adorn=_bpmn_io,
        labels=True,
    ),
    Style(
        "camunda-modeler",
        spaces={"modeler": "http://camunda.org/schema/modeler/1.0"},
        head=' id="Definitions_0b7" exporter="Camunda Modeler" exporterVersion="5.40.0" '
        'modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.24.0"',
        identify=lambda at, id: f"{'Flow' if '-' in id else 'Node'}_{_short(id)}{at}",
        adorn=_modeler,
        labels=True,
    ),
    Style(
        "camunda-modeler-early",
        prefix="bpmn2",
        head=' xsi:schemaLocation="http://www.omg.org/spec/BPMN/20100524/MODEL BPMN20.xsd" id="_AbC-1" '
        'exporter="camunda modeler" exporterVersion="2.7.0"',
        identify=lambda at, id: f"{'SequenceFlow' if '-' in id else 'Task'}_{at}",
        newline="\r\n",
    ),
    Style(
        "cloud-modeler",
        spaces={"zeebe": "http://camunda.org/schema/zeebe/1.0", "modeler": "http://camunda.org/schema/modeler/1.0"},
        head=' id="Definitions_1" exporter="Camunda Modeler" exporterVersion="5.40.0" '
        'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0"',
        dialect=None,
        adorn=_cloud,
        refused=_LOST,
    ),
    Style(
        "cloud-modeler-lanes",
        spaces={"zeebe": "http://camunda.org/schema/zeebe/1.0"},
        head=' id="Definitions_1" exporter="Zeebe Modeler" exporterVersion="0.11.0"',
        dialect=None,
        performer="lane",
        adorn=_cloud,
        refused=frozenset({"not-runnable"}),
    ),
    Style(
        "activiti-designer",
        prefix="",
        dialect=ACTIVITI,
        letters="activiti",
        head=' typeLanguage="http://www.w3.org/2001/XMLSchema" expressionLanguage="http://www.w3.org/1999/XPath"',
        drawing=("bpmndi", "omgdc", "omgdi"),
        identify=lambda at, id: f"{'flow' if '-' in id else 'element'}{at}",
        ways="absent",
        adorn=_activiti,
        cdata=True,
    ),
    Style(
        "flowable-design",
        prefix="",
        dialect=FLOWABLE,
        letters="flowable",
        spaces={"design": "http://flowable.org/design"},
        head=' typeLanguage="http://www.w3.org/2001/XMLSchema" exporter="Flowable Open Source Modeler" '
        'exporterVersion="6.8.1" expressionLanguage="http://www.w3.org/1999/XPath"',
        drawing=("bpmndi", "omgdc", "omgdi"),
        identify=lambda at, id: f"sid-{guid(at).upper()}",
        ways="absent",
        adorn=_flowable,
        cdata=True,
        refused=_LOST,
    ),
    Style(
        "spiff-arena",
        spaces={"spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core"},
        head=' id="Definitions_96f6665" exporter="Camunda Modeler" exporterVersion="3.0.0-dev"',
        identify=lambda at, id: f"Activity_{at:07d}",
        adorn=_spiff,
    ),
    Style(
        "operaton-utf-16",
        head=' exporter="Modeler" exporterVersion="1.0"',
        declaration='<?xml version="1.0" encoding="UTF-16"?>',
        codec="utf-16-le",
        mark=b"\xff\xfe",
        newline="\r\n",
        identify=lambda at, id: f"langkah.ke-{at}.é",
        order="flows first",
    ),
    Style(
        "notepad-bom",
        prefix="b",
        letters="c",
        codec="utf-8",
        mark=b"\xef\xbb\xbf",
        newline="\r\n",
        comments=True,
        order="shuffled",
        ways="wrong",
        lawful=False,
        drawing=(),
        identify=lambda at, id: f"_{at}.日本_{id}",
    ),
    Style(
        "one-line",
        prefix="model",
        declaration="",
        indent="",
        drawing=(),
        ways="absent",
        order="flows first",
        formal="",
        letters="camunda",
    ),
)
