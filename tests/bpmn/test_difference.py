"""Every kind of change between two diagrams is told once, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import pytest

from bpmn.check.sop import HEADER, STEP
from bpmn.difference import Difference, Kind, differences
from bpmn.difference_facts import PROPERTIES
from bpmn.document import read
from bpmn.layout import lay_out
from tests.bpmn.draw import draw

BEFORE = """
startEvent mulai name=Mulai lane=staf
userTask periksa name="Periksa berkas" lane=staf formRef=f_periksa sop:no=1 sop:waktu="5 Menit" inputs=a:${b}
exclusiveGateway putusan name=Lengkap? lane=staf default=putusan-lagi
callActivity panggil name="Panggil lain" lane=kasi calledElement=lain
receiveTask tunggu name="Tunggu surat" lane=kasi messageRef=m_surat
boundaryEvent ingat attachedToRef=tunggu cancelActivity=false timeDuration=P3D
endEvent selesai name=Selesai lane=kasi
endEvent lagi name=Ditunda lane=kasi
mulai > periksa
periksa > putusan
putusan > panggil : Ya ? keputusan = "Ya"
putusan > tunggu : Tidak ? keputusan = "Tidak"
putusan > lagi
panggil > selesai
tunggu > selesai
ingat > lagi
"""
HEADER_BEFORE = {"name": "Uji", "sop:nomor": "1"}
Told = list[tuple[str, str | None]]


def told(before: bytes, after: bytes) -> tuple[Difference, ...]:
    """What changed between two files."""
    return differences(read(before), read(after))


def drawn(text: str, **more: str) -> bytes:
    """The diagram of these lines with its header."""
    return draw(text, **(HEADER_BEFORE | more))


def line(old: str, new: str) -> Callable[[bytes], bytes]:
    """The diagram with one text in its lines replaced."""
    assert old in BEFORE
    return lambda _: drawn(BEFORE.replace(old, new, 1))


def inside(old: str, new: str) -> Callable[[bytes], bytes]:
    """The file with one text in it replaced."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def header(**given: str) -> Callable[[bytes], bytes]:
    """The diagram with something else about its process."""
    return lambda _: drawn(BEFORE, **given)


