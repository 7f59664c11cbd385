"""Queries of the replay: the answers of some events."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from engine.store.query import Query
from engine.store.tables import answer, event

__all__ = ["ANSWERS_OF_EVENTS", "LAST_LEAF"]

ANSWERS_OF_EVENTS: Final = Query(
    "The answers of these events of a case; the value is null when it was erased.",
    select(answer.c.event, answer.c.name, answer.c.value).where(
        answer.c.case_id == bindparam("case"), answer.c.event.in_(bindparam("events", expanding=True))
    ),
)
LAST_LEAF: Final = Query(
    "The newest event of a case: its number and leaf.",
    select(event.c.number, event.c.leaf)
    .where(event.c.case_id == bindparam("case"))
    .order_by(event.c.number.desc())
    .limit(1),
)
