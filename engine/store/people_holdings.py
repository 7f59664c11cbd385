"""What somebody holds at a time: posts, whom he acts and records for, candidate groups, roles. One query."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from engine.people import CAPACITIES, ZONES, Capacity, today
from engine.policy import Actor
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.tables_people import account, acting, grant, group_post, membership, office, post

__all__ = ["ACTIVE_ACCOUNT", "actor", "calendar", "days", "held_on"]

_login: Final[BindParameter[Any]] = bindparam("login")
_NONE: Final[ColumnElement[str]] = literal_column("''")
_KINDS: Final = ("post", *CAPACITIES, "records", "group", "grant")
# Literals: SQLite plans a statement anew at each execution when LIKE gets a parameter, which costs ten times as much.
_REGIONAL: Final[ColumnElement[str]] = literal_column("'region:%'")
_REGION: Final[ColumnElement[int]] = literal_column("8")  # where the name begins in `region:<name>`

ACTIVE_ACCOUNT: Final = Query(
    "The login, name and office of an account that may be used.",
    select(account.c.login, account.c.name, account.c.office).where(account.c.login == _login, account.c.active == 1),
)


def calendar() -> ColumnElement[Any]:
    """The day (`days` gives the parameters) on the calendar of the office of the row."""
    whens: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (office.c.zone == zone, bindparam(f"day_{zone.lower()}")) for zone in ("WITA", "WIT")
    ]
    wib: BindParameter[Any] = bindparam("day_wib")
    return case(*whens, else_=wib)


def days(at: date | datetime) -> dict[str, str]:
    """The parameters of `calendar`: the days of an aware time in each zone, or that one day everywhere."""
    return {f"day_{zone.lower()}": (today(zone, at) if isinstance(at, datetime) else at).isoformat() for zone in ZONES}


def held_on(table: Table) -> ColumnElement[bool]:
    """True when a row with `since` and `until` covers the day of its office."""
    day = calendar()
    return (table.c.since <= day) & (table.c.until.is_(None) | (table.c.until >= day))


def _held() -> CTE:
    """The posts that he holds or acts for; `kind` and `holder` are null for those that he holds."""
    nothing = (null().label("kind"), null().label("holder"))
    return union_all(_dated(membership, nothing), _dated(acting, (acting.c.kind, acting.c.holder))).cte("held")


def _dated(table: Table, capacity: tuple[ColumnElement[Any], ColumnElement[Any]]) -> Select[Any]:
    return (
        select(table.c.post, post.c.office, *capacity)
        .join(post, post.c.id == table.c.post)
        .join(office, office.c.id == post.c.office)
        .where(table.c.login == _login, held_on(table))
    )


def _roles() -> tuple[Select[Any], Select[Any]]:
    """His roles as they are granted, and those for a region once more for each of its offices."""
    kind: ColumnElement[str] = literal_column("'grant'")
    granted = select(kind, grant.c.role, grant.c.office).where(grant.c.login == _login)
    regional = (
        select(kind, grant.c.role, office.c.id)
        .select_from(grant)
        .join(office, office.c.region == func.substr(grant.c.office, _REGION))
        .where(grant.c.login == _login, grant.c.office.like(_REGIONAL))
    )
    return granted, regional


def _holdings() -> CompoundSelect[Any]:
    """Rows (kind, what, place); a group may stand in several, which costs less than to make the database compare."""
    held = _held()
    recorded = (
        select(post.c.id.label("post"), held.c.post.label("own"))
        # A recorder is of the same office, and by that the index finds it.
        .join(held, (held.c.office == post.c.office) & (held.c.post == post.c.recorder))
        .where(post.c.outside == 1)
        .cte("recorded")
    )
    himself: ColumnElement[str] = literal_column("'@'", Text) + cast(_login, Text)
    groups = select(literal_column("'group'"), group_post.c.candidates, _NONE)
    kind: ColumnElement[str] = func.coalesce(cast(held.c.kind, Text), literal_column("'post'", Text))
    return union_all(
        select(kind.label("kind"), held.c.post.label("what"), func.coalesce(held.c.holder, _NONE).label("place")),
        select(literal_column("'records'"), recorded.c.post, recorded.c.own),
        groups.join(held, held.c.post == group_post.c.post),
        groups.join(recorded, recorded.c.post == group_post.c.post),
        groups.where(group_post.c.post == himself),
        *_roles(),
    )


_HOLDINGS: Final = Query(
    "What an account holds on a day: posts, those that it acts for, posts outside that it records for, candidate "
    "groups, roles. The day is that of each post's office.",
    _holdings(),
)


def actor(reading: Reading, login: str, at: date | datetime) -> Actor | None:
    """Who that is with what he holds; None without an active account.

    At an aware time the day counts in the zone of each post's office; a plain date is that day everywhere.
    """
    found = reading.one(ACTIVE_ACCOUNT, login=login)
    if found is None:
        return None
    kinds: dict[str, set[tuple[str, str]]] = {
        kind: set() for kind in ("post", *CAPACITIES, "records", "group", "grant")
    }
    for row in reading.all(_HOLDINGS, login=login, **days(at)):
        kinds[row["kind"]].add((row["what"], row["place"]))
    own = frozenset(what for what, _ in kinds["post"])
    capacities = _capacities(kinds, own)
    posts = own | capacities.keys()
    return Actor(
        login=found["login"],
        name=found["name"],
        posts=posts,
        answers=posts | {what for what, _ in kinds["records"]},
        groups=frozenset(what for what, _ in kinds["group"]),
        grants=frozenset(kinds["grant"]),
        capacities=capacities,
        records=dict(kinds["records"]),
        home=found["office"] or "",
    )


def _capacities(kinds: dict[str, set[tuple[str, str]]], own: frozenset[str]) -> dict[str, Capacity]:
    """The posts that are not his own, and as what he acts for them."""
    found = sorted((post, kind, holder) for kind in CAPACITIES for post, holder in kinds[kind] if post not in own)
    return {post: Capacity(kind, holder or None) for post, kind, holder in found}
