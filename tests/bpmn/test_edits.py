"""Edits look as if the file's own modeler had made them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.document import DocumentRefused, read

FILES = Path(__file__).parent / "files"
DRAWING = (
    '<bpmndi:BPMNDiagram id="baru">\n  <bpmndi:BPMNPlane id="b" bpmnElement="k">\n'
    '    <bpmndi:BPMNShape id="s" bpmnElement="langkah">'
    '<dc:Bounds x="1" y="2" width="3" height="4"/></bpmndi:BPMNShape>\n'
    "  </bpmndi:BPMNPlane>\n</bpmndi:BPMNDiagram>"
)


def file(name: str) -> bytes:
    """The bytes of a file of the corpus."""
    return (FILES / f"{name}.bpmn").read_bytes()


def test_new_lines_take_the_indentation_of_the_file() -> None:
    edited = read(file("modeler")).set_properties({"kirim": {"sop:no": "3"}}).write()
    before = b"R3/PT10M</camunda:failedJobRetryTimeCycle>\n"
    lines = [
        b"        <camunda:properties>",
        b'          <camunda:property name="sop:no" value="3"/>',
        b"        </camunda:properties>",
        b"      </bpmn:extensionElements>",
    ]
    assert before + b"\n".join(lines) in edited


def test_a_file_with_windows_lines_gets_windows_lines() -> None:
    edited = read(file("windows_lines")).set_properties({"langkah": {"sop:no": "3"}}).set_documentation("selesai", "x")
    data = edited.write()
    assert data.count(b"\n") == data.count(b"\r\n") > file("windows_lines").count(b"\r\n")


def test_the_prefix_of_the_dialect_is_declared_once_at_the_root() -> None:
    edited = read(file("default_namespace")).set_properties({"langkah": {"a": "1"}, "mulai": {"b": "2"}})
    data = edited.write()
    assert data.count(b"xmlns:camunda=") == 1
    assert data.index(b"xmlns:camunda=") < data.index(b"<collaboration")
    assert b"<extensionElements>" in data


def test_a_prefix_that_means_something_else_is_declared_on_the_spot() -> None:
    data = file("default_namespace").replace(b" id='d' ", b" id='d' xmlns:camunda='urn:lain' ")
    edited = read(data).set_properties({"langkah": {"a": "1"}})
    assert edited.processes[0].elements["langkah"].properties == {"a": "1"}
    assert b"xmlns:camunda='urn:lain'" in edited.write()


def test_the_last_of_two_properties_of_one_name_is_set_with_the_first() -> None:
    edited = read(file("modeler")).set_properties({"langkah_1": {"sop:no": "9"}})
    assert edited.processes[0].elements["langkah_1"].properties["sop:no"] == "9"
    assert edited.write().count(b'name="sop:no" value="9"') == 2


def test_the_process_has_properties_too() -> None:
    edited = read(file("modeler")).set_properties({"lengkap": {"sop:nomor": "7/2026", "sop:tujuan": "uji"}})
    assert edited.processes[0].properties == {"sop:nomor": "7/2026", "sop:tujuan": "uji"}


def test_a_line_break_in_a_property_survives_though_the_check_refuses_it() -> None:
    edited = read(file("modeler")).set_properties({"langkah_1": {"sop:output": "a\r\nb\tc"}})
    assert edited.processes[0].elements["langkah_1"].properties["sop:output"] == "a\r\nb\tc"


def test_a_character_that_the_encoding_lacks_becomes_a_reference() -> None:
    edited = read(file("latin1")).set_name("langkah", "Memeriksa → café")
    assert "Memeriksa &#8594; caf\u00e9".encode("latin-1") in edited.write()
    assert edited.processes[0].elements["langkah"].name == "Memeriksa → café"


def test_documentation_replaces_cdata_and_keeps_the_attributes_around_it() -> None:
    edited = read(file("eclipse")).set_documentation("catat", "a < b")
    assert b'<bpmn2:documentation id="dok">a &lt; b</bpmn2:documentation>' in edited.write()


def test_empty_documentation_takes_the_element_away_with_its_line() -> None:
    data = file("modeler")
    edited = read(data).set_documentation("lengkap", "")
    assert edited.write() == data.replace(b"    <bpmn:documentation>Judul tercetak</bpmn:documentation>\n", b"")


def test_a_new_drawing_takes_the_place_of_the_old_one_and_leaves_the_rest_alone() -> None:
    data = file("default_namespace")
    edited = read(data).set_diagram(DRAWING)
    (drawing,) = edited.diagrams
    assert list(drawing.shapes) == ["langkah"]
    start, end = data.index(b"<bpmndi:BPMNDiagram"), data.index(b"</bpmndi:BPMNDiagram>") + 21
    assert edited.write().startswith(data[:start])
    assert edited.write().endswith(data[end:])


def test_a_drawing_of_another_plane_stays() -> None:
    both = read(file("default_namespace")).set_diagram(DRAWING.replace('"k"', '"proses"'), "proses")
    assert [drawing.plane for drawing in both.diagrams] == ["k", "proses"]
    again = both.set_diagram(DRAWING, "k")
    assert [(drawing.plane, list(drawing.shapes)) for drawing in again.diagrams] == [
        ("k", ["langkah"]),
        ("proses", ["langkah"]),
    ]


def test_a_file_without_a_drawing_gets_one_before_its_end() -> None:
    edited = read(file("eclipse")).set_diagram(DRAWING)
    assert [list(drawing.shapes) for drawing in edited.diagrams] == [["langkah"]]
    assert edited.write().rstrip().endswith(b"<!-- after the end -->")


def test_a_drawing_that_is_no_xml_is_refused_and_nothing_is_lost() -> None:
    document = read(file("eclipse"))
    with pytest.raises(DocumentRefused):
        document.set_diagram("<bpmndi:BPMNDiagram>")
    assert document.write() == file("eclipse")


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        read(file("modeler")).set_name("langkah_1", "a\x00b")


@pytest.mark.parametrize("name", ["modeler", "default_namespace", "eclipse"])
def test_an_element_template_is_named_with_its_version_and_changed_in_place(name: str) -> None:
    document = read(file(name))
    id = next(id for id, one in document.processes[0].elements.items() if one.kind == "userTask")
    for version in (1, 2):
        document = document.set_template(id, "lajur.sop.langkah", version)
        (node,) = [node for node in document.tree().iter() if node.get("id") == id]
        written = {str(key).rpartition("}")[2]: value for key, value in node.attrib.items() if "modeler" in str(key)}
        assert written == {"modelerTemplate": "lajur.sop.langkah", "modelerTemplateVersion": str(version)}
    assert document.write().count(b"modelerTemplateVersion") == 1


def test_a_template_on_an_element_whose_dialect_has_no_prefix_gets_one() -> None:
    data = file("default_namespace").replace(b" id='d' ", b" id='d' xmlns:camunda='urn:lain' ")
    (node,) = [n for n in read(data).set_template("langkah", "a", 1).tree().iter() if n.get("id") == "langkah"]
    assert node.get("{http://camunda.org/schema/1.0/bpmn}modelerTemplate") == "a"


def test_an_unknown_element_is_a_key_error() -> None:
    document = read(file("modeler"))
    with pytest.raises(KeyError):
        document.set_properties({"tidak_ada": {"a": "b"}})
    with pytest.raises(KeyError):
        document.process("tidak_ada")
