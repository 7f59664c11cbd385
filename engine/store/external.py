"""Queries of service tasks that workers outside fetch."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select, update

from engine.store.query import Query
from engine.store.tables_work import external_task as external

__all__ = ["EXTERNAL", "RETRY_EXTERNAL", "SET_EXTERNAL"]

_this = (external.c.case_id == bindparam("case")) & (external.c.n == bindparam("number"))

EXTERNAL: Final = Query("A service task that waits.", select(external).where(_this))
SET_EXTERNAL: Final = Query(
    "Notes a failure of a service task and frees it; nobody fetches it before `later`.",
    update(external)
    .where(_this)
    .values(retries=bindparam("left"), error=bindparam("why"), worker=None, locked_until=bindparam("later")),
)
RETRY_EXTERNAL: Final = Query(
    "Offers a failed service task anew.",
    update(external).where(_this).values(retries=None, error=None, locked_until=None),
)
