"""Queries of offices, posts, accounts and rights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, insert, select, text, update

from engine.people import Aliases, group_id
from engine.store.lists import among
from engine.store.people_holdings import ACTIVE_ACCOUNT, actor
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables_people import account, alias, grant, group_post, membership, office, post
from engine.store.transaction import Transaction

__all__ = [
    "ACCOUNT",
    "ACCOUNTS",
    "ACTIVE_ACCOUNT",
    "ALIASES",
    "ANY_ACCOUNT",
    "DROP_ALIASES",
    "DROP_GRANT",
    "GRANTS",
    "GROUPS_OF_POSTS",
    "INSERT_ACCOUNT",
    "INSERT_ALIAS",
    "LOCK_ACCOUNT",
    "MEMBERSHIPS",
    "OFFICE",
    "OFFICES",
    "POST",
    "POSTS",
    "PUT_GRANT",
    "PUT_MEMBERSHIP",
    "PUT_OFFICE",
    "PUT_POST",
    "SET_ACCOUNT",
    "TOUCH_ACCOUNT",
    "actor",
    "aliases",
    "ensure_group",
]

_id: Final[BindParameter[Any]] = bindparam("id")
_login: Final[BindParameter[Any]] = bindparam("login")
_office: Final[BindParameter[Any]] = bindparam("office")

OFFICE: Final = Query("An office by its id.", select(office).where(office.c.id == _id))
OFFICES: Final = Query("All offices, by name.", select(office).order_by(office.c.name, office.c.id))
POST: Final = Query("A post by its id.", select(post).where(post.c.id == _id))
POSTS: Final = Query(
    "The posts of an office, those outside last.",
    select(post).where(post.c.office == _office).order_by(post.c.outside, post.c.name, post.c.id),
)
ALIASES: Final = Query(
    "What an office calls its posts.",
    select(alias).where(alias.c.office == _office).order_by(alias.c.sop, alias.c.label, alias.c.post),
)
ACCOUNT: Final = Query(
    "An account by its login, with its hash and session.", select(account).where(account.c.login == _login)
)
ANY_ACCOUNT: Final = Query("One account, when there is any.", select(account.c.login).limit(1))
ACCOUNTS: Final = Query(
    "All accounts without their secrets, by office and login; `demo` marks those of the demonstration.",
    select(account.c.login, account.c.name, account.c.office, account.c.active, account.c.demo).order_by(
        account.c.office, account.c.login
    ),
)
MEMBERSHIPS: Final = Query(
    "The posts that an account held, holds and will hold, with their dates.",
    select(membership).where(membership.c.login == _login).order_by(membership.c.since, membership.c.post),
)
GRANTS: Final = Query(
    "The roles of an account and for which office.",
    select(grant).where(grant.c.login == _login).order_by(grant.c.role, grant.c.office),
)

LOCK_ACCOUNT: Final = Query(
    "An account by its login, held until the transaction ends.",
    select(account).where(account.c.login == _login).with_for_update(),
)
INSERT_ACCOUNT: Final = Query(
    "Creates an account; nothing when the login is taken.",
    text(
        "INSERT INTO account (login, name, password, office, active, demo, session, created_at, temporary) VALUES "
        "(:login, :name, :password, :office, :active, :demo, :session, :created_at, :temporary) ON CONFLICT DO NOTHING"
    ),
)
SET_ACCOUNT: Final = Query(
    "Changes an account.",
    text(
        "UPDATE account SET name = :name, office = :office, password = :password, active = :active, "
        "temporary = :temporary, nip = :nip, session = :session, revision = revision + 1 WHERE login = :login"
    ),
)
TOUCH_ACCOUNT: Final = Query(
    "Notes that the rights of an account changed: what was remembered of it counts no more.",
    update(account).where(account.c.login == _login).values(revision=account.c.revision + 1),
)
PUT_MEMBERSHIP: Final = Query(
    "Lets an account hold a post from a date on, or changes until when.",
    text(
        "INSERT INTO membership (login, post, since, until) VALUES (:login, :post, :since, :until) "
        "ON CONFLICT (login, post, since) DO UPDATE SET until = excluded.until"
    ),
)
PUT_GRANT: Final = Query(
    "Gives a role for an office.",
    text('INSERT INTO "grant" (login, role, office) VALUES (:login, :role, :office) ON CONFLICT DO NOTHING'),
)
DROP_GRANT: Final = Query(
    "Takes a role for an office.",
    delete(grant).where(grant.c.login == _login, grant.c.role == bindparam("role"), grant.c.office == _office),
)
PUT_OFFICE: Final = Query(
    "Writes an office.",
    text(
        "INSERT INTO office (id, name, region, zone, code) VALUES (:id, :name, :region, :zone, :code) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region, zone = excluded.zone, "
        "code = excluded.code"
    ),
)
PUT_POST: Final = Query(
    "Writes a post.",
    text(
        "INSERT INTO post (id, office, name, outside, recorder) VALUES (:id, :office, :name, :outside, :recorder) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, outside = excluded.outside, recorder = excluded.recorder"
    ),
)
DROP_ALIASES: Final = Query("Forgets what an office calls its posts.", delete(alias).where(alias.c.office == _office))
INSERT_ALIAS: Final = Query("Lets a label mean a post.", insert(alias))
GROUPS_OF_POSTS: Final = Query(
    "The candidate groups that hold one of these posts.",
    select(group_post.c.candidates).where(among(group_post.c.post, "posts")).distinct(),
)
_PUT_GROUP: Final = Query(
    "Notes that a post belongs to a candidate group.",
    text("INSERT INTO group_post (candidates, post) VALUES (:candidates, :post) ON CONFLICT DO NOTHING"),
)


def aliases(reading: Reading, office: str) -> Aliases:
    """What an office calls its posts, for `engine.people.resolve`."""
    labels = ((row["office"], row["sop"], row["label"], row["post"]) for row in reading.all(ALIASES, office=office))
    posts = ((row["id"], row["office"], row["name"]) for row in reading.all(POSTS, office=office))
    return Aliases.of(labels, posts)


def ensure_group(tx: Transaction, posts: Iterable[str]) -> str:
    """The id of the candidate group of these posts; its rows are there afterwards."""
    found = sorted(set(posts))
    group = group_id(found)
    tx.many(_PUT_GROUP, [{"candidates": group, "post": post} for post in found])
    return group
