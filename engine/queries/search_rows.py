"""What a search shows of each case that it found: its way as a small picture, its time, its returns, where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.calendars import Calendars, Times
from engine.events import moment
from engine.queries.chart import Chart, chart
from engine.queries.look import Look
from engine.queries.reel import Film
from engine.queries.replayed import FILMS
from engine.queries.steps import Step, step
from engine.queries.steps import steps as steps_of
from engine.queries.subject import subjects
from engine.store.reading import Row
from engine.store.views import OPEN_IN_CASES
from engine.workdays import worked

__all__ = ["LONG", "CaseFound", "Point", "cases_found"]

LONG = 400
"""Events beyond which a case is too long for a small picture."""
_CALENDARS = Calendars()


@dataclass(frozen=True, slots=True)
class Point:
    """A step that was done: its place in the SOP from 0, whether late, whether it sent the case back."""

    y: int
    late: bool
    back: bool


@dataclass(frozen=True, slots=True)
class CaseFound:
    """A case as a row. `minutes` are working minutes from its start to its end, or to now.

    `shape` is empty, `late` and `returns` are None, for a case that is too long; `height` counts the steps of the SOP.
    `about` is given only where it was asked for.
    """

    id: int
    number: str
    sop: str
    version: int
    office: str
    status: str
    outcome: str | None
    started_at: datetime
    ended_at: datetime | None
    steps: tuple[Step, ...]
    shape: tuple[Point, ...]
    height: int
    minutes: int
    late: int | None
    returns: int | None
    held: bool
    about: str


def cases_found(look: Look, rows: Iterable[Row], *, about: bool = False) -> tuple[CaseFound, ...]:
    """The rows with what is told of them; `about` looks up what each is about, which is what an applicant wrote."""
    found = list(rows)
    charts = {row["definition_id"]: chart(look.reading, row["definition_id"]) for row in found}
    said = (
        subjects(look.reading, ((row["id"], look.definition(row["definition_id"])) for row in found)) if about else {}
    )
    open_steps: dict[int, list[Step]] = {}
    ids = sorted(row["id"] for row in found)
    for task in look.reading.all(OPEN_IN_CASES, cases=ids) if ids else ():
        open_steps.setdefault(task["case_id"], []).append(step(charts[task["definition_id"]], task["element"]))
    return tuple(
        _row(look, row, charts[row["definition_id"]], (tuple(open_steps.get(row["id"], ())), said.get(row["id"], "")))
        for row in found
    )


def _row(look: Look, row: Row, sheet: Chart, more: tuple[tuple[Step, ...], str]) -> CaseFound:
    times = _CALENDARS.times(look.reading, row["office"])
    film = FILMS.film(look.reading, row["id"], sheet, times) if row["events"] <= LONG else None
    started, ended = moment(row["started_at"]), None if row["ended_at"] is None else moment(row["ended_at"])
    opened, about = more
    return CaseFound(
        id=row["id"],
        number=row["number"],
        sop=sheet.name,
        version=sheet.version,
        office=row["office"],
        status=row["status"],
        outcome=row["outcome"],
        started_at=started,
        ended_at=ended,
        steps=opened,
        shape=() if film is None else tuple(_points(film, sheet)),
        height=len(steps_of(sheet)),
        minutes=_spent(times, started, ended or look.now),
        late=None if film is None else sum(one.late for one in film.moments),
        returns=None if film is None else sum(one.returned for one in film.moments),
        held=row["hold"] is not None,
        about=about,
    )


def _spent(times: Times, start: datetime, end: datetime) -> int:
    return worked(start, max(start, end), times.calendar)


def _points(film: Film, sheet: Chart) -> Iterator[Point]:
    place = {one.element: n for n, one in enumerate(steps_of(sheet))}
    for one in film.moments:
        if one.event.kind == "TaskCompleted" and one.element in place:
            yield Point(place[one.element], one.late, one.returned)
