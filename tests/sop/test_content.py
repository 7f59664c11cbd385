"""The delivered SOPs run, ask for what they need, and name nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bpmn.check import check
from bpmn.document import Element, Flow
from engine import expressions
from engine.people import resolve
from forms.form import Form, read
from tests.sop.library import OFFICES, ROOT, SOPS, Sop, aliases, each_sop, office
from tests.sop.printed import UNTITLED

_CHOICE = re.compile(r'=(\w+) = "(\w+)"\Z')
_HEADER = {
    *("nomor", "tanggal-pembuatan", "tanggal-revisi", "tanggal-efektif", "disahkan-oleh", "instansi", "dasar-hukum"),
    *("kualifikasi-pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan", "sumber"),
}


def _fields(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (component for component in form["components"] if "key" in component)


def _form(sop: Sop, element: Element) -> Form | None:
    path = ROOT / "forms" / "sop" / sop.office / sop.path.stem / f"{element.id}.form"
    return read(path.read_bytes(), expressions.compile) if path.exists() else None


@each_sop
def test_the_form_of_every_step_is_there_and_sound(sop: Sop) -> None:
    elements = sop.process.elements.values()
    wanted = {element.id: element.form_ref for element in elements if element.form_ref}
    wanted |= {element.id: element.id for element in elements if element.kind == "receiveTask"}
    assert wanted == {id: id for id in sop.forms}
    assert {step.id for step in sop.steps} <= set(wanted)
    for id, form in sop.forms.items():
        assert form["id"] == id
        found = _form(sop, sop.process.elements[id])
        assert found is not None
        assert found.findings == ()


@each_sop
def test_every_choice_is_offered_by_the_form_before_it_and_never_prefilled(sop: Sop) -> None:
    for flow in sop.process.flows.values():
        gateway = sop.process.elements[flow.source]
        if gateway.kind != "exclusiveGateway":
            assert flow.condition is None
            continue
        found = _CHOICE.match(flow.condition or "")
        assert found is not None
        key, value = found.groups()
        assert value == flow.name
        number = key.rpartition("_")[2]
        (field,) = [field for field in _fields(sop.forms[f"langkah_{number}"]) if field["key"] == key]
        assert value in [option["value"] for option in field["values"]]
        assert "defaultValue" not in field
        sure = field.get("validate", {}).get("required") or "wajib_jika" in field.get("properties", {})
        assert sure


@each_sop
def test_a_tidak_asks_for_its_reason(sop: Sop) -> None:
    for flow in sop.process.flows.values():
        if flow.name == "Tidak":
            number = flow.source.rpartition("_")[2]
            form = sop.forms[f"langkah_{number}"]
            (reason,) = [field for field in _fields(form) if field["key"] == f"alasan_{number}"]
            assert reason["properties"]["wajib_jika"] == f'keputusan_{number} = "Tidak"'
            assert reason["conditional"]["hide"] == f'=keputusan_{number} != "Tidak"'


@each_sop
def test_no_form_asks_again_for_what_the_case_knows(sop: Sop) -> None:
    askers: dict[str, str] = {}
    for id, form in sop.forms.items():
        for field in _fields(form):
            if not field.get("readonly"):
                assert field["key"] not in askers, f"{id} asks again for {field['key']} of {askers[field['key']]}"
                askers[field["key"]] = id
    loops = [element.loop for element in sop.process.elements.values() if element.loop]
    items = {loop.item for loop in loops if loop.item}
    shown = {field["key"] for form in sop.forms.values() for field in _fields(form) if field.get("readonly")}
    assert shown <= set(askers) | items


@each_sop
def test_every_field_has_a_label_and_what_must_be_written_a_help(sop: Sop) -> None:
    for form in sop.forms.values():
        for field in _fields(form):
            assert field.get("label") or field.get("dateLabel")
            if field["type"] in ("textfield", "textarea", "datetime", "number") and not field.get("readonly"):
                assert field.get("description")


@each_sop
def test_every_element_and_flow_lies_on_a_way_from_the_start_to_an_end(sop: Sop) -> None:
    """An event on the edge of a step begins a way of its own; a reminder ends there."""
    flows, elements = list(sop.process.flows.values()), sop.process.elements
    edge = {id for id, element in elements.items() if element.kind == "boundaryEvent"}
    starts = edge | {id for id, element in elements.items() if element.kind == "startEvent"}
    ends = {id for id in edge if not elements[id].outgoing}
    ends |= {id for id, element in elements.items() if element.kind == "endEvent"}
    assert _reached(starts, flows, lambda flow: (flow.source, flow.target)) == set(sop.process.elements)
    assert _reached(ends, flows, lambda flow: (flow.target, flow.source)) == set(sop.process.elements)


def _reached(from_: set[str], flows: list[Flow], way: Callable[[Flow], tuple[str, str]]) -> set[str]:
    seen = set(from_)
    while True:
        more = {way(flow)[1] for flow in flows if way(flow)[0] in seen} - seen
        if not more:
            return seen
        seen |= more


@each_sop
def test_the_check_finds_no_error_and_no_warning(sop: Sop) -> None:
    found = check(sop.document, lambda element: _form(sop, element), lambda text: expressions.compile(text).names)
    assert found == []


@each_sop
def test_the_header_has_every_field_and_blank_ones_stay(sop: Sop) -> None:
    names = {name.removeprefix("sop:") for name in sop.process.properties}
    assert names >= _HEADER
    assert all("\n" not in value for value in sop.process.properties.values())


@each_sop
def test_every_step_decision_and_process_carries_its_template_in_its_present_version(sop: Sop) -> None:
    pages = sorted((ROOT / "bpmn" / "templates").glob("*.json"))
    templates = [one for page in pages for one in json.loads(page.read_text(encoding="utf-8"))]
    wanted = {kind[5:].lower(): (one["id"], str(one["version"])) for one in templates for kind in one["appliesTo"]}
    camunda = "{http://camunda.org/schema/1.0/bpmn}"
    nodes = [node for node in sop.document.tree().iter() if isinstance(node.tag, str)]
    found = 0
    for node in nodes:
        kind = node.tag.rpartition("}")[2].lower()
        if kind in wanted:
            names = ("modelerTemplate", "modelerTemplateVersion")
            assert tuple(node.get(f"{camunda}{name}") for name in names) == wanted[kind]
            found += 1
    assert found > len(sop.steps)


@each_sop
def test_every_lane_joint_performer_and_answering_party_means_a_post_of_its_office(sop: Sop) -> None:
    known = aliases(sop.office)
    labels = [lane.name for lane in sop.process.lanes if lane.elements or lane.name != UNTITLED]
    said = ("sop:bersama", "sop:penjawab")
    labels += [step.properties[name] for step in sop.steps for name in said if name in step.properties]
    assert [label for label in labels if not resolve(known, sop.office, sop.process.id, label)] == []


@each_sop
def test_what_is_concluded_asks_the_process_owner(sop: Sop) -> None:
    for element in sop.process.elements.values():
        if element.properties.get("sop:bukti") == "simpulan":
            assert element.properties.get("sop:pertanyaan", "").endswith("?")


@pytest.mark.parametrize("id", OFFICES)
def test_a_post_outside_has_a_recorder_inside(id: str) -> None:
    posts = {post["slug"]: post for post in office(id)["jabatan"]}
    for post in posts.values():
        if post.get("luar"):
            assert not posts[post["pencatat"]].get("luar")
        else:
            assert "pencatat" not in post


def _delivered() -> list[Path]:
    folders = (ROOT / "bpmn" / "sop", ROOT / "forms" / "sop", ROOT / "docs" / "sop")
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_nobody_is_named_and_no_machine() -> None:
    told = re.compile(r"NIP|\b\d{8} ?\d{6} ?\d ?\d{3}\b|Pembina \(|S\.?H\.,|/work|/root|/tmp|/home")
    assert len(_delivered()) > 40
    assert [path.name for path in _delivered() if told.search(path.read_text(encoding="utf-8"))] == []


def _targets(sop: Sop, name: str) -> dict[str, str]:
    return {flow.source: flow.target for flow in sop.process.flows.values() if flow.name == name}


def test_kampung_kb_has_the_seven_printed_ways_back() -> None:
    (sop,) = [sop for sop in SOPS if sop.office == "kukar-kb"]
    wanted = {"4": "3", "6": "5", "9": "8", "10": "9", "11": "10", "12": "11", "13a": "12"}
    assert _targets(sop, "Tidak") == {f"putusan_{a}": f"langkah_{b}" for a, b in wanted.items()}
    lanes = {sop.process.elements[target].lane for target in _targets(sop, "Tidak").values()}
    assert len(lanes) == 5
    guessed = [e.id for e in sop.process.elements.values() if e.properties.get("sop:bukti") == "simpulan"]
    assert guessed == ["putusan_12", "putusan_13a"]
    assert "tanggal_kegiatan" in [field["key"] for field in _fields(sop.forms["mulai"])]


def test_the_verification_of_skm_has_three_outcomes_and_its_last_time_is_the_whole_service() -> None:
    (sop,) = [sop for sop in SOPS if sop.path.stem == "pengesahan-surat-keterangan-miskin"]
    assert _targets(sop, "Dilengkapi") == {"tindak_lanjut_3": "langkah_1"}
    assert _targets(sop, "Ditolak") == {"tindak_lanjut_3": "ditolak"}
    ends = {e.name for e in sop.process.elements.values() if e.kind == "endEvent"}
    assert ends == {"Selesai", "Ditolak"}
    norms = {step.id: step.properties.get("sop:norma") for step in sop.steps}
    assert [id for id, norm in norms.items() if norm == "total"] == ["langkah_6"]
    lanes = {lane.id: lane.name for lane in sop.process.lanes}
    assert lanes[sop.process.elements["langkah_6"].lane or ""] == "Staf"


def test_profil_kampung_leads_back_at_4_5_and_10() -> None:
    (sop,) = [sop for sop in SOPS if sop.office == "profil-kampung"]
    assert _targets(sop, "Tidak") == {"putusan_4": "langkah_3", "putusan_5": "langkah_4", "putusan_10": "langkah_9"}
    durations = {step.id: step.properties["sop:durasi"] for step in sop.steps}
    assert (durations["langkah_8"], durations["langkah_10"]) == ("P1M", "P1M")
