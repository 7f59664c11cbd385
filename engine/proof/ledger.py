"""Reads the checkpoints of a second place in order, decides what of them can be relied on, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from engine.proof import note as notes
from engine.proof.blocks import MOST, Block, Damage, Record, leaf_lines
from engine.proof.faults import Fault
from engine.proof.leaves import own_records
from engine.proof.merkle import Frontier
from engine.proof.note import GENESIS, Checkpoint, NotANote, PublicKey
from engine.proof.places import held
from engine.proof.sealing import TreeDamaged, records
from engine.store import Reading
from engine.store.proof import CHECKPOINT, CHECKPOINTS_AFTER

__all__ = ["Ledger", "Segment", "database_blocks", "fault_of"]

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Segment:
    """The events that a checkpoint adds, at their places from `first` on.

    `trusted`: their hashes are signed; else they are what the database says, where the second place says nothing.
    `checkpoint` is None where none can be relied on.
    """

    number: int
    first: int
    records: tuple[Record, ...]
    trusted: bool
    checkpoint: Checkpoint | None = None
    note: bytes = b""


def fault_of(kind: str, number: int, id: str, en: str) -> Fault:
    """A fault of a checkpoint."""
    return Fault(0, None, id, en, kind, checkpoint=number)


def database_blocks(reading: Reading, after: int = 0) -> Iterator[Block]:
    """The database's own checkpoints after one, as a second place would hold them."""
    before = reading.one(CHECKPOINT, number=after)
    first = 0 if before is None else before["size"]
    while rows := reading.all(CHECKPOINTS_AFTER, after=after, limit=_CHUNK):
        for row in rows:
            found = _records(reading, first, row["size"]) if row["size"] - first <= MOST else ()
            yield Block(row["number"], found, notes.digest(leaf_lines(found)), bytes(row["note"]))
            first, after = row["size"], row["number"]


def _records(reading: Reading, first: int, until: int) -> tuple[Record, ...]:
    try:
        return tuple(records(reading, first, until))
    except TreeDamaged:
        return ()


