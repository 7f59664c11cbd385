"""Sub-processes are laid out from the inside out and drawn around what they hold."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.document import Document, read
from bpmn.layout import lay_out
from bpmn.picture import draw
from tests.bpmn.draw import draw as drawn
from tests.layout import geometry
from tests.layout.nested import nested

WHOLE = Path(__file__).parents[1] / "bpmn" / "files" / "whole.bpmn"
_SVG = "{http://www.w3.org/2000/svg}"


def laid(text: str) -> Document:
    """A drawn process, laid out."""
    return lay_out(read(drawn(text)), "p")


def parts(svg: str) -> dict[str, ET.Element]:
    """The parts of a picture by the elements and flows that they show."""
    return {node.get("data-id", ""): node for node in ET.fromstring(svg).iter() if node.get("data-id")}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_nested_sub_processes_are_drawn_without_a_hard_fault(seed: int) -> None:
    found = geometry.faults(geometry.read(lay_out(read(nested(seed)), "p").write()))
    soft = ("lie on each other", "the label of", "the labels of")
    assert [fault for fault in found if not any(kind in fault for kind in soft)] == []


def test_most_nested_sub_processes_are_drawn_without_any_fault() -> None:
    found = [geometry.faults(geometry.read(lay_out(read(nested(seed)), "p").write())) for seed in range(30)]
    assert sum(bool(faults) for faults in found) <= 2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_everything_in_every_scope_is_drawn_and_nothing_else_changes(seed: int) -> None:
    before = read(nested(seed))
    after = lay_out(before, "p")
    assert after.processes == before.processes
    process = before.process("p")
    assert set(after.diagrams[0].shapes) >= set(process.elements)
    assert set(after.diagrams[0].edges) == set(process.flows)
    assert lay_out(after, "p").write() == after.write()


def test_a_sub_process_is_drawn_open_and_an_empty_one_closed() -> None:
    text = laid("startEvent s\nsubProcess a {\nuserTask b\n}\nsubProcess c\ns > a\na > c").write().decode()
    shapes = dict(re.findall(r'<bpmndi:BPMNShape [^>]*bpmnElement="(\w+)"([^>]*)>', text))
    assert shapes["a"].strip() == 'isExpanded="true"'
    assert shapes["c"].strip() == ""


def test_a_flow_over_the_border_of_a_sub_process_is_drawn_all_the_same() -> None:
    document = laid("startEvent s\nsubProcess a {\nuserTask b\n}\nuserTask c\ns > a\nb > c")
    assert set(document.diagrams[0].edges) == {"s-a", "b-c"}
    assert set(parts(draw(document, "p"))) >= {"b-c", "a", "b"}


def test_notes_inside_a_sub_process_are_drawn_beside_the_process() -> None:
    note = '<bpmn:textAnnotation id="catatan"/><bpmn:association id="g" sourceRef="b" targetRef="catatan"/>'
    data = drawn("startEvent s\nsubProcess a {\nuserTask b\n}\ns > a").replace(
        b"</bpmn:subProcess>", note.encode() + b"</bpmn:subProcess>"
    )
    (diagram,) = lay_out(read(data), "p").diagrams
    assert diagram.shapes["catatan"].bounds.x > diagram.shapes["a"].bounds.x + diagram.shapes["a"].bounds.width
    assert "g" in diagram.edges


def test_very_deep_sub_processes_are_laid_out() -> None:
    depth = 60
    text = "".join(f"subProcess d{n} {{\nstartEvent s{n}\n" for n in range(depth)) + "userTask a\n" + "}\n" * depth
    flows = "".join(f"s{n} > d{n + 1}\n" for n in range(depth - 1))
    event = "boundaryEvent b attachedToRef=d0 timeDuration=PT1H\nuserTask z\nb > z\nd0 > z"
    assert geometry.faults(geometry.read(laid(text + flows + event).write())) == []


@pytest.mark.parametrize("small", [False, True], ids=["whole", "map"])
def test_every_element_of_the_whole_of_bpmn_is_in_the_picture(small: bool) -> None:
    document = read(WHOLE.read_bytes())
    process = document.process("semua")
    assert set(parts(draw(document, "semua", numbers_only=small))) >= {*process.elements, *process.flows}


def test_what_stands_around_others_is_drawn_before_them() -> None:
    document = read(WHOLE.read_bytes())
    order = list(parts(draw(document, "semua")))
    for id, element in document.process("semua").elements.items():
        if element.parent is not None:
            assert order.index(element.parent) < order.index(id)


def drawing(text: str) -> dict[str, list[dict[str, str]]]:
    """The shapes of each element's picture: tag and attributes."""
    found = parts(draw(laid("startEvent s\n" + text), "p"))
    return {
        id: [{"tag": inner.tag.removeprefix(_SVG), **inner.attrib} for inner in node.iter() if inner is not node]
        for id, node in found.items()
    }


