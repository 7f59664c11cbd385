"""Queries of the working calendars: what administrators wrote for years, for the hours and for single days."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, func, select, text

from engine.store.query import Query
from engine.store.tables_calendar import calendar_day, calendar_hours, calendar_year
from engine.store.tables_people import post
from engine.store.tables_work import series
from engine.store.transaction import Transaction
from engine.store.writes import NEXT_IN_SERIES

__all__ = [
    "CALENDAR_DAY",
    "CALENDAR_DAYS",
    "CALENDAR_HOURS",
    "CALENDAR_REVISION",
    "CALENDAR_SERIES",
    "CALENDAR_YEARS",
    "DROP_DAY",
    "DROP_HOURS",
    "DROP_YEAR",
    "INSERT_DAY",
    "OUTSIDE_POSTS",
    "PUT_HOURS",
    "PUT_YEAR",
    "revision",
    "touch",
]

CALENDAR_SERIES: Final = "calendar"
"""The series that grows with every change of a calendar, an office or its posts: what is remembered counts no more."""
_office: Final[BindParameter[Any]] = bindparam("office")

revision: Final = func.coalesce(
    select(series.c.last).where(series.c.name == CALENDAR_SERIES).scalar_subquery(), 0
).label("calendar")

CALENDAR_REVISION: Final = Query("How often a calendar or an office was changed.", select(revision))
CALENDAR_YEARS: Final = Query(
    "The years that administrators wrote.", select(calendar_year).order_by(calendar_year.c.year)
)
CALENDAR_HOURS: Final = Query(
    "The hours of an office, where somebody wrote any.",
    select(calendar_hours.c.body).where(calendar_hours.c.office == _office),
)
CALENDAR_DAYS: Final = Query(
    "Changed days of all offices, then those of one, in the order in which they were written.",
    select(calendar_day)
    .where(calendar_day.c.office.in_(bindparam("offices", expanding=True)))
    .order_by((calendar_day.c.office != "*"), calendar_day.c.id),
)
CALENDAR_DAY: Final = Query("A changed day.", select(calendar_day).where(calendar_day.c.id == bindparam("id")))
OUTSIDE_POSTS: Final = Query(
    "The posts of an office that stand outside.", select(post.c.id).where(post.c.office == _office, post.c.outside == 1)
)
PUT_YEAR: Final = Query(
    "Writes a year, in the place of its file.",
    text(
        "INSERT INTO calendar_year (year, body) VALUES (:year, :body) "
        "ON CONFLICT (year) DO UPDATE SET body = excluded.body"
    ),
)
DROP_YEAR: Final = Query(
    "Lets the file of a year count again.", delete(calendar_year).where(calendar_year.c.year == bindparam("year"))
)
PUT_HOURS: Final = Query(
    "Writes the hours of an office.",
    text(
        "INSERT INTO calendar_hours (office, body) VALUES (:office, :body) "
        "ON CONFLICT (office) DO UPDATE SET body = excluded.body"
    ),
)
DROP_HOURS: Final = Query(
    "Lets the lawful hours count again.", delete(calendar_hours).where(calendar_hours.c.office == _office)
)
INSERT_DAY: Final = Query(
    "Writes changed days; their number.",
    text(
        "INSERT INTO calendar_day (office, since, until, hours, reason, decree) "
        "VALUES (:office, :since, :until, :hours, :reason, :decree) RETURNING id"
    ),
)
DROP_DAY: Final = Query("Takes a changed day away.", delete(calendar_day).where(calendar_day.c.id == bindparam("id")))


def touch(tx: Transaction) -> None:
    """Notes that a calendar, an office or a post changed: what processes remember of calendars counts no more."""
    tx.value(NEXT_IN_SERIES, name=CALENDAR_SERIES, step=1)
