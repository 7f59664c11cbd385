"""What a table says stands in its diagram, under the ids that docs promise, laid out and ready to run."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
from lxml import etree

from bpmn.check import check
from bpmn.document import Document, Element, Process
from bpmn.document import read as open_diagram
from bpmn.prepare import prepare
from bpmn.table import draw_table, read_table
from engine import expressions
from engine.cli.table import Drawn, made
from forms.form import Form, read
from tests.table.samples import EVERYTHING, random_table


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """The diagram and the forms of the table that says everything."""
    return made(EVERYTHING)


@pytest.fixture(scope="module")
def document() -> Document:
    """The diagram alone."""
    return draw_table(read_table(EVERYTHING))


@pytest.fixture(scope="module")
def process(document: Document) -> Process:
    """Its process."""
    (found,) = document.processes
    return found


def timer(element: Element) -> tuple[str, str]:
    """What kind of timer an element waits for, and its text."""
    assert element.trigger is not None
    assert element.trigger.timer is not None
    return element.trigger.timer.kind, element.trigger.timer.text


def flows(process: Process) -> dict[str, tuple[str, str]]:
    """Source and target of each flow."""
    return {id: (flow.source, flow.target) for id, flow in process.flows.items()}


def test_every_element_has_the_id_that_the_page_promises(process: Process) -> None:
    assert list(process.elements) == [
        *(
            "mulai",
            "langkah_1",
            "batas_1",
            "cabang_1",
            "langkah_2",
            "langkah_3",
            "pengingat_3",
            "gabung_4a",
            "langkah_4a",
        ),
        *("putusan_4a", "tindak_lanjut_4a", "ditolak", "langkah_4b", "pengingat_4b", "batas_4b", "batas_4b_2"),
        *("putusan_4b", "selesai", "dibatalkan"),
    ]


def test_the_flows_go_where_the_rows_say(process: Process) -> None:
    assert flows(process) == {
        "alur_mulai": ("mulai", "langkah_1"),
        "alur_1": ("langkah_1", "cabang_1"),
        "alur_1_2": ("cabang_1", "langkah_2"),
        "alur_1_3": ("cabang_1", "langkah_3"),
        "alur_2": ("langkah_2", "gabung_4a"),
        "alur_3": ("langkah_3", "gabung_4a"),
        "alur_gabung_4a": ("gabung_4a", "langkah_4a"),
        "alur_4a": ("langkah_4a", "putusan_4a"),
        "ya_4a": ("putusan_4a", "langkah_4b"),
        "tidak_4a": ("putusan_4a", "tindak_lanjut_4a"),
        "dilengkapi_4a": ("tindak_lanjut_4a", "langkah_1"),
        "ditolak_4a": ("tindak_lanjut_4a", "ditolak"),
        "alur_4b": ("langkah_4b", "putusan_4b"),
        "alur_batas_4b": ("batas_4b", "langkah_1"),
        "cetak_4b": ("putusan_4b", "selesai"),
        "diulang_4b": ("putusan_4b", "langkah_1"),
        "dibatalkan_4b": ("putusan_4b", "dibatalkan"),
    }


def test_answers_are_conditions_on_the_keys_of_the_row(process: Process) -> None:
    conditions = {id: flow.condition for id, flow in process.flows.items() if flow.condition}
    assert conditions["ya_4a"] == '=keputusan_4a = "Ya"'
    assert conditions["dilengkapi_4a"] == '=tindak_lanjut_4a = "Dilengkapi"'
    assert conditions["diulang_4b"] == '=keputusan_4b = "Diulang"'
    assert process.flows["dilengkapi_4a"].name == "Dilengkapi"


def test_lanes_stand_in_printed_order_also_those_without_a_task(process: Process) -> None:
    assert [(lane.id, lane.name) for lane in process.lanes] == [
        ("lajur_camat", "Camat"),
        ("lajur_ketua_tim", "Ketua Tim"),
        ("lajur_tanpa_judul", "(tanpa judul)"),
        ("lajur_tanpa_judul_2", "(tanpa judul)"),
        ("lajur_bupati", "Bupati"),
    ]
    assert process.elements["dibatalkan"].lane == "lajur_bupati"
    assert process.elements["putusan_4a"].lane == process.elements["langkah_4a"].lane == "lajur_camat"


def test_a_step_carries_what_its_row_says_and_nothing_that_it_leaves_blank(process: Process) -> None:
    step = process.elements["langkah_1"]
    assert (step.kind, step.name, step.documentation) == ("userTask", "Menyusun jadwal", "Ketua Tim menyusun jadwal")
    assert dict(step.properties) == {
        "sop:no": "1",
        "sop:kelengkapan": "Kertas | Pulpen",
        "sop:waktu": "5-10 Menit",
        "sop:durasi": "PT5M/PT10M",
        "sop:norma": "langkah",
        "sop:bersama": "Camat",
        "sop:bukti": "teks",
    }
    assert step.form_ref == "langkah_1"
    assert process.properties["sop:dasar-hukum"] == "Undang-Undang Satu | Peraturan Dua: Contoh"


def test_a_wait_is_a_receive_task_with_its_message_and_a_reminder_in_working_time(process: Process) -> None:
    wait, reminder = process.elements["langkah_3"], process.elements["pengingat_3"]
    assert (wait.kind, wait.trigger and wait.trigger.name, wait.properties["sop:pengingat"]) == (
        "receiveTask",
        "jawaban_polsek",
        "P3D",
    )
    assert (reminder.attached_to, reminder.interrupting, reminder.outgoing) == ("langkah_3", False, ())
    assert timer(reminder) == ("duration", "P3D")
    assert reminder.properties["sop:bukti"] == "simpulan"
    assert "apakah 3 hari kerja benar?" in reminder.properties["sop:pertanyaan"]
    assert list(wait.properties) == ["sop:no", "sop:bukti", "sop:pengingat", "sop:pertanyaan"]
    assert reminder.properties["sop:waktu-kerja"] == "true"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("P3D", "3 hari kerja"),
        ("PT4H", "4 jam kerja"),
        ("PT30M", "30 menit kerja"),
        ("P1M", "1 bulan"),
        ("R3/P1D", "setiap 1 hari kerja"),
        ("P1DT2H", "P1DT2H"),
    ],
)
def test_a_reminder_whose_time_is_not_printed_asks_in_words(period: str, words: str) -> None:
    (process,) = draw_table(read_table(EVERYTHING.replace("pengingat: P3D", f"pengingat: {period}"))).processes
    assert f"apakah {words} benar?" in process.elements["pengingat_3"].properties["sop:pertanyaan"]


def test_timers_on_edges_keep_their_kind_their_way_and_whether_they_stop(process: Process) -> None:
    found = [element for element in process.elements.values() if element.attached_to]
    edges = {element.id: (*timer(element), element.interrupting) for element in found}
    assert edges == {
        "batas_1": ("date", "=tanggal_kegiatan", False),
        "pengingat_3": ("duration", "P3D", False),
        "pengingat_4b": ("cycle", "R3/P1D", False),
        "batas_4b": ("duration", "P5D", True),
        "batas_4b_2": ("date", "2027-01-01", False),
    }


def test_a_deadline_before_a_date_is_that_date_less_days() -> None:
    text = EVERYTHING.replace("batas: {dari: tanggal_kegiatan,", "batas: {dari: tanggal_kegiatan, sebelum: P7D,")
    (process,) = draw_table(read_table(text)).processes
    assert timer(process.elements["batas_1"])[1] == '=tanggal_kegiatan - duration("P7D")'
    assert findings(made(text)) == []


def test_work_for_each_item_runs_over_the_list_one_after_the_other_or_side_by_side(document: Document) -> None:
    found = loop(document)
    assert (found.get("isSequential"), camunda(found, "collection"), camunda(found, "elementVariable")) == (
        *("true", "daftar_desa", "desa"),
    )
    side = read_table(EVERYTHING.replace("cara: berurutan", "cara: paralel, sampai: =cukup"))
    beside = loop(draw_table(side))
    assert beside.get("isSequential") is None
    assert "".join(str(part) for part in beside.itertext()).strip() == "=cukup"


def loop(document: Document) -> etree._Element:
    """The one multi-instance characteristic."""
    (found,) = document.tree().iter("{*}multiInstanceLoopCharacteristics")
    return found


def camunda(node: etree._Element, name: str) -> str | None:
    """An attribute of the modeler's dialect."""
    return node.get(f"{{http://camunda.org/schema/1.0/bpmn}}{name}")


