"""The pages of the flow table: its header on each, the rows with their cells, symbols and arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bpmn.sheet.arrows import Drawing
from bpmn.sheet.chart import Chart
from bpmn.sheet.columns import Columns, measured
from bpmn.sheet.lines import heighten, set_left, set_middle, wrapped
from bpmn.sheet.model import Cell, Page, Rect
from bpmn.sheet.place import rows_of
from bpmn.sheet.plan import Stack, planned
from bpmn.sheet.remarks import STAR
from bpmn.sheet.rows import PAD, Measured, dealt, measured_rows
from bpmn.sheet.template import Template
from bpmn.sheet.ways import Ground

FOOT: Final = 5.0
"""Height in mm that the footer takes above the lower margin."""
_ROUNDS: Final = 12
_FIRST: Final = 6.0
"""Height of the header's upper row."""
_TEXTS: Final = ("no", "kegiatan")
_AFTER: Final = ("kelengkapan", "waktu", "output")


@dataclass(frozen=True, slots=True)
class _Table:
    chart: Chart
    columns: Columns
    template: Template
    second: float
    noted: bool

    @property
    def top(self) -> float:
        return self.template.paper.above

    @property
    def body(self) -> float:
        """Where the rows begin."""
        return self.top + _FIRST + self.second

    @property
    def room(self) -> float:
        """Height for rows on a page."""
        return self.template.paper.height - self.template.paper.above - FOOT * (2 if self.noted else 1) - self.body


def flow_pages(chart: Chart, template: Template) -> tuple[Page, ...]:
    """The pages, without footers."""
    columns = measured(chart, template)
    noted = any(one.startswith(STAR) for step in chart.steps for one in step.remarks)
    table = _Table(chart, columns, template, _second(chart, columns, template), noted)
    pages, stacks = _settled(table)
    return tuple(_page(table, rows, stacks) for rows in pages)


def _second(chart: Chart, columns: Columns, template: Template) -> float:
    size = template.sizes["kepala"]
    many = max((len(one) for one in _titles(chart, columns, size)), default=1)
    return max(7.0, heighten(many, size) + 2 * PAD)


def _titles(chart: Chart, columns: Columns, size: float) -> list[tuple[str, ...]]:
    wide = [right - left - 1.2 for left, right in columns.performers]
    return [
        wrapped(title.replace("/ ", "/"), room, size, True) for title, room in zip(chart.columns, wide, strict=True)
    ]


def _settled(table: _Table) -> tuple[list[list[Measured]], dict[str, Stack]]:
    """Pages and stacks that agree: connectors make rows higher, which may move rows to other pages."""
    rows = measured_rows(table.chart, table.columns, table.template)
    levels = {one.step.id: 1 for one in rows if one.step is not None}
    for turn in range(_ROUNDS):
        rows = [replace(one, levels=levels[one.step.id]) if one.step else one for one in rows]
        pages = dealt(rows, table.room, table.template)
        at = {one.step.id: number for number, page in enumerate(pages) for one in page if one.step is not None}
        stacks = planned(table.chart, at)
        wanted = {id: len(stack.levels) for id, stack in stacks.items()}
        if all(wanted[id] <= levels[id] for id in wanted) and (turn > 2 or wanted == levels):
            return pages, stacks
        levels = {id: max(many, levels[id]) if turn > 2 else many for id, many in wanted.items()}
    return pages, stacks


def _page(table: _Table, rows: Sequence[Measured], stacks: Mapping[str, Stack]) -> Page:
    tops, y = [], table.body
    for row in rows:
        tops.append((y, row.height))
        y += row.height
    placed = rows_of(tops, [stacks[row.step.id] if row.step else None for row in rows])
    drawing = Drawing(Ground(table.columns, placed, []))
    drawing.draw()
    cells = [*_header(table)]
    for row, (top, high) in zip(rows, tops, strict=True):
        cells += _cells(table, row, top, high)
    note = [Cell(Rect(table.columns.left, y + 1.0, table.columns.right - table.columns.left, FOOT))]
    size = table.template.sizes["kaki"]
    starred = any(one.startswith(STAR) for row in rows if row.step for one in row.step.remarks)
    texts = set_left([(0.0, table.template.note)], note[0].rect, size) if starred else ()
    return Page(
        cells=tuple(cells),
        texts=texts,
        symbols=tuple(drawing.ground.symbols),
        arrows=tuple(drawing.arrows),
        columns=table.columns.performers,
        numbers=tuple(row.step.no for row in rows if row.step),
    )


def _cells(table: _Table, row: Measured, top: float, high: float) -> list[Cell]:
    size = table.template.sizes["isi"]
    found = []
    for name, (left, right) in table.columns.texts.items():
        rect = Rect(left, top, right - left, high)
        inner = Rect(left + PAD, top + PAD, right - left - 2 * PAD, high - 2 * PAD)
        lines = row.lines[name]
        if name == "no":
            wide = Rect(left, top + PAD, right - left, heighten(len(lines), size))
            texts = set_middle([text for _, text in lines], wide, size)
        else:
            texts = set_left(lines, inner, size)
        found.append(Cell(rect, texts, name, row.values[name]))
    found += [Cell(Rect(left, top, right - left, high), (), "pelaksana") for left, right in table.columns.performers]
    return found


def _header(table: _Table) -> list[Cell]:
    """The header in two rows, the same on each page."""
    label, size, columns = table.template.label, table.template.sizes["kepala"], table.columns
    found = []
    for name in (*_TEXTS, "keterangan"):
        left, right = columns.texts[name]
        found.append(_head(label(name), Rect(left, table.top, right - left, _FIRST + table.second), size))
    first, last = columns.performers[0][0], columns.performers[-1][1]
    found.append(_head(label("pelaksana"), Rect(first, table.top, last - first, _FIRST), size))
    start, end = columns.texts["kelengkapan"][0], columns.texts["output"][1]
    found.append(_head(label("mutu-baku"), Rect(start, table.top, end - start, _FIRST), size))
    below = table.top + _FIRST
    titles = _titles(table.chart, columns, size)
    for (left, right), lines, title in zip(columns.performers, titles, table.chart.columns, strict=True):
        rect = Rect(left, below, right - left, table.second)
        found.append(Cell(rect, set_middle(lines, rect, size, True), "kepala", title, True))
    for name in _AFTER:
        left, right = columns.texts[name]
        found.append(_head(label(name), Rect(left, below, right - left, table.second), size))
    return found


def _head(title: str, rect: Rect, size: float) -> Cell:
    lines = wrapped(title, rect.w - 1.0, size, True)
    return Cell(rect, set_middle(lines, rect, size, True), "kepala", title, True)
