"""What failed and waits for a person: in the offices that somebody watches over, and in one case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.canonical import loads
from engine.events import moment
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.queries.look import Look
from engine.queries.names import Office, office
from engine.queries.steps import Step, step
from engine.store.incidents import INCIDENTS
from engine.store.listings import Filters
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__ = ["IncidentRow", "Incidents", "Place", "incidents", "incidents_of", "watched", "watches"]

PAGE: Final = 50
Place = tuple[int, int]
"""Case (0: none began) and event: where an incident stands in the order of all."""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident that stands. `number` is that of the case, None where no case could begin; `sop` then began it.

    `message` is in both languages; `note` is what somebody wrote on it last.
    """

    case: int
    event: int
    number: str | None
    sop: str | None
    office: Office | None
    step: Step | None
    kind: str
    message: str
    since: datetime
    note: str | None
    suspended: bool
    may_retry: bool

    @property
    def id(self) -> str:
        """Its id outside."""
        return f"{self.case}-{self.event}"


@dataclass(frozen=True, slots=True)
class Incidents:
    """A page of incidents: those of cases that could not begin first, then the youngest cases; `next` goes on."""

    rows: tuple[IncidentRow, ...]
    next: Place | None


def watched(actor: Actor) -> frozenset[str] | None:
    """The offices whose incidents somebody sees because of a role; None for all."""
    if may(actor, "read-case", Facts(EVERYWHERE)):
        return None
    return frozenset(place for _, place in actor.grants if may(actor, "read-case", Facts(place)))


def watches(actor: Actor) -> bool:
    """True when somebody sees the incidents of any office."""
    return watched(actor) != frozenset()


def incidents(look: Look, after: Place | None = None) -> Incidents:
    """A page of what stands in the offices that the person watches over."""
    places = watched(look.actor)
    if places == frozenset():
        return Incidents((), None)
    shown: Filters = {"open": {}} | ({} if places is None else {"in_offices": {"in_offices": listed(places)}})
    begun = after is not None and after[0] > 0
    found = [] if begun else _page(look, shown | {"caseless": {}}, after)
    if len(found) <= PAGE:
        found += _page(look, shown | {"of_case": {}}, after if begun else None)
    rows = found[:PAGE]
    last = (rows[-1]["case_id"], rows[-1]["event"]) if len(found) > PAGE else None
    return Incidents(tuple(_rows(look, rows)), last)


def incidents_of(look: Look, case: int) -> tuple[IncidentRow, ...]:
    """What stands in one case that the person may read, oldest first."""
    rows = INCIDENTS.rows(look.reading, Page({"open": {}, "case": {"case": case}}))
    return tuple(_rows(look, rows))


def _page(look: Look, filters: Filters, after: Place | None) -> list[Row]:
    """The next incidents by case and event, the youngest first."""
    if after is not None:
        filters = filters | {"below": {"below_case": after[0], "below_event": after[1]}}
    return INCIDENTS.rows(look.reading, Page(filters, (("id", False),), most=PAGE + 1))


def _rows(look: Look, rows: Iterable[Row]) -> Iterable[IncidentRow]:
    offices: dict[str, Office] = {}
    for row in rows:
        id = row["office"]
        if id is not None and id not in offices:
            offices[id] = office(look.reading, id)
        yield _row(look, row, None if id is None else offices[id])


def _row(look: Look, row: Row, place: Office | None) -> IncidentRow:
    definition = None if row["definition"] is None else look.definition(row["definition"])
    note: Any = row["annotation"]
    return IncidentRow(
        case=row["case_id"],
        event=row["event"],
        number=row["number"],
        sop=None if definition is None else definition.name,
        office=place,
        step=None if definition is None or row["element"] is None else step(definition, row["element"]),
        kind=row["kind"],
        message=row["message"],
        since=moment(row["raised_at"]),
        note=None if note is None else _text(note),
        suspended=row["case_status"] == "SUSPENDED",
        may_retry=may(look.actor, "retry", Facts(row["office"] or EVERYWHERE)),
    )


def _text(stored: bytes) -> str:
    return str(loads(bytes(stored)))
