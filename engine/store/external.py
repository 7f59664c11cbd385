"""Queries of single service tasks that workers outside fetch: locks, attempts, why they are held."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BindParameter, bindparam, select, update

from engine.store.query import Query
from engine.store.tables import process_instance
from engine.store.tables_work import external_task as external

__all__ = [
    "ATTEMPTS_EXTERNAL",
    "EXTERNAL",
    "EXTERNAL_OF_CASE",
    "FREE_EXTERNAL",
    "HOLD_EXTERNAL",
    "LATER_LOCKS",
    "LEASE_EXTERNAL",
    "NO_ATTEMPTS",
    "OFFICE_OF_EXTERNAL",
    "PRIORITY_EXTERNAL",
    "RESUME_EXTERNAL",
    "RETRY_EXTERNAL",
    "SET_EXTERNAL",
    "SUSPENDED",
]

NO_ATTEMPTS: Final = 1
SUSPENDED: Final = 2
"""What `held` adds up: why nobody may fetch a task."""

_n: Final[BindParameter[int]] = bindparam("number")
_case: Final[BindParameter[int]] = bindparam("case")
_this = (external.c.case_id == _case) & (external.c.n == _n)
_pi = process_instance

EXTERNAL: Final = Query(
    "A service task that waits, held until the transaction ends.",
    select(external).where(_this).with_for_update(),
)
EXTERNAL_OF_CASE: Final = Query(
    "A service task that waits, held until the transaction ends, with the office and status of its case.",
    select(external, _pi.c.status).join(_pi, _pi.c.id == external.c.case_id).where(_this).with_for_update(of=external),
)
OFFICE_OF_EXTERNAL: Final = Query(
    "The office of a case in which a service task waits; nothing when none does.",
    select(external.c.office).where(external.c.case_id == _case).limit(1),
)
SET_EXTERNAL: Final = Query(
    "Notes a failure of a service task; nobody fetches it before `later`.",
    update(external)
    .where(_this)
    .values(
        retries=bindparam("left"),
        held=bindparam("why_held"),
        error=bindparam("why"),
        details=bindparam("what"),
        locked_until=bindparam("later"),
    ),
)
LEASE_EXTERNAL: Final = Query(
    "Lends a service task to a worker until then.",
    update(external).where(_this).values(worker=bindparam("who"), locked_until=bindparam("until")),
)
FREE_EXTERNAL: Final = Query(
    "Takes a service task from its worker.", update(external).where(_this).values(worker=None, locked_until=0)
)
PRIORITY_EXTERNAL: Final = Query(
    "Says how soon a service task is to be fetched.",
    update(external).where(_this).values(priority=bindparam("value")),
)
RETRY_EXTERNAL: Final = Query(
    "Offers a failed service task anew, with as many attempts as the diagram says.",
    update(external)
    .where(_this)
    .values(retries=None, error=None, details=None, locked_until=0, held=external.c.held - external.c.held % 2),
)
ATTEMPTS_EXTERNAL: Final = Query(
    "Says how many attempts a service task has left.",
    update(external).where(_this).values(retries=bindparam("left"), held=bindparam("why_held")),
)
HOLD_EXTERNAL: Final = Query(
    "Takes the service tasks of a suspended case from the offers.",
    update(external)
    .where(external.c.case_id == _case, external.c.held < SUSPENDED)
    .values(held=external.c.held + SUSPENDED),
)
RESUME_EXTERNAL: Final = Query(
    "Offers the service tasks of a resumed case again.",
    update(external)
    .where(external.c.case_id == _case, external.c.held >= SUSPENDED)
    .values(held=external.c.held - SUSPENDED),
)
LATER_LOCKS: Final = Query(
    "Moves the ends of locks that fell into a leap of the clock (`since` to `until`) behind it, by as much.",
    update(external)
    .where(external.c.locked_until >= bindparam("since"), external.c.locked_until < bindparam("until"))
    .values(locked_until=external.c.locked_until + bindparam("leap")),
)
