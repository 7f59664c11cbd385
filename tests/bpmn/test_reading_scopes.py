"""The typed view of sub-processes: what stands in which, its flows and its lanes."""

from __future__ import annotations

from bpmn.document import Lane, read
from tests.bpmn.draw import draw

NESTED = """
startEvent s
subProcess luar lane=Camat {
  startEvent m
  userTask a
  subProcess dalam {
    userTask b lane=Staf
    userTask c
    b > c
  }
  m > a
}
userTask z
s > luar
luar > z
"""


def test_elements_and_flows_of_all_scopes_stand_in_the_order_of_the_document() -> None:
    process = read(draw(NESTED)).process("p")
    assert [(id, element.parent) for id, element in process.elements.items()] == [
        ("s", None),
        ("luar", None),
        ("m", "luar"),
        ("a", "luar"),
        ("dalam", "luar"),
        ("b", "dalam"),
        ("c", "dalam"),
        ("z", None),
    ]
    assert [(id, flow.parent) for id, flow in process.flows.items()] == [
        ("b-c", "dalam"),
        ("m-a", "luar"),
        ("s-luar", None),
        ("luar-z", None),
    ]
    assert (process.elements["b"].outgoing, process.elements["c"].incoming) == (("b-c",), ("b-c",))


def test_without_a_lane_of_its_own_an_element_has_that_of_the_sub_process() -> None:
    elements = read(draw(NESTED)).process("p").elements
    assert {id: element.lane for id, element in elements.items()} == {
        "s": None,
        "luar": "lajur_Camat",
        "m": "lajur_Camat",
        "a": "lajur_Camat",
        "dalam": "lajur_Camat",
        "b": "lajur_Staf",
        "c": "lajur_Camat",
        "z": None,
    }


def test_lanes_inside_a_sub_process_divide_it() -> None:
    lane = '<bpmn:lane id="kasi" name="Kasi"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane>'
    lanes = f"<bpmn:laneSet>{lane}</bpmn:laneSet>"
    process = read(draw(f"subProcess sub lane=Camat inner='{lanes}' {{\nuserTask b\nuserTask c\n}}")).process("p")
    assert process.lanes == (Lane("lajur_Camat", "Camat", ("sub",)), Lane("kasi", "Kasi", ("b",), parent="sub"))
    assert (process.elements["b"].lane, process.elements["c"].lane) == ("kasi", "lajur_Camat")


def test_a_lane_inside_counts_more_than_one_around_that_names_the_same_element() -> None:
    inner = '<bpmn:lane id="kasi" name="Kasi"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane>'
    text = f"subProcess sub lane=Camat inner='<bpmn:laneSet>{inner}</bpmn:laneSet>' {{\nuserTask b lane=Camat\n}}"
    process = read(draw(text)).process("p")
    assert process.lanes[0].elements == ("sub", "b")
    assert process.elements["b"].lane == "kasi"


def test_what_stands_in_the_second_of_two_sub_processes_of_one_id_is_left_out() -> None:
    document = read(draw("subProcess x {\nuserTask a\n}\nsubProcess x {\nuserTask b\n}"))
    assert list(document.process("p").elements) == ["x", "a"]
    assert [(flaw.kind, flaw.id) for flaw in document.flaws] == [("duplicate", "x")]


def test_a_sub_process_says_whether_an_event_starts_it_and_what_kind_it_is() -> None:
    elements = (
        read(draw("subProcess a triggeredByEvent=true {\n}\ntransaction b {\n}\nadHocSubProcess c {\nuserTask d\n}"))
        .process("p")
        .elements
    )
    assert [(one.kind, one.triggered, one.parent) for one in elements.values()] == [
        ("subProcess", True, None),
        ("transaction", False, None),
        ("adHocSubProcess", False, None),
        ("userTask", False, "c"),
    ]


def test_edits_reach_into_sub_processes_and_leave_the_rest_as_it_is() -> None:
    data = draw(NESTED)
    document = read(data)
    assert document.write() == data
    changed = document.set_name("c", "Tiga")
    assert changed.write() == data.replace(b'<bpmn:userTask id="c">', b'<bpmn:userTask name="Tiga" id="c">')
    assert changed.process("p").elements["c"].name == "Tiga"