def test_the_file_is_valid_bpmn(document: Document) -> None:
    with as_file(files("SpiffWorkflow") / "bpmn" / "parser" / "schema") as folder:
        schema = etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))
    assert schema.validate(etree.fromstring(document.data)), schema.error_log


def test_every_element_and_flow_is_drawn(document: Document, process: Process) -> None:
    (diagram,) = document.diagrams
    assert set(process.elements) <= set(diagram.shapes)
    assert set(process.flows) <= set(diagram.edges)
    assert {lane.id for lane in process.lanes} <= set(diagram.shapes)


def findings(drawn: Drawn) -> list[tuple[str, str | None]]:
    """What the checks find: rule and element."""

    def form(element: Element) -> Form | None:
        return read(drawn.forms[element.id], expressions.compile) if element.id in drawn.forms else None

    found = check(open_diagram(drawn.diagram), form, lambda text: expressions.compile(text).names)
    return [(one.rule, one.element) for one in found]


def test_the_check_finds_nothing_and_the_engine_takes_it(drawn: Drawn, process: Process) -> None:
    assert findings(drawn) == []
    assert set(prepare(process).nodes) >= {"langkah_1", "langkah_3", "putusan_4b"}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_table_is_drawn_has_a_shape_for_each_element(seed: int) -> None:
    document = draw_table(random_table(seed))
    (process,), (diagram,) = document.processes, document.diagrams
    assert set(process.elements) <= set(diagram.shapes)