@pytest.mark.parametrize(
    ("line", "rings"), [("startEvent x", 1), ("endEvent x", 1), ("intermediateThrowEvent x", 2), ("{}", 2)]
)
def test_an_event_between_has_two_rings(line: str, rings: int) -> None:
    line = line.replace("{}", "boundaryEvent x attachedToRef=a signalRef=s_siaga")
    circles = [one for one in drawing(f"userTask a\n{line}")["x"] if one["tag"] == "circle"]
    assert len(circles) == rings


def test_what_does_not_interrupt_is_dashed() -> None:
    event = "userTask a\nboundaryEvent x attachedToRef=a signalRef=s_siaga cancelActivity={}"
    for interrupting, dashed in (("true", 0), ("false", 2)):
        rings = [one for one in drawing(event.format(interrupting))["x"] if one["tag"] == "circle"]
        assert sum("stroke-dasharray" in one for one in rings) == dashed


SIGNS = (
    "messageRef=m_surat",
    "timeDuration=PT1H",
    "signalRef=s_siaga",
    "errorRef=e_galat",
    "escalationRef=k_naik",
    "condition=a",
    "link=A",
    "event=terminateEventDefinition",
    "event=cancelEventDefinition",
    "event=compensateEventDefinition",
    "signalRef=s_siaga messageRef=m_surat",
)


def test_every_trigger_has_a_sign_of_its_own() -> None:
    seen = set()
    for fact in ("", *SIGNS):
        seen.add(repr([one for one in drawing(f"startEvent x {fact}")["x"] if one["tag"] != "g"]))
    assert len(seen) == len(SIGNS) + 1


@pytest.mark.parametrize("fact", ["messageRef=m_surat", "signalRef=s_siaga", "escalationRef=k_naik", "link=A"])
def test_what_is_thrown_is_filled_and_what_is_caught_is_not(fact: str) -> None:
    text = f"intermediateThrowEvent x {fact}\nintermediateCatchEvent y {fact}"
    found = drawing(text)
    fills = {id: {one["fill"] for one in found[id] if one["tag"] in ("path", "rect")} for id in "xy"}
    assert "#566270" in fills["x"]
    assert "#566270" not in fills["y"]


LOOP = "inner='<bpmn:{} camunda:collection=\"a\"/>'"


@pytest.mark.parametrize(
    "loop",
    [
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        'multiInstanceLoopCharacteristics isSequential="true"',
    ],
)
def test_each_loop_has_a_mark_of_its_own(loop: str) -> None:
    plain, marked = (drawing(f"userTask x {inner}")["x"] for inner in ("", LOOP.format(loop)))
    more = [one for one in marked if one not in plain and one["tag"] == "path"]
    assert more
    others = {
        repr(drawing(f"userTask x {LOOP.format(other)}")["x"])
        for other in ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
        if other != loop
    }
    assert repr(marked) not in others


def test_borders_tell_calls_transactions_and_event_sub_processes() -> None:
    found = drawing(
        "callActivity c calledElement=x\ntransaction t\nuserTask u\n"
        "subProcess h triggeredByEvent=true {\nstartEvent i\n}"
    )
    frames = {id: [one for one in found[id] if one["tag"] == "rect"] for id in "cthu"}
    assert float(frames["c"][0]["stroke-width"]) > 2 * float(frames["u"][0]["stroke-width"])
    assert "stroke-dasharray" in frames["h"][0]
    assert len([one for one in frames["t"] if float(one["width"]) > 50]) == 2
    assert len([one for one in frames["u"] if float(one["width"]) > 50]) == 1


def test_a_sub_process_that_hides_what_it_holds_shows_a_plus_and_where_the_case_stands() -> None:
    document = laid(
        "startEvent s\nsubProcess x name=Isi {\nstartEvent i\nuserTask a\nendEvent e\ni > a\na > e\n}\ns > x"
    )
    text = document.write()
    for id in ("i", "a", "e", "i-a", "a-e"):
        pattern = rb'<bpmndi:BPMN(Shape|Edge) [^>]*bpmnElement="' + id.encode() + rb'".*?</bpmndi:BPMN\1>'
        text = re.sub(pattern, b"", text, flags=re.DOTALL)
    closed = read(text)
    found = parts(draw(closed, "p", here=["a"]))
    assert set(found) == {"s", "x", "s-x"}
    assert (found["x"].get("class") or "").split() == ["lj-step", "is-here"]
    assert list(found["x"].iter(f"{_SVG}path"))
    assert "is-here" not in (parts(draw(document, "p", here=["a"]))["x"].get("class") or "")
