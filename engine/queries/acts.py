"""Who did what, when and as what: the acts of cases that somebody watches over, of administrators, and reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.events import Event, instant
from engine.people import Capacity
from engine.policy import EVERYWHERE, Facts, may
from engine.queries.look import MOST_ID, MOST_NUMBER, Look
from engine.queries.names import Person, Post, Standing, names
from engine.queries.search import offices_watched
from engine.store.acts import (
    ACTS_OF_CASE,
    ACTS_SEALED,
    ACTS_WAITING,
    LAST_PLACE,
    NEXT_RECORDED,
    OFFICES_OF_CASES,
)
from engine.store.cases import CASE_BY_NUMBER
from engine.store.history import event_of
from engine.store.reading import Row

__all__ = ["PAGE", "READING", "Act", "Acts", "Asked", "acts"]

PAGE: Final = 50
SCAN: Final = 5_000
"""Events that one page goes through, however few fit."""
READING: Final = ("PersonalDataRead", "CasesExported")
"""Kinds of events that only say that somebody read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose acts: of a login, for a post, in a case, of a kind of event, from one day to another in `zone`."""

    person: str = ""
    post: str = ""
    number: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    zone: str = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Act:
    """One event: who, for which post, standing in for whom; `number` is the case, empty for the installation.

    `about` is the login, post, office or case that the event names.
    """

    event: Event
    who: Person | None
    post: Post | None
    standing: Standing | None
    number: str
    about: str


@dataclass(frozen=True, slots=True)
class Acts:
    """A page; `next` is where the next one begins, `cut` when the look ended before the page was full."""

    rows: tuple[Act, ...]
    next: str | None
    cut: bool


def acts(look: Look, asked: Asked, cursor: str = "", page: int = PAGE) -> Acts:
    """The acts that fit, the newest first. NotFound for who watches over no office."""
    offices = offices_watched(look)
    reader = _Reader(look, asked, frozenset(offices), page)
    if asked.number:
        return reader.of_case(cursor)
    kind, _, place = cursor.partition(".")
    before = int(place) if place.isascii() and place.isdigit() and len(place) < 19 else MOST_ID
    if kind != "p":
        found = reader.take(look.reading.all(ACTS_WAITING, before=before, scan=SCAN), "w")
        if found.next is not None or len(found.rows) >= page:
            return found
        before = MOST_ID
    else:
        found = Acts((), None, False)
    rest = reader.sealed(before, page - len(found.rows))
    return Acts((*found.rows, *rest.rows), rest.next, rest.cut)


@dataclass(frozen=True, slots=True)
class _Reader:
    look: Look
    asked: Asked
    offices: frozenset[str]
    page: int

    def of_case(self, cursor: str) -> Acts:
        """The acts in one case."""
        row = self.look.reading.one(CASE_BY_NUMBER, number=self.asked.number)
        if row is None or row["office"] not in self.offices:
            return Acts((), None, False)
        before = int(cursor[2:]) if cursor.startswith("c.") and cursor[2:].isdigit() else MOST_NUMBER
        before = min(before, MOST_NUMBER)
        return self.take(self.look.reading.all(ACTS_OF_CASE, case=row["id"], before=before, scan=SCAN), "c")

    def sealed(self, before: int, wanted: int) -> Acts:
        """What has its place in the tree, from a place downwards."""
        if self.asked.until is not None:
            before = min(before, self._place_of(self._instant(self.asked.until + timedelta(days=1))))
        rows = self.look.reading.all(ACTS_SEALED, before=before, scan=SCAN)
        return self.take(rows, "p", wanted)

    def take(self, rows: list[Row], kind: str, wanted: int | None = None) -> Acts:
        """The rows that fit, with names; the place where it goes on."""
        wanted = self.page if wanted is None else wanted
        since = self._instant(self.asked.since) if self.asked.since else None
        until = self._instant(self.asked.until + timedelta(days=1)) if self.asked.until else None
        late = until is not None
        old = False
        kept: list[Event] = []
        last = None
        numbers = self._numbers(rows)
        for row in rows:
            if since is not None and row["recorded_at"] < since:
                old = True
                break
            if len(kept) >= wanted:
                return Acts(self._told(kept, numbers), f"{kind}.{last}", False)
            last = row["place"]
            if late and until is not None and row["recorded_at"] >= until:
                continue
            if self._fits(row, numbers):
                kept.append(event_of(row))
        more = len(rows) >= SCAN and not old
        return Acts(self._told(kept, numbers), f"{kind}.{last}" if more else None, more)

    def _fits(self, row: Row, numbers: dict[int, Row]) -> bool:
        asked = self.asked
        if (asked.person and row["actor"] != asked.person) or (asked.kind and row["kind"] != asked.kind):
            return False
        if asked.post and row["acting_for"] != asked.post:
            return False
        if row["case_id"]:
            found = numbers.get(row["case_id"])
            return found is not None and found["office"] in self.offices
        return self._of_installation(event_of(row))

    def _of_installation(self, event: Event) -> bool:
        """Whether an event of no case is of an office that he watches over."""
        if may(self.look.actor, "search", Facts(EVERYWHERE)):
            return True
        office = event.data.get("office")
        if isinstance(office, str):
            return office in self.offices
        post = event.data.get("post")
        return isinstance(post, str) and post.partition("/")[0] in self.offices

    def _numbers(self, rows: Iterable[Row]) -> dict[int, Row]:
        cases = sorted({row["case_id"] for row in rows if row["case_id"]})
        found: dict[int, Row] = {}
        for first in range(0, len(cases), 400):
            some = self.look.reading.all(OFFICES_OF_CASES, cases=cases[first : first + 400])
            found |= {row["id"]: row for row in some}
        return found

    def _told(self, kept: list[Event], numbers: dict[int, Row]) -> tuple[Act, ...]:
        of_reads = [event.data["case"] for event in kept if event.kind == "PersonalDataRead"]
        if of_reads:
            numbers = numbers | self._numbers([{"case_id": case} for case in of_reads])
        logins = {one for event in kept for one in (event.actor, _capacity(event)[1].holder)}
        posts = {one for event in kept for one in (event.acting_for, _capacity(event)[0] or None)}
        called = names(self.look.reading, logins, posts)
        return tuple(
            Act(
                event=event,
                who=called.person(event.actor),
                post=called.post(event.acting_for),
                standing=called.standing(_capacity(event)) if "capacity" in event.data else None,
                number=numbers[event.case]["number"] if event.case in numbers else "",
                about=self._about(event, numbers),
            )
            for event in kept
        )

    def _about(self, event: Event, numbers: dict[int, Row]) -> str:
        data = event.data
        if event.kind == "PersonalDataRead":
            found = numbers.get(data["case"])
            return found["number"] if found is not None and found["office"] in self.offices else ""
        said = (data.get(name) for name in ("login", "post", "key", "register", "office", "assignee"))
        return next((one for one in said if isinstance(one, str)), "") if not event.case else ""

    def _instant(self, day: date) -> int:
        return instant(datetime.combine(day, time(), ZoneInfo(self.asked.zone)))

    def _place_of(self, at: int) -> int:
        """The first place whose event was recorded at a time or later: places and times grow together, nearly."""
        low, high = 0, (self.look.reading.value(LAST_PLACE) or 0) + 1
        while low < high:
            middle = (low + high) // 2
            row = self.look.reading.one(NEXT_RECORDED, place=middle)
            if row is not None and row["recorded_at"] < at:
                low = row["position"] + 1
            else:
                high = middle
        return min(low + SCAN // 10, MOST_ID)


def _capacity(event: Event) -> tuple[str, Capacity]:
    said: dict[str, Any] = event.data.get("capacity") or {}
    return said.get("post", ""), Capacity(said.get("kind", ""), said.get("holder"))
