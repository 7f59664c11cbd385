"""Kelola: the registers of an office, the numbers that they gave, and which number comes next."""

from __future__ import annotations

from typing import Final

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.commands.register import REGISTERS, SetRegister
from engine.queries.managing import offices_managed
from engine.queries.registers import next_number, register
from engine.web.desk import looking, now
from engine.web.manage import Sheet, blueprint, day_here, done, framed
from engine.web.words import language

NAMES: Final = {"office": "kantor", "register": "buku", "year": "tahun", "next": "berikutnya", "reason": "alasan"}
_DIGITS: Final = 9


@blueprint.get("/agenda")
def agenda() -> str:
    """The registers of an office this year: `kantor`, `buku`."""
    return _page()


@blueprint.post("/agenda")
def set_agenda() -> str | Response | tuple[str, int]:
    """Sets the next number of a register."""
    sheet = Sheet("nomor")
    office, book = sheet.text("kantor"), sheet.text("buku")
    year, number = _whole(sheet.text("tahun")), _whole(sheet.text("berikutnya"))
    if sheet.run(SetRegister(office, book, year, number, sheet.text("alasan")), NAMES) is None:
        return _page(sheet), sheet.status
    to = url_for("web.manage.agenda", kantor=office, buku=book)
    return done(_said(book, number, year), to)


def _said(book: str, number: int, year: int) -> str:
    return f"{_called(book)}: {number}/{year}"


def _called(book: str) -> str:
    id, en = REGISTERS[book]
    return en if language() == "en" else id


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def _page(sheet: Sheet | None = None) -> str:
    book = request.values.get("buku", "")
    book = book if book in REGISTERS else next(iter(REGISTERS))
    with looking() as look:
        offices = offices_managed(look, "")
        chosen = next((one.office for one in offices if one.office.id == request.values.get("kantor")), None)
        office = chosen or (offices[0].office if offices else None)
        year = day_here(office, now()).year if office else now().year
        numbers = register(look, office.id, book, year) if office else ()
        next_one = next_number(look, office.id, book, year) if office else 1
    return framed(
        "agenda",
        "web/manage/agenda.html",
        offices=offices,
        office=office,
        books=[(name, _called(name)) for name in REGISTERS],
        book=book,
        called=_called(book),
        year=year,
        numbers=numbers,
        next_one=next_one,
        sheet=sheet,
    )
