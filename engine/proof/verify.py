"""Checks leaves, commitments and rows of each case against its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.canonical import commitment
from engine.events import Event, fold
from engine.store import Reading, Store
from engine.store.history import answers, cases_after, event_of, folded_rows, leaf_of, stored_events
from engine.store.reading import Row

__all__ = ["Fault", "verify_case", "verify_store"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold; `event` is the number in the case, None for a row."""

    case: int
    event: int | None
    id: str
    en: str


def verify_store(store: Store, progress: Callable[[int], None] | None = None) -> Iterator[Fault]:
    """Every fault of every case, then of the installation's stream; `progress` hears the cases that were checked."""
    with store.reading() as reading:
        for count, case in enumerate(cases_after(reading), 1):
            yield from verify_case(reading, case)
            if progress is not None:
                progress(count)
        yield from verify_case(reading, 0)


def verify_case(reading: Reading, case: int) -> Iterator[Fault]:
    """The faults of one case: altered or missing events, values that do not fit, rows that history does not give."""
    stored = stored_events(reading, case)
    faults = list(_events(case, stored))
    yield from faults
    if faults:
        return
    events = [event_of(row) for row in stored]
    yield from _commitments(events, answers(reading, case))
    yield from _rows(case, fold(events), folded_rows(reading, case))


def _events(case: int, stored: list[Row]) -> Iterator[Fault]:
    for number, row in enumerate(stored, 1):
        if row["number"] != number:
            yield Fault(case, number, f"Peristiwa {number} hilang.", f"Event {number} is missing.")
            return
        if bytes(row["leaf"]) != leaf_of(row):
            yield Fault(case, number, f"Peristiwa {number} diubah.", f"Event {number} was altered.")
            return


def _commitments(events: list[Event], kept: dict[tuple[int, str], Row]) -> Iterator[Fault]:
    """A value that is there must fit its commitment; an erased one is allowed."""
    for event in events:
        for name, promised in event.data.get("answers", {}).items():
            row = kept.get((event.number, name))
            if row is None or row["value"] is None:
                continue
            if commitment(bytes(row["salt"]), bytes(row["value"])) != promised:
                id = f"Nilai “{name}” pada peristiwa {event.number} diubah."
                yield Fault(event.case, event.number, id, f"The value “{name}” of event {event.number} was altered.")


def _rows(case: int, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[Fault]:
    for table, rows in expected.items():
        for key in sorted(rows.keys() | found[table].keys()):
            if rows.get(key) != found[table].get(key):
                id = f"Baris {table} {key} tidak sesuai riwayat."
                yield Fault(case, None, id, f"The row {key} of {table} differs from the history.")
