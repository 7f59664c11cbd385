"""Queries of jobs: what waits for its time or for the worker, and in which order it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from engine.store.query import Query
from engine.store.reading import Row
from engine.store.tables import definition
from engine.store.tables_work import job

__all__ = [
    "CHANGE_JOB",
    "CHANGE_RETRIES",
    "CHANGE_TIMES",
    "CLEAR_JOBS",
    "DROP_JOB",
    "DROP_START_TIMERS",
    "DROP_TOKEN_JOBS",
    "DUE",
    "DUE_COUNT",
    "DUE_UNTIMED",
    "HOLD_JOB",
    "INSERT_JOB",
    "JOB",
    "JOB_OF_TOKEN",
    "KINDS",
    "LOCK_JOB",
    "LOCK_JOB_UNTIMED",
    "LOCK_THE_JOB",
    "NEXT_OF_CASE",
    "NEXT_OF_CASE_UNTIMED",
    "NOT_HELD",
    "OFFICE_OF_JOB",
    "OUTLIVE",
    "PARK_JOB",
    "PARK_JOBS",
    "POSTPONE",
    "RELEASE_RECEIVES",
    "RESUME_JOBS",
    "RETRY_JOB",
    "SET_PARKED",
    "TIMED",
    "job_row",
]

KINDS: Final[Mapping[str, str]] = {
    "CALL": "starts the case that a call activity calls",
    "CANCEL": "ends a called case whose caller does not wait any more",
    "ERROR": "brings the error that ended a called case to its caller",
    "ESCALATION": "brings an escalation of a called case to its caller",
    "MESSAGE": "looks for who waits for a thrown message",
    "RECEIVE": "brings a message or signal to the token that waits for it",
    "RETURN": "brings the end of a called case to its caller",
    "SIGNAL": "spreads a thrown signal",
    "START": "begins a case by a message, signal or condition",
    "START_TIMER": "begins a case by the clock",
    "TIMER": "fires a timer of a case",
}
TIMED: Final = ("TIMER", "START_TIMER")
# What has left a case is not held with it, and what ends it is not either.
NOT_HELD: Final = ("MESSAGE", "SIGNAL", "CANCEL")
# What has left a case, or was not received by it yet, outlives it.
OUTLIVE: Final = ("MESSAGE", "SIGNAL", "RECEIVE")

_case: Final[BindParameter[Any]] = bindparam("case")
_now: Final[BindParameter[Any]] = bindparam("now")
_limit: Final[BindParameter[Any]] = bindparam("limit")
_id: Final = job.c.id == bindparam("job")
_earlier: Final = job.alias("earlier")
_BLANK: Final[Row] = dict.fromkeys(("n", "element", "definition_id", "payload"))


def job_row(kind: str, case: int, at: int, **given: Any) -> Row:
    """A row for INSERT_JOB: its case (0: none), when it is due (instant), and n, element, definition_id, payload."""
    return _BLANK | {"kind": kind, "case_id": case, "due_at": at, "run_at": at} | given


def _first(*, timed: bool) -> ColumnElement[bool]:
    """True for what comes first in its case; a job that waits for a retry keeps its place, a parked one does not."""
    before = [
        _earlier.c.case_id == job.c.case_id,
        _earlier.c.parked == 0,
        tuple_(_earlier.c.due_at, _earlier.c.id) < tuple_(job.c.due_at, job.c.id),
    ]
    if not timed:
        before.append(_earlier.c.kind.not_in(TIMED))
    return or_(job.c.case_id == 0, ~exists().where(*before))


def _due(*, timed: bool) -> Select[Any]:
    found = select(job.c.id, job.c.case_id, job.c.n, job.c.kind, job.c.attempts).where(
        job.c.parked == 0, job.c.run_at <= _now
    )
    if not timed:
        found = found.where(job.c.kind.not_in(TIMED))
    return found


def _in_turn(*, timed: bool) -> Select[Any]:
    return _due(timed=timed).where(_first(timed=timed)).order_by(job.c.run_at, job.c.id).limit(_limit)


def _next_of_case(*, timed: bool) -> Select[Any]:
    """The first job of the case, due or not: what is not due holds back what comes after it."""
    first = select(job).where(job.c.case_id == _case, job.c.parked == 0)
    if not timed:
        first = first.where(job.c.kind.not_in(TIMED))
    found = first.order_by(job.c.due_at, job.c.id).limit(1).subquery()
    return select(found.c.id, found.c.case_id, found.c.n, found.c.kind, found.c.attempts).where(found.c.run_at <= _now)


def _lock(*, timed: bool) -> Select[Any]:
    first = _first(timed=timed).label("first")
    return select(job, first).where(_id, job.c.case_id == _case).with_for_update(skip_locked=True)


INSERT_JOB: Final = Query(
    "Lets a job wait; its row is made by `job_row`.",
    insert(job).values(
        {name: bindparam(name) for name in (*_BLANK, "kind", "case_id", "due_at", "run_at")}
        | {"attempts": 0, "parked": 0, "error": None}
    ),
)
DUE: Final = Query("What may run now, the longest due first: of each case the first job alone.", _in_turn(timed=True))
DUE_UNTIMED: Final = Query("The same without what goes by the clock.", _in_turn(timed=False))
NEXT_OF_CASE: Final = Query("The first job of a case, when it may run now.", _next_of_case(timed=True))
NEXT_OF_CASE_UNTIMED: Final = Query("The same without what goes by the clock.", _next_of_case(timed=False))
LOCK_JOB: Final = Query(
    "A job of a case, held; `first` says that it is its turn. Nothing when it is gone or somebody else holds it.",
    _lock(timed=True),
)
LOCK_JOB_UNTIMED: Final = Query("The same without what goes by the clock.", _lock(timed=False))
JOB: Final = Query("A job by its number.", select(job).where(_id))
LOCK_THE_JOB: Final = Query(
    "A job by its number, held until the transaction ends.", select(job).where(_id).with_for_update()
)
JOB_OF_TOKEN: Final = Query(
    "The jobs of a kind that a token waits with, in their order.",
    select(job)
    .where(job.c.case_id == _case, job.c.n == bindparam("n"), job.c.kind == bindparam("kind"))
    .order_by(job.c.due_at, job.c.id),
)
OFFICE_OF_JOB: Final = Query(
    "The office of the definition that a job begins a case on.",
    select(definition.c.office).join(job, job.c.definition_id == definition.c.id).where(_id),
)
DUE_COUNT: Final = Query("How many jobs are due.", select(func.count()).where(job.c.parked == 0, job.c.run_at <= _now))
POSTPONE: Final = Query(
    "Tries a job again later, unless that was noted before.",
    update(job)
    .where(_id, job.c.attempts == bindparam("before"))
    .values(run_at=bindparam("later"), attempts=job.c.attempts + 1, error=bindparam("why")),
)
PARK_JOB: Final = Query(
    "Parks a job behind an incident.", update(job).where(_id).values(parked=1, error=bindparam("why"))
)
CHANGE_JOB: Final = Query(
    "Makes a job one of another kind.",
    update(job).where(_id).values(kind=bindparam("kind"), element=bindparam("element"), payload=bindparam("payload")),
)
CHANGE_RETRIES: Final = Query(
    "Changes what was tried of a job, and when it is tried next.",
    update(job)
    .where(_id)
    .values(attempts=bindparam("attempts"), parked=bindparam("parked"), error=None, run_at=bindparam("at")),
)
CHANGE_TIMES: Final = Query(
    "Changes when a job runs and its place in its case.",
    update(job).where(_id).values(due_at=bindparam("due"), run_at=bindparam("at")),
)
SET_PARKED: Final = Query("Holds a job or lets it go.", update(job).where(_id).values(parked=bindparam("parked")))
HOLD_JOB: Final = Query("Holds a job with its suspended case.", update(job).where(_id).values(parked=2))
RETRY_JOB: Final = Query(
    "Lets a parked job run again; `held` is 2 in a suspended case, else 0.",
    update(job)
    .where(_id, job.c.case_id == _case, job.c.parked == 1)
    .values(parked=bindparam("held"), attempts=0, error=None, run_at=bindparam("at")),
)
DROP_JOB: Final = Query("Ends a job.", delete(job).where(_id))
DROP_TOKEN_JOBS: Final = Query(
    "Ends the jobs of a token that waits no more.",
    delete(job).where(job.c.case_id == _case, job.c.n == bindparam("n"), job.c.kind.not_in(OUTLIVE)),
)
DROP_START_TIMERS: Final = Query(
    "A definition begins no more cases by the clock.",
    delete(job).where(job.c.kind == "START_TIMER", job.c.definition_id == bindparam("definition")),
)
CLEAR_JOBS: Final = Query(
    "Ends the jobs of a case that has ended, but for messages and signals.",
    delete(job).where(job.c.case_id == _case, job.c.kind.not_in(OUTLIVE)),
)
RELEASE_RECEIVES: Final = Query(
    "Lets what a case that has ended did not receive look for somebody else.",
    update(job)
    .where(job.c.case_id == _case, job.c.kind == "RECEIVE", job.c.parked != 0)
    .values(parked=0, attempts=0, error=None),
)
PARK_JOBS: Final = Query(
    "Holds the jobs of a suspended case; what has left it and what ends it go on.",
    update(job).where(job.c.case_id == _case, job.c.parked == 0, job.c.kind.not_in(NOT_HELD)).values(parked=2),
)
RESUME_JOBS: Final = Query(
    "Lets the jobs of a resumed case run.",
    update(job).where(job.c.case_id == _case, job.c.parked == 2).values(parked=0),
)
