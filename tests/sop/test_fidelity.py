"""What a diagram says is what the printed SOP says, compared with the printed text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpmn.document import Element
from tests.sop.library import Sop, each_sop, folded
from tests.sop.printed import UNTITLED, exceptions, in_order, printed, words

_QUALITY = ("kelengkapan", "waktu", "output")


def _row(step: Element) -> str:
    return step.properties["sop:no"].rstrip("abcdefghijklmnopqrstuvwxyz")


def _parts(step: Element, cell: str) -> list[str]:
    return [part for part in step.properties.get(f"sop:{cell}", "").split(" | ") if part]


def _cells(step: Element) -> Iterator[tuple[str, str]]:
    """What stands in the quality columns, part by part."""
    return ((cell, part) for cell in _QUALITY for part in _parts(step, cell))


@each_sop
def test_every_cell_stands_in_the_printed_text_in_its_place(sop: Sop) -> None:
    """Row by row; the parts of a row (4a, 4b) may each carry its sentence."""
    there = printed(sop)
    text, missing = there.text, []
    here = text.find(folded(sop.steps[0].documentation))
    assert here >= 0 or there.mixed(_row(sop.steps[0])) is not None
    here = began = max(here, 0)
    for before, step in zip([sop.steps[0], *sop.steps], sop.steps, strict=False):
        began = here if _row(step) != _row(before) else began
        mixed = there.mixed(_row(step))
        for cell, wanted in [("kegiatan", step.documentation), *_cells(step)]:
            if there.excepted(step.properties["sop:no"], cell):
                continue
            at = text.find(folded(wanted), began if cell == "kegiatan" else here)
            if mixed is not None:
                found = in_order(words(wanted), words(mixed))
            else:
                found, here = at >= 0, max(here, at + 1)
            missing += [] if found else [f"{step.id} {cell}: {wanted}"]
    assert missing == []


@each_sop
def test_every_word_of_the_header_is_printed(sop: Sop) -> None:
    there = printed(sop)
    told = {"sop:sumber", "sop:pertanyaan"}
    values = [value for name, value in sop.process.properties.items() if name not in told]
    parts = [part for value in [*values, sop.process.documentation] for part in value.split(" | ") if part]
    if there.page.get("kepala-tercampur"):
        assert [part for part in parts if not in_order(words(part), words(there.text))] == []
    else:
        assert [part for part in parts if folded(part) not in there.text] == []


@each_sop
def test_every_printed_row_is_there_once(sop: Sop) -> None:
    rows = list(dict.fromkeys(_row(step) for step in sop.steps))
    assert rows == [str(number) for number in range(1, printed(sop).page["baris"] + 1)]


@each_sop
def test_a_blank_cell_of_a_printed_table_stays_blank(sop: Sop) -> None:
    """Where the table was read with its cells apart (tabs between them); the norms of a row stand on its first part."""
    there = printed(sop)
    rows = there.rows()
    seen: set[str] = set()
    for step in sop.steps:
        row, first = _row(step), _row(step) not in seen
        seen.add(row)
        if row not in rows:
            continue
        wanted = there.quality(row, rows[row]) if first else {cell: [] for cell in _QUALITY}
        no = step.properties["sop:no"]
        found = {cell: _parts(step, cell) for cell in _QUALITY}
        assert {cell: found[cell] for cell in _QUALITY if not there.excepted(no, cell)} == {
            cell: wanted[cell] for cell in _QUALITY if not there.excepted(no, cell)
        }, step.id
        whole = step.documentation == rows[row][0]
        assert whole or (no != row and step.documentation in rows[row][0]) or there.excepted(no, "kegiatan"), step.id


def test_the_exceptions_are_few_and_each_has_its_reason() -> None:
    found = exceptions()
    assert len(found) <= 15
    for sop, one in found:
        assert len(one["sebab"]) > 20
        assert str(one["langkah"]) in {step.properties["sop:no"] for step in sop.steps}
        assert one["sel"] in ("kegiatan", *_QUALITY)


@each_sop
def test_the_lanes_are_the_printed_columns_in_their_order(sop: Sop) -> None:
    there = printed(sop)
    assert [lane.name for lane in sop.process.lanes] == there.columns
    assert all(len(note) > 20 for note in there.unread.values())
    here = 0
    for column in there.columns:
        if column not in there.unread:
            wanted = r"\t(?=\t)" if column == UNTITLED else r"\s+".join(re.escape(word) for word in column.split())
            found = re.compile(wanted).search(there.head, here)
            assert found, column
            here = found.end()
