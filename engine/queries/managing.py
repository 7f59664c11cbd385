"""What administrators see: offices with counts, accounts by search, one post with its people through time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.commands.refusals import NotFound
from engine.people import CAPACITIES, today
from engine.policy import EVERYWHERE, Facts, may
from engine.queries.look import Look
from engine.queries.names import Office, Person, Post, names
from engine.queries.names import office as office_named
from engine.queries.rights import Acting, Right, managed_places, right, told_actings
from engine.store.lists import listed
from engine.store.people import OFFICE, POST
from engine.store.people_acting import ACTING_OF_POST, HOLDINGS_OF_POST
from engine.store.people_admin import (
    ACCOUNTS_FOUND,
    NAMES_OF_ACCOUNTS,
    OFFICES_MANAGED,
    POSTS_TODAY,
    ROLES_OF,
    pattern,
)
from engine.store.people_holdings import days
from engine.store.reading import Row

__all__ = [
    "AccountLine",
    "OfficeLine",
    "PostView",
    "Tenure",
    "Wanted",
    "accounts_found",
    "manages",
    "manages_all",
    "office_managed",
    "offices_managed",
    "people_near",
    "post_view",
    "time_of",
]

PAGE: Final = 50
_NEAR: Final = 500


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office with the code of its numbers, how many posts and accounts, and posts inside that nobody does today."""

    office: Office
    code: str
    posts: int
    vacant: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts: letters in login or name, an office, open or shut ones, those after a login."""

    text: str = ""
    office: str = ""
    active: bool = True
    after: str = ""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with the posts that it does today (Plh Camat) and its roles; `machine`: no password signs in."""

    login: str
    name: str
    office: Office | None
    active: bool
    machine: bool
    posts: tuple[str, ...]
    roles: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody holds a post, both ISO days included. `time` is past, now, coming, or never for one taken back."""

    person: Person
    since: str
    until: str | None
    time: str


@dataclass(frozen=True, slots=True)
class PostView:
    """A post of an office with who held, holds and will hold it (a page of all `held`), and who acted and will act."""

    post: Post
    office: Office
    recorder: Post | None
    tenures: tuple[Tenure, ...]
    held: int
    actings: tuple[tuple[Acting, str], ...]
    today: str


def manages(look: Look) -> bool:
    """True for an administrator of any office."""
    actor = look.actor
    return any(may(actor, "accounts", Facts(place)) for _, place in actor.grants)


def manages_all(look: Look) -> bool:
    """True for an administrator of all offices, those to come as well."""
    return may(look.actor, "accounts", Facts(EVERYWHERE))


def offices_managed(look: Look, text: str = "") -> list[OfficeLine]:
    """The offices that the person manages, by name; only those with these letters."""
    rows = look.reading.all(OFFICES_MANAGED, **_places(look), text=pattern(text), **days(look.now))
    return [OfficeLine(_office(row), row["code"], row["posts"], row["vacant"], row["accounts"]) for row in rows]


def office_managed(look: Look, id: str) -> Row:
    """The office's row; NotFound for one that the person does not manage."""
    row = look.reading.one(OFFICE, id=id)
    if row is None or not may(look.actor, "accounts", Facts(id)):
        raise NotFound("no-office", f"Kantor {id} tidak ada.", f"There is no office {id}.")
    return row


def accounts_found(look: Look, wanted: Wanted) -> tuple[list[AccountLine], str | None]:
    """A page of accounts and the login after which the next begins."""
    places = managed_places(look)
    if wanted.office:
        places = frozenset({wanted.office}) if places is None else places & {wanted.office}
    asked: dict[str, Any] = {"everywhere": int(places is None), "offices": listed(places or ())}
    asked |= {"text": pattern(wanted.text), "active": int(wanted.active), "after": wanted.after, "limit": PAGE + 1}
    rows = look.reading.all(ACCOUNTS_FOUND, **asked)
    logins = listed(row["login"] for row in rows)
    posts = look.reading.all(POSTS_TODAY, logins=logins, **days(look.now)) if rows else []
    roles = look.reading.all(ROLES_OF, logins=logins) if rows else []
    found = [_line(look, row, posts, roles) for row in rows[:PAGE]]
    return found, found[-1].login if len(rows) > PAGE else None


def post_view(look: Look, office: str, slug: str, first: int = 0) -> PostView:
    """A post with its people, from the first-th holding on.

    NotFound where the person does not manage its office, or there is none.
    """
    place = _office(office_managed(look, office))
    id = f"{office}/{slug}"
    row = look.reading.one(POST, id=id)
    if row is None:
        raise NotFound("no-post", f"Jabatan {id} tidak ada.", f"There is no post {id}.")
    day = today(place.zone, look.now)
    held = look.reading.all(HOLDINGS_OF_POST, post=id)
    called = names(look.reading, {one["login"] for one in held}, {row["recorder"]})
    tenures = (
        Tenure(
            called.person(one["login"]) or Person("", ""),
            one["since"],
            one["until"],
            time_of(one["since"], one["until"], day),
        )
        for one in held
    )
    acted = look.reading.all(ACTING_OF_POST, post=id)
    return PostView(
        post=Post(id, row["name"], bool(row["outside"])),
        office=place,
        recorder=called.post(row["recorder"]),
        tenures=tuple(sorted(tenures, key=_order)[first : first + PAGE]),
        held=len(held),
        actings=tuple(
            (one, time_of(found["since"], found["until"], day))
            for one, found in zip(told_actings(look, acted), acted, strict=True)
        ),
        today=day.isoformat(),
    )


def people_near(look: Look, office: str) -> list[Person]:
    """Whom an administrator may mean by a name in an office: its accounts and those who hold its posts; at most 500."""
    rows = look.reading.all(NAMES_OF_ACCOUNTS, office=office, limit=_NEAR)
    return [Person(row["login"], row["name"]) for row in rows]


def _order(one: Tenure) -> tuple[int, str]:
    return ("now", "coming", "past", "never").index(one.time), one.since


def time_of(since: str, until: str | None, day: date) -> str:
    """How a span of ISO days, both included, stands on a day: past, now, coming, or never for one taken back."""
    if until is not None and until < since:
        return "never"
    if since > day.isoformat():
        return "coming"
    return "past" if until is not None and until < day.isoformat() else "now"


def _line(look: Look, row: Row, posts: list[Row], roles: list[Row]) -> AccountLine:
    login = row["login"]
    called = [f"{CAPACITIES.get(one['kind'], '')} {one['name']}".strip() for one in posts if one["login"] == login]
    return AccountLine(
        login=login,
        name=row["name"],
        office=office_named(look.reading, row["office"]) if row["office"] else None,
        active=bool(row["active"]),
        machine=bool(row["machine"]),
        posts=tuple(sorted(called)),
        roles=tuple(right(one["role"], one["office"]) for one in roles if one["login"] == login),
    )


def _places(look: Look) -> dict[str, Any]:
    places = managed_places(look)
    return {"everywhere": int(places is None), "offices": listed(places or ())}


def _office(row: Row) -> Office:
    return Office(row["id"], row["name"], row["region"], row["zone"])
