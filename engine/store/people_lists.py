"""Lists of people, posts and roles as programs ask for them, only of offices that may be known."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, exists, false, func, or_, select, true

from engine.store.lists import Listing, among
from engine.store.people_holdings import held_on
from engine.store.query import Query
from engine.store.tables_people import account, acting, grant, group_post, membership, office, post

__all__ = ["GRANTS_SEEN", "JOINT_GROUPS", "POSTS_OF_OFFICES", "PROFILE", "USERS"]

_everywhere: Final[BindParameter[Any]] = bindparam("everywhere")
_login: Final[BindParameter[Any]] = bindparam("login")


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _today(table: Table, what: ColumnElement[bool]) -> ColumnElement[bool]:
    """True for an account that holds (or acts for) a post of that kind on the day of the post's office."""
    return exists(
        select(table.c.post)
        .join(post, post.c.id == table.c.post)
        .join(office, office.c.id == post.c.office)
        .where(table.c.login == account.c.login, held_on(table), what)
    )


def _does(what: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(*(_today(table, what) for table in (membership, acting)))


def _like(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return func.lower(column).like(func.lower(_p(name)), escape="\\")


USERS: Final = Listing(
    "Accounts that may be used.",
    select(account.c.login, account.c.name, account.c.office).where(account.c.active == 1),
    {
        "seen": or_(
            account.c.login == _p("me"), among(account.c.office, "offices"), _does(among(post.c.office, "offices"))
        ),
        "with_role": exists(
            select(grant.c.login).where(grant.c.login == account.c.login, among(grant.c.office, "offices"))
        ),
        "user": account.c.login == _p("user"),
        "users": among(account.c.login, "users"),
        "name": account.c.name == _p("name"),
        "name_like": _like(account.c.name, "name_like"),
        "in_office": or_(account.c.office == _p("in_office"), _does(post.c.office == _p("in_office"))),
        "of_posts": _does(among(post.c.id, "of_posts")),
        "nobody": false(),
        "everybody": true(),
    },
).sorted_by((account.c.login,), login=account.c.login, name=account.c.name)
PROFILE: Final = Query(
    "The name and office of an account.",
    select(account.c.login, account.c.name, account.c.office, account.c.active).where(account.c.login == _login),
)
POSTS_OF_OFFICES: Final = Query(
    "The posts of these offices.",
    select(post).where(or_(_everywhere == 1, among(post.c.office, "offices"))).order_by(post.c.office, post.c.id),
)
JOINT_GROUPS: Final = Query(
    "The posts of the candidate groups of several posts, for these offices.",
    select(group_post.c.candidates, group_post.c.post)
    .join(post, post.c.id == group_post.c.post)
    .where(group_post.c.candidates != group_post.c.post, or_(_everywhere == 1, among(post.c.office, "offices")))
    .order_by(group_post.c.candidates, group_post.c.post),
)
GRANTS_SEEN: Final = Query(
    "The roles of one account, and all roles for these offices.",
    select(grant)
    .where(or_(grant.c.login == _login, _everywhere == 1, among(grant.c.office, "offices")))
    .order_by(grant.c.login, grant.c.role, grant.c.office),
)