@dataclass
class Ledger:
    """One pass over the checkpoints of a file, or over those of the database without one.

    What the file lacks is what the database says, and the signed roots judge it. Afterwards `faults`, `newest`,
    `newest_note`, `keys` and `last` (the number of the last whole block) say what was found.
    """

    file: Path | None
    reading: Reading
    pinned: Iterable[PublicKey] = ()
    faults: list[Fault] = field(default_factory=list)
    keys: dict[str, PublicKey] = field(default_factory=dict)
    newest: Checkpoint | None = None
    newest_note: bytes = b""
    last: int = 0
    count: int = 0
    torn: bool = False
    _frontier: Frontier | None = field(default_factory=Frontier)
    _before: bytes = b""

    def segments(self) -> Iterator[Segment]:
        """The events of all checkpoints in order; what is missing of the file is filled from the database."""
        self.keys = {key.name: key for key in self.pinned}
        found: Iterable[Block | Damage] = database_blocks(self.reading) if self.file is None else held(self.file)
        for one in found:
            if isinstance(one, Damage):
                self._damaged(one)
            elif one.number > self.last:
                yield from self._taken(one)
            elif one.note != self._before:
                words = f"Checkpoint {one.number} ditulis dua kali.", f"Checkpoint {one.number} stands there twice."
                self.faults.append(fault_of("checkpoint", one.number, *words))

    def beyond(self) -> Iterator[Segment]:
        """The events of those checkpoints that only the database has."""
        for block in database_blocks(self.reading, self.last):
            yield from self._taken(block)

    def _damaged(self, found: Damage) -> None:
        if found.torn:
            self.torn = True
            return
        words = f"Baris {found.line} tempat kedua rusak.", f"Line {found.line} of the second place is damaged."
        self.faults.append(fault_of("checkpoint", found.number or self.last + 1, *words))

    def _taken(self, block: Block) -> Iterator[Segment]:
        """A block's events, and before them those of the checkpoints that are missing."""
        said = self._said(block)
        if said is None:
            return  # nothing of it can be relied on: the next one shows what is missing
        size = 0 if self.newest is None else self.newest.size
        start = said.size - len(block.records)
        sound = said.leaves == block.leaves and size <= start
        if block.number > self.last + 1 or said.previous != (notes.digest(self._before) if self._before else GENESIS):
            self._gap(block.number)
        until = start if sound else said.size
        for note in (*self._between(block.number), said):
            stop = min(note.size, until)
            if size < stop:
                yield Segment(block.number, size, self._filled(size, stop, note), trusted=False)
                size = stop
        if sound:
            self._grow(block.records)
            yield Segment(block.number, start, block.records, True, said, block.note)
        else:
            self._unsound(block.number)
        self._judge(block, said)

    def _said(self, block: Block) -> Checkpoint | None:
        """What the note says when a known key signed it."""
        try:
            said = notes.read(block.note)
            known = self.keys or ({key.name: key for key in said.keys} if block.number == 1 else {})
            right = notes.signers(block.note, known)
        except NotANote:
            said, right, known = None, frozenset(), {}
        if said is None or not right or said.number != block.number:
            id = f"Tanda tangan checkpoint {block.number} salah."
            self.faults.append(
                fault_of("signature", block.number, id, f"Checkpoint {block.number} is not signed right.")
            )
            return None
        self.keys |= known | {key.name: key for key in said.keys}
        return said

    def _between(self, number: int) -> Iterator[Checkpoint]:
        """What the checkpoints say that the file lacks before this one, where the database's are signed right."""
        after = self.last
        while after + 1 < number and (rows := self.reading.all(CHECKPOINTS_AFTER, after=after, limit=_CHUNK)):
            for row in rows:
                after = row["number"]
                with suppress(NotANote):
                    if after < number and notes.signers(bytes(row["note"]), self.keys):
                        yield notes.read(bytes(row["note"]))

    def _gap(self, number: int) -> None:
        first = self.last + 1
        if any(first <= (one.checkpoint or 0) < number for one in self.faults):
            return  # it is there, and was named for what it is
        if first == number:
            id = f"Checkpoint {number} tidak menyambung ke checkpoint sebelumnya."
            en = f"Checkpoint {number} does not follow from the one before it."
        else:
            id = (
                f"Checkpoint {first} sampai {number - 1} dihapus."
                if number - 1 > first
                else f"Checkpoint {first} dihapus."
            )
            en = f"Checkpoints {first} to {number - 1} were removed."
        self.faults.append(fault_of("checkpoint", first, id, en))

    def _unsound(self, number: int) -> None:
        id = f"Daun pada checkpoint {number} diubah."
        self.faults.append(fault_of("checkpoint", number, id, f"The leaves of checkpoint {number} were altered."))

    def _filled(self, first: int, until: int, said: Checkpoint) -> tuple[Record, ...]:
        """What the database says; where its tree was changed too, the events whose hashes are those that were signed.

        A note signs the hash over the leaves of its own block, so it judges both when they are all that is missing.
        """
        found = _records(self.reading, first, until)
        if notes.digest(leaf_lines(found)) != said.leaves and until - first <= MOST:
            own = own_records(self.reading, first, until)
            found = own if notes.digest(leaf_lines(own)) == said.leaves else found
        if not found:
            self._frontier = None
        self._grow(found)
        return found

    def _grow(self, found: Iterable[Record]) -> None:
        for _, _, leaf in found:
            if self._frontier is not None:
                self._frontier.add(leaf)

    def _judge(self, block: Block, said: Checkpoint) -> None:
        """Compares the root; from one that differs on, each checkpoint vouches for its own leaves alone."""
        if self._frontier is not None and (self._frontier.size, self._frontier.root) != (said.size, said.root):
            id = f"Akar checkpoint {block.number} berbeda."
            self.faults.append(fault_of("tree", block.number, id, f"The root of checkpoint {block.number} differs."))
            self._frontier = None
        self.newest, self.newest_note, self._before = said, block.note, block.note
        self.last, self.count = block.number, self.count + 1
