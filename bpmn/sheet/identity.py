"""The identity page: letterhead, numbers and dates, who signed, and the six fields under them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bpmn.sheet.lines import heighten, paragraphs, set_left, set_middle, wrapped
from bpmn.sheet.metrics import measure
from bpmn.sheet.model import Cell, Facts, Page, Rect, Text
from bpmn.sheet.rows import PAD
from bpmn.sheet.template import SMALLEST, Template

_PAIRS: Final = (
    ("dasar-hukum", "kualifikasi-pelaksana"),
    ("keterkaitan", "peralatan"),
    ("peringatan", "pencatatan"),
    ("pengertian", "tujuan"),
    ("referensi", "unit-terkait"),
)
_ALWAYS: Final = 3
_DATES: Final = ("nomor", "tanggal-pembuatan", "tanggal-revisi", "tanggal-efektif")
_LEFT: Final = 0.52
_LABEL: Final = 42.0
_LINE: Final = 7.5
"""Height of a row with one line in mm."""
_SIGN: Final = 15.0
"""Room for a signature in mm."""


_TIGHTER: Final = ((0.0, _LINE, _SIGN), (0.5, 6.5, 12.0), (1.0, 6.0, 10.0))
"""What is taken off the letters in points, the height of a row, and of a signature: tried until one page is enough."""


@dataclass
class _Sheet:
    facts: Facts
    template: Template
    room: float
    tight: tuple[float, float, float]
    pages: list[list[Cell]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    @property
    def size(self) -> float:
        """Points of the fields' text."""
        return max(SMALLEST, self.template.sizes["isi"] - self.tight[0])

    @property
    def left(self) -> float:
        return self.template.paper.side

    @property
    def wide(self) -> float:
        return self.template.paper.width - 2 * self.left

    @property
    def half(self) -> float:
        return self.wide * _LEFT


def identity_pages(facts: Facts, template: Template, foot: float) -> tuple[Page, ...]:
    """One page, or more where the fields are long; without footers."""
    room = template.paper.height - 2 * template.paper.above - foot
    tries = [_filled(_Sheet(facts, template, room, tight, y=template.paper.above)) for tight in _TIGHTER]
    sheet = next((one for one in tries if len(one.pages) == 1), tries[0])
    return tuple(Page(tuple(cells)) for cells in sheet.pages)


def _filled(sheet: _Sheet) -> _Sheet:
    _head(sheet)
    for at, pair in enumerate(_PAIRS):
        if at < _ALWAYS or any(sheet.facts.fields.get(name) for name in pair):
            _pair(sheet, pair)
    return sheet


def _head(sheet: _Sheet) -> None:
    """The letterhead on the left, what identifies the SOP on the right."""
    size, top = sheet.size + 1, sheet.y
    x, wide = sheet.left + sheet.half + _LABEL, sheet.wide - sheet.half - _LABEL
    cells = []
    for name in _DATES:
        value = " ".join(sheet.facts.fields.get(name, ()))
        cells += _field(sheet, name, paragraphs([value], wide - 2 * PAD, size))
    cells += _signed(sheet, x, wide)
    lines = [(0.0, one) for one in wrapped(sheet.facts.name, wide - 2 * PAD, size + 1, True)]
    cells += _field(sheet, "nama", lines)
    rect = Rect(sheet.left, top, sheet.half, sheet.y - top)
    title = sheet.template.sizes["judul"]
    heads = [line for one in sheet.facts.letterhead for line in wrapped(one, rect.w - 6, title, True)]
    upper = Rect(rect.x, rect.y, rect.w, rect.h - heighten(2, title))
    texts = set_middle(heads, upper, title, True)
    under = Rect(rect.x, (texts[-1].y + 3.0) if texts else rect.y, rect.w, heighten(2, title))
    texts += set_middle(wrapped(sheet.template.title, rect.w - 6, title), under, title)
    value = " ".join((*sheet.facts.letterhead, sheet.template.title))
    sheet.pages[-1] += [Cell(rect, texts, "kop", value), *cells]


