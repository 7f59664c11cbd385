"""The typed view holds what the file says, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.document import Bounds, Document, Flaw, Lane, Shape, Timer, read
from bpmn.net import Loop, Trigger
from tests.bpmn.draw import draw

FILES = Path(__file__).parent / "files"


def opened(name: str) -> Document:
    """A file of the corpus."""
    return read((FILES / f"{name}.bpmn").read_bytes())


def test_the_dialect_is_read_under_the_name_of_its_forerunner_too() -> None:
    task = opened("eclipse").process("surat").elements["catat"]
    assert task.candidate_groups == ("staf", "kasi", "camat")
    assert task.candidate_users == ("budi",)
    assert task.assignee is None
    assert task.due_date == "${tenggat}"
    assert task.properties == {"sop:waktu": "5 Menit"}
    assert task.name == "Mencatat surat"


def test_documentation_is_the_text_with_cdata_and_without_comments() -> None:
    task = opened("eclipse").process("surat").elements["catat"]
    assert task.documentation == "Catat <surat> & agenda."


@pytest.mark.parametrize(
    "name", ["default_namespace", "utf16_little", "utf16_big", "utf8_mark", "windows_lines", "latin1"]
)
def test_every_encoding_prefix_and_line_end_gives_the_same_view(name: str) -> None:
    document = opened(name)
    process = document.process("proses")
    assert list(process.elements) == ["mulai", "langkah", "selesai"]
    assert process.elements["langkah"].name == "Memeriksa café"
    assert process.elements["langkah"].line == 12
    assert process.elements["langkah"].lane == "lajur_camat"
    assert process.elements["langkah"].incoming == ("a",)
    assert process.elements["langkah"].outgoing == ("b",)
    assert [(pool.name.split()[0], pool.process) for pool in document.participants] == [
        ("Kecamatan", "proses"),
        ("Warga", None),
    ]


def test_the_drawing_leaves_out_what_has_no_readable_place() -> None:
    (drawing,) = opened("default_namespace").diagrams
    assert drawing.plane == "k"
    assert drawing.shapes == {
        "pool": Shape("pool", Bounds(0, 0, 400, 300.5), horizontal=False),
        "langkah": Shape("langkah", Bounds(150, 100, 100, 80), label=Bounds(1, 2, 3, 4)),
    }
    assert [(edge.element, edge.points) for edge in drawing.edges.values()] == [("a", ((50, 60), (150, 140)))]


def test_nested_lanes_flatten_to_their_leaves_and_white_space_in_references_does_not_matter() -> None:
    process = opened("modeler").process("lengkap")
    assert process.lanes == (
        Lane("kabid", "Kabid", ("langkah_1", "kirim")),
        Lane("kasi", "Kasi Kesra", ("tunggu",)),
        Lane("kosong", "", ()),
    )
    assert process.elements["langkah_1"].lane == "kabid"
    assert process.elements["kirim"].lane == "kabid"
    assert process.elements["mulai"].lane is None


def test_a_user_task_says_its_form_people_and_due_date() -> None:
    task = opened("modeler").process("lengkap").elements["langkah_1"]
    assert (task.form_ref, task.form_key) == ("langkah_1", None)
    assert (task.assignee, task.candidate_groups) == ("budi", ("staf", "kasi"))
    assert (task.default, task.due_date) == ("lain", "2026-12-01")
    assert task.properties == {"sop:no": "2"}
    assert task.loop == Loop("parallel", collection="daftar")
    assert task.code == ("taskListener/class",)
    assert task.extensions == ("taskListener",)


def test_a_service_task_has_a_topic_only_when_it_is_external() -> None:
    elements = opened("modeler").process("lengkap").elements
    assert (elements["kirim"].topic, elements["kirim"].retries) == ("surat", "R3/PT10M")
    assert (elements["bukan_luar"].topic, elements["bukan_luar"].code) == (None, ("class",))


def test_messages_and_timers_are_read_through_their_definitions() -> None:
    elements = opened("modeler").process("lengkap").elements
    assert elements["tunggu"].trigger == Trigger("message", "Jawaban Dukcapil", key="=nomor_agenda")
    assert elements["batal"].trigger == Trigger("message", "m2")
    assert elements["ingat"].trigger == Trigger("timer", timer=Timer("cycle", "R/P3D"))
    assert elements["nanti"].trigger == Trigger("timer", timer=Timer("date", "2026-10-01T07:30:00+07:00"))
    assert elements["sebentar"].trigger == Trigger("timer", timer=Timer("duration", "PT5M"))
    assert (elements["ingat"].attached_to, elements["ingat"].interrupting) == ("tunggu", False)
    assert (elements["batal"].interrupting, elements["batal"].events) == (True, ("messageEventDefinition",))


def test_a_property_of_ours_can_name_the_correlation_key() -> None:
    text = "receiveTask a messageRef=m_surat inner='{}'"
    held = '<bpmn:extensionElements><camunda:properties><camunda:property name="correlationKey" value="=nomor"/>'
    closed = "</camunda:properties></bpmn:extensionElements>"
    element = read(draw(text.format(held + closed))).process("p").elements["a"]
    assert element.trigger == Trigger("message", "surat", key="=nomor")


def test_flows_give_name_condition_and_ends() -> None:
    process = opened("modeler").process("lengkap")
    flow = process.flows["ya"]
    assert (flow.name, flow.condition, flow.language) == ("Ya", "nilai < 70", "feel")
    assert process.elements["langkah_1"].outgoing == ("lain", "ya")
    assert process.elements["langkah_1"].incoming == ("masuk",)


def test_the_process_says_its_version_header_and_printed_title() -> None:
    process = opened("modeler").process("lengkap")
    assert (process.version_tag, process.documentation, process.executable) == ("3", "Judul tercetak", True)
    assert process.properties == {"sop:nomor": ""}


def test_a_node_without_an_id_is_kept_and_told() -> None:
    data = draw("userTask a").replace(b'<bpmn:userTask id="a">', b"<bpmn:userTask>")
    document = read(data)
    (element,) = document.process("p").elements.values()
    assert element.kind == "userTask"
    assert document.flaws == (Flaw("missing", "", "userTask", 4),)


def test_an_id_that_stands_twice_is_told_and_the_first_element_counts() -> None:
    document = read(draw("userTask a\nmanualTask a"))
    assert [flaw.kind for flaw in document.flaws] == ["duplicate"]
    assert document.process("p").elements["a"].kind == "userTask"


def test_nobody_can_change_what_was_read() -> None:
    process = opened("modeler").process("lengkap")
    for mapping in (process.elements, process.flows, process.properties, process.elements["langkah_1"].properties):
        with pytest.raises(TypeError):
            mapping["x"] = ""  # type: ignore[index]
