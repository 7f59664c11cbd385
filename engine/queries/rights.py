"""Accounts with their posts, roles and actings, as administrators see them; posts with who does their work today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.commands.refusals import NotAllowed, NotFound
from engine.people import REGION, office_of
from engine.policy import EVERYWHERE, Facts, may
from engine.queries.directory import reach
from engine.queries.look import MOST_ID, Look
from engine.queries.names import Names, Person, Post, Standing, names
from engine.store.lists import listed
from engine.store.people import GRANTS, MEMBERSHIPS, POSTS
from engine.store.people_acting import ACTING, ACTING_OF_LOGIN, ACTING_OF_OFFICES, HOLDERS_TODAY, STANDING_TODAY
from engine.store.people_holdings import days
from engine.store.people_lists import PROFILE
from engine.store.people_rights import ACCOUNTS_OF_OFFICES
from engine.store.query import Query
from engine.store.reading import Row

__all__ = [
    "Account",
    "Acting",
    "Held",
    "Right",
    "account",
    "accounts",
    "acting",
    "actings",
    "managed_places",
    "posts",
    "right",
    "told_actings",
]

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Right:
    """A role for an office, for all offices of a region, or (neither) everywhere."""

    role: str
    office: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody acts for a post, both ISO days included; without `until` until it is ended."""

    id: int
    person: Person
    standing: Standing
    since: str
    until: str | None
    letter: str
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its secrets; rows of posts are (post, since, until), also past and future ones."""

    login: str
    name: str
    office: str | None
    active: bool
    posts: tuple[tuple[str, str, str | None], ...] = ()
    roles: tuple[Right, ...] = ()
    acting: tuple[Acting, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A post with who holds it and who acts for it today."""

    post: Post
    recorder: str | None
    holders: tuple[Person, ...]
    acting: tuple[tuple[Person, Standing], ...]


def accounts(look: Look, office: str | None, after: str = "") -> tuple[list[Account], str | None]:
    """A page of the accounts that the person manages, and the login after which the next begins."""
    places = managed_places(look)
    if office is not None:
        places = frozenset({office}) if places is None else places & {office}
    asked = {"everywhere": int(places is None), "offices": listed(places or ()), "after": after, "limit": PAGE + 1}
    rows = look.reading.all(ACCOUNTS_OF_OFFICES, **asked)
    found = [Account(row["login"], row["name"], row["office"], bool(row["active"])) for row in rows[:PAGE]]
    return found, found[-1].login if len(rows) > PAGE else None


def account(look: Look, login: str) -> Account:
    """One account with all its rights; NotFound for one that the person does not manage."""
    places = managed_places(look)
    row = look.reading.one(PROFILE, login=login)
    if row is None or (places is not None and row["office"] not in places):
        raise NotFound("no-account", f"Akun {login} tidak ada.", f"There is no account {login}.")
    held = look.reading.all(MEMBERSHIPS, login=login)
    return Account(
        login=row["login"],
        name=row["name"],
        office=row["office"],
        active=bool(row["active"]),
        posts=tuple((one["post"], one["since"], one["until"]) for one in held),
        roles=tuple(right(one["role"], one["office"]) for one in look.reading.all(GRANTS, login=login)),
        acting=tuple(told_actings(look, look.reading.all(ACTING_OF_LOGIN, login=login))),
    )


def right(role: str, place: str) -> Right:
    """A role by what stands for its place in the database."""
    if place.startswith(REGION):
        return Right(role, None, place.removeprefix(REGION))
    return Right(role, None if place == EVERYWHERE else place, None)


def actings(look: Look, office: str | None, before: int | None = None) -> tuple[list[Acting], int | None]:
    """A page of who acted, acts and will act in the offices that the person manages, the newest first."""
    places = managed_places(look)
    if office is not None:
        places = frozenset({office}) if places is None else places & {office}
    asked = {"everywhere": int(places is None), "offices": listed(places or ()), "before": before or MOST_ID}
    rows = look.reading.all(ACTING_OF_OFFICES, **asked, limit=PAGE + 1)
    return told_actings(look, rows[:PAGE]), rows[PAGE - 1]["id"] if len(rows) > PAGE else None


def acting(look: Look, id: int) -> Acting:
    """One acting; NotFound for one of an office that the person does not manage."""
    managed_places(look)
    row = look.reading.one(ACTING, id=id)
    if row is None or not may(look.actor, "accounts", Facts(office_of(row["post"]))):
        raise NotFound("no-acting", f"Penugasan {id} tidak ada.", f"There is no acting {id}.")
    return told_actings(look, [row])[0]


def posts(look: Look, office: str) -> list[Held]:
    """The posts of an office that the person may know, those outside last."""
    holders, standing = _today(look, HOLDERS_TODAY, office), _today(look, STANDING_TODAY, office)
    rows = look.reading.all(POSTS, office=office)
    called = names(look.reading, {row["holder"] for row in standing}, {row["id"] for row in rows})
    found = []
    for row in rows:
        here = [one for one in standing if one["post"] == row["id"]]
        found.append(
            Held(
                post=called.post(row["id"]) or Post(row["id"], row["name"]),
                recorder=row["recorder"],
                holders=tuple(Person(one["login"], one["name"]) for one in holders if one["post"] == row["id"]),
                acting=tuple((Person(one["login"], one["name"]), _standing(called, one)) for one in here),
            )
        )
    return found


def _today(look: Look, query: Query, office: str) -> list[Row]:
    return look.reading.all(query, office=office, **days(look.now))


def managed_places(look: Look) -> frozenset[str] | None:
    """The offices whose accounts the person manages, None for all; NotAllowed for nobody's."""
    found = reach(look.actor, "accounts")
    if found is not None and not found:
        raise NotAllowed("not-allowed", "Akun diurus oleh administrator.", "Accounts are managed by administrators.")
    return found


def told_actings(look: Look, rows: list[Row]) -> list[Acting]:
    """Rows of actings with the names of their people and posts, in their order."""
    called = names(
        look.reading,
        {row[name] for row in rows for name in ("login", "holder")},
        {row["post"] for row in rows},
    )
    return [
        Acting(
            id=row["id"],
            person=called.person(row["login"]) or Person(row["login"], row["login"]),
            standing=_standing(called, row),
            since=row["since"],
            until=row["until"],
            letter=row["letter"],
            reason=row["reason"],
        )
        for row in rows
    ]


def _standing(called: Names, row: Row) -> Standing:
    post = called.post(row["post"]) or Post(row["post"], row["post"])
    return Standing(row["kind"], post, called.person(row["holder"]))
