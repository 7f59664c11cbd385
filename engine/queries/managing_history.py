"""What became of an account or an office, from the events of the installation: no value that stands beside them."""

from __future__ import annotations

from engine.events import Event
from engine.queries.look import MOST_NUMBER, Look
from engine.queries.names import Names, names
from engine.store.history import event_of
from engine.store.people_admin import EVENTS_ABOUT

__all__ = ["about_account", "about_office"]

PAGE = 20
Told = tuple[list[Event], int | None, Names]


def about_account(look: Look, login: str, before: int | None = None) -> Told:
    """A page of the changes of an account, the newest first; the number before which the next begins; all names."""
    return _about(look, (f'"login":"{login}"', f'"holder":"{login}"', f'"login":"{login}"'), before)


def about_office(look: Look, office: str, before: int | None = None) -> Told:
    """The same of an office: itself, its posts and labels, and rights in it."""
    return _about(look, (f'"office":"{office}"', f'"id":"{office}"', f'"post":"{office}/'), before)


def _about(look: Look, parts: tuple[str, str, str], before: int | None) -> Told:
    asked = dict(zip(("one", "two", "three"), (part.encode() for part in parts), strict=True))
    rows = look.reading.all(EVENTS_ABOUT, **asked, before=before or MOST_NUMBER, limit=PAGE + 1)
    found = [event_of(row) for row in rows[:PAGE]]
    logins = {event.actor for event in found} | {_text(event, name) for event in found for name in ("login", "holder")}
    called = names(look.reading, logins, {_text(event, "post") for event in found})
    return found, rows[PAGE - 1]["number"] if len(rows) > PAGE else None, called


def _text(event: Event, name: str) -> str | None:
    found = event.data.get(name)
    return found if isinstance(found, str) else None