LANE = '<bpmn:lane id="lajur_camat" name="Camat"/></bpmn:laneSet>'
NOTE = '<bpmn:textAnnotation id="n"><bpmn:text>Lihat perda</bpmn:text></bpmn:textAnnotation></bpmn:process>'
POOL = '<bpmn:collaboration id="k"><bpmn:participant id="b" name="Kantor" processRef="p"/></bpmn:collaboration>'
SECOND = '<bpmn:process id="q" name="Kedua"/></bpmn:definitions>'
LOOP = 'name="Periksa berkas" lane=staf inner="<bpmn:standardLoopCharacteristics/>"'
LISTENER = '</camunda:inputOutput><camunda:taskListener event="create" class="x.Y"/></bpmn:extensionElements>'
SWAPPED = 'putusan > tunggu : Tidak ? keputusan = "Tidak"\nputusan > panggil : Ya ? keputusan = "Ya"'
CASES: dict[str, tuple[Callable[[bytes], bytes], Told, str, str]] = {
    "process-added": (inside("</bpmn:definitions>", SECOND), [("process-added", "q")], "SOP “Kedua” ditambahkan.", ""),
    "process-renamed": (header(name="Ujian"), [("process-renamed", "p")], "Nama SOP berubah dari “Uji” menjadi", ""),
    "key": (header(id="p2"), [("key", "p2")], "Kunci SOP berubah dari “p” menjadi “p2”.", ""),
    "header": (
        header(**{"sop:nomor": "2"}),
        [("header", "p")],
        "Nomor SOP berubah dari “1” menjadi “2”.",
        "The number of the SOP changed from “1” to “2”.",
    ),
    "pool": (inside("<bpmn:process ", POOL + "<bpmn:process "), [("pool", "b")], "Bagan “Kantor” ditambahkan.", ""),
    "lane-added": (inside("</bpmn:laneSet>", LANE), [("lane-added", "lajur_camat")], "Kolom “Camat” ditambahkan.", ""),
    "lane-renamed": (inside('"lajur_staf" name="staf"', '"lajur_staf" name="Staf"'), [("lane-renamed", "lajur_staf")],
                     "Nama kolom berubah dari “staf” menjadi “Staf”.", ""),
    "lanes-reordered": (
        lambda data: re.sub(rb"(<bpmn:lane id=.*</bpmn:lane>)\n(<bpmn:lane id=.*</bpmn:lane>)", rb"\2\n\1", data),
        [("lanes-reordered", "p")], "Urutan kolom SOP berubah dari “staf, kasi” menjadi “kasi, staf”.", ""),
    "step-added": (line("userTask", "userTask baru name=Arsipkan lane=kasi\nuserTask"), [("step-added", "baru")],
                   "Langkah “Arsipkan” di kolom “kasi” ditambahkan.",
                   "The step “Arsipkan” in the column “kasi” was added."),
    "step-renamed": (line("Periksa berkas", "Teliti"), [("step-renamed", "periksa")],
                     "Nama langkah 1 berubah dari “Periksa berkas” menjadi “Teliti”.", ""),
    "step-moved": (line("lane=staf formRef", "lane=kasi formRef"), [("step-moved", "periksa")],
                   "Langkah 1 “Periksa berkas” pindah dari kolom “staf” ke kolom “kasi”.",
                   "The step 1 “Periksa berkas” moved from the column “staf” to the column “kasi”."),
    "step-kind": (line("callActivity panggil name=\"Panggil lain\" lane=kasi calledElement=lain",
                       "userTask panggil name=\"Panggil lain\" lane=kasi"),
                  [("step-kind", "panggil"), ("call", "panggil"), ("call", "panggil")], "", ""),
    "text": (inside('<bpmn:endEvent id="lagi" name="Ditunda">', '<bpmn:endEvent id="lagi" name="Ditunda">'
                    "<bpmn:documentation>Besok</bpmn:documentation>"), [("text", "lagi")],
             "Uraian akhir “Ditunda” diisi: “Besok”.", "The printed text of the end “Ditunda”: “Besok” was filled in."),
    "property": (line("5 Menit", "10 Menit"), [("property", "periksa")],
                 "Waktu tercetak langkah 1 “Periksa berkas” berubah dari “5 Menit” menjadi “10 Menit”.",
                 "The printed time of the step 1 “Periksa berkas” changed from “5 Menit” to “10 Menit”."),
    "flow-added": (line("mulai >", "panggil > lagi\nmulai >"), [("flow-added", "panggil-lagi")],
                   "Alur dari panggilan SOP lain “Panggil lain” ke akhir “Ditunda” ditambahkan.", ""),
    "flow-moved": (inside('sourceRef="panggil" targetRef="selesai"', 'sourceRef="panggil" targetRef="lagi"'),
                   [("flow-moved", "panggil-selesai")],
                   "Alur pindah: tadinya dari panggilan SOP lain “Panggil lain” ke akhir “Selesai”, sekarang", ""),
    "flow-renamed": (line(": Ya", ": Setuju"), [("flow-renamed", "putusan-panggil")],
                     "Nama alur dari putusan “Lengkap?” ke panggilan SOP lain “Panggil lain” berubah dari “Ya”", ""),
    "flow-order": (line('putusan > panggil : Ya ? keputusan = "Ya"\nputusan > tunggu : Tidak ? keputusan = "Tidak"',
                        SWAPPED), [("flow-order", "putusan")],
                   "Urutan alur putusan “Lengkap?” berubah dari “Ya, Tidak, Ditunda” menjadi “Tidak, Ya, Ditunda”", ""),
    "condition": (line('keputusan = "Ya"', "nilai > 3"), [("condition", "putusan-panggil")],
                  "Syarat alur “Ya” dari putusan “Lengkap?” ke panggilan SOP lain “Panggil lain” berubah dari", ""),
    "default": (line("default=putusan-lagi", "default=putusan-tunggu"), [("default", "putusan")],
                "Alur bawaan putusan “Lengkap?” berubah dari “Ditunda” menjadi “Tidak”.", ""),
    "event": (line("P3D", "P5D"), [("event", "ingat")],
              "Waktu kejadian (ingat) pada “Tunggu surat” berubah dari “lama P3D” menjadi", ""),
    "form": (line("f_periksa", "f_lain"), [("form", "periksa")],
             "Formulir langkah 1 “Periksa berkas” berubah dari “f_periksa” menjadi “f_lain”.", ""),
    "people": (line("formRef=", "assignee=ani formRef="), [("people", "periksa")],
               "Petugas langkah 1 “Periksa berkas” diisi: “ani”.", ""),
    "work": (line("formRef=", "type=external topic=arsip formRef="), [("work", "periksa")],
             "Topik pekerjaan langkah 1 “Periksa berkas” diisi: “arsip”.", ""),
    "loop": (line('name="Periksa berkas" lane=staf', LOOP), [("loop", "periksa")],
             "Cara pengulangan langkah 1 “Periksa berkas” diisi: “standard”.", ""),
    "mapping": (line("a:${b}", "a:${c}"), [("mapping", "periksa")],
                "Masukan langkah 1 “Periksa berkas” berubah dari “a = ${b}” menjadi “a = ${c}”.", ""),
    "call": (line("calledElement=lain", "calledElement=arsip"), [("call", "panggil")],
             "SOP yang dipanggil panggilan SOP lain “Panggil lain” berubah dari “lain” menjadi “arsip”.", ""),
    "note": (inside("</bpmn:process>", NOTE), [("note", "n")],
             "Catatan pada diagram “Lihat perda” ditambahkan.", "The note on the diagram “Lihat perda” was added."),
    "other": (inside("</camunda:inputOutput></bpmn:extensionElements>", LISTENER), [("other", "periksa")],
              "Isi teknis langkah 1 “Periksa berkas” berubah.", ""),
}  # fmt: skip


