"""Queries of rights: where an account has some, who manages all offices, and lists of accounts for administrators."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, or_, select, union

from engine.store.lists import among
from engine.store.query import Query
from engine.store.tables_people import account, acting, grant, membership, post

__all__ = ["ACCOUNTS_OF_OFFICES", "ADMINISTRATORS", "OFFICES_OF_ACCOUNT"]

_login: Final[BindParameter[Any]] = bindparam("login")
_day: Final[BindParameter[Any]] = bindparam("day")

OFFICES_OF_ACCOUNT: Final = Query(
    "Where an account has roles (an office, a region or *) and, from a day on, posts that it holds or acts for.",
    union(
        select(grant.c.office.label("place")).where(grant.c.login == _login),
        *(
            select(post.c.office)
            .join(table, table.c.post == post.c.id)
            .where(table.c.login == _login, or_(table.c.until.is_(None), table.c.until >= _day))
            for table in (membership, acting)
        ),
    ),
)
ADMINISTRATORS: Final = Query(
    "Who manages the accounts of all offices, with active accounts; held until the transaction ends.",
    select(account.c.login)
    .join(grant, grant.c.login == account.c.login)
    .where(grant.c.role == "administrator", grant.c.office == "*", account.c.active == 1)
    .order_by(account.c.login)
    .with_for_update(),
)
ACCOUNTS_OF_OFFICES: Final = Query(
    "A page of the accounts of these offices after a login, without their secrets.",
    select(account.c.login, account.c.name, account.c.office, account.c.active, account.c.demo)
    .where(
        or_(bindparam("everywhere") == 1, among(account.c.office, "offices")),
        account.c.login > bindparam("after"),
    )
    .order_by(account.c.login)
    .limit(bindparam("limit")),
)
