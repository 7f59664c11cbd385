"""The page of open questions asks what the diagrams and the offices ask, and nothing else."""

from __future__ import annotations

import pytest

from bpmn.document import read
from bpmn.questions import Asked, Office, Sop, page, questions
from engine.cli.base import Failed
from engine.cli.questions import asked
from engine.seeding import Seed, library
from tests.sop.library import OFFICES, ROOT, SOPS, office

_CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
_PAGE = ROOT / "docs" / "pertanyaan.md"
_SMALL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="d" targetNamespace="urn:x"><process id="p" name="Surat *penting*" isExecutable="true">
  <extensionElements><camunda:properties>
    <camunda:property name="sop:pertanyaan" value="Nomor berapa? | Siapa &lt;pengesah&gt;?" />
  </camunda:properties></extensionElements>
  <laneSet id="l"><lane id="a" name="Staf"><flowNodeRef>langkah_1</flowNodeRef></lane></laneSet>
  <startEvent id="mulai" name="Mulai"><extensionElements><camunda:properties>
    <camunda:property name="sop:pertanyaan" value="Mulai kapan?" />
  </camunda:properties></extensionElements></startEvent>
  <userTask id="langkah_1" name="Menulis"><extensionElements><camunda:properties>
    <camunda:property name="sop:no" value="1" /><camunda:property name="sop:pertanyaan" value="Di atas apa?" />
  </camunda:properties></extensionElements></userTask>
  <exclusiveGateway id="putusan_1"><extensionElements><camunda:properties>
    <camunda:property name="sop:pertanyaan" value="Bila tidak?" />
  </camunda:properties></extensionElements></exclusiveGateway>
  <exclusiveGateway id="tindak_lanjut_1"><extensionElements><camunda:properties>
    <camunda:property name="sop:pertanyaan" value="Lalu?" /></camunda:properties></extensionElements></exclusiveGateway>
  <boundaryEvent id="pengingat_1" name="Pengingat" attachedToRef="langkah_1"><extensionElements><camunda:properties>
    <camunda:property name="sop:pertanyaan" value="Kapan?" /></camunda:properties></extensionElements></boundaryEvent>
  <sequenceFlow id="f0" sourceRef="mulai" targetRef="langkah_1" />
  <sequenceFlow id="f1" sourceRef="langkah_1" targetRef="putusan_1" />
  <sequenceFlow id="f2" sourceRef="putusan_1" targetRef="tindak_lanjut_1" />
  <sequenceFlow id="f3" sourceRef="tindak_lanjut_1" targetRef="langkah_1" />
</process></definitions>"""


def _parts(value: str) -> list[str]:
    return [part for part in value.split(" | ") if part]


def test_the_page_in_the_docs_is_the_present_one() -> None:
    assert _PAGE.read_text(encoding="utf-8") == asked(library()), "lajur pertanyaan --to docs/pertanyaan.md"


def test_the_page_asks_every_question_under_its_own_sop() -> None:
    text = _PAGE.read_text(encoding="utf-8")
    for sop in SOPS:
        _, _, rest = text.partition(f"\n`{sop.office}/{sop.path.name}` ")
        own = rest.partition("\n#")[0]
        values = [node.get("value", "") for node in sop.document.tree().iter() if node.get("name") == "sop:pertanyaan"]
        wanted = [part for value in values for part in _parts(value)]
        assert own.count("\n1. ") == bool(wanted)
        assert own.count("?") >= len(wanted)
        assert [part for part in wanted if part.replace("_", "\\_") not in own] == []
        assert len([line for line in own.splitlines() if line[:1].isdigit()]) == len(wanted)
    for id in OFFICES:
        assert [one for one in office(id).get("pertanyaan", ()) if one not in text] == []


def test_a_question_says_which_step_decision_or_time_it_is_about() -> None:
    (process,) = read(_SMALL.encode()).processes
    assert questions(process) == (
        Asked("Kepala SOP", "Nomor berapa?"),
        Asked("Kepala SOP", "Siapa <pengesah>?"),
        Asked("Mulai", "Mulai kapan?"),
        Asked("Langkah 1 (Staf): Menulis", "Di atas apa?"),
        Asked("Putusan langkah 1 (Staf)", "Bila tidak?"),
        Asked("Tindak lanjut setelah langkah 1 (Staf)", "Lalu?"),
        Asked("Pengingat pada langkah 1 (Staf)", "Kapan?"),
    )


def test_what_is_asked_means_nothing_to_markdown_and_is_counted() -> None:
    (process,) = read(_SMALL.encode()).processes
    text = page([Office("Kantor [Uji]", ["Siapa?"], [Sop("uji/surat.bpmn", process)])])
    assert "**8 pertanyaan (8 yang berbeda) dalam 1 SOP dari 1 instansi.**" in text
    assert "## Kantor \\[Uji]\n\n### Jabatan dan kolom\n\n1. Siapa?\n\n### Surat \\*penting\\*\n" in text
    assert "2. **Kepala SOP.** Siapa \\<pengesah>?" in text
    assert "sumber `tidak disebut`" in text


def test_an_sop_without_questions_says_so_and_comes_in_the_order_of_its_source() -> None:
    plain = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x">'
    found = []
    for name, source in (("Kedua", "002_x.txt:40-50"), ("Pertama", "002_x.txt:4-39"), ("Tanpa", "")):
        kept = f'<c:properties xmlns:c="{_CAMUNDA}"><c:property name="sop:sumber" value="{source}" /></c:properties>'
        kept = f"<extensionElements>{kept}</extensionElements>"
        text = f'{plain}<process id="p" name="{name}">{kept}<startEvent id="m" /></process></definitions>'
        (process,) = read(text.encode()).processes
        found.append(Sop(f"{name}.bpmn", process))
    text = page([Office("Kantor", [], found)])
    assert text.index("### Pertama") < text.index("### Kedua") < text.index("### Tanpa")
    assert text.count("Tidak ada pertanyaan.") == 3


def test_a_question_that_yaml_made_a_mapping_of_is_refused() -> None:
    with pytest.raises(Failed, match="list of texts"):
        asked([Seed({"id": "uji", "nama": "Uji", "pertanyaan": [{"Siapa": "dia?"}]}, {})])
