"""A diagram written as a table and drawn again is the same diagram, and what a table cannot say is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from bpmn.document import Document, read
from bpmn.table import TableRefused, draw_table, read_table, table_from, write_table
from bpmn.table.drawn import plain_document
from engine.cli.table import forms_beside, made, told
from tests.sop.library import Sop, each_sop
from tests.table.samples import EVERYTHING, random_table

SEEDS = range(60)


@each_sop
def test_a_delivered_sop_comes_back_from_its_table_with_its_forms(sop: Sop) -> None:
    forms = forms_beside(sop.path)
    again = made(told(sop.path.read_bytes(), forms, sop.path.stem))
    (after,) = read(again.diagram).processes
    assert replace(after, line=0, elements={}, flows={}) == replace(sop.process, line=0, elements={}, flows={})
    assert _lineless(after.elements) == _lineless(sop.process.elements)
    assert _lineless(after.flows) == _lineless(sop.process.flows)
    assert {f"{id}.form": read_json(data) for id, data in again.forms.items()} == {
        name: read_json(data) for name, data in forms.items()
    }


def _lineless(found: object) -> object:
    assert isinstance(found, dict) or hasattr(found, "items")
    return {id: replace(one, line=0) for id, one in found.items()}


def read_json(data: bytes) -> object:
    """A form as it means, without the ids of its components, which nothing refers to."""
    page = json.loads(data)
    return {**page, "components": [{k: v for k, v in one.items() if k != "id"} for one in page["components"]]}


@each_sop
def test_the_table_of_a_delivered_sop_needs_no_raw_component(sop: Sop) -> None:
    assert "komponen:" not in told(sop.path.read_bytes(), forms_beside(sop.path), sop.path.stem)


def test_a_table_comes_back_from_its_diagram_and_its_forms() -> None:
    first = made(EVERYTHING)
    text = told(first.diagram, {f"{id}.form": data for id, data in first.forms.items()}, first.table.slug)
    second = made(text)
    assert (second.diagram, second.forms) == (first.diagram, first.forms)
    assert told(second.diagram, {f"{id}.form": data for id, data in second.forms.items()}, "pembinaan-desa") == text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_table_comes_back_from_yaml_and_from_its_diagram(seed: int) -> None:
    table = random_table(seed)
    assert read_table(write_table(table)) == table
    start = replace(table.start, form=None if table.start.form is None else ())
    assert table_from(plain_document(table), table.slug) == replace(table, start=start)


def test_the_written_table_is_short() -> None:
    text = write_table(read_table(EVERYTHING))
    assert "norma: langkah" not in text
    assert "pengingat: P3D" in text
    assert "slug" not in text
    assert "lanjut: 4a" in text
    assert text.count("bagian:") == 1


def changed(old: str, new: str) -> Document:
    """The diagram of the table that says everything, with one place changed by hand."""
    text = draw_table(read_table(EVERYTHING)).data.decode()
    assert text.count(old) >= 1
    return read(text.replace(old, new, 1).encode())


END = "</bpmn:process>"
TEXT = '<bpmn:textAnnotation id="catatan"><bpmn:text>a</bpmn:text></bpmn:textAnnotation>'
LISTENER = '<camunda:executionListener class="x" event="end" />'
INNER = '<bpmn:lane id="lajur_anak" name="Anak"><bpmn:childLaneSet id="c" /></bpmn:lane>'
LOST = [
    (END, TEXT + END, "catatan"),
    (END, f'<bpmn:dataObjectReference id="data" />{END}', "data"),
    (END, f'<bpmn:userTask id="lain" name="Lain" />{END}', "lain"),
    (END, f'<bpmn:intermediateThrowEvent id="lempar" />{END}', "lempar"),
    ('<bpmn:userTask id="langkah_1"', '<bpmn:userTask camunda:assignee="budi" id="langkah_1"', "langkah_1"),
    ('<bpmn:userTask id="langkah_1"', '<bpmn:userTask camunda:asyncBefore="true" id="langkah_1"', "langkah_1"),
    ('<bpmn:exclusiveGateway id="putusan', '<bpmn:exclusiveGateway default="tidak_4a" id="putusan', "putusan_4a"),
    ("<camunda:properties>", f"{LISTENER}<camunda:properties>", "pembinaan_desa"),
    ("</bpmn:endEvent>", "<bpmn:terminateEventDefinition /></bpmn:endEvent>", "ditolak"),
    ("</bpmn:startEvent>", '<bpmn:messageEventDefinition id="m" /></bpmn:startEvent>', "mulai"),
    ('<bpmn:sequenceFlow id="alur_2"', '<bpmn:sequenceFlow isImmediate="true" id="alur_2"', "alur_2"),
    ('targetRef="ditolak"', 'targetRef="putusan_4b"', "putusan_4b"),
    ("</bpmn:laneSet>", f"{INNER}</bpmn:laneSet>", "lajur_anak"),
    ("<bpmn:message id", '<bpmn:signal id="isyarat" name="x" /><bpmn:message id', "isyarat"),
]


@pytest.mark.parametrize("case", LOST, ids=lambda case: case[2])
def test_what_a_table_cannot_say_is_refused_and_named(case: tuple[str, str, str]) -> None:
    old, new, element = case
    with pytest.raises(TableRefused) as refusal:
        table_from(changed(old, new))
    assert element in [problem.column for problem in refusal.value.problems]
    assert all(problem.id and problem.en for problem in refusal.value.problems)


RENAMED: list[Callable[[str], str]] = [
    lambda text: text.replace("alur_2", "Flow_0abc"),
    lambda text: text.replace('"putusan_4a', '"Gateway_1').replace(">putusan_4a", ">Gateway_1"),
    lambda text: text.replace("pengingat_3", "Event_77"),
    lambda text: text.replace('"mulai"', '"StartEvent_1"').replace(">mulai<", ">StartEvent_1<"),
    lambda text: text.replace("langkah_2", "Activity_0q"),
    lambda text: text.replace('cancelActivity="false"', 'cancelActivity="false" '),
    lambda text: text.replace('id="definisi"', 'id="x" exporter="Modeler" exporterVersion="5"'),
]


@pytest.mark.parametrize("change", RENAMED)
def test_the_ids_and_marks_that_a_modeler_gives_do_not_matter(change: Callable[[str], str]) -> None:
    document = draw_table(read_table(EVERYTHING))
    text = change(document.data.decode())
    assert text != document.data.decode()
    assert write_table(table_from(read(text.encode()))) == write_table(table_from(document))


def test_side_by_side_may_be_written_out() -> None:
    document = draw_table(read_table(EVERYTHING.replace("cara: berurutan", "cara: paralel")))
    loop = "<bpmn:multiInstanceLoopCharacteristics"
    written = document.data.decode().replace(loop, f'{loop} isSequential="false"')
    assert table_from(read(written.encode())) == table_from(document)


def test_an_edit_in_the_diagram_stands_in_the_table_that_is_written_from_it() -> None:
    document = draw_table(read_table(EVERYTHING))
    edited = document.set_name("langkah_1", "Menata jadwal").set_properties({"langkah_1": {"sop:waktu": "1 hari"}})
    row = table_from(edited).rows[0]
    assert (row.name, row.properties["sop:waktu"]) == ("Menata jadwal", "1 hari")


def test_a_step_without_a_number_is_named_with_what_to_do() -> None:
    with pytest.raises(TableRefused) as refusal:
        table_from(changed('<camunda:property name="sop:no" value="2" />', ""))
    assert "sop:no" in refusal.value.problems[0].id
