"""The search over cases that owners and auditors watch over: a page, how many there are, and what is shown of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.commands.refusals import NotFound
from engine.events import instant
from engine.policy import EVERYWHERE, Facts, may
from engine.queries.look import MOST_ID, Look
from engine.queries.numbers import mistyped, number_ranges
from engine.store.people import OFFICES
from engine.store.reading import Row
from engine.store.search import ALONG, CASES_WITH_WORDS, NUMBERED, VERSIONS
from engine.store.words import MOST_HITS, asked, spans

__all__ = [
    "MANY",
    "STATUSES",
    "Count",
    "Found",
    "Sop",
    "Wanted",
    "count",
    "everything",
    "offices_watched",
    "search",
    "sops_watched",
]

MANY: Final = 1_000
"""Where counting stops."""
SCAN: Final = 1_000
"""Cases that one look goes through, however few fit."""
STATUSES: Final = {
    "berjalan": "ACTIVE",
    "ditangguhkan": "SUSPENDED",
    "selesai": "COMPLETED",
    "dibatalkan": "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty asks for nothing. `text` is a number or words, `sop` the key of one.

    `since` and `until` are the first and the last day on which a case was started, in `zone`.
    """

    text: str = ""
    sop: str = ""
    office: str = ""
    person: str = ""
    post: str = ""
    step: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None
    statuses: tuple[str, ...] = ()
    late: bool = False
    again: bool = False
    zone: str = "Asia/Jakarta"

    @property
    def narrow(self) -> bool:
        """True when not every case along an index fits."""
        return bool(self.person or self.post or self.step or self.outcome or self.statuses or self.late or self.again)


@dataclass(frozen=True, slots=True)
class Sop:
    """An SOP with its versions (definition ids), the newest first."""

    key: str
    name: str
    office: str
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of rows; `next` is where the next one begins, `cut` when the look ended before the page was full.

    `wrong_number`: a whole number whose check digit does not fit.
    """

    rows: tuple[Row, ...]
    next: str | None
    cut: bool = False
    wrong_number: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases fit; `more` when there are more than that, `looked` how many were looked at where not all."""

    n: int
    more: bool
    looked: int | None = None


def offices_watched(look: Look) -> dict[str, Row]:
    """The offices whose cases the person reads by his role; raises NotFound where there is none."""
    found = {row["id"]: row for row in look.reading.all(OFFICES) if may(look.actor, "search", Facts(row["id"]))}
    if not found:
        raise NotFound("no-search", "Halaman ini tidak ada.", "There is no such page.")
    return found


def sops_watched(look: Look, offices: dict[str, Row]) -> dict[str, Sop]:
    """The SOPs of these offices by key."""
    found: dict[str, Sop] = {}
    for row in look.reading.all(VERSIONS):
        if row["office"] in offices:
            known = found.get(row["key"])
            versions = (*(known.versions if known else ()), row["id"])
            name = known.name if known else row["name"]
            found[row["key"]] = Sop(row["key"], name, row["office"], versions)
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """One index to walk along: its name in ALONG, and the place on it."""

    name: str
    place: Any = None


def search(look: Look, wanted: Wanted, cursor: str = "", page: int = 20) -> Found:
    """The next page of the cases that fit and that the person may read, newest first."""
    offices = offices_watched(look)
    if wanted.text.strip():
        named, wrong = _written(look, wanted, offices)
        return Found(tuple(named[:page]), None, len(named) > page, wrong)
    at, before = _place(cursor)
    held = _asking(look, wanted)
    rows: list[Row] = []
    low, by_case = (-1, 0), bool(wanted.person)
    for way in _ways(look, wanted, offices):
        asking = {**held, "at": min(at, held["until"]), "before": before, "scan": SCAN, "place": way.place}
        found = look.reading.all(ALONG[way.name].found, limit=page + 1, **asking)
        rows += [row for row in found if row["office"] in offices]
        if len(found) > page:
            low = max(low, _key(found[-1], by_case))
        else:
            low = max(low, _seen_to(look, way, asking, by_case))
    safe = sorted((row for row in rows if _key(row, by_case) >= low), key=lambda row: _key(row, by_case), reverse=True)
    if len(safe) > page:
        return Found(tuple(safe[:page]), _cursor(_key(safe[page - 1], by_case)))
    return Found(tuple(safe), _cursor(low) if low >= (0, 0) else None, low >= (0, 0) and len(safe) < page)


