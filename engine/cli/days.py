"""Days on the command line: ISO dates, and today on the calendar of an office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import click

from engine.cli.base import now
from engine.commands.desk import Desk
from engine.people import office_of, today
from engine.store.people import OFFICE

__all__ = ["DAY", "day", "today_of"]

DAY: Final = click.DateTime(["%Y-%m-%d"])


def day(moment: datetime | None) -> date | None:
    """The day that was given, if any."""
    return None if moment is None else moment.date()


def today_of(desk: Desk, post: str) -> date:
    """The day that it is where the post is."""
    with desk.store.reading() as reading:
        office = reading.one(OFFICE, id=office_of(post))
    return today("" if office is None else office["zone"], now())
