"""The styles of modelers that draw and analyse: their files carry no attributes of an engine that is read here."""

from __future__ import annotations

from typing import Final

from bpmn.names import FLOW_NODES
from tests.corpus.style import Ornament, Style, guid

__all__ = ["STYLES"]

_DRAWN: Final = frozenset({"not-runnable", "not-executable"})
_NOBODY: Final = _DRAWN | {"no-performer"}
_XPATH: Final = "http://www.w3.org/1999/XPath"


def _signavio(tag: str, number: int) -> Ornament:
    meta = '<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/>'
    if tag == "process":
        meta = '<signavio:signavioDiagramMetaData metaKey="revisionid" metaValue="0f3a"/>'
    return Ornament(extension=meta if tag in FLOW_NODES | {"process"} else "")


def _bizagi(tag: str, number: int) -> Ornament:
    if tag not in FLOW_NODES | {"sequenceFlow", "process"}:
        return Ornament()
    held = (
        '<bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties>'
        '<bizagi:BizagiProperty name="bgColor" value="#ECEFFF"/><bizagi:BizagiProperty name="runtimeProperties" '
        "value='{\"sinc\":{}}'/></bizagi:BizagiProperties></bizagi:BizagiExtensions>"
    )
    return Ornament(extension=held, documentation="<{m}documentation/>")


def _drools(tag: str, number: int) -> Ornament:
    if tag == "process":
        return Ornament(
            ' drools:packageName="id.lajur" drools:version="1.0" drools:adHoc="false" processType="Public"',
            '<drools:import name="java.util.List"/>',
            '<{m}property id="nama_var" itemSubjectRef="_namaItem"/>',
        )
    meta = '<drools:metaData name="elementname"><drools:metaValue><![CDATA[{id}]]></drools:metaValue></drools:metaData>'
    if tag in ("userTask", "serviceTask"):
        io = (
            '<{m}ioSpecification><{m}dataInput id="{id}_NamaInputX" drools:dtype="Object" name="NodeName"/>'
            '<{m}dataOutput id="{id}_HasilOutputX" name="hasil"/><{m}inputSet><{m}dataInputRefs>{id}_NamaInputX'
            "</{m}dataInputRefs></{m}inputSet><{m}outputSet><{m}dataOutputRefs>{id}_HasilOutputX</{m}dataOutputRefs>"
            "</{m}outputSet></{m}ioSpecification><{m}dataInputAssociation><{m}targetRef>{id}_NamaInputX</{m}targetRef>"
            "<{m}assignment><{m}from><![CDATA[Periksa]]></{m}from><{m}to>{id}_NamaInputX</{m}to></{m}assignment>"
            "</{m}dataInputAssociation>"
        )
        return Ornament(' drools:taskName="kerja"', meta, io)
    return Ornament(extension=meta if tag in FLOW_NODES else "")


def _triso(tag: str, number: int) -> Ornament:
    if tag == "definitions":
        return Ornament()
    attributes = ' trisofeed:uri="#{id}" triso:itemType="x"' if tag in FLOW_NODES else ""
    return Ornament(
        attributes, '<triso:ExtensionElement name="a"><triso:p/>teks</triso:ExtensionElement>' if attributes else ""
    )


def _yaoqiang(tag: str, number: int) -> Ornament:
    if tag == "process":
        return Ornament(
            ' isClosed="false" processType="None"',
            '<yaoqiang:description/><yaoqiang:pageFormat height="841.8" imageableHeight="831.8" orientation="0"/>',
        )
    if tag.endswith("Task") or tag == "task":
        return Ornament(' completionQuantity="1" isForCompensation="false" startQuantity="1"')
    if tag == "startEvent":
        return Ornament(' parallelMultiple="false"', inside="<{m}outputSet/>")
    return Ornament(inside="<{m}inputSet/>" if tag == "endEvent" else "")


def _visual(tag: str, number: int) -> Ornament:
    quoted = (
        '<modelAttribute xmlns="http://www.visual-paradigm.com/xmodeller" name="pmLastModified">"7"</modelAttribute>'
    )
    return Ornament(extension=quoted if tag in FLOW_NODES else "")


def _oracle(tag: str, number: int) -> Ornament:
    held = (
        '<ora:OracleExtensions><ora:RepositoryReference objectType="BusinessObject"/><ora:ConversationalInterface '
        'define="true"/><ora:Documentation xml:lang="id"><![CDATA[<p>Catatan</p>]]></ora:Documentation>'
        "</ora:OracleExtensions>"
    )
    return Ornament(extension=held if tag in FLOW_NODES | {"process"} else "")