def count(look: Look, wanted: Wanted) -> Count:
    """How many cases fit, counted as far as one look goes."""
    offices = offices_watched(look)
    if wanted.text.strip():
        rows, _ = _written(look, wanted, offices)
        return Count(len(rows), len(rows) >= MOST_HITS)
    held = _asking(look, wanted)
    n, looked, whole = 0, 0, True
    for way in _ways(look, wanted, offices):
        asking = {**held, "at": held["until"], "before": MOST_ID, "scan": SCAN + 1, "place": way.place}
        n += sum(row["office"] in offices for row in look.reading.all(ALONG[way.name].found, limit=MANY + 1, **asking))
        row = look.reading.one(ALONG[way.name].seen, **asking)
        looked += row["looked"] if row else 0
        whole = whole and (row is None or row["looked"] <= SCAN)
    if n > MANY:
        return Count(MANY, more=True)
    return Count(n, more=not whole, looked=None if whole else looked)


def everything(look: Look, wanted: Wanted, cursor: str = "") -> Iterator[Found]:
    """All pages from a place on, for exports."""
    while True:
        found = search(look, wanted, cursor, page=200)
        yield found
        if found.next is None:
            return
        cursor = found.next


def _ways(look: Look, wanted: Wanted, offices: dict[str, Row]) -> Iterator[_Way]:
    """The indexes to walk along: the narrowest that the question names."""
    if wanted.person:
        yield _Way("person")
    elif wanted.sop:
        found = sops_watched(look, offices).get(wanted.sop)
        for version in found.versions if found else ():
            yield _Way("version", version)
    elif not wanted.office and may(look.actor, "search", Facts(EVERYWHERE)):
        yield _Way("everything")
    else:
        for office in offices:
            if wanted.office in ("", office):
                yield _Way("office", office)


def _written(look: Look, wanted: Wanted, offices: dict[str, Row]) -> tuple[list[Row], bool]:
    """The cases that a number or some words name."""
    asking = _asking(look, wanted)
    codes = {row["code"] for row in offices.values()}
    ranges = number_ranges(wanted.text, codes, look.now)
    rows: list[Row] = []
    for first, last in ranges:
        rows += look.reading.all(NUMBERED, first=first, last=last, limit=MOST_HITS, **asking)
    words = asked(wanted.text)
    if not ranges and words:
        rows = look.reading.all(CASES_WITH_WORDS, limit=MOST_HITS, **spans(words), **asking)
    sop = sops_watched(look, offices).get(wanted.sop) if wanted.sop else None
    fits = [row for row in rows if row["office"] in offices and _named(wanted, row, sop)]
    return fits, not fits and mistyped(wanted.text)


def _named(wanted: Wanted, row: Row, sop: Sop | None) -> bool:
    """Whether a case that was found otherwise is of the office and the SOP."""
    if wanted.office and row["office"] != wanted.office:
        return False
    return not wanted.sop or (sop is not None and row["definition_id"] in sop.versions)


def _asking(look: Look, wanted: Wanted) -> dict[str, Any]:
    zone = ZoneInfo(wanted.zone)
    first = datetime.combine(wanted.since, time(), zone) if wanted.since else None
    last = datetime.combine(wanted.until + timedelta(days=1), time(), zone) if wanted.until else None
    return {
        "statuses": [STATUSES[one] for one in wanted.statuses or STATUSES],
        "outcome": wanted.outcome,
        "late": int(wanted.late),
        "again": int(wanted.again),
        "step": wanted.step,
        "post": wanted.post,
        "person": wanted.person,
        "now": instant(look.now),
        "since": instant(first) if first else 0,
        "until": instant(last) if last else MOST_ID,
    }


def _key(row: Row, by_case: bool) -> tuple[int, int]:
    return (0, row["id"]) if by_case else (row["started_at"], row["id"])


def _seen_to(look: Look, way: _Way, asking: dict[str, Any], by_case: bool) -> tuple[int, int]:
    """The last place that was looked at; (-1, 0) when that was all there is."""
    row = look.reading.one(ALONG[way.name].seen, **asking)
    return _key(row, by_case) if row is not None and row["looked"] >= asking["scan"] else (-1, 0)


def _place(cursor: str) -> tuple[int, int]:
    at, _, before = cursor.partition(".")
    good = all(part.isascii() and part.isdigit() and len(part) < 19 for part in (at, before))
    return (int(at) or MOST_ID, int(before)) if good else (MOST_ID, MOST_ID)


def _cursor(place: tuple[int, int]) -> str:
    return f"{place[0]}.{place[1]}"
