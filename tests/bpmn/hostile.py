"""Files that want to hurt their reader, each made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
HEAD = f'<definitions xmlns="{BPMN}" targetNamespace="urn:uji">'
OPEN = HEAD + '<process id="p" isExecutable="true">'
CLOSE = "</process></definitions>"


def _laughs() -> str:
    lines = ['<!ENTITY a "ha">'] + [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi")]
    return f"<!DOCTYPE definitions [{''.join(lines)}]>{HEAD}<documentation>&i;</documentation></definitions>"


def _external(target: str) -> str:
    head = f'<!DOCTYPE definitions [<!ENTITY x SYSTEM "{target}">]>'
    return f"{head}{HEAD}<documentation>&x;</documentation></definitions>"


def _deep(levels: int) -> str:
    return OPEN + "<subProcess>" * levels + "</subProcess>" * levels + CLOSE


def _ladder(stages: int) -> str:
    """Each stage splits in two and merges without a join: 2 ** stages tokens in one move."""
    parts = ['<startEvent id="s"/><userTask id="u" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:assignee="x"/>']
    flows = ['<sequenceFlow id="f" sourceRef="s" targetRef="g0"/>']
    for at in range(stages):
        parts.append(f'<parallelGateway id="g{at}"/><exclusiveGateway id="m{at}"/>')
        flows += [f'<sequenceFlow id="f{at}{way}" sourceRef="g{at}" targetRef="m{at}"/>' for way in "ab"]
        after = f"g{at + 1}" if at + 1 < stages else "u"
        flows.append(f'<sequenceFlow id="n{at}" sourceRef="m{at}" targetRef="{after}"/>')
    return OPEN + "".join(parts + flows) + CLOSE


def _wide(ways: int) -> str:
    """Gateways that are all connected with all, so that names spread in every order."""
    size = int(ways**0.5)
    nodes = "".join(f'<exclusiveGateway id="g{at}"/>' for at in range(size))
    flows = "".join(
        f'<sequenceFlow id="f{a}_{b}" sourceRef="g{a}" targetRef="g{b}">'
        f"<conditionExpression>n{a}_{b} = 1</conditionExpression></sequenceFlow>"
        for a in range(size)
        for b in range(size)
    )
    start = '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="g0"/>'
    return OPEN + start + nodes + flows + CLOSE


def _staircase(steps: int) -> str:
    """A loop of services that each supply one name, and every name asked for at the end: slow to settle."""
    names = "http://camunda.org/schema/1.0/bpmn"
    parts = ['<startEvent id="s"/><sequenceFlow id="fs" sourceRef="s" targetRef="t0"/>']
    for at in range(steps):
        own = f'<c:properties><c:property name="sop:memberi" value="n{at}"/></c:properties>'
        parts.append(
            f'<serviceTask id="t{at}" xmlns:c="{names}" c:type="external" c:topic="x">'
            f"<extensionElements>{own}</extensionElements></serviceTask>"
            f'<sequenceFlow id="f{at}" sourceRef="t{at}" targetRef="t{(at + 1) % steps}">'
            f"<conditionExpression>n{(at * 7) % steps} = 1</conditionExpression></sequenceFlow>"
            f'<sequenceFlow id="b{at}" sourceRef="t{at}" targetRef="t{(at * 13) % steps}"/>'
        )
    return OPEN + "".join(parts) + CLOSE


def _many(piece: str, bytes: int) -> str:
    return OPEN + piece * (bytes // len(piece)) + CLOSE


def _attributes(count: int) -> str:
    return OPEN + "<task " + " ".join(f'a{at}="x"' for at in range(count)) + "/>" + CLOSE


def _conditions(count: int, size: int) -> str:
    one = f"nilai in [{', '.join(['1'] * size)}] or nilai"
    flows = "".join(
        f'<sequenceFlow id="f{at}" sourceRef="g" targetRef="g"><conditionExpression>{one} = {at}'
        "</conditionExpression></sequenceFlow>"
        for at in range(count)
    )
    return OPEN + '<exclusiveGateway id="g"/>' + flows + CLOSE


def _lanes(levels: int, refs: int) -> str:
    names = "".join(f"<flowNodeRef>t{at}</flowNodeRef>" for at in range(refs))
    inner = ""
    for at in range(levels):
        inner = f'<childLaneSet><lane id="l{at}">{names}{inner}</lane></childLaneSet>'
    return OPEN + f'<laneSet><lane id="l">{inner}</lane></laneSet>' + CLOSE


def _honest(steps: int) -> str:
    """A long procedure: steps in lanes, each with a decision that leads back a little."""
    names = ' xmlns:c="http://camunda.org/schema/1.0/bpmn"'
    parts = ['<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="fs" sourceRef="s" targetRef="langkah_0"/>']
    for at in range(steps):
        after = f"langkah_{at + 1}" if at + 1 < steps else "e"
        flows = (("ya", after, "Ya"), ("tidak", f"langkah_{max(at - 5, 0)}", "Tidak"))
        parts.append(
            f'<userTask id="langkah_{at}" name="Langkah"><extensionElements><c:properties{names}>'
            f'<c:property name="sop:no" value="{at}"/></c:properties></extensionElements></userTask>'
            f'<exclusiveGateway id="putusan_{at}"/>'
            f'<sequenceFlow id="ke_{at}" sourceRef="langkah_{at}" targetRef="putusan_{at}"/>'
        )
        parts += [
            f'<sequenceFlow id="{way}_{at}" name="{name}" sourceRef="putusan_{at}" targetRef="{target}">'
            f'<conditionExpression>=keputusan_{at} = "{name}"</conditionExpression></sequenceFlow>'
            for way, target, name in flows
        ]
    return OPEN + "".join(parts) + CLOSE


MAKERS: dict[str, Callable[[], str]] = {
    "billion-laughs": _laughs,
    "external-file": lambda: _external("file:///etc/passwd"),
    "external-address": lambda: _external("http://127.0.0.1:9/"),
    "parameter-entity": lambda: f'<!DOCTYPE d [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>{HEAD}</definitions>',
    "doctype-alone": lambda: f"<!DOCTYPE definitions>{HEAD}</definitions>",
    "doctype-after-comment": lambda: f"<!-- --><!DOCTYPE definitions>{HEAD}</definitions>",
    "undefined-entity": lambda: f"{HEAD}<documentation>&x;</documentation></definitions>",
    "deep": lambda: _deep(5_000),
    "deepest-allowed": lambda: _deep(190),
    "deep-lanes": lambda: _lanes(90, 150),
    "million-elements": lambda: _many("<a/>", 4_900_000),
    "allowed-elements": lambda: _many('<task id="t"/>', 19_000 * 14),
    "million-comments": lambda: _many("<!---->", 4_900_000),
    "million-instructions": lambda: _many("<?a?>", 4_900_000),
    "million-cdata": lambda: _many("<![CDATA[]]>", 4_900_000),
    "unclosed-comment": lambda: OPEN + "<!-- " * 900_000,
    "unclosed-cdata": lambda: OPEN + "<![CDATA[" * 500_000,
    "unclosed-tags": lambda: OPEN + "<" * 4_900_000,
    "unclosed-quotes": lambda: OPEN + '<a b="' * 800_000,
    "million-attributes": lambda: _attributes(400_000),
    "long-attribute": lambda: OPEN + f'<task id="{"a" * 4_900_000}"/>' + CLOSE,
    "long-text": lambda: OPEN + f"<documentation>{'a ' * 2_400_000}</documentation>" + CLOSE,
    "long-spaces": lambda: OPEN + "<task" + " " * 4_900_000 + "x" + CLOSE,
    "many-namespaces": lambda: _many('<a:b xmlns:a="urn:a"/>', 19_000 * 22),
    "ladder": lambda: _ladder(1_500),
    "all-with-all": lambda: _wide(9_000),
    "twenty-thousand-elements": lambda: _honest(1_950),
    "staircase": lambda: _staircase(2_700),
    "many-conditions": lambda: _conditions(6_000, 100),
    "long-conditions": lambda: _conditions(52, 630),
    "long-bad-conditions": lambda: _conditions(52, 630).replace("] or", "]] or"),
    "long-bad-condition": lambda: _conditions(1, 300_000),
    "references": lambda: OPEN + "<documentation>" + "&#65;" * 900_000 + "</documentation>" + CLOSE,
}
READABLE = frozenset(
    {
        "deepest-allowed",
        "deep-lanes",
        "allowed-elements",
        "long-text",
        "many-namespaces",
        "ladder",
        "all-with-all",
        "staircase",
        "twenty-thousand-elements",
        "many-conditions",
        "long-conditions",
        "long-bad-condition",
        "long-bad-conditions",
        "references",
    }
)
