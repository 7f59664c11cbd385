"""Queries of registers: the next number of each, and which are taken."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select, text

from engine.store.query import Query
from engine.store.tables_registers import register_number as _row
from engine.store.tables_work import series

__all__ = [
    "FIND_NUMBER",
    "FIND_WRITTEN",
    "LAST",
    "NUMBERS_OF_CASE",
    "OF_REGISTER",
    "PUT_NUMBER",
    "SET_LAST",
    "series_name",
]

_office: Final[BindParameter[Any]] = bindparam("office")
_register: Final[BindParameter[Any]] = bindparam("register")
_year: Final[BindParameter[Any]] = bindparam("year")
_here: Final = (_row.c.office == _office, _row.c.register == _register, _row.c.year == _year)

LAST: Final = Query("The last number of a series.", select(series.c.last).where(series.c.name == bindparam("name")))
SET_LAST: Final = Query(
    "Sets the last number of a series, held until the transaction ends.",
    text("INSERT INTO series (name, last) VALUES (:name, :last) ON CONFLICT (name) DO UPDATE SET last = excluded.last"),
)
FIND_NUMBER: Final = Query("A number of a register.", select(_row).where(*_here, _row.c.number == bindparam("number")))
FIND_WRITTEN: Final = Query(
    "The numbers of a register that are written so.",
    select(_row).where(*_here, _row.c.written == bindparam("written"), _row.c.void == 0),
)
NUMBERS_OF_CASE: Final = Query(
    "The numbers that a case ever had: those that count first, the last taken before earlier ones.",
    select(_row).where(_row.c.case_id == bindparam("case")).order_by(_row.c.void, _row.c.event.desc()),
)
OF_REGISTER: Final = Query(
    "The numbers of a register in a year, the highest first.",
    select(_row).where(*_here).order_by(_row.c.number.desc()).limit(bindparam("limit")),
)
PUT_NUMBER: Final = Query(
    "Writes a number into its register, or says anew whose it is.",
    text(
        "INSERT INTO register_number (office, register, year, number, written, case_id, event, field, void) "
        "VALUES (:office, :register, :year, :number, :written, :case_id, :event, :field, :void) "
        "ON CONFLICT (office, register, year, number) DO UPDATE SET written = excluded.written, "
        "case_id = excluded.case_id, event = excluded.event, field = excluded.field, void = excluded.void"
    ),
)


def series_name(office: str, register: str, year: int) -> str:
    """The name of the series that counts a register."""
    return f"register/{office}/{register}/{year}"
