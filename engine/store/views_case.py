"""Queries of the case pages: lists of cases by office, their histories backwards, names of people and posts."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, exists, func, or_, select

from engine.store.query import Query
from engine.store.tables import answer, definition, event, process_instance, task
from engine.store.tables_people import account, membership, post

__all__ = [
    "ACCOUNT_NAMES",
    "CASES_BY_NUMBER",
    "CASES_OF_OFFICE",
    "DEMO_ACCOUNTS",
    "EVENT_ANSWERS",
    "LATEST_DEFINITIONS",
    "PAST_EVENTS",
    "POST_NAMES",
    "SCANNED_TO",
]

_pi = process_instance
_case: Final[BindParameter[Any]] = bindparam("case")
_cases: Final = (
    _pi.c.id,
    _pi.c.definition_id,
    _pi.c.office,
    _pi.c.number,
    _pi.c.status,
    _pi.c.outcome,
    _pi.c.started_at,
    _pi.c.ended_at,
)
_took_part: Final = or_(
    bindparam("everything") == 1,
    _pi.c.started_by == bindparam("login"),
    exists(
        select(task.c.n).where(
            task.c.case_id == _pi.c.id,
            or_(task.c.candidates.in_(bindparam("groups", expanding=True)), task.c.assignee == bindparam("login")),
        )
    ),
)
_scanned: Final = (
    select(_pi.c.id)
    .where(_pi.c.office == bindparam("office"), _pi.c.status == bindparam("status"), _pi.c.id < bindparam("before"))
    .order_by(_pi.c.id.desc())
    .limit(bindparam("scan"))
    .subquery()
)

CASES_OF_OFFICE: Final = Query(
    "Among the next cases of an office in one status, newest first, those that a person took part in.",
    select(*_cases)
    .join(_scanned, _scanned.c.id == _pi.c.id)
    .where(_took_part)
    .order_by(_pi.c.id.desc())
    .limit(bindparam("limit")),
)
SCANNED_TO: Final = Query(
    "How far down that look at an office's cases went, and how many it saw.",
    select(func.min(_scanned.c.id).label("last"), func.count().label("looked")).select_from(_scanned),
)
CASES_BY_NUMBER: Final = Query(
    "Cases whose numbers lie between two texts and that a person took part in.",
    select(*_cases)
    .where(_pi.c.number >= bindparam("first"), _pi.c.number < bindparam("last"), _took_part)
    .order_by(_pi.c.number)
    .limit(bindparam("limit")),
)
PAST_EVENTS: Final = Query(
    "The events of a case before a number, newest first.",
    select(event)
    .where(event.c.case_id == _case, event.c.number < bindparam("before"))
    .order_by(event.c.number.desc())
    .limit(bindparam("limit")),
)
EVENT_ANSWERS: Final = Query(
    "The answers of some events of a case; the value is null when it was erased.",
    select(answer.c.event, answer.c.name, answer.c.value).where(
        answer.c.case_id == _case, answer.c.event >= bindparam("first"), answer.c.event <= bindparam("last")
    ),
)
_newest: Final = (
    select(definition.c.key, func.max(definition.c.version).label("version"))
    .where(definition.c.withdrawn == 0)
    .group_by(definition.c.key)
    .subquery()
)
LATEST_DEFINITIONS: Final = Query(
    "The version of each key that takes new cases; none while the newest is held.",
    select(definition.c.id, definition.c.key, definition.c.office, definition.c.name, definition.c.version)
    .join(_newest, (_newest.c.key == definition.c.key) & (_newest.c.version == definition.c.version))
    .where(definition.c.suspended == 0)
    .order_by(definition.c.office, definition.c.name),
)
POST_NAMES: Final = Query("Posts by their ids.", select(post).where(post.c.id.in_(bindparam("posts", expanding=True))))
ACCOUNT_NAMES: Final = Query(
    "The names of some accounts.",
    select(account.c.login, account.c.name).where(account.c.login.in_(bindparam("logins", expanding=True))),
)
DEMO_ACCOUNTS: Final = Query(
    "The accounts of a demonstration with the posts that they hold, by office; those inside come first.",
    select(account.c.login, account.c.name, account.c.office, post.c.name.label("post"), post.c.outside)
    .join(membership, membership.c.login == account.c.login, isouter=True)
    .join(post, post.c.id == membership.c.post, isouter=True)
    .where(account.c.demo == 1, account.c.active == 1)
    .order_by(account.c.office, post.c.outside, post.c.name, account.c.login),
)
