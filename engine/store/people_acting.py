"""Queries of acting officials: who does the work of a post that is not his, from when to when, by which letter."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, insert, or_, select, update

from engine.store.lists import among
from engine.store.people_holdings import held_on
from engine.store.query import Query
from engine.store.tables_people import account, acting, membership, office, post

__all__ = [
    "ACTING",
    "ACTING_OF_LOGIN",
    "ACTING_OF_OFFICES",
    "ACTING_OF_POST",
    "HOLDERS_TODAY",
    "HOLDINGS_OF_POST",
    "INSERT_ACTING",
    "LOCK_ACTING",
    "LOCK_POST",
    "SET_ACTING_END",
    "STANDING_TODAY",
]

_id: Final[BindParameter[Any]] = bindparam("id")
_post: Final[BindParameter[Any]] = bindparam("post")

LOCK_POST: Final = Query(
    "A post by its id, held until the transaction ends: who acts for it is settled one by one.",
    select(post).where(post.c.id == _post).with_for_update(),
)
INSERT_ACTING: Final = Query(
    "Lets somebody act for a post; its number.",
    insert(acting)
    .values({column: bindparam(column) for column in acting.c.keys() if column != "id"})  # noqa: SIM118 - columns
    .returning(acting.c.id),
)
ACTING: Final = Query("One acting by its number.", select(acting).where(acting.c.id == _id))
LOCK_ACTING: Final = Query(
    "One acting by its number, held until the transaction ends.",
    select(acting).where(acting.c.id == _id).with_for_update(),
)
SET_ACTING_END: Final = Query(
    "Changes the last day of an acting.", update(acting).where(acting.c.id == _id).values(until=bindparam("last"))
)
ACTING_OF_POST: Final = Query(
    "Who acted, acts and will act for a post.",
    select(acting).where(acting.c.post == _post).order_by(acting.c.since, acting.c.id),
)
ACTING_OF_LOGIN: Final = Query(
    "The posts that somebody acted, acts and will act for.",
    select(acting).where(acting.c.login == bindparam("login")).order_by(acting.c.since, acting.c.id),
)
ACTING_OF_OFFICES: Final = Query(
    "Who acts for posts of these offices, those that begin last first; a page of those before a number.",
    select(acting)
    .join(post, post.c.id == acting.c.post)
    .where(
        or_(bindparam("everywhere") == 1, among(post.c.office, "offices")),
        acting.c.id < bindparam("before"),
    )
    .order_by(acting.c.id.desc())
    .limit(bindparam("limit")),
)
HOLDINGS_OF_POST: Final = Query(
    "Who held, holds and will hold a post.",
    select(membership).where(membership.c.post == _post).order_by(membership.c.since, membership.c.login),
)
_office: Final[BindParameter[Any]] = bindparam("office")
HOLDERS_TODAY: Final = Query(
    "Who holds the posts of an office on the day of that office, with active accounts.",
    select(membership.c.post, account.c.login, account.c.name)
    .join(post, post.c.id == membership.c.post)
    .join(office, office.c.id == post.c.office)
    .join(account, account.c.login == membership.c.login)
    .where(post.c.office == _office, account.c.active == 1, held_on(membership))
    .order_by(membership.c.post, account.c.login),
)
STANDING_TODAY: Final = Query(
    "Who acts for the posts of an office on the day of that office, with active accounts.",
    select(acting.c.id, acting.c.post, acting.c.kind, acting.c.holder, account.c.login, account.c.name)
    .join(post, post.c.id == acting.c.post)
    .join(office, office.c.id == post.c.office)
    .join(account, account.c.login == acting.c.login)
    .where(post.c.office == _office, account.c.active == 1, held_on(acting))
    .order_by(acting.c.post, account.c.login),
)
