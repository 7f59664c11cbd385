"""Queries of acts: all that happened, in the order of the tree, in stretches of bounded length."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, func, select

from engine.store.query import Query
from engine.store.tables import event, process_instance
from engine.store.tables_proof import leaf, unnumbered

__all__ = ["ACTS_OF_CASE", "ACTS_SEALED", "ACTS_WAITING", "LAST_PLACE", "NEXT_RECORDED", "OFFICES_OF_CASES"]

_before: Final[BindParameter[Any]] = bindparam("before")
_scan: Final[BindParameter[Any]] = bindparam("scan")
_COLUMNS: Final = tuple(column for column in event.c if column.name != "leaf")

ACTS_WAITING: Final = Query(
    "What has no place in the tree yet, before one in their line, the newest first.",
    select(unnumbered.c.id.label("place"), *_COLUMNS)
    .join(event, and_(event.c.case_id == unnumbered.c.case_id, event.c.number == unnumbered.c.number))
    .where(unnumbered.c.id < _before)
    .order_by(unnumbered.c.id.desc())
    .limit(_scan),
)
ACTS_SEALED: Final = Query(
    "What happened before a place in the tree, the newest first.",
    select(leaf.c.position.label("place"), *_COLUMNS)
    .join(event, and_(event.c.case_id == leaf.c.case_id, event.c.number == leaf.c.number))
    .where(leaf.c.position < _before)
    .order_by(leaf.c.position.desc())
    .limit(_scan),
)
ACTS_OF_CASE: Final = Query(
    "What happened in a case before a number, the newest first.",
    select(event.c.number.label("place"), *_COLUMNS)
    .where(event.c.case_id == bindparam("case"), event.c.number < _before)
    .order_by(event.c.number.desc())
    .limit(_scan),
)
LAST_PLACE: Final = Query("The last place in the tree.", select(func.max(leaf.c.position)))
NEXT_RECORDED: Final = Query(
    "When the event at a place in the tree, or the next that is there, was recorded.",
    select(leaf.c.position, event.c.recorded_at)
    .join(event, and_(event.c.case_id == leaf.c.case_id, event.c.number == leaf.c.number))
    .where(leaf.c.position >= bindparam("place"))
    .order_by(leaf.c.position)
    .limit(1),
)
OFFICES_OF_CASES: Final = Query(
    "The numbers and offices of some cases.",
    select(process_instance.c.id, process_instance.c.number, process_instance.c.office).where(
        process_instance.c.id.in_(bindparam("cases", expanding=True))
    ),
)
