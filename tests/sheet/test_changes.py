"""What changed between two versions, as a process owner reads it."""

from __future__ import annotations

import re

from bpmn.changes import Change, Changes, changes
from bpmn.document import read
from tests.sheet.documents import SOPS

KAMPUNG = next(path for path in SOPS if "kampung-kb" in path.stem).read_bytes()
KEY = "pengumpulan_data_pencanangan_kampung_kb"


def _found(edited: bytes) -> Changes:
    assert edited != KAMPUNG
    return changes(read(KAMPUNG), read(edited), KEY)


def _edit(old: str, new: str, data: bytes = KAMPUNG) -> bytes:
    assert data.count(old.encode()) >= 1
    return data.replace(old.encode(), new.encode(), 1)


def _said(one: Change) -> str:
    return " ".join(part for part in (one.place[0], one.about[0], one.now[0], one.was[0], one.text[0]) if part)


def test_nothing_is_told_of_the_same_diagram() -> None:
    assert changes(read(KAMPUNG), read(KAMPUNG), KEY) == Changes((), (), (), 0)


def test_a_norm_is_told_once_as_it_is_printed() -> None:
    edited = read(KAMPUNG).set_properties({"langkah_4": {"sop:waktu": "30 menit", "sop:durasi": "PT30M"}}).write()
    assert [_said(one) for one in _found(edited).told] == ["Kegiatan 4 waktu 30 menit 1 Jam"]


def test_a_period_alone_is_told_in_words() -> None:
    edited = read(KAMPUNG).set_properties({"langkah_4": {"sop:durasi": "PT30M"}}).write()
    assert [_said(one) for one in _found(edited).told] == ["Kegiatan 4 durasi 30 menit kerja 1 jam kerja"]


def test_a_way_back_says_where_it_leads_and_where_it_led() -> None:
    edited = _edit('sourceRef="putusan_6" targetRef="langkah_5"', 'sourceRef="putusan_6" targetRef="langkah_3"')
    told = _found(re.sub(rb"<bpmn:(incoming|outgoing)>[^<]*</bpmn:\1>", b"", edited)).told
    said = ["Kegiatan 6, Tidak kembali ke kegiatan 3 (Kasi Advokasi) kegiatan 5 (JFU)"]
    assert [_said(one) for one in told] == said
    assert (told[0].sort, told[0].element) == ("back", "tidak_6")


def test_who_is_put_between_two_activities_changes_neither() -> None:
    plain = re.sub(rb"<bpmn:(incoming|outgoing)>[^<]*</bpmn:\1>", b"", KAMPUNG)
    step = (
        '<bpmn:userTask id="langkah_16a" name="Mengagendakan surat"><bpmn:extensionElements><camunda:properties>'
        '<camunda:property name="sop:no" value="16a" /></camunda:properties></bpmn:extensionElements></bpmn:userTask>'
    )
    flow = '<bpmn:sequenceFlow id="alur_16a" sourceRef="langkah_16a" targetRef="langkah_17" />'
    edited = _edit(
        'sourceRef="langkah_16" targetRef="langkah_17" />',
        f'sourceRef="langkah_16" targetRef="langkah_16a" />{flow}',
        plain,
    )
    edited = _edit('<bpmn:userTask id="langkah_17"', f'{step}<bpmn:userTask id="langkah_17"', edited)
    lane = "<bpmn:flowNodeRef>langkah_16</bpmn:flowNodeRef>"
    edited = _edit(lane, f"{lane}<bpmn:flowNodeRef>langkah_16a</bpmn:flowNodeRef>", edited)
    told = _found(edited).told
    assert [(one.sort, _said(one)) for one in told] == [("new", "Kegiatan 16a baru: “Mengagendakan surat”, Kabid")]


def test_another_number_alone_is_a_line_of_its_own() -> None:
    edited = read(KAMPUNG).set_properties({"langkah_17": {"sop:no": "18"}}).write()
    found = _found(edited)
    assert found.told == ()
    assert [one[0] for one in found.renumbered] == ["Kegiatan 18 dahulu bernomor 17."]


def test_another_performer_is_told_by_the_columns_names() -> None:
    ref = "<bpmn:flowNodeRef>langkah_17</bpmn:flowNodeRef>"
    edited = _edit(ref, "")
    edited = _edit(
        "<bpmn:flowNodeRef>langkah_2</bpmn:flowNodeRef>", f"<bpmn:flowNodeRef>langkah_2</bpmn:flowNodeRef>{ref}", edited
    )
    assert "Kegiatan 17 pelaksana JFU Kasi Advokasi" in [_said(one) for one in _found(edited).told]


def test_the_header_comes_first_and_lists_read_with_commas() -> None:
    values = {KEY: {"sop:nomor": "12/2026", "sop:peralatan": "Komputer | Kertas"}, "langkah_1": {"sop:output": "Nota"}}
    told = [_said(one) for one in _found(read(KAMPUNG).set_properties(values).write()).told]
    assert told[-1] == "Kegiatan 1 output Nota Kesediaan"
    assert "Identitas SOP peralatan/perlengkapan Komputer, Kertas Komputer dan kelengkapannya, Kertas" in told
