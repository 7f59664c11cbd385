"""Queries of reads: who read personal data of which case in which hour."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select, text, update

from engine.store.query import Query
from engine.store.tables_reads import personal_read

__all__ = ["BEGIN_READ", "NUMBER_READ", "READS_OF_CASE", "RECORDED"]

_read: Final = personal_read
_case: Final[BindParameter[Any]] = bindparam("case")

RECORDED: Final = Query(
    "Of these cases, those of which a person's read in this hour was recorded already.",
    select(_read.c.case_id).where(
        _read.c.case_id.in_(bindparam("cases", expanding=True)),
        _read.c.login == bindparam("login"),
        _read.c.hour == bindparam("hour"),
    ),
)
BEGIN_READ: Final = Query(
    "Takes the place of a read; touches no row when somebody else of the same name took it meanwhile.",
    text(
        "INSERT INTO personal_read (case_id, login, hour, at, page, event) "
        "VALUES (:case, :login, :hour, :at, :page, 0) ON CONFLICT DO NOTHING"
    ),
)
NUMBER_READ: Final = Query(
    "Names the event of a read.",
    update(_read)
    .where(_read.c.case_id == _case, _read.c.login == bindparam("who"), _read.c.hour == bindparam("when"))
    .values(event=bindparam("number")),
)
READS_OF_CASE: Final = Query(
    "Who read a case, the newest first.",
    select(_read)
    .where(_read.c.case_id == _case)
    .order_by(_read.c.hour.desc(), _read.c.login)
    .limit(bindparam("limit")),
)