def _ibm(tag: str, number: int) -> Ornament:
    if tag == "process":
        inside = (
            '<{m}ioSpecification><{m}inputSet/><{m}outputSet/></{m}ioSpecification><{m}property id="p_1" '
            'itemSubjectRef="itm.12" isCollection="false" name="hasil"/><{m}auditing/><{m}monitoring/>'
        )
        return Ornament(
            inside=inside,
            extension="<ibm:processExtension><ibm:dueDateType>TimeCalc</ibm:dueDateType></ibm:processExtension>",
        )
    visual = '<ibm:nodeVisualInfo x="10" y="20" width="95" height="70" color="#F8F8F8"/>'
    return Ornament(extension=visual if tag in FLOW_NODES else "")


def _enterprise(tag: str, number: int) -> Ornament:
    if tag.endswith("Task"):
        return Ornament(inside='<{m}auditing id="{id}_audit"/><{m}monitoring id="{id}_monitor"/>')
    return Ornament(' gatewayDirection="Unspecified"' if tag.endswith("Gateway") else "")


def _standard(tag: str, number: int) -> Ornament:
    if tag == "userTask":
        owner = (
            '<{m}potentialOwner id="{id}_pemilik"><{m}resourceAssignmentExpression><{m}formalExpression>group(staf)'
            "</{m}formalExpression></{m}resourceAssignmentExpression></{m}potentialOwner>"
        )
        return Ornament(' implementation="##unspecified"', inside=owner)
    return Ornament(' xml:lang="id"' if tag == "process" else "")


def _marked(tag: str, number: int) -> Ornament:
    markup = '<{m}documentation textFormat="application/xhtml+xml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Satu '
    return Ornament(documentation=f"{markup}<b>dua</b> &lt;tiga&gt; &#8212;</p></div></{{m}}documentation>")


