"""Every table in the docs can be read and drawn, and the long one is the SOP that it shows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bpmn.document import read
from bpmn.table import read_table
from bpmn.table.rows import ROW
from bpmn.table.whole import TOP
from engine.cli.table import made
from forms.draft_fields import TYPES
from tests.sop.library import ROOT, SOPS

PAGE = (ROOT / "docs" / "tabel-sop.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
HEAD = """\
sop: contoh
nama: Contoh
pelaksana: [Kasi, Staf, Sekcam, Sekda, Bupati]
"""
START = """\
mulai:
  formulir:
    - {kunci: tanggal_kegiatan, jenis: tanggal, label: Tanggal, bantuan: Kapan.}
    - {kunci: daftar_desa, jenis: daftar, label: Desa}
    - {kunci: jumlah, jenis: angka, label: Jumlah, bantuan: Berapa.}
"""
NUMBERS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13a", "13b")


def rows(without: set[str]) -> str:
    """Rows for what an example leaves out."""
    return "".join(
        f"  - {{no: {no}, teks: Langkah, nama: Langkah, pelaksana: Kasi}}\n"
        for no in NUMBERS
        if no not in without and no.rstrip("ab") not in without
    )


def whole(block: str) -> str:
    """An example with as much around it as makes a table of it."""
    if block.startswith("sop:"):
        return block
    if block.startswith("mulai:"):
        return HEAD + block + "kegiatan:\n" + rows(set())
    if block.startswith("  - "):
        numbers = set(re.findall(r"no: (\w+)", block))
        given = re.split(r"(?m)^(?=  - )", block)[1:]
        parts = given + re.split(r"(?m)^(?=  - )", rows(numbers))[1:]
        return HEAD + START + "kegiatan:\n" + "".join(sorted(parts, key=_number))
    row = "  - no: 4\n    teks: Langkah\n    nama: Langkah\n    pelaksana: Kasi\n"
    above, below = rows({"4"}).split("  - {no: 5,")
    return HEAD + START + "kegiatan:\n" + above + row + block + "  - {no: 5," + below


def _number(part: str) -> tuple[int, str]:
    found = re.search(r"no: (\d+)([a-z]?)", part)
    assert found is not None
    return int(found[1]), found[2]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][:40])
def test_an_example_can_be_drawn(block: str) -> None:
    text = whole(block)
    (process,) = read(made(text).diagram).processes
    assert len(process.elements) >= len(read_table(text).rows) + 2


def test_there_are_the_examples_that_the_page_needs() -> None:
    words = ("bagian:", "tunggu:", "ulang:", "gabung:", "batas:", "dilengkapi:", "pengingat:", "mulai:")
    assert [word for word in words if not any(word in block for block in BLOCKS)] == []


def test_the_long_example_is_the_delivered_sop() -> None:
    (sop,) = [sop for sop in SOPS if sop.process.id == "pengesahan_surat_keterangan_miskin"]
    (process,) = read(made(BLOCKS[0]).diagram).processes
    assert {id: replace(one, line=0) for id, one in process.elements.items()} == {
        id: replace(one, line=0) for id, one in sop.process.elements.items()
    }
    assert (process.properties, process.name) == (sop.process.properties, sop.process.name)


def test_every_column_that_is_read_is_on_the_page() -> None:
    assert [name for name in (*ROW, *TOP, *TYPES) if f"`{name}`" not in PAGE and f"`{name}:" not in PAGE] == []
