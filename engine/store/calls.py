"""Queries of cases that called others, and of the cases that they called."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, or_, select

from engine.store.query import Query
from engine.store.tables import process_instance

__all__ = ["CALLED_BY_TOKEN", "RELATIVES", "RUNNING_CALLED"]

_pi = process_instance
_case: Final[BindParameter[Any]] = bindparam("case")
_running: Final = _pi.c.status.in_(("ACTIVE", "SUSPENDED"))

RUNNING_CALLED: Final = Query(
    "The cases that a case called and that have not ended, with the token that waits for each.",
    select(_pi.c.id, _pi.c.parent_n).where(_pi.c.parent_case == _case, _running).order_by(_pi.c.id),
)
CALLED_BY_TOKEN: Final = Query(
    "The cases that a token called, the last one first.",
    select(_pi).where(_pi.c.parent_case == _case, _pi.c.parent_n == bindparam("n")).order_by(_pi.c.id.desc()),
)
RELATIVES: Final = Query(
    "The case that called this one, and those that it called, oldest first.",
    select(
        _pi.c.id,
        _pi.c.number,
        _pi.c.status,
        _pi.c.outcome,
        _pi.c.office,
        _pi.c.definition_id,
        _pi.c.parent_case,
        _pi.c.parent_n,
        _pi.c.started_at,
    )
    .where(or_(_pi.c.parent_case == _case, _pi.c.id == bindparam("parent")))
    .order_by(_pi.c.id)
    .limit(bindparam("limit")),
)
