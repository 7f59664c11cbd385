"""The people and posts of the offices that somebody watches over, as fields of a search offer them."""

from __future__ import annotations

from typing import Final

from engine.queries.look import Look
from engine.queries.search import offices_watched
from engine.store.people import POSTS
from engine.store.people_admin import NAMES_OF_ACCOUNTS

__all__ = ["people_watched", "person_meant", "posts_watched"]

_MOST: Final = 300
"""People of one office that are offered."""
_ALL: Final = 1_500
"""People and posts that a page offers; whoever watches over more writes them out."""


def people_watched(look: Look) -> dict[str, str]:
    """Login -> name."""
    found: dict[str, str] = {}
    for office in offices_watched(look):
        if len(found) >= _ALL:
            break
        rows = look.reading.all(NAMES_OF_ACCOUNTS, office=office, limit=_MOST)
        found |= {row["login"]: row["name"] for row in rows}
    return found


def posts_watched(look: Look) -> dict[str, str]:
    """Post -> its name with that of its office."""
    found: dict[str, str] = {}
    offices = offices_watched(look)
    for office, row in offices.items():
        if len(found) >= _ALL:
            break
        many = f" · {row['name']}" if len(offices) > 1 else ""
        found |= {post["id"]: f"{post['name']}{many}" for post in look.reading.all(POSTS, office=office)}
    return found


def person_meant(people: dict[str, str], said: str) -> str:
    """The login that is meant by a login or a name; what was said where it is neither."""
    if said in people:
        return said
    same = [login for login, name in people.items() if name.casefold() == said.casefold()]
    return same[0] if len(same) == 1 else said
