"""The printed PDFs of the 27 SOPs: each cell's text is there, large enough, inside the page."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from bpmn.sheet import Cell, Page, Rect, Sheet, Text
from bpmn.sheet.metrics import FONT, measure
from bpmn.sheet.model import POINT
from bpmn.sheet.typeset import pdf
from tests.sheet.documents import SOPS, process_of, sheet_of


@cache
def _printed(path: Path) -> tuple[Sheet, pypdf.PdfReader]:
    sheet = sheet_of(process_of(path))
    return sheet, pypdf.PdfReader(io.BytesIO(pdf(sheet)))


def _plain(text: str) -> str:
    """The letters alone: lines may break between words, and inside long ones behind a hyphen."""
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("path", SOPS, ids=lambda path: path.stem)
def test_the_text_of_each_cell_is_found_in_the_pdf(path: Path) -> None:
    sheet, reader = _printed(path)
    assert len(reader.pages) == len(sheet.pages)
    for page, laid in zip(reader.pages, sheet.pages, strict=True):
        text = _plain(page.extract_text())
        for cell in laid.cells:
            assert _plain(cell.value) in text, cell.value


@pytest.mark.parametrize("path", SOPS, ids=lambda path: path.stem)
def test_no_letter_is_smaller_than_8_points_or_leaves_its_cell(path: Path) -> None:
    sheet = sheet_of(process_of(path))
    document = pypdfium2.PdfDocument(pdf(sheet))
    for page, laid in zip(document, sheet.pages, strict=True):
        text = page.get_textpage()
        cells = [cell.rect for cell in laid.cells if cell.name != "pelaksana"]
        letters = [at for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        assert len(letters) > 100
        for at in letters:
            assert _points(text, at) >= 7.99
            left, low, right, high = (one * POINT for one in text.get_charbox(at))
            box = Rect(left, sheet.height - high, right - left, high - low)
            assert Rect(15, 12, 300, 192).holds(box)
            middle = Rect(box.cx, box.cy, 0, 0)
            around = [cell for cell in cells if cell.holds(middle)]
            assert not around or around[0].holds(box, 0.1), text.get_text_range(at, 20)


def _points(text: Any, at: int) -> float:
    """The size of a letter as it is printed."""
    matrix = pypdfium2.raw.FS_MATRIX()
    assert pypdfium2.raw.FPDFText_GetMatrix(text, at, matrix)
    return float(pypdfium2.raw.FPDFText_GetFontSize(text, at) * abs(matrix.d))


@pytest.mark.parametrize("path", SOPS[:3], ids=lambda path: path.stem)
def test_the_paper_is_f4_across_and_the_file_is_an_archive_copy(path: Path) -> None:
    _, reader = _printed(path)
    for page in reader.pages:
        assert (round(float(page.mediabox.width) * POINT), round(float(page.mediabox.height) * POINT)) == (330, 215)
    metadata: Any = reader.root_object["/Metadata"].get_object()
    assert b"pdfaid:part>2<" in metadata.get_data()


def _fonts(page: Any) -> dict[str, Any]:
    return dict(page["/Resources"]["/Font"])


def test_only_the_documents_own_font_is_in_the_file() -> None:
    _, reader = _printed(SOPS[0])
    fonts = {str(font.get_object()["/BaseFont"]) for page in reader.pages for font in _fonts(page).values()}
    assert fonts
    assert all(FONT.replace(" ", "") in name for name in fonts)


def test_the_same_document_gives_the_same_bytes() -> None:
    sheet = sheet_of(process_of(SOPS[0]))
    assert pdf(sheet) == pdf(sheet)


@pytest.mark.parametrize(
    "letters", ["Rp 1.000.000,00 – “kutip” & <tanda> #{x} $y$ *z* _q_ `r` \\\\ @s", "Übung naïve ½ ≤ ≥ …"]
)
def test_signs_that_mean_something_to_a_typesetter_are_printed_as_they_are(letters: str) -> None:
    text = Text(20, 20, letters, 9, measure(letters, 9))
    sheet = Sheet(330, 215, letters, (Page((Cell(Rect(15, 12, 200, 20), (text,)),)),))
    page = pypdf.PdfReader(io.BytesIO(pdf(sheet))).pages[0]
    assert _plain(letters) in _plain(page.extract_text())
