"""What a diagram says is what the printed SOP says, compared with the printed text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bpmn.document import Element
from engine.people import resolve
from tests.sop.library import OFFICES, SOPS, Sop, aliases, each_sop, folded, seed

_INTERLEAVED: dict[str, dict[str, tuple[int, ...]]] = {
    "pengumpulan-data-pencanangan-kampung-kb": {
        "9": (188, 195),
        "10": (196, 200),
        "11": (201, 208),
        "12": (209, 211),
        "13": (212, 218),
        "14": (219, 220),
        "15": (221, 222),
        "16": (223, 224),
        "17": (225, 231),
    },
    "pengembangan-dan-pengelolaan-data-profil-kampung": {
        "7": (112, 117),
        "8": (118, 120),
        "9": (121, 123),
        "10": (124, 128),
        "11": (129, 130),
        "12": (131, 132),
        "13": (133, 133, 105, 105),
    },
}
"""Where the reading machine mixed the cells of a row: the row's lines, from and to, in reading order."""

_EXCEPTIONS = {
    ("pengumpulan-data-pencanangan-kampung-kb", "13a", "kelengkapan"): (
        "The first word was read as cmbar; rows 9 to 12 print Lembar Tanda Tangan dan Dokumen PK in that cell."
    ),
}
_ROWS = {
    "pengumpulan-data-pencanangan-kampung-kb": 17,
    "pengesahan-surat-keterangan-miskin": 6,
    "pengembangan-dan-pengelolaan-data-profil-kampung": 13,
}
_COLUMNS = {
    "kukar-kb": ("000_ce59d16c04a7256b.txt", "JFU|TiM|Kasi Advokasi|Kabid|Sekertaris|Kadis|Sekda|Bupati"),
    "tanah-laut-p2kbp3a": (
        "001_33261a4dd5fd3979.txt",
        "BUPATI/ DPR|Kepala Dinas|Kepala Bidang PPDJ|Analisis Kebijakan Muda|Staf|Pihak Ketiga|Kepala Bidang PPDI|"
        "Bupati|Kabid PPDI|Petugas Pengelola Data|PPKB/P LKB|Balai Penyuluh KB (PKB/PLKB)|Guru|Sekolah|"
        "Dinas Pendidikan Kabupaten|Dinas P2KBP3A (Kadis, Kabid, Analis Kebijakan Muda)|Kader|Kepala Desa|Ketua RT/RW|"
        "Balai Penyuluhan KB Kecamatan (PKB/PLKB)|KEPALA Dinas|Pengguna Data dan Informasi Keluarga|Dinas DP2KBP3A|"
        "Bidang PPDI",
    ),
    "bunut-hilir": (
        "002_4e16d8796f96da49.txt",
        "Pemohon|Staf|Sekcam|Secam|Seccam|Camat|Operator|Petugas|Kasubbag Program dan Keuangan|Kasi/Kasubbag",
    ),
    "batumandi": ("003_a5afdfb224c750c1.txt", "Camat/ projectloader|Masyarakat"),
    "profil-kampung": ("004_3b817cca6a401876.txt", "KADIS|KABID|KASI|TIM|POKJA PROFIL KAMPUNG/ KELURAHAN"),
}
"""The printed columns of performers, by office; "Kasi" alone depends on the SOP."""


def _row(step: Element) -> str:
    return step.properties["sop:no"].rstrip("ab")


def _cells(step: Element) -> Iterator[tuple[str, str]]:
    """The printed cells of a row: the activity, then what stands in the quality columns, part by part."""
    yield "kegiatan", step.documentation
    for name in ("kelengkapan", "waktu", "output"):
        for part in step.properties.get(f"sop:{name}", "").split(" | "):
            if part:
                yield name, part


def _words(text: str) -> list[str]:
    return [word for found in text.split() if (word := re.sub(r"^\W+|\W+$", "", found))]


def _in_order(wanted: list[str], there: list[str]) -> bool:
    rest = iter(there)
    return all(word in rest for word in wanted)


