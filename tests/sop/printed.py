"""How each SOP stands in the printed text: its columns, its rows, and where the reading machine mixed them up.

`tests/sop/printed/<slug>.yaml`; lines are those of the file in `sop:sumber`, counted from 1:

    kolom: [Pemohon, Staf]         # the performer columns as printed; a column without a title is `(tanpa judul)`;
                                   # one that is not printed so: {judul: Pokja II, catatan: why this title}
    di: [121, 122]                 # first and last line of the table's head; several pairs in reading order;
                                   # none where there is no table and every column has its note
    baris: 6                       # numbered rows
    tercampur: {13: [133, 133]}    # rows whose cells the machine mixed: their lines, in pairs, in reading order
    geser: {6: 1}                  # rows that lost a cell: what follows stands so many columns too far left
    kepala-tercampur: ya           # the header too: its words are looked for in order
    pengecualian:                  # cells that cannot be compared, each with its reason
      - {langkah: 13a, sel: kelengkapan, sebab: why}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from tests.sop.library import ROOT, SOPS, Sop, folded, seed

__all__ = ["UNTITLED", "Printed", "exceptions", "in_order", "items", "printed", "words"]

UNTITLED: Final = "(tanpa judul)"
_MARKS: Final = (r"-", r"\d+\.", r"[a-z]\.")
"""How the items of a cell are marked."""


@dataclass(frozen=True)
class Printed:
    """The printed text of one SOP, and what is known of it."""

    sop: Sop
    page: Mapping[str, Any]

    @property
    def lines(self) -> list[str]:
        """All lines of its file."""
        return seed(self.sop.source[0])

    @property
    def text(self) -> str:
        """Its own lines, with white space folded."""
        _, first, last = self.sop.source
        return folded("\n".join(self.lines[first - 1 : last]))

    @property
    def columns(self) -> list[str]:
        """The titles of its columns."""
        return [one if isinstance(one, str) else one["judul"] for one in self.page["kolom"]]

    @property
    def unread(self) -> dict[str, str]:
        """Titles that are not printed so, with the reason for what they are called."""
        return {one["judul"]: one["catatan"] for one in self.page["kolom"] if not isinstance(one, str)}

    @property
    def head(self) -> str:
        """The lines of its table's head, cells parted by tabs."""
        return "\n".join(self.span(self.page.get("di", ())))

    def span(self, pairs: Sequence[int]) -> Iterator[str]:
        """The lines from and to, pair by pair."""
        for first, last in zip(pairs[::2], pairs[1::2], strict=True):
            yield from self.lines[first - 1 : last]

    def mixed(self, row: str) -> str | None:
        """The lines of a row whose cells are mixed, None for a row that was read well."""
        pairs = self.page.get("tercampur", {}).get(int(row))
        return " ".join(self.span(pairs)) if pairs else None

    def rows(self) -> dict[str, list[str]]:
        """The cells of each row that was read with its cells apart, from the activity to the remark."""
        _, first, last = self.sop.source
        found = {}
        for line in self.lines[first - 1 : last]:
            if re.match(r"\d+\.?\t", line):
                number, *cells = (folded(cell) for cell in line.split("\t"))
                found[number.rstrip(".")] = cells
        return found

    def quality(self, row: str, cells: Sequence[str]) -> dict[str, list[str]]:
        """Kelengkapan, waktu, output of a row, each item by item; nothing where a cell is blank."""
        end = len(cells) - 1 - self.page.get("geser", {}).get(int(row), 0)
        papers, time, output = cells[end - 3 : end]
        return {"kelengkapan": items(papers), "waktu": [time] if time else [], "output": items(output)}

    def excepted(self, no: str, cell: str) -> bool:
        """True for a cell that is not compared."""
        return (no, cell) in {(str(one["langkah"]), one["sel"]) for one in self.page.get("pengecualian", ())}


def printed(sop: Sop) -> Printed:
    """What is known of the printed text of an SOP; AssertionError where nobody wrote it down."""
    path = ROOT / "tests" / "sop" / "printed" / f"{sop.path.stem}.yaml"
    assert path.exists(), f"write {path.relative_to(ROOT)}"
    return Printed(sop, yaml.safe_load(path.read_text(encoding="utf-8")))


def exceptions() -> list[tuple[Sop, dict[str, Any]]]:
    """All cells that are not compared."""
    return [(sop, one) for sop in SOPS for one in printed(sop).page.get("pengecualian", ())]


def items(cell: str) -> list[str]:
    """The items of a cell that begins with a mark of a list, else the cell as it is."""
    for mark in _MARKS:
        if re.match(mark, cell):
            return [item.strip() for item in re.split(rf"(?<!\S){mark}\s*", cell) if item.strip()]
    return [cell] if cell else []


def words(text: str) -> list[str]:
    """The words of a text without the punctuation around them and the lines between cells."""
    return [word for found in re.split(r"[\s|]+", text) if (word := re.sub(r"^\W+|\W+$", "", found))]


def in_order(wanted: Sequence[str], there: Sequence[str]) -> bool:
    """True when the words stand there in this order, whatever stands between."""
    rest = iter(there)
    return all(word in rest for word in wanted)
