"""The rows of the flow table as they are measured and dealt out to pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bpmn.sheet.chart import Chart, Step
from bpmn.sheet.columns import Columns
from bpmn.sheet.lines import LEADING, heighten, paragraphs
from bpmn.sheet.model import POINT
from bpmn.sheet.template import Template

PAD: Final = 1.4
"""Between a cell's line and its text, in mm."""
GUTTER: Final = 4.0
"""Above the first symbol of a row: room for elbows."""
HIGH: Final = 6.0
"""Height of a symbol."""
BETWEEN: Final = 5.0
"""Between two symbols of one row."""
BELOW: Final = 2.4
"""Below the last symbol of a row."""
LEAST: Final = 14.0
"""Height of a row with one symbol."""

Lines = list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One row, or what of it stands on one page: the lines of each cell, and its height in mm.

    `step` is None where a row goes on that was begun on the page before. `levels` counts the symbols on top of each
    other: what stands above the step's own, itself, what stands below it.
    """

    step: Step | None
    lines: Mapping[str, Lines]
    values: Mapping[str, str]
    text_height: float
    levels: int = 1

    @property
    def height(self) -> float:
        """Of the whole row."""
        drawn = GUTTER + self.levels * HIGH + (self.levels - 1) * BETWEEN + BELOW if self.step is not None else 0
        return max(self.text_height, drawn, LEAST if self.step is not None else 0)


def measured_rows(chart: Chart, columns: Columns, template: Template) -> list[Measured]:
    """Every row of a chart, with one symbol each."""
    return [_row(step, columns, template) for step in chart.steps]


def _row(step: Step, columns: Columns, template: Template) -> Measured:
    size = template.sizes["isi"]
    number = template.numbering.replace("{no}", step.no) if step.no else ""
    given: dict[str, tuple[str, ...]] = {
        "no": (number,) if number else (),
        "kegiatan": step.text,
        "kelengkapan": step.needs,
        "waktu": (step.time,) if step.time else (),
        "output": step.result,
        "keterangan": step.remarks,
    }
    lines = {}
    for name, items in given.items():
        left, right = columns.texts[name]
        lines[name] = paragraphs(items, right - left - 2 * PAD, size)
    values = {name: " ".join(items) for name, items in given.items()}
    return Measured(step, lines, values, _high(lines, size))


def _high(lines: Mapping[str, Lines], size: float) -> float:
    return heighten(max((len(one) for one in lines.values()), default=0), size) + 2 * PAD


def dealt(rows: Sequence[Measured], room: float, template: Template) -> list[list[Measured]]:
    """The rows page by page; one that is higher than a page goes on over the next ones."""
    pages: list[list[Measured]] = [[]]
    left = room
    for row in [part for one in rows for part in _parts(one, room, template)]:
        if row.height > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append(row)
        left -= row.height
    return pages


def _parts(row: Measured, room: float, template: Template) -> list[Measured]:
    if row.height <= room:
        return [row]
    size = template.sizes["isi"]
    many = max(1, int((room - 2 * PAD) / (size * POINT * LEADING)))
    most = max(len(one) for one in row.lines.values())
    found = []
    for start in range(0, most, many):
        lines = {name: one[start : start + many] for name, one in row.lines.items()}
        values = {name: " ".join(text for _, text in one) for name, one in lines.items()}
        found.append(
            replace(
                row, step=row.step if start == 0 else None, lines=lines, values=values, text_height=_high(lines, size)
            )
        )
    return found or [row]
