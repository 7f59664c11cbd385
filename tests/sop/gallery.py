"""Writes the pictures of the delivered SOPs, with a contact sheet of all, into the docs: `make gallery`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bpmn.picture import draw
from tests.sop.library import ROOT, SOPS, Sop, office

FOLDER = ROOT / "docs" / "sop"
_ACROSS = 3
_SCALE, _WIDEST = 0.3, 280
"""The contact sheet: pictures beside each other, how small they are, and at most how many px wide."""

_HEAD = f"""\
# Semua SOP / All SOPs

{len(SOPS)} diagram, digambar dari berkas .bpmn-nya dengan `make gallery`. Pilih gambar untuk memperbesarnya.
Cara membaca: tiap kolom satu pelaksana, waktu berjalan ke bawah. Kotak bernomor satu baris tabel SOP, belah ketupat
putusan, garis yang naik pengembalian. Tiga garis tegak dalam kotak: dikerjakan untuk masing-masing. Jam pada tepi
kotak: pengingat. Amplop di bawah nomornya: menunggu kabar dari luar.

*In English: every delivered diagram, drawn from its file. A column is a performer, time runs downwards; a numbered
box is a row of the printed table, a diamond a decision, a line that climbs a return; three bars in a box mean once
for each, a clock on its edge a reminder, an envelope under its number a wait for word from outside.*
"""


def pictures() -> Iterator[tuple[Path, str]]:
    """The file and the text of each picture, and of the sheet that shows them all."""
    for sop in SOPS:
        yield FOLDER / f"{sop.path.stem}.svg", draw(sop.document, sop.process.id) + "\n"
    yield FOLDER / "README.md", sheet()


def sheet() -> str:
    """All pictures, small, by office and in the order in which they are printed."""
    parts = [_HEAD]
    for id, found in groupby(sorted(SOPS, key=lambda sop: (sop.office, sop.source)), key=lambda sop: sop.office):
        page, cells = office(id), [_cell(sop) for sop in found]
        parts.append(f"## {page['nama']}, {page['wilayah']}\n\n<table>")
        for at in range(0, len(cells), _ACROSS):
            parts.append("<tr>\n" + "\n".join(cells[at : at + _ACROSS]) + "\n</tr>")
        parts.append("</table>\n")
    return "\n".join(parts)


def _cell(sop: Sop) -> str:
    name = sop.document.participants[0].name
    wide = max(shape.bounds.width for shape in sop.document.diagrams[0].shapes.values())
    small = f'width="{min(_WIDEST, round(wide * _SCALE))}" alt="Diagram {name}"'
    picture = f'<a href="{sop.path.stem}.svg"><img src="{sop.path.stem}.svg" {small}></a>'
    return f'<td valign="top" width="300"><b>{name}</b><br>{picture}</td>'


# python -m tests.sop.gallery
if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    there = dict(pictures())
    for path, text in there.items():
        path.write_text(text, encoding="utf-8")
    for path in set(FOLDER.iterdir()) - set(there):
        path.unlink()
