"""The layout of the official document: nothing clipped, nothing outside its column, no arrow through a symbol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bpmn.document import read
from bpmn.sheet import lay_sheet, read_template, usual
from bpmn.sheet.chart import chart_of
from tests.layout.graphs import sop_like, structured, tangled
from tests.layout.nested import nested
from tests.sheet.documents import SOPS, facts_of, process_of, sheet_of
from tests.sheet.faults import crossings, faults

KAMPUNG = next(path for path in SOPS if "kampung-kb" in path.stem)


@pytest.mark.parametrize("path", SOPS, ids=lambda path: path.stem)
def test_a_delivered_sop_is_laid_out_without_a_fault(path: Path) -> None:
    assert faults(sheet_of(process_of(path))) == []


@pytest.mark.parametrize("seed", range(40))
def test_any_sop_is_laid_out_without_a_fault(seed: int) -> None:
    assert faults(sheet_of(read(sop_like(seed)).processes[0])) == []


@pytest.mark.parametrize("make", [structured, nested, tangled])
def test_whatever_a_diagram_holds_every_text_and_symbol_has_its_place(make: Callable[[int], bytes]) -> None:
    found = [one for seed in range(25) for one in faults(sheet_of(read(make(seed)).processes[0]))]
    hidden = [one for one in found if "runs through" in one or "begins nowhere" in one]
    assert [one for one in found if one not in hidden] == []
    assert len(hidden) <= 10  # of more than a thousand arrows of tangles that nobody would draw


def test_every_step_of_the_diagram_is_a_row() -> None:
    for path in SOPS:
        process = process_of(path)
        numbers = {one.properties["sop:no"] for one in process.elements.values() if one.properties.get("sop:no")}
        shown = [number for page in sheet_of(process).pages for number in page.numbers]
        assert sorted(shown) == sorted(numbers)


def test_every_flow_that_is_taken_is_an_arrow() -> None:
    """Each way between two steps is drawn, or has a connector at both ends."""
    for path in SOPS:
        process = process_of(path)
        pages = sheet_of(process).pages
        drawn = {(arrow.source, arrow.target) for page in pages for arrow in page.arrows}
        assert {(way.source, way.target) for way in chart_of(process).ways} <= drawn


def test_returns_of_kampung_kb_leave_sideways_and_say_tidak() -> None:
    process = process_of(KAMPUNG)
    rows = {step.id: at for at, step in enumerate(chart_of(process).steps)}
    back = [
        one
        for page in sheet_of(process).pages
        for one in page.arrows
        if one.source in rows and one.target in rows and rows[one.target] < rows[one.source]
    ]
    assert len(back) == 7
    for one in back:
        assert one.points[0][1] == one.points[1][1]
        assert [text.text for text in one.labels] == ["Tidak"]


def test_arrows_of_the_delivered_sops_hardly_ever_cross() -> None:
    assert sum(crossings(page) for path in SOPS for page in sheet_of(process_of(path)).pages) <= 8


def test_who_works_together_has_a_box_in_each_column() -> None:
    page = next(page for page in sheet_of(process_of(KAMPUNG)).pages if "2" in page.numbers)
    boxes = [one for one in page.symbols if one.element == "langkah_2"]
    assert sorted(one.column for one in boxes) == [0, 1]
    assert [one for one in page.arrows if not one.head and one.source == "langkah_2"]


def test_the_header_stands_on_each_page() -> None:
    pages = [page for page in sheet_of(process_of(KAMPUNG)).pages if page.columns]
    heads = [[(cell.value, cell.rect) for cell in page.cells if cell.name == "kepala"] for page in pages]
    assert len(pages) == 3
    assert heads[0] == heads[1] == heads[2]
    assert [value for value, _ in heads[0]][:3] == ["No", "Kegiatan", "Ket."]


def test_version_and_hash_stand_in_the_footer_of_each_page() -> None:
    for at, page in enumerate(sheet_of(process_of(KAMPUNG)).pages, 1):
        said = [text.text for text in page.texts]
        assert "SOP Pengumpulan Data Pencanangan Kampung KB, versi 3" in said
        assert "sha256 9f2c 71e0 4a5b 83d6 9f2c 71e0" in said
        assert f"Halaman {at} dari 4" in said


def test_what_five_symbols_cannot_draw_stands_behind_a_star() -> None:
    process = process_of(next(path for path in SOPS if "kader-imp" in path.stem))
    remarks = {step.no: step.remarks for step in chart_of(process).steps}
    assert remarks["2"] == ("* Menunggu kabar dari luar", "* Pengingat (3 hari kerja)")
    assert remarks["3"] == ("* Diulang untuk setiap kecamatan",)
    page = next(page for page in sheet_of(process).pages if "2" in page.numbers)
    assert usual().note in [text.text for text in page.texts]


def test_a_template_changes_paper_labels_and_numbers() -> None:
    template = read_template(
        'kertas: {lebar: 297, tinggi: 210}\npenomoran: "{no}."\nlabel: {kegiatan: Uraian Kegiatan}'
    )
    process = process_of(KAMPUNG)
    sheet = lay_sheet(process, facts_of(process), template)
    assert (sheet.width, sheet.height) == (297, 210)
    cells = [cell for page in sheet.pages for cell in page.cells]
    assert "Uraian Kegiatan" in [cell.value for cell in cells]
    assert "4." in [cell.value for cell in cells]
    assert faults(sheet) == []


def test_nobody_who_holds_the_post_leaves_a_blank_line() -> None:
    process = process_of(KAMPUNG)
    sheet = lay_sheet(process, replace(facts_of(process), signer_name="", signer_number=""))
    signed = next(cell for cell in sheet.pages[0].cells if cell.name == "disahkan-oleh")
    assert [text.text for text in signed.lines] == ["Camat Sungai Melati", "_" * 34, "NIP."]


def test_a_way_back_over_two_pages_keeps_its_answer_and_gets_letters() -> None:
    process = process_of(KAMPUNG)
    text = KAMPUNG.read_text().replace('targetRef="langkah_12"', 'targetRef="langkah_1"', 1)
    assert text != KAMPUNG.read_text()
    assert process.id
    moved = read(text.encode()).processes[0]
    assert faults(sheet_of(moved)) == []


def test_the_same_document_twice_is_the_same() -> None:
    assert sheet_of(process_of(KAMPUNG)) == sheet_of(process_of(KAMPUNG))
