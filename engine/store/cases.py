"""Queries of cases, tasks and what waits, as commands need them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, text, union_all, update

from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables import answer, event, incident, process_instance, task, variable
from engine.store.tables_work import external_task, job, subscription

__all__ = [
    "ANSWERS",
    "CASE",
    "CASE_BY_NUMBER",
    "CLEAR_WAITS",
    "DROP_EXTERNAL",
    "DROP_JOB",
    "DROP_SUBSCRIPTION",
    "EVENTS",
    "GROUPS_IN_CASE",
    "INCIDENT",
    "INSERT_EXTERNAL",
    "INSERT_JOB",
    "INSERT_SUBSCRIPTION",
    "LOCK_CASE",
    "LOCK_FREE_CASE",
    "LOCK_TASK",
    "MATCHING",
    "OPEN_TASKS",
    "PARK_JOBS",
    "RESUME_JOBS",
    "VALUES",
    "next_case",
]

_case: Final[BindParameter[Any]] = bindparam("case")
_pi = process_instance

CASE: Final = Query("A case by its id.", select(_pi).where(_pi.c.id == _case))
CASE_BY_NUMBER: Final = Query("A case by its number.", select(_pi).where(_pi.c.number == bindparam("number")))
LOCK_CASE: Final = Query(
    "A case, held until the transaction ends.", select(_pi).where(_pi.c.id == _case).with_for_update()
)
LOCK_FREE_CASE: Final = Query(
    "A case, held until the transaction ends; nothing when somebody else holds it now.",
    select(_pi).where(_pi.c.id == _case).with_for_update(skip_locked=True),
)
LOCK_TASK: Final = Query(
    "A task with its case, held until the transaction ends.",
    select(
        _pi.c.id,
        _pi.c.definition_id,
        _pi.c.office,
        _pi.c.number,
        _pi.c.status,
        _pi.c.started_by,
        _pi.c.events,
        _pi.c.last_at,
        _pi.c.revision,
        _pi.c.state,
        task.c.n,
        task.c.element,
        task.c.candidates,
        task.c.assignee,
        task.c.owner,
        task.c.status.label("task_status"),
        task.c.closed_at,
        task.c.closed_by,
    )
    .join(task, task.c.case_id == _pi.c.id)
    .where(_pi.c.id == _case, task.c.n == bindparam("n"))
    # Both rows are held: a joined row that is not would be read as it was before the wait for the case.
    .with_for_update(),
)
OPEN_TASKS: Final = Query(
    "The open tasks of a case, oldest first.",
    select(task).where(task.c.case_id == _case, task.c.status == "OPEN").order_by(task.c.n),
)
GROUPS_IN_CASE: Final = Query(
    "The candidate groups and people that a case ever involved.",
    union_all(
        select(task.c.candidates.label("candidates"), task.c.assignee.label("login"))
        .where(task.c.case_id == _case)
        .distinct(),
        select(text("NULL"), _pi.c.started_by).where(_pi.c.id == _case),
    ),
)
EVENTS: Final = Query(
    "The history of a case in order.", select(event).where(event.c.case_id == _case).order_by(event.c.number)
)
ANSWERS: Final = Query(
    "All answers of a case that were not erased, by event.",
    select(answer.c.event, answer.c.name, answer.c.salt, answer.c.value).where(answer.c.case_id == _case),
)
VALUES: Final = Query(
    "The present variables of a case; the value is null when it was erased.",
    select(variable.c.name, answer.c.value, variable.c.event)
    .join(
        answer,
        (answer.c.case_id == variable.c.case_id)
        & (answer.c.event == variable.c.event)
        & (answer.c.name == variable.c.name),
        isouter=True,
    )
    .where(variable.c.case_id == _case, variable.c.scope == 0),
)
INCIDENT: Final = Query(
    "An incident of a case.",
    select(incident).where(incident.c.case_id == _case, incident.c.event == bindparam("event")),
)

INSERT_JOB: Final = Query(
    "Lets a timer wait.",
    insert(job).values(
        {name: bindparam(name) for name in ("case_id", "n", "kind", "element", "due_at", "run_at")}
        | {"attempts": 0, "parked": 0, "error": None}
    ),
)
INSERT_SUBSCRIPTION: Final = Query("Lets a token wait for a message.", insert(subscription))
INSERT_EXTERNAL: Final = Query(
    "Offers a service task to workers.",
    insert(external_task).values(
        {name: bindparam(name) for name in ("case_id", "n", "element", "topic", "opened_at")} | {"retries": None}
    ),
)
_n: Final[BindParameter[Any]] = bindparam("n")
DROP_JOB: Final = Query("Ends a waiting timer.", delete(job).where(job.c.case_id == _case, job.c.n == _n))
DROP_SUBSCRIPTION: Final = Query(
    "Ends a wait for a message.", delete(subscription).where(subscription.c.case_id == _case, subscription.c.n == _n)
)
DROP_EXTERNAL: Final = Query(
    "Takes a service task back from workers.",
    delete(external_task).where(external_task.c.case_id == _case, external_task.c.n == _n),
)
CLEAR_WAITS: Final = tuple(
    Query(f"Ends every {table.name} of a case.", delete(table).where(table.c.case_id == _case))
    for table in (job, subscription, external_task)
)
PARK_JOBS: Final = Query(
    "Holds the timers of a suspended case.",
    update(job).where(job.c.case_id == _case, job.c.parked == 0).values(parked=2),
)
RESUME_JOBS: Final = Query(
    "Lets the timers of a resumed case run.",
    update(job).where(job.c.case_id == _case, job.c.parked == 2).values(parked=0),
)
MATCHING: Final = Query(
    "The tokens that wait for a message, by declared key or business key.",
    select(
        subscription.c.case_id, subscription.c.n, subscription.c.element, subscription.c.correlation, _pi.c.business_key
    )
    .join(_pi, _pi.c.id == subscription.c.case_id)
    .where(subscription.c.message == bindparam("message"), _pi.c.status == "ACTIVE")
    .order_by(subscription.c.case_id, subscription.c.n),
)
_NEXT: Final = {
    "sqlite": Query("The next case id.", select(func.coalesce(func.max(_pi.c.id), 0) + 1)),
    "postgresql": Query("The next case id.", text("SELECT nextval('process_instance_id_seq')")),
}


def next_case(reading: Reading) -> int:
    """An id for a new case; on PostgreSQL from the sequence, on SQLite under the one writer's lock."""
    return int(reading.value(_NEXT[reading.dialect.name]))
