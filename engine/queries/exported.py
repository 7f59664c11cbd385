"""What an export writes: heads, pages and feet of each format, with people by name or by a pseudonym."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from engine.queries.look import Look
from engine.queries.names import Names, names
from engine.queries.search import Wanted

__all__ = ["FORMATS", "Order", "Written"]

FORMATS: Final = ("csv", "xes", "acts")
_PSEUDONYM: Final = 8  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Order:
    """An export as it was asked for: a format, what is looked for, and whether names and subjects leave.

    `key` (hex) makes the pseudonyms of this export: the same person has one name in it, and another in the next.
    """

    format: str
    wanted: Wanted
    names: bool = True
    about: bool = False
    key: str = ""
    acts: tuple[tuple[str, str], ...] = ()

    def json(self) -> dict[str, Any]:
        """As it is kept."""
        kept = {name: getattr(self.wanted, name) for name in Wanted.__dataclass_fields__}
        for name in ("since", "until"):
            kept[name] = kept[name].isoformat() if kept[name] else ""
        kept["statuses"] = list(kept["statuses"])
        return {
            "format": self.format,
            "wanted": kept,
            "names": self.names,
            "about": self.about,
            "key": self.key,
            "acts": dict(self.acts),
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Order:
        """As it was kept."""
        wanted = dict(kept["wanted"])
        for name in ("since", "until"):
            wanted[name] = date.fromisoformat(wanted[name]) if wanted[name] else None
        wanted["statuses"] = tuple(wanted["statuses"])
        acts = tuple(sorted(kept["acts"].items()))
        return cls(kept["format"], Wanted(**wanted), kept["names"], kept["about"], kept["key"], acts)


@dataclass(slots=True)
class Written:
    """How far an export is, and what people and posts are called in it."""

    look: Look
    order: Order
    cases: int = 0
    events: int = 0
    _people: dict[str, str] = field(default_factory=dict)
    _posts: dict[str, str] = field(default_factory=dict)

    def person(self, login: str) -> str:
        """His name; his pseudonym where names do not leave."""
        found = self._people.get(login)
        if found is None:
            found = self._people[login] = self._called(login)
        return found

    def post(self, id: str) -> str:
        """The name of a post."""
        found = self._posts.get(id)
        if found is None:
            called: Names = names(self.look.reading, (), (id,))
            post = called.post(id)
            found = self._posts[id] = post.name if post is not None else id
        return found

    def _called(self, login: str) -> str:
        if not self.order.names:
            digest = hmac.new(bytes.fromhex(self.order.key), login.encode(), hashlib.sha256).hexdigest()
            return f"orang-{digest[:_PSEUDONYM]}"
        person = names(self.look.reading, (login,), ()).person(login)
        return person.name if person is not None else login
