"""Queries of the administrator's pages: offices and accounts with what stands beside them, what became of them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    LargeBinary,
    Text,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.store.lists import among
from engine.store.people_holdings import held_on
from engine.store.query import Query
from engine.store.tables import event
from engine.store.tables_people import account, acting, alias, grant, membership, office, post

__all__ = [
    "ACCOUNTS_FOUND",
    "DROP_LABEL",
    "EVENTS_ABOUT",
    "NAMES_OF_ACCOUNTS",
    "OFFICES_MANAGED",
    "POSTS_TODAY",
    "ROLES_OF",
    "pattern",
]

_everywhere: Final[BindParameter[Any]] = bindparam("everywhere")
_text: Final[BindParameter[Any]] = bindparam("text", type_=Text)
_limit: Final[BindParameter[Any]] = bindparam("limit")


def pattern(text: str) -> str:
    """The parameter `text`: what contains these letters, in any case; empty for everything."""
    folded = text.strip().lower()
    for sign in "\\%_":
        folded = folded.replace(sign, f"\\{sign}")
    return f"%{folded}%"


def _like(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.lower(column).like(_text, escape="\\")


def _held(table: Any) -> ColumnElement[bool]:
    return select(table.c.post).where(table.c.post == post.c.id, held_on(table)).correlate(post, office).exists()


def _counted(*what: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(post).where(post.c.office == office.c.id, *what).scalar_subquery()


OFFICES_MANAGED: Final = Query(
    "Offices by name, with how many posts they have, how many of those inside nobody does today, how many accounts.",
    select(
        *office.c,
        _counted().label("posts"),
        _counted(post.c.outside == 0, ~_held(membership), ~_held(acting)).label("vacant"),
        select(func.count())
        .select_from(account)
        .where(account.c.office == office.c.id, account.c.active == 1)
        .scalar_subquery()
        .label("accounts"),
    )
    .where(or_(_everywhere == 1, among(office.c.id, "offices")), or_(_like(office.c.name), _like(office.c.id)))
    .order_by(office.c.name, office.c.id),
)
ACCOUNTS_FOUND: Final = Query(
    "A page of the accounts of these offices after a login: of one state, with letters in the login or name.",
    select(
        account.c.login,
        account.c.name,
        account.c.office,
        account.c.active,
        account.c.password.is_(None).label("machine"),
    )
    .where(
        or_(_everywhere == 1, among(account.c.office, "offices")),
        account.c.active == bindparam("active"),
        or_(_like(account.c.login), _like(account.c.name)),
        account.c.login > bindparam("after"),
    )
    .order_by(account.c.login)
    .limit(_limit),
)
POSTS_TODAY: Final = Query(
    "The posts that these accounts hold, or act for, on the day of the post's office.",
    select(membership.c.login, post.c.name, literal_column("''", Text).label("kind"))
    .join(post, post.c.id == membership.c.post)
    .join(office, office.c.id == post.c.office)
    .where(among(membership.c.login, "logins"), held_on(membership))
    .union_all(
        select(acting.c.login, post.c.name, acting.c.kind)
        .join(post, post.c.id == acting.c.post)
        .join(office, office.c.id == post.c.office)
        .where(among(acting.c.login, "logins"), held_on(acting))
    ),
)
ROLES_OF: Final = Query(
    "The roles of these accounts.",
    select(grant).where(among(grant.c.login, "logins")).order_by(grant.c.login, grant.c.role, grant.c.office),
)
NAMES_OF_ACCOUNTS: Final = Query(
    "Logins and names of the active accounts of an office, and of those who hold a post of it; not more than asked.",
    select(account.c.login, account.c.name)
    .where(
        account.c.active == 1,
        or_(
            account.c.office == bindparam("office"),
            account.c.login.in_(
                select(membership.c.login)
                .join(post, post.c.id == membership.c.post)
                .where(post.c.office == bindparam("office"))
            ),
        ),
    )
    .order_by(account.c.name, account.c.login)
    .limit(_limit),
)
DROP_LABEL: Final = Query(
    "Forgets what a label means in an SOP, or in all of an office.",
    delete(alias).where(
        alias.c.office == bindparam("office"), alias.c.sop == bindparam("sop"), alias.c.label == bindparam("label")
    ),
)


class _Holds(FunctionElement[bool]):
    """True when bytes hold other bytes."""

    inherit_cache = True


@compiles(_Holds, "sqlite")
def _holds_sqlite(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)}) > 0"


@compiles(_Holds, "postgresql")
def _holds_postgresql(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    data, part = (compiler.process(one, **options) for one in element.clauses)
    return f"position({part} in {data}) > 0"


def _part(name: str) -> ColumnElement[bool]:
    part: BindParameter[Any] = bindparam(name, type_=LargeBinary)
    return _Holds(event.c.data, part)


class _ByIndex(ClauseElement):
    """A select on events that is served by the index of changes of accounts: SQLite would take the longer way."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(_ByIndex)
def _by_index(element: _ByIndex, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.statement, **options)


@compiles(_ByIndex, "sqlite")
def _by_index_sqlite(element: _ByIndex, compiler: SQLCompiler, **options: Any) -> str:
    sql = compiler.process(element.statement, **options)
    return sql.replace("FROM event", "FROM event INDEXED BY ix_event_accounts", 1)


EVENTS_ABOUT: Final = Query(
    "What became of an account or office, the newest first: changes whose canonical data hold one of three texts.",
    _ByIndex(
        select(event)
        .where(
            event.c.case_id == literal_column("0"),
            event.c.kind == literal_column("'AccountChanged'"),
            event.c.number < bindparam("before"),
            or_(_part("one"), _part("two"), _part("three")),
        )
        .order_by(event.c.number.desc())
        .limit(_limit)
    ),
)
"""Reads of personal data stand in the same stream, and are many."""
