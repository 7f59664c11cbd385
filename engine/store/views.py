"""Queries of the inbox and the task page: what was done, what stands in some cases, and counts.

A page is read by key, so that it costs the same with ten tasks and with a million. `at`, `case` and `n` are the place
after which it goes on.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, literal_column, or_, select

from engine.store.query import Query
from engine.store.tables import answer, process_instance, task, variable
from engine.store.tables_work import group_count

__all__ = [
    "COUNT_DONE",
    "COUNT_OPEN",
    "DONE_BY",
    "MANY",
    "OPEN_COUNTS",
    "OPEN_IN_CASES",
    "ROUNDS",
    "SUBJECTS",
    "TASK",
]

MANY: Final = 1000  # counts that no counter keeps stop here

_pi = process_instance
_login: Final[BindParameter[Any]] = bindparam("login")
_cases: Final[BindParameter[Any]] = bindparam("cases", expanding=True)
_limit: Final[BindParameter[Any]] = bindparam("limit")
# Written out: with a parameter the databases could not use the partial indexes.
_open: Final[ColumnElement[bool]] = task.c.status == literal_column("'OPEN'")
_task_columns: Final = (
    task.c.case_id,
    task.c.n,
    task.c.element,
    task.c.candidates,
    task.c.assignee,
    task.c.opened_at,
    task.c.due_at,
    task.c.warn_at,
    task.c.closed_at,
    task.c.scope,
    task.c.item,
)
_case_columns: Final = (
    _pi.c.number,
    _pi.c.definition_id,
    _pi.c.office,
    _pi.c.status.label("case_status"),
)


def _before(column: Any) -> ColumnElement[bool]:
    """Rows behind the place (at, case, n), newest first; the first term lets the index find it."""
    at: BindParameter[Any] = bindparam("at")
    case: BindParameter[Any] = bindparam("case")
    n: BindParameter[Any] = bindparam("n")
    return and_(
        column <= at,
        or_(column < at, task.c.case_id < case, and_(task.c.case_id == case, task.c.n < n)),
    )


DONE_BY: Final = Query(
    "The next tasks that a person completed, newest first.",
    select(*_task_columns, *_case_columns)
    .join(_pi, _pi.c.id == task.c.case_id)
    .where(task.c.closed_by == _login, _before(task.c.closed_at))
    .order_by(task.c.closed_at.desc(), task.c.case_id.desc(), task.c.n.desc())
    .limit(_limit),
)
OPEN_IN_CASES: Final = Query(
    "All open tasks of some cases.",
    select(*_task_columns, *_case_columns)
    .join(_pi, _pi.c.id == task.c.case_id)
    .where(task.c.case_id.in_(_cases), _open)
    .order_by(task.c.case_id, task.c.n),
)
OPEN_COUNTS: Final = Query(
    "How many open tasks some groups have together, from the counters.",
    select(func.coalesce(func.sum(group_count.c.open), 0)).where(
        group_count.c.candidates.in_(bindparam("groups", expanding=True))
    ),
)
COUNT_OPEN: Final = Query(
    f"How many open tasks a person holds; counting stops at {MANY}.",
    select(func.count()).select_from(select(task.c.n).where(task.c.assignee == _login, _open).limit(MANY).subquery()),
)
COUNT_DONE: Final = Query(
    f"How many tasks a person completed; counting stops at {MANY}.",
    select(func.count()).select_from(select(task.c.n).where(task.c.closed_by == _login).limit(MANY).subquery()),
)
ROUNDS: Final = Query(
    "How often each element of some cases was opened and not taken away; all items of a repeated one count once.",
    select(task.c.case_id, task.c.element, func.count().label("times"))
    .where(task.c.case_id.in_(_cases), func.coalesce(task.c.item, 0) == 0, task.c.status != "CANCELLED")
    .group_by(task.c.case_id, task.c.element),
)
SUBJECTS: Final = Query(
    "The present values of a few variables of some cases.",
    select(variable.c.case_id, variable.c.name, answer.c.value)
    .join(
        answer,
        and_(
            answer.c.case_id == variable.c.case_id,
            answer.c.event == variable.c.event,
            answer.c.name == func.coalesce(variable.c.key, variable.c.name),
        ),
    )
    .where(
        variable.c.case_id.in_(_cases),
        variable.c.scope == 0,
        variable.c.name.in_(bindparam("names", expanding=True)),
    ),
)
TASK: Final = Query(
    "A task with its case.",
    select(
        task,
        _pi.c.definition_id,
        _pi.c.office,
        _pi.c.number,
        _pi.c.status.label("case_status"),
        _pi.c.events,
        _pi.c.started_at,
    )
    .join(_pi, _pi.c.id == task.c.case_id)
    .where(task.c.case_id == bindparam("case"), task.c.n == bindparam("n")),
)
