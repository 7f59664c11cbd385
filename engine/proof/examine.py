"""Examines the whole history, or one case: events against checkpoints, values, rows, diagrams and papers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from engine.proof.beside import wrong_papers
from engine.proof.covered import Covered
from engine.proof.faults import OF_EVENTS, Fault
from engine.proof.ledger import Ledger, Segment, fault_of
from engine.proof.naming import name_suspects
from engine.proof.note import Checkpoint, NotANote, PublicKey, read, signers
from engine.proof.places import file_of
from engine.proof.told import Told, streams
from engine.store import Reading, Store
from engine.store.proof import CHECKPOINT, EVENT_COUNT, LAST_CHECKPOINT, LEAF, PLACE, SIZE

__all__ = ["Examination", "Verdict", "examine"]

MOST = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Examination:
    """What to examine against what.

    `place` is the directory of a second place, None: the database's own checkpoints. `keys` are those that may have
    signed; without any the first checkpoint says which. `case` limits it to one case. `progress(done, total)` hears of
    events; each is looked at twice.
    """

    place: Path | None = None
    keys: tuple[PublicKey, ...] = ()
    case: int | None = None
    origin: str | None = None
    progress: Progress | None = None


@dataclass
class Verdict:
    """What was compared with what, and what does not hold; `faults` has the first wrong event first.

    `covered` events were compared with the checkpoints up to `checkpoint`; the last `tail` events, the first of them
    recorded at `tail_since`, are not covered yet.
    """

    place: Path | None
    origin: str = ""
    faults: list[Fault] = field(default_factory=list)
    more: int = 0
    covered: int = 0
    checkpoint: Checkpoint | None = None
    checkpoints: int = 0
    keys: tuple[PublicKey, ...] = ()
    tail: int = 0
    tail_since: datetime | None = None
    cases: int = 0
    events: int = 0
    values: int = 0
    erased: int = 0
    definitions: int = 0
    papers: int = 0
    missing_place: bool = False
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """True when nothing was found."""
        return not self.faults

    @property
    def first(self) -> Fault | None:
        """The first wrong event by its place in the tree; else the first fault."""
        placed = [fault for fault in self.faults if fault.position is not None and fault.kind in OF_EVENTS]
        return min(placed, key=lambda fault: fault.position or 0) if placed else next(iter(self.faults), None)


def examine(store: Store, asked: Examination) -> Verdict:
    """The verdict over one snapshot of the database; memory does not grow with the history."""
    began = time.monotonic()
    with store.reading() as reading:
        verdict = _Examiner(reading, asked).run()
    verdict.seconds = time.monotonic() - began
    return verdict


class _Examiner:
    """One examination."""

    def __init__(self, reading: Reading, asked: Examination) -> None:
        self._reading, self._asked = reading, asked
        self._last = reading.one(LAST_CHECKPOINT)
        self._origin = asked.origin or self._own_origin()
        self._file = self._found()
        self._verdict = Verdict(asked.place, self._origin or "")
        self._verdict.missing_place = asked.place is not None and self._file is None
        self._covered = Covered(reading, asked.case)
        self._rolled: int | None = None
        self._total = 2 * int(reading.value(EVENT_COUNT)) if asked.progress is not None else 0
        self._done = 0

    def run(self) -> Verdict:
        """The verdict."""
        ledger = self._ledger()
        self._against(ledger)
        self._take(self._named())
        told = self._told()
        unknown = self._covered.wrong > len(self._covered.suspects)  # more than are known: rows would only repeat it
        suspects = frozenset(one.record[0] for one in self._covered.suspects)
        for case in streams(self._reading) if self._asked.case is None else (self._asked.case,):
            before = told.events
            self._take(told.case(case, suspect=unknown or case in suspects))
            self._step(told.events - before)
        self._take(ledger.faults)
        self._take(self._covered.faults)
        self._papers(told)
        for name in ("cases", "events", "tail", "tail_since", "values", "erased", "definitions"):
            setattr(self._verdict, name, getattr(told, name))
        self._place_events()
        return self._verdict

    def _ledger(self) -> Ledger:
        return Ledger(self._file, self._reading, self._asked.keys)

    def _own_origin(self) -> str | None:
        try:
            return None if self._last is None else read(bytes(self._last["note"])).origin
        except NotANote:
            return None

    def _found(self) -> Path | None:
        """The file of this installation in the second place; None where there is none."""
        place = self._asked.place
        if place is None:
            return None
        if self._origin is not None:
            file = file_of(place, self._origin)
            return file if file.exists() else None
        found = sorted(place.glob("lajur-*.txt"))
        return found[0] if len(found) == 1 else None

    def _against(self, ledger: Ledger) -> None:
        """Compares every covered event, and each checkpoint with that of the database."""
        for segment in ledger.segments():
            if self._file is not None and segment.checkpoint is not None:
                self._same(segment, ledger)
            self._step(self._covered.compare(segment))
        verdict = self._verdict
        verdict.checkpoint, verdict.checkpoints = ledger.newest, ledger.count
        verdict.covered = 0 if ledger.newest is None else ledger.newest.size
        self._published(0 if verdict.missing_place else ledger.last)
        if self._file is not None and self._rolled is None:
            for segment in ledger.beyond():
                self._step(self._covered.compare(segment))
        verdict.keys = tuple(ledger.keys.values())

    def _same(self, segment: Segment, ledger: Ledger) -> None:
        """The database has the same checkpoint; one that lacks it at its end, or has another, was rolled back."""
        if self._rolled is not None:
            return
        row = self._reading.one(CHECKPOINT, number=segment.number)
        newest = 0 if self._last is None else self._last["number"]
        if row is not None and bytes(row["note"]) == segment.note:
            return
        gone = row is None and segment.number > newest and self._reading.value(SIZE) <= segment.first
        if gone or (row is not None and self._signed(bytes(row["note"]), ledger)):
            self._rolled = segment.first
            return
        word = ("dihapus dari", "was removed from") if row is None else ("diubah di", "was altered in")
        id = f"Checkpoint {segment.number} {word[0]} basis data."
        self._take([fault_of("checkpoint", segment.number, id, f"Checkpoint {segment.number} {word[1]} the database.")])

    @staticmethod
    def _signed(note: bytes, ledger: Ledger) -> bool:
        try:
            return bool(signers(note, ledger.keys))
        except NotANote:
            return False

    def _published(self, last: int) -> None:
        """What was written to the second place is still there."""
        row = None if self._asked.place is None else self._reading.one(PLACE, place=str(self._asked.place))
        if row is not None and row["published"] > last:
            count = row["published"]
            id = f"Checkpoint {last + 1} sampai {count} hilang dari tempat kedua."
            self._take(
                [fault_of("checkpoint", last + 1, id, f"Checkpoints {last + 1} to {count} left the second place.")]
            )

    def _named(self) -> Iterator[Fault]:
        """The first wrong events, and the rolled back database that shows in its checkpoints alone."""
        covered, rolled = self._covered, self._rolled
        late = rolled is not None and any(one.position >= rolled for one in covered.suspects)
        if covered.suspects:
            yield from name_suspects(self._reading, covered, self._again, rolled)
        if rolled is not None and not late:
            word = (
                "Checkpoint terbaru dihapus dari basis data.",
                "The newest checkpoints were removed from the database.",
            )
            yield fault_of("checkpoint", 0 if self._last is None else self._last["number"] + 1, *word)

    def _again(self) -> Iterator[Segment]:
        """All segments once more, from the first."""
        ledger = self._ledger()
        yield from ledger.segments()
        if self._file is not None and self._rolled is None:
            yield from ledger.beyond()

    def _told(self) -> Told:
        """What walks through the cases; where the tree was altered it goes by what was signed."""
        sealed = max(self._verdict.covered, 0 if self._last is None else self._last["size"])
        signed: dict[int, int] | None = None
        if self._covered.faults:
            signed = {}
            for segment in self._again():
                for case, number, _ in segment.records:
                    signed[case] = max(number, signed.get(case, 0))
        return Told(self._reading, self._verdict.covered, sealed, signed)

    def _papers(self, told: Told) -> None:
        if self._asked.case is None:
            for found in wrong_papers(self._reading):
                if isinstance(found, Fault):
                    self._take([found])
                else:
                    self._verdict.papers += 1
        self._take(told.papers.faults())

    def _place_events(self) -> None:
        """Gives the faults of events the place that their event has in the tree."""
        for at, fault in enumerate(self._verdict.faults):
            if fault.event is not None and fault.position is None:
                position = self._reading.value(LEAF, case=fault.case, number=fault.event)
                self._verdict.faults[at] = replace(fault, position=position)

    def _take(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if len(self._verdict.faults) < MOST:
                self._verdict.faults.append(fault)
            else:
                self._verdict.more += 1

    def _step(self, events: int) -> None:
        self._done += events
        if self._asked.progress is not None and events:
            self._asked.progress(min(self._done, self._total), self._total)
