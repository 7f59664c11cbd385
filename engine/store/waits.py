"""Queries of what waits for somebody outside: messages, signals and service tasks."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, insert, select

from engine.store.query import Query
from engine.store.tables import process_instance
from engine.store.tables_work import external_task, subscription

__all__ = [
    "CLEAR_WAITS",
    "DROP_EXTERNAL",
    "DROP_SUBSCRIPTION",
    "INSERT_EXTERNAL",
    "INSERT_SUBSCRIPTION",
    "SUBSCRIPTION",
]

_case: Final[BindParameter[Any]] = bindparam("case")
_n: Final[BindParameter[Any]] = bindparam("n")
_office: Final = (
    select(process_instance.c.office).where(process_instance.c.id == bindparam("case_id")).scalar_subquery()
)
_subscribed: Final = (subscription.c.case_id == _case) & (subscription.c.n == _n)

SUBSCRIPTION: Final = Query("What a token waits for by its name.", select(subscription).where(_subscribed))
INSERT_SUBSCRIPTION: Final = Query("Lets a token wait for a message or signal.", insert(subscription))
INSERT_EXTERNAL: Final = Query(
    "Offers a service task to workers.",
    insert(external_task).values(
        {name: bindparam(name) for name in ("case_id", "n", "element", "topic", "opened_at", "scope", "item")}
        | {"retries": None, "office": _office}
    ),
)
DROP_SUBSCRIPTION: Final = Query("Ends a wait for a message or signal.", delete(subscription).where(_subscribed))
DROP_EXTERNAL: Final = Query(
    "Takes a service task back from workers.",
    delete(external_task).where(external_task.c.case_id == _case, external_task.c.n == _n),
)
CLEAR_WAITS: Final = tuple(
    Query(f"Ends every {table.name} of a case.", delete(table).where(table.c.case_id == _case))
    for table in (subscription, external_task)
)
