"""Compares the events that checkpoints cover with the hashes that were signed, place by place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from engine.proof.blocks import Record
from engine.proof.faults import Fault
from engine.proof.leaves import fits
from engine.proof.ledger import Segment
from engine.proof.tree import Tree
from engine.store import Reading
from engine.store.proof import EVENT, EVENTS_AT
from engine.store.reading import Row

__all__ = ["Covered", "Suspect"]

_CHUNK: Final = 1024
_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Suspect:
    """A place whose event is not the one that was signed; `row` is what stands there now, None when nothing does."""

    position: int
    record: Record
    row: Row | None
    checkpoint: int


@dataclass
class Covered:
    """What the comparison found so far, of all cases or of one; the first suspects are kept and the rest counted."""

    reading: Reading
    only: int | None = None
    suspects: list[Suspect] = field(default_factory=list)
    wrong: int = 0
    faults: list[Fault] = field(default_factory=list)
    last_present: int = -1
    size: int = 0

    def __post_init__(self) -> None:
        self._tree = Tree(self.reading)

    def compare(self, segment: Segment) -> int:
        """Compares the events of a segment; how many they were."""
        for start in range(0, len(segment.records), _CHUNK):
            part = segment.records[start : start + _CHUNK]
            first = segment.first + start
            if self.only is not None and all(record[0] != self.only for record in part):
                continue
            rows = {row["position"]: row for row in self.reading.all(EVENTS_AT, first=first, until=first + len(part))}
            for position, record in enumerate(part, first):
                if self.only in (None, record[0]):
                    self._compare(position, record, rows.get(position), segment.number)
        self.size = segment.first + len(segment.records)
        return len(segment.records)

    def _compare(self, position: int, record: Record, row: Row | None, checkpoint: int) -> None:
        case, number, signed = record
        if row is None or (row["leaf_case"], row["leaf_number"]) != (case, number) or not self._kept(position, signed):
            self._tree_differs(position, checkpoint)
            row = self.reading.one(EVENT, case=case, number=number)
        elif row["case_id"] is None:
            row = None
        if row is not None:
            self.last_present = position
            if fits(row, signed):
                return
        self.wrong += 1
        if len(self.suspects) < _KEPT:
            self.suspects.append(Suspect(position, record, row, checkpoint))

    def _kept(self, position: int, signed: bytes) -> bool:
        try:
            return self._tree.leaf(position) == signed
        except KeyError:
            return False

    def _tree_differs(self, position: int, checkpoint: int) -> None:
        """Said once: events and checkpoints are judged without it."""
        if not self.faults:
            id = f"Pohon bukti di basis data diubah mulai tempat {position + 1}."
            en = f"The tree in the database was altered from place {position + 1} on."
            self.faults.append(Fault(0, None, id, en, "tree", position, checkpoint))
