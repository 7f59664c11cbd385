"""Lists written line by line, dates with bounds, uploaded files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.forms.build import answer, component, form_of, refusal

LINES = component("textarea", "desa", properties={"daftar": "satu butir satu baris"})
TODAY = date(2026, 11, 21)
PAPER = {"name": "surat.pdf", "sha256": "0" * 64, "size": 12, "type": "application/pdf"}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Bunut Tengah\r\n\r\n  Nanga Tuan \nBunut Tengah", ["Bunut Tengah", "Nanga Tuan"]),
        (["Bunut Tengah", "Nanga Tuan\n"], ["Bunut Tengah", "Nanga Tuan"]),
        ("", []),
        (None, []),
    ],
)
def test_a_list_is_its_lines_each_once_without_the_empty_ones(raw: object, value: list[str]) -> None:
    assert answer(LINES, raw) == value


def test_a_required_list_wants_a_line_and_only_texts() -> None:
    needed = component("textarea", "desa", properties={"daftar": ""}, validate={"required": True})
    assert refusal(needed, " \n ").startswith("Wajib")
    assert refusal(LINES, [1]) == "Tulis teks."
    assert form_of(LINES).schema()["properties"]["desa"]["type"] == "array"


def dated(**bounds: str) -> dict[str, Any]:
    """A date with bounds."""
    return {
        "type": "datetime",
        "subtype": "date",
        "id": "F_t",
        "key": "tanggal",
        "dateLabel": "T",
        "properties": bounds,
    }


@pytest.mark.parametrize(
    ("bounds", "raw", "text"),
    [
        ({"paling_lambat": "hari ini"}, "22-11-2026", "Tanggal ini belum tiba. Tulis hari ini atau sebelumnya."),
        ({"paling_lambat": "hari ini"}, "21-11-2026", ""),
        ({"paling_awal": "hari ini"}, "20-11-2026", "Tanggal ini sudah lewat. Tulis hari ini atau sesudahnya."),
        ({"paling_awal": "hari ini"}, "21-11-2026", ""),
        ({"paling_awal": "mulai"}, "04-11-2026", "Tulis tanggal 05-11-2026 atau sesudahnya."),
        ({"paling_lambat": "mulai"}, "06-11-2026", "Tulis tanggal 05-11-2026 atau sebelumnya."),
        ({"paling_lambat": "tidak_ada"}, "06-11-2026", ""),
    ],
)
def test_a_date_is_held_to_today_and_to_other_dates(bounds: dict[str, str], raw: str, text: str) -> None:
    form = form_of(dated(**bounds))
    assert form.depends == {bound for bound in bounds.values() if bound != "hari ini"}
    errors = form.clean({"tanggal": raw}, {"mulai": date(2026, 11, 5)}, TODAY).errors
    assert [one.id for one in errors] == ([text] if text else [])


def test_without_a_day_nothing_is_held_against_today() -> None:
    assert form_of(dated(paling_lambat="hari ini")).clean({"tanggal": "01-01-2099"}).errors == ()


def test_an_uploaded_file_is_named_by_its_content() -> None:
    field = component("filepicker", "pindaian", accept=".pdf, image/*")
    assert form_of(field).fields[0].rules.accept == (".pdf", "image/*")
    assert answer(field, json.dumps(PAPER)) == [PAPER]
    assert answer(field, [PAPER]) == [PAPER]
    assert answer(field, "") == []
    assert refusal(field, [PAPER, PAPER]) == "Hanya satu berkas. Hapus yang lain."
    assert answer(component("filepicker", "p", multiple=True), [PAPER, PAPER]) == [PAPER, PAPER]


@pytest.mark.parametrize(
    "wrong",
    [
        "surat.pdf",
        "{}",
        PAPER | {"sha256": "x" * 64},
        PAPER | {"size": -1},
        PAPER | {"size": True},
        PAPER | {"name": ""},
        PAPER | {"name": "a\x00b"},
        PAPER | {"more": 1},
        7,
    ],
)
def test_what_is_no_uploaded_file_is_refused(wrong: object) -> None:
    field = component("filepicker", "pindaian")
    assert refusal(field, wrong) == "Berkas ini tidak dikenal. Unggah lagi berkasnya."
