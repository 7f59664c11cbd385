"""What an incident says: the words of the worker who reported it, while they are kept; else those of the engine."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Text, and_, func, select

from engine.store.held_values import TextOf
from engine.store.tables import answer

__all__ = ["reported", "said"]

_ERROR: Final = "$galat"


def reported(incident: FromClause) -> ColumnElement[Any]:
    """The stored bytes of what the worker reported; null where he said nothing or it was erased."""
    kept = answer.alias("reported")
    return _told(incident, kept, kept.c.value)


def said(incident: FromClause) -> ColumnElement[str]:
    """The message of an incident as people are shown it."""
    kept = answer.alias("said")
    return func.coalesce(_told(incident, kept, TextOf(kept.c.value)), incident.c.message, type_=Text)


def _told(incident: FromClause, kept: FromClause, what: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of the incident itself, else of the report of the failure: the event before it, in the same command."""
    place = and_(
        kept.c.case_id == incident.c.case_id,
        kept.c.event.in_([incident.c.event, incident.c.event - 1]),
        kept.c.name == _ERROR,
        incident.c.kind == "external",
    )
    return select(what).where(place).order_by(kept.c.event.desc()).limit(1).correlate(incident).scalar_subquery()
