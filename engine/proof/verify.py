"""Checks leaves, commitments and rows of each case against its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.canonical import commitment
from engine.events import Event, fold
from engine.proof.faults import Fault
from engine.store import Reading, Store
from engine.store.history import answers, cases_after, event_of, folded_rows, leaf_of, stored_events
from engine.store.reading import Row

__all__ = ["Fault", "verify_case", "verify_store", "verify_told"]


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
    if not faults:
        yield from verify_told(reading, case, [event_of(row) for row in stored])


def verify_told(reading: Reading, case: int, events: list[Event]) -> Iterator[Fault]:
    """The faults of what stands beside the events of a case: its values and its rows."""
    yield from _values(case, events, answers(reading, case))
    yield from _rows(case, fold(events), folded_rows(reading, case))


def _events(case: int, stored: list[Row]) -> Iterator[Fault]:
    for number, row in enumerate(stored, 1):
        if row["number"] < number:
            word = f"Peristiwa {row['number']} disisipkan.", f"Event {row['number']} was inserted."
            yield Fault(case, row["number"], *word, "inserted")
            return
        if row["number"] != number:
            yield Fault(case, number, f"Peristiwa {number} hilang.", f"Event {number} is missing.", "removed")
            return
        if bytes(row["leaf"]) != leaf_of(row):
            yield Fault(case, number, f"Peristiwa {number} diubah.", f"Event {number} was altered.", "altered")
            return


def _values(case: int, events: list[Event], kept: dict[tuple[int, str], Row]) -> Iterator[Fault]:
    """A value must fit its commitment, be erased by an event that says so, and belong to one."""
    erased = {(one[0], one[1]) for event in events if event.kind == "ValuesErased" for one in event.data["erased"]}
    promised = {(event.number, name): word for event in events for name, word in event.data.get("answers", {}).items()}
    for (number, name), word in promised.items():
        fault = _value(kept.get((number, name)), word, gone=(number, name) in erased)
        if fault is not None:
            kind, id, en = fault
            yield Fault(
                case,
                number,
                f"Nilai “{name}” pada peristiwa {number} {id}.",
                f"The value “{name}” of event {number} {en}.",
                kind,
            )
    for number, name in sorted(kept.keys() - promised.keys()):
        words = (
            f"Nilai “{name}” pada peristiwa {number} disisipkan.",
            f"The value “{name}” of event {number} was inserted.",
        )
        yield Fault(case, number, *words, "value")


def _value(row: Row | None, word: str, *, gone: bool) -> tuple[str, str, str] | None:
    """What is wrong with a value: kind, and how a sentence ends; None when nothing is."""
    if row is None:
        return "erased", "dihapus dari tabelnya", "was removed from its table"
    if row["value"] is None and row["salt"] is None:
        return None if gone else ("erased", "dihapus tanpa peristiwa penghapusan", "was erased, and no event says so")
    if gone:
        return "returned", "sudah dihapus, tetapi ada lagi", "was erased and is there again"
    if row["value"] is None or row["salt"] is None or commitment(bytes(row["salt"]), bytes(row["value"])) != word:
        return "value", "diubah", "was altered"
    return None


def _rows(case: int, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[Fault]:
    for table, rows in expected.items():
        for key in sorted(rows.keys() | found[table].keys()):
            if rows.get(key) != found[table].get(key):
                id = f"Baris {table} {key} tidak sesuai riwayat."
                yield Fault(case, None, id, f"The row {key} of {table} differs from the history.")
