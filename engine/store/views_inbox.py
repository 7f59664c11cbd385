"""Queries of the inbox: pages of open tasks in each order, and counts of late and nearly late ones.

Each page is read by key from an index that has the order, so that it costs the same with ten tasks and a million. `at`,
`case` and `n` are the place after which a page goes on. By least time left, tasks without a due time come last, in a
query of their own: both parts are ranges of one index.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, literal_column, or_, select

from engine.store.lists import among
from engine.store.people_holdings import held_on
from engine.store.query import Query
from engine.store.tables import process_instance, task
from engine.store.tables_people import account, acting, membership, office, post

__all__ = ["COLLEAGUES", "DUE_TALLY", "HELD_DUES", "MANY", "OF_GROUP", "OF_HOLDER", "TALLY_SCAN"]

MANY: Final = 1_000
"""Counts that no counter keeps stop here."""
TALLY_SCAN: Final = 1_000
"""Tasks next due that a count of nearly late ones looks through."""

_pi = process_instance
_open: Final[ColumnElement[bool]] = task.c.status == literal_column("'OPEN'")
_at: Final[BindParameter[Any]] = bindparam("at")
_case: Final[BindParameter[Any]] = bindparam("case")
_n: Final[BindParameter[Any]] = bindparam("n")
_group: Final[ColumnElement[bool]] = task.c.candidates == bindparam("group")
_holder: Final[ColumnElement[bool]] = task.c.assignee == bindparam("login")
_behind_case: Final = or_(task.c.case_id > _case, and_(task.c.case_id == _case, task.c.n > _n))
_COLUMNS: Final = (
    "case_id",
    "n",
    "element",
    "candidates",
    "assignee",
    "opened_at",
    "due_at",
    "warn_at",
    "closed_at",
    "scope",
    "item",
)


def _page(where: ColumnElement[bool], place: ColumnElement[bool], order: tuple[Any, ...]) -> Select[Any]:
    """A page of open tasks is cut before their cases are looked up."""
    page = select(task).where(where, _open, place).order_by(*order).limit(bindparam("limit")).subquery()
    columns = [page.c[name] for name in _COLUMNS]
    again = [page.c[one.name] if not hasattr(one, "element") else page.c[one.element.name].desc() for one in order]
    found = (_pi.c.number, _pi.c.definition_id, _pi.c.office, _pi.c.status.label("case_status"))
    return select(*columns, *found).join(_pi, _pi.c.id == page.c.case_id).order_by(*again)


def _due(where: ColumnElement[bool]) -> Select[Any]:
    first = task.c.due_at
    place = and_(first >= _at, first < bindparam("until"), or_(first > _at, _behind_case))
    return _page(where, place, (first, task.c.case_id, task.c.n))


def _free(where: ColumnElement[bool]) -> Select[Any]:
    return _page(
        where, and_(task.c.due_at.is_(None), task.c.case_id >= _case, _behind_case), (task.c.case_id, task.c.n)
    )


def _oldest(where: ColumnElement[bool]) -> Select[Any]:
    first = task.c.opened_at
    return _page(where, and_(first >= _at, or_(first > _at, _behind_case)), (first, task.c.case_id, task.c.n))


def _newest(where: ColumnElement[bool]) -> Select[Any]:
    first = task.c.opened_at
    before = or_(task.c.case_id < _case, and_(task.c.case_id == _case, task.c.n < _n))
    order = (first.desc(), task.c.case_id.desc(), task.c.n.desc())
    return _page(where, and_(first <= _at, or_(first < _at, before)), order)


def _number(where: ColumnElement[bool]) -> Select[Any]:
    return _page(where, and_(task.c.case_id >= _case, _behind_case), (task.c.case_id, task.c.n))


_ORDERS: Final = {
    "due": ("least time left first", _due),
    "free": ("without a due time, by case", _free),
    "old": ("longest waiting first", _oldest),
    "new": ("newest first", _newest),
    "number": ("by case", _number),
}
OF_GROUP: Final = {
    order: Query(f"The next open tasks of one candidate group, {words}.", make(_group))
    for order, (words, make) in _ORDERS.items()
}
OF_HOLDER: Final = {
    order: Query(f"The next open tasks that a person holds, {words}.", make(_holder))
    for order, (words, make) in _ORDERS.items()
}


def _tally() -> Select[Any]:
    now: BindParameter[Any] = bindparam("now")
    many: ColumnElement[int] = literal_column(str(MANY))
    scan: ColumnElement[int] = literal_column(str(TALLY_SCAN))
    one: ColumnElement[int] = literal_column("1")
    late = select(one.label("n")).where(_group, _open, task.c.due_at < now).limit(many).subquery("late")
    free = select(one.label("n")).where(_group, _open, task.c.due_at.is_(None)).limit(many).subquery("free")
    ahead = (
        select(task.c.warn_at)
        .where(_group, _open, task.c.due_at >= now)
        .order_by(task.c.due_at, task.c.case_id, task.c.n)
        .limit(scan)
        .subquery("ahead")
    )
    soon = func.coalesce(func.sum((ahead.c.warn_at <= now).cast(task.c.n.type)), 0)
    counted = select(soon.label("soon"), func.count().label("ahead")).select_from(ahead).subquery("counted")
    return select(
        select(func.count()).select_from(late).scalar_subquery().label("late"),
        select(func.count()).select_from(free).scalar_subquery().label("free"),
        counted.c.soon,
        counted.c.ahead,
    )


DUE_TALLY: Final = Query(
    f"How many open tasks of a group are late and have no due time (counting stops at {MANY}), and of the "
    f"{TALLY_SCAN} next due how many there are and how many are nearly late.",
    _tally(),
)
HELD_DUES: Final = Query(
    f"When the tasks that a person holds are due; at most {MANY}.",
    select(task.c.due_at, task.c.warn_at).where(_holder, _open).limit(literal_column(str(MANY))),
)


def _holders() -> Select[Any]:
    def of(table: Any) -> Select[Any]:
        held = select(table.c.login, table.c.post).join(post, post.c.id == table.c.post)
        return held.join(office, office.c.id == post.c.office).where(among(table.c.post, "posts"), held_on(table))

    held = of(membership).union(of(acting)).subquery("held")
    return (
        select(account.c.login, account.c.name, held.c.post)
        .join(held, held.c.login == account.c.login)
        .where(account.c.active == 1, account.c.login != bindparam("me"))
        .order_by(account.c.name, account.c.login, held.c.post)
    )


COLLEAGUES: Final = Query("Who else holds or acts for one of these posts today, by name.", _holders())
