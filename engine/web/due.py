"""How much time a task has left, in words, a shape and a colour; and what the top bar warns of."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import g
from flask_login import current_user

from engine.queries.due import Due, Group
from engine.queries.inbox_counts import Tally, dues
from engine.web.clock import clock, short_date
from engine.web.desk import looking
from engine.web.words import language, say
from engine.workdays_words import left_words

__all__ = ["alerts", "deadline", "due_mark", "due_words", "tally"]

# group -> icon, class of its colour
_MARKS: Final[dict[Group | None, tuple[str, str]]] = {
    "late": ("lewat", "late"),
    "soon": ("hampir", "soon"),
    "enough": ("jam", "ok"),
    "free": ("bebas", "free"),
    None: ("bebas", "free"),
}


def due_words(due: Due) -> str:
    """`sisa 12 menit kerja`, `lewat 2 hari kerja`, `tanpa batas waktu`; of a suspended case that it is held."""
    if due.group is None and due.used is None:
        return say("ditangguhkan")
    if due.left is None:
        return say("tanpa batas waktu")
    id, en = left_words(due.left)
    return en if language() == "en" else id


def due_mark(due: Due) -> tuple[str, str]:
    """The icon and the class of a task's time."""
    return _MARKS[due.group]


def deadline(at: datetime, tz: ZoneInfo, now: datetime) -> str:
    """`13.01` for today, `23 Nov` for another day: the list has no room for more."""
    day, today = at.astimezone(tz).date(), now.astimezone(tz).date()
    return clock(at, tz) if day == today else short_date(day, today)


def tally(found: Tally) -> str:
    """A number as people read it: `12`, `1.000+` (1,000+ in English) where counting stopped."""
    text = f"{found.n:,}" if language() == "en" else f"{found.n:,}".replace(",", ".")
    return f"{text}+" if found.more else text


def alerts() -> dict[Group, Tally]:
    """How many tasks of the person's posts are late and nearly late; asked once a request."""
    if not current_user.is_authenticated:
        return {}
    if "alerts" not in g:
        with looking() as look:
            g.alerts = dues(look)
    found: dict[Group, Tally] = g.alerts
    return found
