"""Queries of drafts."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, exists, insert, literal, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from engine.store.query import Query
from engine.store.tables import process_instance, task
from engine.store.tables_drafts import draft

__all__ = [
    "ADD_DRAFT",
    "CHANGE_DRAFT",
    "DRAFTS",
    "DROP_DRAFT",
    "DROP_DRAFTS_OF_CASE",
    "DROP_DRAFTS_OF_TASK",
    "PURGE_DRAFTS",
    "drafted",
    "in_draft",
]

_before: Final[BindParameter[Any]] = bindparam("before")
_place: Final = (
    draft.c.case_id == bindparam("case"),
    draft.c.n == bindparam("n"),
    draft.c.start == bindparam("start"),
    draft.c.login == bindparam("login"),
)

DRAFTS: Final = Query(
    "What a person has typed into one form, the last saved first.",
    select(draft.c.tab, draft.c.revision, draft.c.filled, draft.c.saved_at)
    .where(*_place)
    .order_by(draft.c.revision.desc()),
)
ADD_DRAFT: Final = Query("Keeps a draft.", insert(draft))
CHANGE_DRAFT: Final = Query(
    "Keeps a newer text of a draft, under the tab that saves it now.",
    update(draft)
    .where(*_place, draft.c.tab == bindparam("held"))
    .values(tab=bindparam("by"), revision=bindparam("next"), filled=bindparam("text"), saved_at=bindparam("at")),
)
DROP_DRAFT: Final = Query(
    "Forgets one draft, by its tab or its revision.",
    delete(draft).where(*_place, or_(draft.c.tab == bindparam("tab"), draft.c.revision == bindparam("revision"))),
)
DROP_DRAFTS_OF_TASK: Final = Query(
    "Forgets all drafts of a task, whoever wrote them.",
    delete(draft).where(draft.c.case_id == bindparam("case"), draft.c.n == bindparam("n")),
)
DROP_DRAFTS_OF_CASE: Final = Query(
    "Forgets all drafts of a case, whoever wrote them.", delete(draft).where(draft.c.case_id == bindparam("case"))
)
_open_task: Final = exists().where(task.c.case_id == draft.c.case_id, task.c.n == draft.c.n, task.c.status == "OPEN")
_no_task: Final = ~exists().where(task.c.case_id == draft.c.case_id, task.c.n == draft.c.n)
_running: Final = exists().where(process_instance.c.id == draft.c.case_id, process_instance.c.ended_at.is_(None))
PURGE_DRAFTS: Final = Query(
    "Forgets drafts of tasks that are closed, of cases that have ended, and old ones of cases that never began.",
    delete(draft).where(
        or_(
            (draft.c.case_id == 0) & (draft.c.saved_at < _before),
            (draft.c.case_id != 0) & ~(_running & or_(_open_task, _no_task)),
        )
    ),
)


def drafted() -> ColumnElement[bool]:
    """True for a task row with a draft of anybody."""
    found: ColumnElement[bool] = exists().where(draft.c.case_id == task.c.case_id, draft.c.n == task.c.n)
    return found


def in_draft(sha256: ColumnElement[str], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """True for a paper that a draft names."""
    found: ColumnElement[bool] = exists().where(draft.c.filled.like(literal("%") + sha256 + literal("%")), *where)
    return found
