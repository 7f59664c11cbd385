"""Whatever stands in a file, reading, checking and preparing end in an answer."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.document import DocumentRefused, read
from bpmn.net import Net
from bpmn.prepare import NotRunnable, prepare
from tests.bpmn.draw import draw, found

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
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "boundaryEvent",
    "intermediateCatchEvent",
    "subProcess",
    "eventBasedGateway",
]
FACTS = [
    "",
    "lane=L",
    "sop:no=1",
    "attachedToRef=n0",
    "attachedToRef=n9",
    "timeDuration=PT1H",
    "timeCycle=x",
    "default=n0-n1",
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


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(FACTS), st.sampled_from(FACTS)), max_size=7),
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(["", " ? a = 1", " : Ya", " ? ("])), max_size=12
    ),
)
def test_any_diagram_gets_findings_and_one_without_errors_can_be_prepared(
    nodes: list[tuple[str, str, str]], flows: list[tuple[int, int, str]]
) -> None:
    lines = [f"{tag} n{at} {one} {other}" for at, (tag, one, other) in enumerate(nodes)]
    lines += [f"n{a} > n{b}{rest}" for a, b, rest in {(a, b): (a, b, rest) for a, b, rest in flows}.values()]
    data = draw("\n".join(lines))
    answered(data)
    if not any(finding.severity == "error" for finding in found(data)):
        prepare(read(data).processes[0])
