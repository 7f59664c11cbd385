"""What is held on a person as a PDF on A4, set by the same hand as the official document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bpmn.sheet.lines import heighten, set_left, wrapped
from bpmn.sheet.model import Cell, Page, Rect, Sheet, Text
from bpmn.sheet.typeset import pdf
from engine.queries.names import Office
from engine.queries.personal import Held
from engine.web.clock import long_day
from engine.web.desk import now
from engine.web.personal_told import reads_line, worth
from engine.web.words import say

__all__ = ["paper"]

_WIDE, _HIGH, _EDGE = 210.0, 297.0, 18.0
_SIZE: Final = 9.5
_COLUMNS: Final = (46.0, 52.0, 76.0)


@dataclass(slots=True)
class _Setting:
    """Pages as they fill."""

    foot: str
    pages: list[tuple[list[Cell], list[Text]]] = field(default_factory=lambda: [([], [])])
    y: float = _EDGE

    def room(self, high: float) -> None:
        """Turns the page when so many millimetres are not left."""
        if self.y + high > _HIGH - _EDGE - 6:
            self.pages.append(([], []))
            self.y = _EDGE

    def words(self, text: str, size: float = _SIZE, *, bold: bool = False, after: float = 2.0) -> None:
        """A paragraph."""
        lines = wrapped(text, _WIDE - 2 * _EDGE, size, bold)
        high = heighten(len(lines), size)
        self.room(high)
        rect = Rect(_EDGE, self.y, _WIDE - 2 * _EDGE, high)
        self.pages[-1][1].extend(set_left([(0.0, one) for one in lines], rect, size, bold))
        self.y += high + after

    def row(self, cells: tuple[str, str, str], *, bold: bool = False) -> None:
        """A row of the table."""
        broken = [wrapped(text[:600], wide - 3, _SIZE, bold) for text, wide in zip(cells, _COLUMNS, strict=True)]
        high = heighten(max(1, *(len(one) for one in broken)), _SIZE) + 2
        self.room(high)
        x = _EDGE
        for lines, wide in zip(broken, _COLUMNS, strict=True):
            inside = Rect(x + 1.5, self.y + 1, wide - 3, high - 2)
            texts = set_left([(0.0, one) for one in lines], inside, _SIZE, bold)
            self.pages[-1][0].append(Cell(Rect(x, self.y, wide, high), texts, shaded=bold))
            x += wide
        self.y += high

    def sheet(self, title: str) -> Sheet:
        """The document, each page with its number."""
        found = []
        for number, (cells, texts) in enumerate(self.pages, 1):
            said = f"{self.foot} · {number}/{len(self.pages)}"
            rect = Rect(_EDGE, _HIGH - _EDGE, _WIDE - 2 * _EDGE, 5)
            found.append(Page(tuple(cells), (*texts, *set_left([(0.0, said)], rect, 8.0))))
        return Sheet(_WIDE, _HIGH, title, tuple(found))


def paper(held: Held, office: Office) -> bytes:
    """The PDF."""
    at = f"{long_day(now(), office.tz)}, {now().astimezone(office.tz):%H.%M} {office.zone}"
    setting = _Setting(f"Lajur · {at}")
    setting.words(say("Data pribadi yang disimpan"), 15, bold=True)
    setting.words(say("Tentang: {said}. Disusun {at}.", said=held.said or "–", at=at), after=4)
    for account in held.accounts:
        setting.words(say("Akun {login}", login=account.login), 11, bold=True)
        setting.words(", ".join(one for one in (account.name, account.nip or "", account.office or "") if one))
        for name, since, until in account.posts:
            setting.words(f"{name}: {since} – {until or ''}", after=0.5)
        setting.y += 3
    for case in held.cases:
        setting.room(30)
        setting.words(f"{case.number} · {case.sop}", 11, bold=True)
        setting.row((say("Isian"), say("Langkah"), say("Nilai")), bold=True)
        for kept in case.values:
            setting.row((kept.label, kept.step.title, worth(kept)))
        setting.y += 2
        for read in case.reads:
            when = f"{read.at.astimezone(office.tz):%d-%m-%Y %H.%M} {office.zone}"
            setting.words(
                say("Dibaca {name}, {when}, {how}.", name=read.who.name, when=when, how=reads_line(read)), after=0.5
            )
        setting.y += 4
    if not held.cases and not held.accounts:
        setting.words(say("Tidak ada yang disimpan tentang orang ini yang boleh Anda lihat."))
    return pdf(setting.sheet(say("Data pribadi yang disimpan")))
