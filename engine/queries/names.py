"""The names of people, posts and offices that a view mentions, looked up together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from engine.people import CAPACITIES, ZONES, Capacity, posts_of_group
from engine.store import Reading
from engine.store.people import OFFICE
from engine.store.views_case import ACCOUNT_NAMES, POST_NAMES

__all__ = ["Names", "Office", "Person", "Post", "Standing", "names", "office"]

_ELSEWHERE: Final = "WIB"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by his login; the name is the login where no account is known."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post; somebody `outside` is recorded for by a post inside."""

    id: str
    name: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody does the work of a post that is not his: `kind` (plt, plh), the post, whom he stands for.

    `holder` is None where the post is vacant.
    """

    kind: str
    post: Post
    holder: Person | None

    @property
    def name(self) -> str:
        """What he is called in it: Plh Camat."""
        return f"{CAPACITIES.get(self.kind, self.kind)} {self.post.name}"

    def of(self, person: Person | None) -> str:
        """The whole of it, as it is written in Indonesian: Plh Camat: Budi, mewakili Ani."""
        said = f"{self.name}: {person.name}" if person else self.name
        return said if self.holder is None else f"{said}, mewakili {self.holder.name}"


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the zone that its clock times are written in (WIB, WITA, WIT)."""

    id: str
    name: str
    region: str
    zone: str

    @property
    def tz(self) -> ZoneInfo:
        """The time zone of the office."""
        return ZoneInfo(ZONES[self.zone])


@dataclass(frozen=True, slots=True)
class Names:
    """People and posts by their ids; whoever is not there is called by his id."""

    people: Mapping[str, str]
    posts: Mapping[str, Post]

    def person(self, login: str | None) -> Person | None:
        """The person, None for nobody."""
        return None if login is None else Person(login, self.people.get(login, login))

    def post(self, id: str | None) -> Post | None:
        """The post, None for none."""
        return None if id is None else self.posts.get(id, Post(id, id))

    def standing(self, found: tuple[str, Capacity] | None) -> Standing | None:
        """How he stands for a post, by `Actor.capacity`; None where he does not."""
        if found is None:
            return None
        id, how = found
        return Standing(how.kind, self.post(id) or Post(id, id), self.person(how.holder))

    def group(self, candidates: str | None) -> tuple[Post, ...]:
        """The posts of a candidate group."""
        return tuple(found for id in posts_of_group(candidates) if (found := self.post(id)) is not None)


def names(reading: Reading, logins: Iterable[str | None], posts: Iterable[str | None]) -> Names:
    """The names of these people and posts; None among them is passed over."""
    who, what = {login for login in logins if login}, {post for post in posts if post}
    people = reading.all(ACCOUNT_NAMES, logins=sorted(who)) if who else []
    rows = reading.all(POST_NAMES, posts=sorted(what)) if what else []
    return Names(
        {row["login"]: row["name"] for row in people},
        {row["id"]: Post(row["id"], row["name"], bool(row["outside"])) for row in rows},
    )


def office(reading: Reading, id: str | None) -> Office:
    """The office; one that is not known bears its id as name."""
    row = reading.one(OFFICE, id=id) if id else None
    if row is None:
        return Office(id or "", id or "", "", _ELSEWHERE)
    return Office(row["id"], row["name"], row["region"], row["zone"])
