"""Names what was done to the first wrong event: altered, removed, inserted, reordered, cut off, rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.proof.blocks import Record
from engine.proof.covered import Covered, Suspect
from engine.proof.faults import KINDS, Fault
from engine.proof.leaves import fits, hash_of
from engine.proof.ledger import Segment
from engine.store import Reading
from engine.store.history import stored_events
from engine.store.reading import Row

__all__ = ["Signed", "name_suspects"]

MOST = 20
Signed = Callable[[], Iterator[Segment]]
"""The segments once more, from the first."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A case as it was signed and as it stands: hashes and rows by number."""

    signed: dict[int, bytes]
    rows: dict[int, Row]


def name_suspects(reading: Reading, covered: Covered, signed: Signed, rolled_from: int | None) -> Iterator[Fault]:
    """One fault a case that has suspects, the first wrong event first; of many cases the first twenty.

    `rolled_from` is the first place after which the database has other checkpoints than the second place.
    """
    first = covered.suspects[0]
    gone = first.position > covered.last_present
    if gone or (rolled_from is not None and first.position >= rolled_from):
        kind = "cut-off" if rolled_from is None else "rolled-back"
        yield _fault(kind, first)
        return
    by_case: dict[int, Suspect] = {}
    for suspect in covered.suspects:
        by_case.setdefault(suspect.record[0], suspect)
    wanted = dict(list(by_case.items())[:MOST])
    hashes = _hashes(signed(), frozenset(wanted))
    for case, suspect in wanted.items():
        rows = {row["number"]: row for row in stored_events(reading, case)}
        yield _fault(_done(_Case(hashes[case], rows), suspect), suspect)


def _hashes(segments: Iterable[Segment], wanted: frozenset[int]) -> dict[int, dict[int, bytes]]:
    found: dict[int, dict[int, bytes]] = {case: {} for case in wanted}
    for segment in segments:
        for case, number, leaf in segment.records:
            if case in wanted:
                found[case][number] = leaf
    return found


def _done(case: _Case, suspect: Suspect) -> str:
    """What was done to the first wrong event of a case."""
    of, number, leaf = suspect.record
    here = case.rows.get(number)
    if here is None:
        if _found(case, leaf, of, number) is not None:
            return "reordered"
        later = any(n > number and n in case.rows for n in case.signed)
        return "removed" if later or number == 1 else "cut-off"
    if fits(here, leaf):
        return "altered"
    came_from = next((n for n, other in case.signed.items() if n != number and hash_of(here, of, n) == other), None)
    went_to = _found(case, leaf, of, number)
    if went_to is not None:
        return "inserted" if came_from is None and went_to > number else "reordered"
    moved = came_from is not None and not (
        came_from in case.rows and fits(case.rows[came_from], case.signed[came_from])
    )
    return "removed" if moved else "altered"


def _found(case: _Case, leaf: bytes, of: int, number: int) -> int | None:
    """The number under which the event stands now that was signed under this one."""
    return next((n for n, row in case.rows.items() if n != number and hash_of(row, of, number) == leaf), None)


def _fault(kind: str, suspect: Suspect) -> Fault:
    record: Record = suspect.record
    id, en = KINDS[kind]
    where = f"berkas {record[0]}, peristiwa ke-{record[1]}" if record[0] else f"instalasi, peristiwa ke-{record[1]}"
    place = f"case {record[0]}, event {record[1]}" if record[0] else f"installation, event {record[1]}"
    return Fault(
        record[0],
        record[1],
        f"Peristiwa {suspect.position + 1} ({where}) {id}.",
        f"Event {suspect.position + 1} ({place}) was {en}."
        if kind not in ("cut-off", "rolled-back")
        else f"Event {suspect.position + 1} ({place}) {en}.",
        kind,
        suspect.position,
        suspect.checkpoint,
    )