STYLES: Final = (
    Style(
        "signavio",
        prefix="",
        spaces={"signavio": "http://www.signavio.com"},
        head=' exporter="Signavio Process Editor, http://www.signavio.com" exporterVersion="13.4.1" '
        f'expressionLanguage="{_XPATH}" typeLanguage="http://www.w3.org/2001/XMLSchema"',
        identify=lambda at, id: f"sid-{guid(at, 1).upper()}",
        dialect=None,
        performer="lane",
        executable=("false", "true"),
        drawing=("bpmndi", "omgdc", "omgdi"),
        labels=True,
        adorn=_signavio,
        refused=_DRAWN,
    ),
    Style(
        "bizagi",
        prefix="",
        spaces={"xsd": "http://www.w3.org/2001/XMLSchema"},
        head=' exporter="Bizagi Modeler" exporterVersion="4.2.0.016"',
        identify=lambda at, id: f"Id_{guid(at, 2)}",
        dialect=None,
        performer="none",
        executable=("false", "true", None),
        declaration='<?xml version="1.0" encoding="utf-8"?>',
        mark=b"\xef\xbb\xbf",
        newline="\r\n",
        adorn=_bizagi,
        before='<{m}category id="Cat_1" name="Kelompok"><{m}categoryValue id="Cat_2" value="x"/></{m}category>',
        refused=_NOBODY,
    ),
    Style(
        "jbpm",
        prefix="bpmn2",
        spaces={"drools": "http://www.jboss.org/drools", "bpsim": "http://www.bpsim.org/schemas/1.0"},
        head=' exporter="jBPM Process Modeler" exporterVersion="2.0" expressionLanguage="http://www.mvel.org/2.0" '
        'typeLanguage="http://www.java.com/javaTypes"',
        identify=lambda at, id: f"_{guid(at, 3).upper()}",
        dialect=None,
        performer="lane",
        adorn=_drools,
        before='<{m}itemDefinition id="_namaItem" structureRef="String"/>',
        after='<{m}relationship id="_r1" type="BPSimData"><{m}extensionElements><bpsim:BPSimData><bpsim:Scenario '
        'id="default" name="Simulasi"/></bpsim:BPSimData></{m}extensionElements><{m}source>_s</{m}source>'
        "<{m}target>_t</{m}target></{m}relationship>",
        cdata=True,
        refused=_DRAWN,
    ),
    Style(
        "trisotech",
        prefix="semantic",
        spaces={
            "triso": "http://www.trisotech.com/2015/triso/modeling",
            "trisofeed": "http://trisotech.com/feed",
            "tns": "http://lajur.id/contoh",
        },
        head=' exporter="BPMN 2.0 Modeler" exporterVersion="12.5" name="Contoh"',
        identify=lambda at, id: f"_{guid(at, 4)}",
        dialect=None,
        performer="lane",
        executable=("true", "false"),
        qualified="tns:",
        adorn=_triso,
        refused=_DRAWN,
    ),
    Style(
        "visio",
        prefix="semantic",
        head=' exporter="Visio" exporterVersion="16.0"',
        identify=lambda at, id: f"_{at:05d}",
        dialect=None,
        performer="lane",
        executable=(None, "true"),
        ways="absent",
        declaration='<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
        refused=_DRAWN,
    ),
    Style(
        "yaoqiang",
        prefix="",
        spaces={"yaoqiang": "http://bpmn.sourceforge.net", "tns": "http://lajur.id/contoh"},
        head=f' exporter="Yaoqiang BPMN Editor" exporterVersion="5.3" expressionLanguage="{_XPATH}"',
        identify=lambda at, id: f"_{at}",
        dialect=None,
        performer="lane",
        executable=("true", "false"),
        qualified="tns:",
        declaration='<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        adorn=_yaoqiang,
        labels=True,
        refused=_DRAWN,
    ),
    Style(
        "visual-paradigm",
        prefix="",
        head=' exporter="Visual Paradigm" exporterVersion="17.2"',
        identify=lambda at, id: f"sid{at}.{guid(at, 5)[:8]}",
        dialect=None,
        performer="none",
        executable=("true", "false"),
        adorn=_visual,
        indent="\t",
        refused=_NOBODY,
    ),
    Style(
        "enterprise-architect",
        prefix="bpmn",
        head=' exporter="Enterprise Architect" exporterVersion="6.5"',
        identify=lambda at, id: f"EAID_{guid(at, 6).upper().replace('-', '_')}",
        dialect=None,
        performer="lane",
        executable=("false", "true"),
        declaration='<?xml version="1.0" encoding="windows-1252"?>',
        codec="cp1252",
        indent="\t",
        newline="\r\n",
        adorn=_enterprise,
        refused=_DRAWN,
    ),
    Style(
        "oracle",
        prefix="",
        spaces={"ora": "http://xmlns.oracle.com/bpm/OracleExtensions"},
        head=f' expressionLanguage="{_XPATH}" exporter="Oracle BPM Suite"',
        identify=lambda at, id: f"ACT{at}{guid(at, 7)[:6].upper()}",
        dialect=None,
        performer="lane",
        formal=' xsi:type="tFormalExpression" language="http://www.w3.org/1999/XPath"',
        adorn=_oracle,
        refused=_DRAWN | {"program-text"},
    ),
    Style(
        "ibm",
        prefix="ns16",
        spaces={"ibm": "http://www.ibm.com/xmlns/prod/bpm/bpmn/ext/process/wle"},
        head=' exporter="IBM Process Designer" exporterVersion="8.6"',
        identify=lambda at, id: f"{'bpdid' if at == 1 else 'id'}_{guid(at, 8)}",
        dialect=None,
        performer="lane",
        executable=("true", "false"),
        drawing=(),
        lawful=False,
        before='<{m}itemDefinition id="itm.12" structureRef="x:string" xmlns:x="http://www.w3.org/2001/XMLSchema"/>',
        adorn=_ibm,
        refused=_DRAWN,
    ),
    Style(
        "adonis",
        prefix="",
        head=' exporter="ADONIS" exporterVersion="16.1"',
        identify=lambda at, id: f"obj.{at}",
        dialect=None,
        performer="lane",
        executable=("false", "true"),
        declaration="<?xml version='1.0' encoding='ISO-8859-1'?>",
        codec="iso-8859-1",
        adorn=_marked,
        refused=_DRAWN,
    ),
    Style(
        "aris",
        prefix="",
        head=' exporter="ARIS" exporterVersion="10"',
        identify=lambda at, id: f"_2-{at}--1",
        dialect=None,
        performer="lane",
        executable=(None, "true"),
        drawing=("ns2", "ns3", "ns4"),
        order="flows first",
        refused=_DRAWN,
    ),
    Style(
        "modelio",
        prefix="bpmn",
        head=' exporter="Modelio" exporterVersion="5"',
        identify=lambda at, id: f"_{guid(at, 9)}",
        dialect=None,
        performer="lane",
        adorn=_standard,
        order="shuffled",
        refused=_DRAWN,
    ),
    Style(
        "sap",
        prefix="bpmn2",
        head=' exporter="SAP Build" exporterVersion="1.0"',
        identify=lambda at, id: f"{id}_{at}",
        dialect=None,
        performer="lane",
        executable=("true", "false"),
        adorn=_marked,
        ways="wrong",
        lawful=False,
        refused=_DRAWN,
    ),
    Style(
        "bonita",
        prefix="model",
        head=f' expressionLanguage="{_XPATH}" exporter="BonitaSoft" exporterVersion="7.13"',
        identify=lambda at, id: f"_X{at}Zq-{guid(at)[:6]}",
        dialect=None,
        performer="lane",
        formal=' xsi:type="{m}tFormalExpression"',
        adorn=_standard,
        codec="utf-16-be",
        mark=b"\xfe\xff",
        declaration='<?xml version="1.0" encoding="UTF-16"?>',
        refused=_DRAWN,
    ),
)