def _field(sheet: _Sheet, name: str, lines: list[tuple[float, str]]) -> list[Cell]:
    bold = name == "nama"
    size = sheet.size + (2 if bold else 1)
    high = max(sheet.tight[1], heighten(len(lines), size) + 2 * PAD)
    x = sheet.left + sheet.half
    label = Rect(x, sheet.y, _LABEL, high)
    room = Rect(x + _LABEL, sheet.y, sheet.wide - sheet.half - _LABEL, high)
    sheet.y += high
    text = sheet.template.label(name)
    return [
        Cell(label, set_left([(0.0, text)], _inner(label), sheet.size + 1), "label", text),
        Cell(room, set_left(lines, _inner(room), size, bold), name, " ".join(text for _, text in lines)),
    ]


def _signed(sheet: _Sheet, x: float, wide: float) -> list[Cell]:
    """Post, room for the signature, name and number of who held the post; a blank line where nobody did."""
    size, facts = sheet.size + 1, sheet.facts
    post = wrapped(facts.signer_post, wide - 2 * PAD, size)
    high = heighten(len(post) + 2, size) + sheet.tight[2] + 2 * PAD
    label, room = Rect(sheet.left + sheet.half, sheet.y, _LABEL, high), Rect(x, sheet.y, wide, high)
    texts = list(set_left([(0.0, one) for one in post], _inner(room), size))
    base = room.bottom - PAD - heighten(1, size) - 0.6
    name = facts.signer_name or "_" * 34
    bold = bool(facts.signer_name)
    shown = wrapped(name, wide - 2 * PAD, size, bold)[0]
    texts.append(Text(x + PAD, base, shown, size, measure(shown, size, bold), bold))
    number = f"NIP. {facts.signer_number}" if facts.signer_number else "NIP."
    texts.append(Text(x + PAD, base + heighten(1, size), number, size, measure(number, size)))
    sheet.y += high
    text = sheet.template.label("disahkan-oleh")
    value = " ".join((facts.signer_post, shown, number)).strip()
    return [
        Cell(label, set_left([(0.0, text)], _inner(label), size), "label", text),
        Cell(room, tuple(texts), "disahkan-oleh", value),
    ]


def _inner(rect: Rect) -> Rect:
    return Rect(rect.x + PAD, rect.y + PAD, rect.w - 2 * PAD, rect.h - 2 * PAD)


def _pair(sheet: _Sheet, names: tuple[str, str]) -> None:
    """Two fields beside each other, on as many pages as their lines take."""
    size = sheet.size
    wide = (sheet.half, sheet.wide - sheet.half)
    lines = [
        paragraphs(sheet.facts.fields.get(name, ()), room - 2 * PAD, size, numbered=True)
        for name, room in zip(names, wide, strict=True)
    ]
    title = heighten(1, size + 0.5) + 2 * PAD
    bottom = sheet.template.paper.above + sheet.room
    whole = int((sheet.room - title - 2 * PAD) / heighten(1, size))
    while True:
        most = max(1, len(lines[0]), len(lines[1]))
        fits = int((bottom - sheet.y - title - 2 * PAD) / heighten(1, size))
        fresh = sheet.y <= sheet.template.paper.above
        if not fresh and (fits < min(most, 3) or (fits < most and most <= whole)):
            sheet.pages.append([])
            sheet.y = sheet.template.paper.above
            continue
        here, lines = [one[:fits] for one in lines], [one[fits:] for one in lines]
        _write(sheet, names, here, (title, max(sheet.tight[1], heighten(min(most, fits), size) + 2 * PAD)))
        if not any(lines):
            return


def _write(
    sheet: _Sheet, names: tuple[str, str], lines: list[list[tuple[float, str]]], high: tuple[float, float]
) -> None:
    size = sheet.size
    x = sheet.left
    for name, wide, given in zip(names, (sheet.half, sheet.wide - sheet.half), lines, strict=True):
        head, body = Rect(x, sheet.y, wide, high[0]), Rect(x, sheet.y + high[0], wide, high[1])
        label = sheet.template.label(name)
        text = set_left([(0.0, label)], _inner(head), size + 0.5, True)
        value = " ".join(text for _, text in given)
        sheet.pages[-1] += [
            Cell(head, text, "label", label, True),
            Cell(body, set_left(given, _inner(body), size), name, value),
        ]
        x += wide
    sheet.y += sum(high)
