"""Queries of cases and tasks, as commands need them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, func, select, text, union_all

from engine.store.drafts import drafted
from engine.store.office_calendar import revision
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables import event, incident, process_instance, task

__all__ = [
    "CASE",
    "CASE_BY_NUMBER",
    "GROUPS_IN_CASE",
    "INCIDENT",
    "LAST_SUSPENDED",
    "LOCK_CASE",
    "LOCK_FREE_CASE",
    "LOCK_TASK",
    "OPEN_GROUPS",
    "OPEN_INCIDENTS",
    "OPEN_TASKS",
    "next_case",
]

_case: Final[BindParameter[Any]] = bindparam("case")
_pi = process_instance
_troubled: Final[ColumnElement[bool]] = (
    exists().where(incident.c.case_id == _pi.c.id, incident.c.resolved_at.is_(None)).label("troubled")
)

CASE: Final = Query("A case by its id.", select(_pi).where(_pi.c.id == _case))
CASE_BY_NUMBER: Final = Query("A case by its number.", select(_pi).where(_pi.c.number == bindparam("number")))
LOCK_CASE: Final = Query(
    "A case, held until the transaction ends; `troubled` says that an incident stands.",
    select(_pi, _troubled, revision).where(_pi.c.id == _case).with_for_update(),
)
LOCK_FREE_CASE: Final = Query(
    "A case, held until the transaction ends; nothing when somebody else holds it now.",
    select(_pi, _troubled, revision).where(_pi.c.id == _case).with_for_update(skip_locked=True),
)
LOCK_TASK: Final = Query(
    "A task with its case, held until the transaction ends; `drafted`: somebody keeps a draft of it.",
    select(
        _pi.c.id,
        _pi.c.definition_id,
        _pi.c.office,
        _pi.c.number,
        _pi.c.business_key,
        _pi.c.status,
        _pi.c.started_by,
        _pi.c.events,
        _pi.c.last_at,
        _pi.c.revision,
        _pi.c.state,
        _pi.c.parent_case,
        _pi.c.parent_n,
        _troubled,
        revision,
        task.c.n,
        task.c.element,
        task.c.candidates,
        task.c.assignee,
        task.c.owner,
        task.c.delegation,
        task.c.due_at,
        task.c.follow_up_at,
        task.c.priority,
        task.c.scope,
        task.c.item,
        task.c.status.label("task_status"),
        task.c.opened_at,
        task.c.closed_at,
        task.c.closed_by,
        drafted().label("drafted"),
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
LAST_SUSPENDED: Final = Query(
    "When a case was suspended last.",
    select(func.max(event.c.recorded_at)).where(event.c.case_id == _case, event.c.kind == "CaseSuspended"),
)
OPEN_GROUPS: Final = Query(
    "The open tasks of a case with their candidate groups.",
    select(task.c.n, task.c.candidates).where(task.c.case_id == _case, task.c.status == "OPEN"),
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
INCIDENT: Final = Query(
    "An incident of a case.",
    select(incident).where(incident.c.case_id == _case, incident.c.event == bindparam("event")),
)
OPEN_INCIDENTS: Final = Query(
    "The incidents of a case that nobody has resolved, oldest first.",
    select(incident).where(incident.c.case_id == _case, incident.c.resolved_at.is_(None)).order_by(incident.c.event),
)
_NEXT: Final = {
    "sqlite": Query("The next case id.", select(func.coalesce(func.max(_pi.c.id), 0) + 1)),
    "postgresql": Query("The next case id.", text("SELECT nextval('process_instance_id_seq')")),
}


def next_case(reading: Reading) -> int:
    """An id for a new case; on PostgreSQL from the sequence, on SQLite under the one writer's lock."""
    return int(reading.value(_NEXT[reading.dialect.name]))
