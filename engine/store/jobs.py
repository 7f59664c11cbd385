"""Queries of jobs: timers that wait, and what the worker takes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, exists, func, select, tuple_, update

from engine.store.query import Query
from engine.store.tables_work import job

__all__ = ["DUE", "DUE_COUNT", "JOB", "NEXT_RUN", "PARK_JOB", "POSTPONE", "RETRY_JOB"]

_this = (job.c.case_id == bindparam("case")) & (job.c.n == bindparam("number"))

JOB: Final = Query(
    "A timer that waits.", select(job).where(job.c.case_id == bindparam("case"), job.c.n == bindparam("n"))
)
_earlier = job.alias("earlier")
DUE: Final = Query(
    "The timers that may fire now, in due order: of each case the one that is due first, unless it waits for a retry.",
    select(job.c.case_id, job.c.n, job.c.due_at, job.c.attempts)
    .where(
        job.c.parked == 0,
        job.c.run_at <= bindparam("now"),
        ~exists().where(
            _earlier.c.case_id == job.c.case_id,
            _earlier.c.parked == 0,
            tuple_(_earlier.c.due_at, _earlier.c.n) < tuple_(job.c.due_at, job.c.n),
        ),
    )
    .order_by(job.c.due_at, job.c.case_id, job.c.n)
    .limit(bindparam("limit")),
)
DUE_COUNT: Final = Query(
    "How many timers are due.", select(func.count()).where(job.c.parked == 0, job.c.run_at <= bindparam("now"))
)
NEXT_RUN: Final = Query("When the next timer is due.", select(func.min(job.c.run_at)).where(job.c.parked == 0))
POSTPONE: Final = Query(
    "Tries a timer again later.",
    update(job).where(_this).values(run_at=bindparam("later"), attempts=job.c.attempts + 1, error=bindparam("why")),
)
PARK_JOB: Final = Query(
    "Parks a timer behind an incident.", update(job).where(_this).values(parked=1, error=bindparam("why"))
)
RETRY_JOB: Final = Query(
    "Lets a parked timer run again.",
    update(job).where(_this).values(parked=0, attempts=0, error=None, run_at=bindparam("at")),
)
