"""What somebody outside sees who opens a link: the step and its form, and nothing else of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.refusals import NotFound
from engine.events import instant, moment
from engine.library import Library
from engine.queries.names import Office, office
from engine.queries.steps import Step, step
from engine.store import Reading
from engine.store.cases import CASE
from engine.store.inbound import LINK_BY_SECRET, LINKS_OF_CASE
from engine.store.reading import Row
from engine.store.views import TASK
from engine.store.waits import SUBSCRIPTION
from forms.form import Form

__all__ = ["LinkLine", "LinkView", "link_view", "links_of"]


@dataclass(frozen=True, slots=True)
class LinkView:
    """`over` says why it counts no more: `used`, `over`, `elsewhere` (nobody waits any more); None while it does."""

    number: str
    sop: str
    office: Office
    step: Step
    form: Form | None
    for_whom: str
    until: datetime
    over: str | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as the people of the office see it; its secret is known to nobody here."""

    id: int
    n: int
    element: str
    for_whom: str
    made_at: datetime
    until: datetime
    state: str  # open, used, revoked, over


def link_view(reading: Reading, library: Library, digest: bytes, now: datetime) -> LinkView:
    """The step that a link asks about; NotFound for a secret that there never was."""
    row = reading.one(LINK_BY_SECRET, sha256=digest)
    case = None if row is None else reading.one(CASE, case=row["case_id"])
    if row is None or case is None:
        raise NotFound("no-link", "Tautan ini tidak dikenal.", "There is no such link.")
    definition = library.definition(reading, case["definition_id"])
    return LinkView(
        number=case["number"],
        sop=definition.name,
        office=office(reading, case["office"]),
        step=step(definition, row["element"]),
        form=definition.forms.get(row["element"]),
        for_whom=row["for_whom"],
        until=moment(row["expires_at"]),
        over=_over(row, now) or _elsewhere(reading, row, case),
    )


def links_of(reading: Reading, case: int, now: datetime) -> tuple[LinkLine, ...]:
    """The links of a case, the newest first."""
    return tuple(
        LinkLine(
            row["id"],
            row["n"],
            row["element"],
            row["for_whom"],
            moment(row["made_at"]),
            moment(row["expires_at"]),
            {"used": "used", "over": "revoked" if row["revoked_at"] else "over", None: "open"}[_over(row, now)],
        )
        for row in reading.all(LINKS_OF_CASE, case=case)
    )


def _elsewhere(reading: Reading, row: Row, case: Row) -> str | None:
    """What the link asks is open no more: it was answered without it, or the case went on another way."""
    if row["kind"] == "task":
        task = reading.one(TASK, case=row["case_id"], n=row["n"])
        waits = task is not None and task["status"] == "OPEN"
    else:
        waits = reading.one(SUBSCRIPTION, case=row["case_id"], n=row["n"]) is not None
    return None if waits and case["status"] in ("ACTIVE", "SUSPENDED") else "elsewhere"


def _over(row: Row, now: datetime) -> str | None:
    if row["used_at"] is not None:
        return "used"
    return "over" if row["revoked_at"] is not None or row["expires_at"] <= instant(now) else None