def pairs(found: tuple[Difference, ...]) -> Told:
    """Kind and element of each."""
    return [(one.kind, one.element) for one in found]


@pytest.mark.parametrize("kind", CASES)
def test_a_change_is_told_by_its_kind_in_two_languages(kind: str) -> None:
    change, expected, id, en = CASES[kind]
    found = told(drawn(BEFORE), change(drawn(BEFORE)))
    assert pairs(found) == expected
    assert found[0].id.startswith(id)
    assert found[0].en.startswith(en)
    assert all(one.id.endswith(".") and one.en.endswith(".") and one.id != one.en for one in found)


@pytest.mark.parametrize("kind", [kind for kind in CASES if kind.endswith("-added")])
def test_what_was_added_is_told_as_removed_the_other_way_round(kind: str) -> None:
    change, expected, id, _ = CASES[kind]
    found = told(change(drawn(BEFORE)), drawn(BEFORE))
    assert pairs(found) == [(one.replace("-added", "-removed"), element) for one, element in expected]
    assert found[0].id.startswith(id.replace("ditambahkan.", "dihapus."))


def test_a_drawing_that_changed_is_told_apart() -> None:
    before = lay_out(read(drawn(BEFORE)), "p")
    after = read(re.sub(rb'(bpmnElement="periksa">\s*<dc:Bounds x=")', rb"\g<1>1", before.write(), count=1))
    assert pairs(differences(before, after)) == [("drawing", "periksa")]
    assert pairs(differences(before, read(before.write().replace(b'.0"', b'"')))) == []


def test_every_kind_is_proven_here() -> None:
    proven = {*CASES, "drawing", *(kind.replace("-added", "-removed") for kind in CASES if kind.endswith("-added"))}
    assert proven == set(get_args(Kind))


REDRAWN: dict[str, Callable[[bytes], bytes]] = {
    "a flow": inside('id="panggil-selesai"', 'id="Flow_1"'),
    "a default flow": lambda data: data.replace(b'"putusan-lagi"', b'"Flow_1"'),
    "a gateway": lambda data: data.replace(b'"putusan"', b'"Gateway_1"').replace(b">putusan<", b">Gateway_1<"),
    "a gateway with its flows": lambda data: re.sub(rb"(?<!ke)putusan\b", b"Gateway_1", data),
    "a lane": inside('"lajur_kasi"', '"Lane_1"'),
    "white space": lambda data: re.sub(rb">\s*<bpmn:(sequenceFlow|userTask)", rb"> \n\t<bpmn:\1", data),
    "the program that saved it": inside("targetNamespace", 'exporter="Alat" exporterVersion="9" targetNamespace'),
    "an empty property": inside("</camunda:properties>", '<camunda:property name="sop:output" value=""/>'
                                "</camunda:properties>"),
    "a usual value": inside('<bpmn:exclusiveGateway ', '<bpmn:exclusiveGateway gatewayDirection="Unspecified" '),
    "another prefix": lambda data: data.replace(b"camunda:", b"c:").replace(b"xmlns:camunda", b"xmlns:c"),
}  # fmt: skip


@pytest.mark.parametrize("what", REDRAWN)
def test_what_means_the_same_is_no_difference(what: str) -> None:
    data = drawn(BEFORE)
    assert REDRAWN[what](data) != data
    assert told(data, REDRAWN[what](data)) == ()


def test_a_default_flow_that_is_new_is_told_also_where_it_leads_to_the_same_place() -> None:
    after = drawn(BEFORE.replace("putusan > lagi\n", "putusan > lagi : Nanti\nputusan > selesai\n"))
    after = after.replace(b'default="putusan-lagi"', b'default="putusan-selesai"')
    assert pairs(told(drawn(BEFORE), after)) == [
        ("default", "putusan"), ("flow-renamed", "putusan-lagi"), ("flow-added", "putusan-selesai")
    ]  # fmt: skip


def test_every_property_of_an_sop_has_a_name_in_words() -> None:
    assert {f"sop:{name}" for name in (*STEP, *HEADER)} == set(PROPERTIES)
    assert all(id and en and "sop:" not in id + en for id, en in PROPERTIES.values())
