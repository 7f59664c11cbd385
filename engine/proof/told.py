"""Walks through all cases: numbers without a gap, events that nobody covers yet, values, rows, papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.events import Event, moment
from engine.proof.beside import Papers, wrong_diagrams
from engine.proof.faults import Fault
from engine.proof.leaves import hash_of
from engine.proof.verify import verify_told
from engine.store import Reading
from engine.store.history import answers, event_of, stored_events
from engine.store.proof import LEAVES_OF, QUEUED, STREAMS_AFTER
from engine.store.reading import Row

__all__ = ["Told", "streams"]


def streams(reading: Reading) -> Iterator[int]:
    """The installation's stream (0) and every case that has a row or an event, in order."""
    yield 0
    after = 0
    while rows := reading.all(STREAMS_AFTER, after=after):
        for row in rows:
            after = row["id"]
            yield after


@dataclass
class Told:
    """What the walk found: `size` places are covered by the second place, `sealed` by the database itself.

    `signed` has how many events of each case were signed, where the tree of the database cannot be relied on.
    """

    reading: Reading
    size: int
    sealed: int
    signed: dict[int, int] | None = None
    cases: int = 0
    events: int = 0
    tail: int = 0
    tail_since: datetime | None = None
    values: int = 0
    erased: int = 0
    definitions: int = 0

    def __post_init__(self) -> None:
        self.papers = Papers(self.reading)

    def case(self, case: int, *, suspect: bool = False) -> Iterator[Fault]:
        """The faults of one case; of one whose covered events are wrong only those events are named, by others."""
        stored = stored_events(self.reading, case)
        self.cases += case > 0
        self.events += len(stored)
        places = {row["number"]: row["position"] for row in self.reading.all(LEAVES_OF, case=case)}
        fault = self._order(case, stored, places)
        if suspect:
            return
        if fault is not None:
            yield fault
            return
        try:
            events = [event_of(row) for row in stored]
            yield from self._beside(case, events)
        except (ValueError, KeyError, TypeError, AttributeError, LookupError) as error:
            id, en = f"Riwayat tidak dapat dibaca ({error}).", f"The history cannot be read ({error})."
            yield Fault(case, None, id, en, "rows")

    def _beside(self, case: int, events: list[Event]) -> Iterator[Fault]:
        kept = answers(self.reading, case)
        self.values += len(kept)
        self.erased += sum(row["value"] is None for row in kept.values())
        for event in events:
            self.papers.look(event, kept)
        yield from verify_told(self.reading, case, events)
        if case == 0:
            self.definitions = sum(event.kind == "DefinitionDeployed" for event in events)
            yield from wrong_diagrams(self.reading, events)

    def _order(self, case: int, stored: list[Row], places: dict[int, int]) -> Fault | None:
        """The first event that is missing, came from nowhere, or was altered before anybody covered it."""
        queued: frozenset[int] | None = None
        for expected, row in enumerate(stored, 1):
            number = row["number"]
            if number != expected:
                kind = "inserted" if number < expected else "removed"
                return _named(case, min(number, expected), kind)
            place = places.get(number)
            if self.signed is not None:
                place = 0 if number <= self.signed.get(case, 0) else None
            if place is not None and place < self.size:
                continue
            if place is None and queued is None:
                queued = frozenset(one["number"] for one in self.reading.all(QUEUED, case=case))
            if (place is None and number not in (queued or ())) or (place is not None and place >= self.sealed):
                return _named(case, number, "inserted")
            if bytes(row["leaf"]) != hash_of(row):
                return _named(case, number, "altered")
            self.tail += 1
            at = moment(row["recorded_at"])
            self.tail_since = at if self.tail_since is None else min(at, self.tail_since)
        return None


def _named(case: int, number: int, kind: str) -> Fault:
    words = {
        "altered": ("diubah", "was altered"),
        "inserted": ("disisipkan", "was inserted"),
        "removed": ("hilang", "is missing"),
    }
    id, en = words[kind]
    where, place = (f"Berkas {case}", f"Case {case}") if case else ("Instalasi", "Installation")
    return Fault(case, number, f"{where}: peristiwa ke-{number} {id}.", f"{place}: event {number} {en}.", kind)
