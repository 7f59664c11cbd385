"""What one page tells the next: kept in the session, told once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import session

__all__ = ["tell", "told"]

_PLACE: Final = "_kabar"
_MOST: Final = 3  # a page that nobody opens must not fill the cookie


def tell(kind: str, facts: Mapping[str, Any]) -> None:
    """Keeps facts for the next page that asks for this kind."""
    waiting = [*session.get(_PLACE, ()), [kind, dict(facts)]]
    session[_PLACE] = waiting[-_MOST:]


def told(kind: str) -> list[dict[str, Any]]:
    """What was kept of this kind; it is not told again."""
    waiting = session.get(_PLACE, [])
    found = [facts for known, facts in waiting if known == kind]
    if found:
        session[_PLACE] = [one for one in waiting if one[0] != kind]
    return found
