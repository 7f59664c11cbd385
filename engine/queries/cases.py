"""The cases that a person had a part in, newest first, and those that a number may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from engine.events import moment
from engine.policy import EVERYWHERE, Facts, may
from engine.queries.look import MOST_ID, Look
from engine.queries.numbers import mistyped, number_ranges
from engine.queries.steps import Step, step
from engine.queries.subject import subjects
from engine.store.people import OFFICES
from engine.store.reading import Row
from engine.store.views import OPEN_IN_CASES
from engine.store.views_case import CASES_BY_NUMBER, CASES_OF_OFFICE, SCANNED_TO

__all__ = ["CaseRow", "Cases", "Which", "cases"]

Which = Literal["running", "ended", "all"]
PAGE: Final = 20
SCAN: Final = 1000
_STATUS: Final[dict[str, tuple[str, ...]]] = {
    "running": ("ACTIVE", "SUSPENDED"),
    "ended": ("COMPLETED", "CANCELLED"),
    "all": ("ACTIVE", "SUSPENDED", "COMPLETED", "CANCELLED"),
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a line, with the steps that are open now."""

    id: int
    number: str
    sop: str
    subject: str
    status: str
    outcome: str | None
    started_at: datetime
    ended_at: datetime | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """A page of cases; `next` is the id before which the next page begins, `cut` when the search stopped early."""

    rows: tuple[CaseRow, ...]
    next: int | None
    cut: bool
    wrong_number: bool


def cases(look: Look, which: Which = "running", text: str = "", before: int | None = None) -> Cases:
    """A page of the person's cases; with a number, those whose numbers fit."""
    offices, codes = _offices(look)
    if text.strip():
        ranges = number_ranges(text, codes, look.now)
        found = [row for span in ranges for row in _numbered(look, offices, span)][:PAGE]
        return Cases(tuple(_rows(look, found)), None, False, not found and mistyped(text))
    found, next_, cut = _page(look, offices, which, before)
    return Cases(tuple(_rows(look, found)), next_, cut, False)


def _offices(look: Look) -> tuple[dict[str, bool], set[str]]:
    """The person's offices, true where every case is open to him, and the codes of their case numbers."""
    roles = {office for _, office in look.actor.grants if may(look.actor, "read-case", Facts(office))}
    own = {post.partition("/")[0] for post in look.actor.answers}
    rows = [row for row in look.reading.all(OFFICES) if row["id"] in own | roles or EVERYWHERE in roles]
    return {row["id"]: row["id"] in roles or EVERYWHERE in roles for row in rows}, {row["code"] for row in rows}


def _who(look: Look, everything: bool) -> dict[str, Any]:
    return {"login": look.actor.reads_as, "groups": sorted(look.actor.groups), "everything": int(everything)}


def _numbered(look: Look, offices: dict[str, bool], span: tuple[str, str]) -> list[Row]:
    first, last = span
    everything = bool(offices) and all(offices.values())
    rows = look.reading.all(CASES_BY_NUMBER, first=first, last=last, limit=PAGE, **_who(look, everything))
    return [row for row in rows if row["office"] in offices or not everything]


def _page(look: Look, offices: dict[str, bool], which: Which, before: int | None) -> tuple[list[Row], int | None, bool]:
    """Merges the offices and statuses, each read by its own index; what lies below the highest floor waits."""
    found: list[Row] = []
    floor = 0
    for office, everything in offices.items():
        for status in _STATUS[which]:
            span = {"office": office, "status": status, "before": before or MOST_ID, "scan": SCAN}
            rows = look.reading.all(CASES_OF_OFFICE, limit=PAGE + 1, **span, **_who(look, everything))
            found.extend(rows)
            floor = max(floor, rows[-1]["id"] if len(rows) > PAGE else _scanned_to(look, span))
    safe = sorted((row for row in found if row["id"] >= floor), key=lambda row: -row["id"])
    if len(safe) > PAGE:
        return safe[:PAGE], safe[PAGE - 1]["id"], False
    return safe, floor or None, bool(floor) and len(safe) < PAGE


def _scanned_to(look: Look, span: dict[str, Any]) -> int:
    """The last case that was looked at, 0 when that was all there is."""
    row = look.reading.one(SCANNED_TO, **span)
    return row["last"] if row and row["looked"] == SCAN else 0


def _rows(look: Look, rows: list[Row]) -> Iterator[CaseRow]:
    if not rows:
        return
    known = {row["id"]: look.definition(row["definition_id"]) for row in rows}
    about = subjects(look.reading, known.items())
    open_steps: dict[int, list[Step]] = {}
    for task in look.reading.all(OPEN_IN_CASES, cases=sorted(known)):
        open_steps.setdefault(task["case_id"], []).append(step(known[task["case_id"]], task["element"]))
    for row in rows:
        yield CaseRow(
            id=row["id"],
            number=row["number"],
            sop=known[row["id"]].name,
            subject=about.get(row["id"], ""),
            status=row["status"],
            outcome=row["outcome"],
            started_at=moment(row["started_at"]),
            ended_at=None if row["ended_at"] is None else moment(row["ended_at"]),
            steps=tuple(open_steps.get(row["id"], ())),
        )
