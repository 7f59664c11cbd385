"""Who somebody may know: offices, posts, candidate groups and people of his own offices and of those of his roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.acquaintance import reach
from engine.people import posts_of_group
from engine.policy import Actor
from engine.queries.look import Look
from engine.queries.names import Office
from engine.store.lists import Page, listed
from engine.store.people import OFFICES, actor
from engine.store.people_holdings import days
from engine.store.people_lists import JOINT_GROUPS, POSTS_OF_OFFICES, USERS
from engine.store.reading import Row

__all__ = ["Group", "groups", "held_groups", "known", "member", "offices", "people", "reach", "seen", "users"]

_PERSON: Final = "@"


@dataclass(frozen=True, slots=True)
class Group:
    """A candidate group: one post, or several under one id. `outside` when none of them is in the office."""

    id: str
    name: str
    office: str
    outside: bool = False


def known(who: Actor) -> frozenset[str] | None:
    """The offices whose people and posts he may know; None for all."""
    return reach(who, "read-people")


def seen(look: Look) -> dict[str, Any]:
    """The filter of `USERS` that leaves whom he may know; himself always."""
    found = known(look.actor)
    if found is None:
        return {"everybody": {}}
    return {"seen": {"me": look.actor.login, "offices": listed(found), **days(look.now)}}


def users(look: Look, filters: dict[str, Any]) -> list[Row]:
    """The accounts that he may know and that fit."""
    return USERS.rows(look.reading, Page(seen(look) | filters))


def member(look: Look, login: str) -> Actor | None:
    """Somebody whom he may know, with what he holds now; None for anybody else."""
    if login == look.actor.login:
        return look.actor
    if not users(look, {"user": {"user": login}}):
        return None
    return actor(look.reading, login, look.now)


def people(look: Look, group_ids: Iterable[str]) -> list[Row]:
    """Whom he may know of those who answer for these groups now: who holds, acts for or records for their posts.

    Posts of offices that he may not know tell nobody, else they would tell what his colleagues do elsewhere.
    """
    rows = look.reading.all(POSTS_OF_OFFICES, **_places(known(look.actor)))
    wanted = {post for id in group_ids for post in posts_of_group(id)} & {row["id"] for row in rows}
    wanted |= {row["recorder"] for row in rows if row["id"] in wanted and row["recorder"]}
    return users(look, {"of_posts": {"of_posts": listed(wanted), **days(look.now)}}) if wanted else []


def offices(look: Look) -> list[Office]:
    """The offices that he may know, by id."""
    may_know = known(look.actor)
    found = [
        Office(row["id"], row["name"], row["region"], row["zone"])
        for row in look.reading.all(OFFICES)
        if may_know is None or row["id"] in may_know
    ]
    return sorted(found, key=lambda one: one.id)


def groups(look: Look) -> list[Group]:
    """The candidate groups of the offices that he may know, by id: each post, and the groups of several."""
    places = _places(known(look.actor))
    posts = {row["id"]: row for row in look.reading.all(POSTS_OF_OFFICES, **places)}
    found = [Group(row["id"], row["name"], row["office"], bool(row["outside"])) for row in posts.values()]
    joint: dict[str, list[Row]] = {}
    for row in look.reading.all(JOINT_GROUPS, **places):
        if _PERSON not in row["candidates"]:  # one that names a person is his own affair
            joint.setdefault(row["candidates"], []).append(posts[row["post"]])
    for id, rows in joint.items():
        name, outside = " + ".join(row["name"] for row in rows), all(row["outside"] for row in rows)
        found.append(Group(id, name, rows[0]["office"], outside))
    return sorted(found, key=lambda one: one.id)


def held_groups(who: Actor) -> frozenset[str]:
    """The ids of the groups that somebody answers for, without the one that is himself."""
    return who.answers | {id for id in who.groups if _PERSON not in id}


def _places(may_know: frozenset[str] | None) -> dict[str, Any]:
    return {"everywhere": int(may_know is None), "offices": listed(may_know or ())}