@each_sop
def test_every_cell_stands_in_the_printed_text_in_its_place(sop: Sop) -> None:
    name, first, last = sop.source
    lines = seed(name)
    mixed = _INTERLEAVED.get(sop.path.stem, {})
    text = folded("\n".join(lines[first - 1 : last]))
    here = text.index(folded(sop.steps[0].documentation))
    missing = []
    for step in sop.steps:
        spans = mixed.get(_row(step))
        for cell, wanted in _cells(step):
            if (sop.path.stem, step.properties["sop:no"], cell) in _EXCEPTIONS:
                continue
            if spans:
                pairs = zip(spans[::2], spans[1::2], strict=True)
                row = " ".join(line for start, end in pairs for line in lines[start - 1 : end])
                if not _in_order(_words(wanted), _words(row)):
                    missing.append(f"{step.id} {cell}: {wanted}")
                continue
            at = text.find(folded(wanted), here)
            if at < 0:
                missing.append(f"{step.id} {cell}: {wanted}")
            else:
                here = at + 1
    assert missing == []


@each_sop
def test_every_word_of_the_header_is_printed(sop: Sop) -> None:
    name, first, last = sop.source
    text = folded("\n".join(seed(name)[first - 1 : last]))
    told = {"sop:sumber", "sop:pertanyaan"}
    parts = [
        part
        for property, value in sop.process.properties.items()
        if property not in told
        for part in value.split(" | ")
        if part
    ]
    assert [part for part in parts if folded(part) not in text] == []


@each_sop
def test_every_printed_row_is_there_once(sop: Sop) -> None:
    rows = list(dict.fromkeys(_row(step) for step in sop.steps))
    assert rows == [str(number) for number in range(1, _ROWS[sop.path.stem] + 1)]


@each_sop
def test_a_blank_cell_of_a_printed_table_stays_blank(sop: Sop) -> None:
    """Only where the table was read with its cells apart (tabs between them)."""
    name, first, last = sop.source
    rows = [line.split("\t") for line in seed(name)[first - 1 : last] if re.match(r"\d+\.?\t", line)]
    printed = {row[0].rstrip("."): row for row in rows}
    for step in sop.steps:
        if _row(step) in printed:
            row = printed[_row(step)]
            cells = [folded(cell) for cell in row]
            found = {name: step.properties.get(f"sop:{name}", "") for name in ("kelengkapan", "waktu", "output")}
            items = [item for item in re.split(r"(?:^|\s)- ", cells[-4]) if item]
            assert (found["kelengkapan"].split(" | ") if found["kelengkapan"] else []) == items
            assert (step.documentation, found["waktu"], found["output"]) == (cells[1], cells[-3], cells[-2])


def test_the_exceptions_are_few_and_each_has_its_reason() -> None:
    assert len(_EXCEPTIONS) <= 15
    assert all(len(reason) > 20 for reason in _EXCEPTIONS.values())
    there = {(sop.path.stem, step.properties["sop:no"]) for sop in SOPS for step in sop.steps}
    assert {(stem, number) for stem, number, _ in _EXCEPTIONS} <= there


@each_sop
def test_the_lanes_are_the_printed_columns_in_their_order(sop: Sop) -> None:
    file, columns = _COLUMNS[sop.office]
    text = folded("\n".join(seed(file)))
    lanes = [lane.name for lane in sop.process.lanes]
    assert all(lane in text for lane in lanes)
    printed = [*columns.split("|"), "Kasi"] if sop.office == "bunut-hilir" else columns.split("|")
    assert set(lanes) <= set(printed)
    places = [text.index(lane) for lane in lanes] if sop.office != "bunut-hilir" else []
    assert places == sorted(places)


@pytest.mark.parametrize("office", OFFICES)
def test_every_printed_column_means_a_post(office: str) -> None:
    file, columns = _COLUMNS[office]
    text = folded("\n".join(seed(file)))
    known = aliases(office)
    for column in columns.split("|"):
        assert column in text
        assert resolve(known, office, "", column), column
