"""Files that hold what stands beside the steps: roots, data, people, pools, choreographies, ids, lanes, flows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.corpus.specimen import PLAIN, Specimen, definitions, process, refused, runs

__all__ = ["specimens"]

_STAFF: Final = 'camunda:candidateGroups="staf"'
_ROOTS: Final = {
    "imports": '<import importType="http://www.w3.org/2001/XMLSchema" location="a.xsd" namespace="urn:a"/>',
    "item definitions": '<itemDefinition id="it" structureRef="tns:berkas" isCollection="true" itemKind="Physical"/>',
    "interfaces": '<interface id="antar" name="Loket" implementationRef="tns:x"><operation id="op" name="ambil">'
    "<inMessageRef>tns:m</inMessageRef><outMessageRef>tns:m</outMessageRef></operation></interface>"
    '<message id="m" name="surat" itemRef="tns:it"/><endPoint id="ujung"/>',
    "correlation properties": '<message id="m"/><correlationProperty id="cp" name="nomor" type="tns:x">'
    '<correlationPropertyRetrievalExpression messageRef="tns:m"><messagePath xsi:type="tFormalExpression">nomor'
    "</messagePath></correlationPropertyRetrievalExpression></correlationProperty>",
    "resources": '<resource id="sumber" name="Kasi">'
    '<resourceParameter id="rp" name="unit" isRequired="true"/></resource>',
    "categories": '<category id="c" name="Warna"><categoryValue id="cv" value="merah"/></category>',
    "data stores": '<dataStore id="ds" name="Arsip" capacity="5" isUnlimited="false">'
    '<dataState name="penuh"/></dataStore>',
    "partners": '<partnerRole id="pr" name="Warga"/><partnerEntity id="pe" name="Ani"/>',
    "global tasks": '<globalTask id="gt"/><globalUserTask id="gu"/><globalScriptTask id="gs"/>'
    '<globalManualTask id="gm"/>',
    "event definitions": '<timerEventDefinition id="ted"><timeDuration>PT1H</timeDuration></timerEventDefinition>',
    "extensions": '<extension definition="tns:x" mustUnderstand="false"><documentation>x</documentation></extension>',
    "rendering": '<relationship id="rel" type="a" direction="Both"><source>tns:a</source><target>tns:b</target>'
    "</relationship>",
}
_BESIDE: Final = {
    "data objects": '<dataObject id="d" name="Berkas" isCollection="true"/>'
    '<dataObjectReference id="dr" dataObjectRef="d">'
    '<dataState name="lengkap"/></dataObjectReference>',
    "data store references": '<dataStoreReference id="dsr" name="Arsip" dataStoreRef="tns:ds"/>',
    "annotations": '<textAnnotation id="t" textFormat="text/plain"><text>Lihat &lt;pasal&gt; 7</text></textAnnotation>'
    '<association id="as" associationDirection="Both" sourceRef="a" targetRef="t"/>',
    "groups": '<group id="g" categoryValueRef="tns:cv"/>',
    "properties": '<property id="p" name="nilai" itemSubjectRef="tns:it"><dataState/></property>',
    "correlation subscriptions": '<correlationSubscription id="cs" correlationKeyRef="tns:ck">'
    '<correlationPropertyBinding correlationPropertyRef="tns:cp"><dataPath>nomor</dataPath>'
    "</correlationPropertyBinding></correlationSubscription>",
    "performers of the process": '<performer id="pf"><resourceRef>tns:sumber</resourceRef></performer>',
    "support": "<supports>tns:lain</supports>",
    "artifacts of nobody": '<artifact id="x"/><flowElement id="y"/>',
}
_INSIDE: Final = {
    "potential owner": "<potentialOwner><resourceRef>tns:sumber</resourceRef><resourceParameterBinding "
    'parameterRef="tns:rp"><formalExpression>x</formalExpression></resourceParameterBinding></potentialOwner>',
    "human performer": "<humanPerformer><resourceAssignmentExpression><formalExpression>user(ani)</formalExpression>"
    "</resourceAssignmentExpression></humanPerformer>",
    "rendering of a task": '<rendering id="r"><extensionElements><camunda:formData/></extensionElements></rendering>',
    "auditing and monitoring": '<auditing id="au"/><monitoring id="mo"/>',
    "empty extension": "<extensionElements/>",
    "two extensions": "<extensionElements/><extensionElements> </extensionElements>",
    "zero-length documentation": "<documentation></documentation><documentation id='dok'/>",
    "ways that are wrong": "<incoming>a-e</incoming><outgoing>s-a</outgoing><outgoing>tidak-ada</outgoing>",
    "ways with blanks": "<incoming>\n  s-a\n</incoming><outgoing> a-e </outgoing>",
}
_POOLS: Final = {
    "black box": '<collaboration id="k"><participant id="w" name="Warga"/><participant id="p" name="" '
    'processRef="tns:uji"><participantMultiplicity minimum="0" maximum="9"/></participant><messageFlow id="mf" '
    'sourceRef="w" targetRef="p"/></collaboration>',
    "conversation": '<collaboration id="k" isClosed="true"><participant id="w"/><participant id="p" processRef="uji"/>'
    '<conversation id="c" name="Tanya"><participantRef>w</participantRef></conversation><subConversation id="sc"/>'
    '<callConversation id="cc"/><conversationLink id="cl" sourceRef="w" targetRef="c"/></collaboration>',
    "choreography beside": '<choreography id="ch"><participant id="w"/><participant id="p"/><startEvent id="chs"/>'
    '<choreographyTask id="cht" initiatingParticipantRef="w"><participantRef>w</participantRef></choreographyTask>'
    "</choreography>",
    "correlation key": '<collaboration id="k"><participant id="p" processRef="uji"/><correlationKey id="ck" '
    'name="nomor"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>',
    "pool of a process that is not there": '<collaboration id="k"><participant id="p" processRef="lain"/>'
    "</collaboration>",
    "empty collaboration": '<collaboration id="k"/>',
}
_LANES: Final = {
    "empty lane set": "<laneSet/>",
    "lane without anything": '<laneSet id="l"><lane/></laneSet>',
    "two lane sets": '<laneSet id="l"><lane id="l1" name="Kasi"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    '<laneSet id="m"><lane id="m1" name="Kota"><flowNodeRef>a</flowNodeRef></lane></laneSet>',
    "lane that names what is not there": '<laneSet id="l"><lane id="l1" name="Kasi"><flowNodeRef>z</flowNodeRef></lane>'
    "</laneSet>",
    "lane with blanks": '<laneSet id="l"><lane id="l1" name=" Kasi\nUmum "><flowNodeRef>\n  a \n</flowNodeRef></lane>'
    "</laneSet>",
    "nested empty lanes": '<laneSet id="l"><lane id="l1" name="A"><childLaneSet><lane id="l2"><childLaneSet/></lane>'
    "</childLaneSet></lane></laneSet>",
    "partition elements": '<laneSet id="l"><lane id="l1" name="A"><partitionElement id="pe"/></lane></laneSet>',
}


def _with_roots() -> Iterator[Specimen]:
    for name, text in _ROOTS.items():
        yield runs(f"roots: {name}", process(PLAIN, roots=text))
    everything = "".join(_ROOTS.values()).replace('<message id="m"/>', "")
    yield runs("roots: all at once", process(PLAIN, roots=everything))
    for name, text in _BESIDE.items():
        yield runs(f"beside the steps: {name}", process(f"{PLAIN}\n{text}"))
    for name, text in _INSIDE.items():
        yield runs(f"inside a task: {name}", _inside(text))
    for name, text in _POOLS.items():
        yield runs(f"pools: {name}", process(PLAIN, roots=text))
    for name, text in _LANES.items():
        yield runs(f"lanes: {name}", process(f"{text}\n{PLAIN}"))


def _inside(text: str) -> str:
    return process(f'start s\n<userTask id="a" {_STAFF}>{text}</userTask>\nend e\ns>a>e')


def _processes() -> Iterator[Specimen]:
    one = process(PLAIN)
    body = one[one.index("<process") : one.index("</definitions>")]
    other = body.replace('"uji"', '"lain"').replace('"a"', '"b"').replace('"s"', '"t"').replace('"e"', '"f"')
    other = other.replace("s-a", "t-b").replace("a-e", "b-f")
    yield runs("two processes", definitions(body + other))
    yield runs("one of two is to be run", definitions(body + other.replace("true", "false")))
    yield refused("two processes with the same ids", "duplicate-id", definitions(body + body))
    for value in ("false", "0"):
        facts = f' isExecutable="{value}"'
        yield refused(f"isExecutable is {value}", "not-executable", process(PLAIN, facts=facts))
    yield refused("isExecutable is not said", "not-executable", process(PLAIN, facts=""))
    yield runs("isExecutable is 1", process(PLAIN, facts=' isExecutable=" 1 "'))
    yield refused("an empty process", "no-start", process(""))
    yield refused(
        "an empty pool", "no-process", definitions('<collaboration id="k"><participant id="p"/></collaboration>')
    )
    choreography = _POOLS["choreography beside"]
    yield refused("only a choreography", "no-process", definitions(choreography))
    yield refused(
        "a choreography task in a process", "not-runnable", process('start s\n<choreographyTask id="c"/>\ns>c')
    )
    attributes = (
        ' isExecutable="true" processType="Private" isClosed="true" definitionalCollaborationRef="tns:k" name=""'
    )
    yield runs("a process with every attribute", process(PLAIN, facts=attributes))


def _ids() -> Iterator[Specimen]:
    for name, id in {
        "dots": "a.b.c-1_2",
        "letters of Thai": "ขั้นตอน_1",
        "letters of Hindi": "कार्य_१",
        "accents": "étape_é",
        "a word of JavaScript": "constructor",
        "a word of Python": "None",
        "dunder": "__proto__",
        "length of 200": "x" * 200,
        "ours": "mulai-isi",
    }.items():
        text = process(f'start s\n<userTask id="{id}" {_STAFF}/>\nend e\n' + _flows_of(id))
        yield runs(f"ids: {name}", text)
    yield runs("ids: differ by case", process(f'{PLAIN}\n<userTask id="A" {_STAFF}/>\ns>A>e'))
    for name, id, rule in (
        ("begins with a digit", "1langkah", "unusable-id"),
        ("with a colon", "a:b", "unusable-id dangling-flow unreachable"),
        ("with a blank inside", "langkah satu", "unusable-id"),
        ("with markup", "&lt;script&gt;", "unusable-id"),
        ("of 300 letters", "x" * 300, "unusable-id"),
        ("kept by the system", "Root", "reserved-id"),
        ("that ends like one of the system", "a.EndJoin", "reserved-id"),
    ):
        text = process(f'start s\n<userTask id="{id}" {_STAFF}/>\nend e\n' + _flows_of(id))
        yield refused(f"ids: {name}", rule, text)
    yield refused("ids: none on a task", "missing-id no-performer unreachable", process(f"{PLAIN}\n<userTask/>"))
    yield refused("ids: none on a flow", "missing-id", process(f'{PLAIN}\n<sequenceFlow sourceRef="s" targetRef="a"/>'))
    yield refused("ids: twice", "duplicate-id", process(f"{PLAIN}\nend a"))
    yield refused("ids: none on the process", "missing-id", process(PLAIN).replace('id="uji" ', ""))
    yield runs("ids: with blanks around", process(PLAIN).replace('<endEvent id="e"/>', '<endEvent id="  e "/>'))
    yield runs("ids: twice where no step is", process(f'{PLAIN}\n<dataObject id="d"/><dataObject id="d"/>'))


def _flows_of(id: str) -> str:
    return (
        f'<sequenceFlow id="f1" sourceRef="s" targetRef="{id}"/><sequenceFlow id="f2" sourceRef="{id}" targetRef="e"/>'
    )


def _flows() -> Iterator[Specimen]:
    yield runs(
        "flows: two between the same steps", process(f'{PLAIN}\n<sequenceFlow id="k" sourceRef="s" targetRef="a"/>')
    )
    yield runs("flows: a way back to the step itself", process("start s\nuser a\nend e\ns>a\na>a ? =ulang\na>e *"))
    yield runs("flows: zero-length names", process(PLAIN).replace(' id="s-a"', ' id="s-a" name=""'))
    yield runs("flows: isImmediate", process(PLAIN).replace(' id="s-a"', ' id="s-a" isImmediate="true"'))
    yield runs(
        "flows: an empty condition",
        process(PLAIN).replace(
            'targetRef="e"/>',
            'targetRef="e"><conditionExpression xsi:type="tFormalExpression"> </conditionExpression></sequenceFlow>',
        ),
    )
    yield refused(
        "flows: to nowhere", "dangling-flow", process(f'{PLAIN}\n<sequenceFlow id="k" sourceRef="a" targetRef="z"/>')
    )
    yield refused(
        "flows: from nowhere", "dangling-flow", process(f'{PLAIN}\n<sequenceFlow id="k" sourceRef="" targetRef="e"/>')
    )
    yield refused("flows: without ends", "dangling-flow", process(f'{PLAIN}\n<sequenceFlow id="k"/>'))
    yield refused(
        "flows: a default of another", "wrong-default", process(PLAIN).replace('id="a"', 'id="a" default="s-a"')
    )
    lost = process("start s\nuser a\nend e\n<subProcess id='u'>\nuser b\n</subProcess>\ns>a>e\na>b\na>u>e")
    yield refused("flows: into a sub-process", "crossing-flow no-start unreachable", lost)
    yield refused("flows: out of an end", "into-start", process(f"{PLAIN}\ne>a"))
    yield refused("flows: to a data object", "dangling-flow", process(f'{PLAIN}\n<dataObject id="d"/>\na>d'))


def specimens() -> Iterator[Specimen]:
    """All of them."""
    yield from _with_roots()
    yield from _processes()
    yield from _ids()
    yield from _flows()
