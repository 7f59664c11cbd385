"""Whatever stands in a file, reading, checking and preparing end in an answer."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.document import DocumentRefused, read
from bpmn.net import Net
from bpmn.prepare import NotRunnable, prepare
from engine.expressions import compile
from engine.spiff import load
from tests.bpmn.draw import draw, found
from tests.bpmn.test_prepare import consistent

FILES = [path.read_bytes() for path in sorted((Path(__file__).parent / "files").glob("*.bpmn"))]
PIECES = [
    b"<",
    b">",
    b"/",
    b'"',
    b"'",
    b"&",
    b"]]>",
    b"<!--",
    b"\x00",
    b"\xff",
    b"id=",
    b" ",
    b"=",
    b"sop:",
    b"\r",
    b"a",
]
TAGS = [
    "startEvent",
    "endEvent",
    "userTask",
    "task",
    "serviceTask",
    "receiveTask",
    "sendTask",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "boundaryEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "subProcess",
    "transaction",
    "eventBasedGateway",
]
SCOPES = ("subProcess", "transaction")
FACTS = [
    "",
    "",
    "lane=L",
    "sop:no=1",
    "attachedToRef=n0",
    "attachedToRef=n9",
    "timeDuration=PT1H",
    "timeCycle=x",
    "default=n0-n1",
    "type=external topic=t",
    "calledElement=${a}",
    "messageRef=m_surat",
    "signalRef=s_siaga",
    "errorRef=e_galat",
    "escalationRef=k_naik",
    "event=terminateEventDefinition",
    "event=cancelEventDefinition",
    "condition=a",
    "link=A",
    "triggeredByEvent=true",
    "instantiate=true",
    "isInterrupting=false",
    "cancelActivity=false",
    "inputs=a:${b}",
    "outputs=a:${b",
    "assignee=${a}",
    "inner='<bpmn:standardLoopCharacteristics loopMaximum=\"2\"/>'",
    'inner=\'<bpmn:multiInstanceLoopCharacteristics camunda:collection="a" camunda:elementVariable="b"/>\'',
]


def answered(data: bytes) -> None:
    """Checks and prepares a file; every finding has its words."""
    for finding in found(data, {"f": ["a"]}):
        assert finding.rule
        assert finding.id
        assert finding.en
        assert finding.severity in ("error", "warning")
    try:
        document = read(data)
    except DocumentRefused:
        return
    for process in document.processes:
        with suppress(NotRunnable):
            assert isinstance(prepare(process), Net)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(FILES), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 8)), max_size=4)
)
def test_a_damaged_file_gets_findings(data: bytes, wounds: list[tuple[float, bytes, int]]) -> None:
    for place, piece, gone in wounds:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + gone :]
    answered(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_get_findings(data: bytes) -> None:
    answered(data)


def nested(nodes: list[tuple[str, str, str, int]]) -> list[str]:
    """The elements as lines: a sub-process holds what follows it, up to so many closings."""
    lines: list[str] = []
    depth = 0
    for at, (tag, one, other, closing) in enumerate(nodes):
        # of two facts of one name the first stands, as an attribute may stand once
        facts = one if one.partition("=")[0] == other.partition("=")[0] else f"{one} {other}"
        opens = tag in SCOPES
        lines.append(f"{tag} n{at} {facts}" + (" {" if opens else ""))
        depth += opens
        lines += ["}"] * min(closing, depth)
        depth -= min(closing, depth)
    return lines + ["}"] * depth


@settings(max_examples=800, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(TAGS), st.sampled_from(FACTS), st.sampled_from(FACTS), st.integers(0, 2)), max_size=9
    ),
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(["", " ? a = 1", " : Ya", " ? ("])), max_size=12
    ),
)
def test_any_diagram_gets_findings_and_one_without_errors_can_be_loaded(
    nodes: list[tuple[str, str, str, int]], flows: list[tuple[int, int, str]]
) -> None:
    lines = nested(nodes)
    lines += [f"n{a} > n{b}{rest}" for a, b, rest in {(a, b): (a, b, rest) for a, b, rest in flows}.values()]
    data = draw("\n".join(lines))
    answered(data)
    if not any(finding.severity == "error" for finding in found(data)):
        net = prepare(read(data).processes[0])
        consistent(net)
        load(net, compile)
