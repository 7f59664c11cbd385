"""The hashes of the events as they stand, which a signed hash is held against."""

from __future__ import annotations

from typing import Final

from engine.canonical import NotCanonical, leaf
from engine.proof.blocks import Record
from engine.store import Reading
from engine.store.proof import EVENTS_AT
from engine.store.reading import Row

__all__ = ["HEAD", "fits", "hash_of", "own_records"]

HEAD: Final = (
    "case_id",
    "number",
    "schema",
    "kind",
    "element",
    "actor",
    "acting_for",
    "happened_at",
    "recorded_at",
)
"""The columns that a leaf is hashed over, before the data."""


def fits(row: Row, signed: bytes) -> bool:
    """Whether an event is the one that was signed, and says so itself."""
    return bytes(row["leaf"]) == signed and hash_of(row) == signed


def hash_of(row: Row, case: int | None = None, number: int | None = None) -> bytes:
    """The leaf hash of a stored event, or what it would be at another case or number; empty for what is no event."""
    head = [row[name] for name in HEAD]
    head[0] = head[0] if case is None else case
    head[1] = head[1] if number is None else number
    try:
        return leaf(head, bytes(row["data"]))
    except (NotCanonical, TypeError, ValueError):
        return b""


def own_records(reading: Reading, first: int, until: int) -> tuple[Record, ...]:
    """Case, number and hash of the events at these places, from the events alone; those that are gone are left out."""
    rows = reading.all(EVENTS_AT, first=first, until=until)
    return tuple((row["leaf_case"], row["leaf_number"], hash_of(row)) for row in rows if row["case_id"] is not None)
