"""Gives committed events their places in the tree and seals them with signed checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.events import instant, moment
from engine.proof import note as notes
from engine.proof.blocks import MOST, Record, leaf_lines
from engine.proof.keys import KeyRing
from engine.proof.note import GENESIS, Checkpoint, PublicKey
from engine.proof.tree import HASH, Tree, grow
from engine.store import Reading, Store, Transaction
from engine.store.proof import (
    DROP_QUEUED,
    INSERT_CHECKPOINT,
    INSERT_LEAF,
    LAST_CHECKPOINT,
    LEAVES,
    NEXT_QUEUED,
)
from engine.store.reading import Row
from engine.store.writes import NEXT_IN_SERIES

__all__ = ["Sealing", "TreeDamaged", "records", "seal"]

_SERIES = "leaf"


class TreeDamaged(ValueError):
    """The tree in the database cannot be continued: somebody changed it. `id` and `en` say what to do."""

    id = "Pohon bukti di basis data rusak. Jalankan lajur verify; jangan perbaiki apa pun sebelum disalin."
    en = "The tree of the proof in the database is damaged. Run lajur verify; copy everything before you mend it."


@dataclass(frozen=True, slots=True)
class Sealing:
    """With which keys, and how long after the last checkpoint the next one may be made."""

    keys: KeyRing
    every: timedelta = timedelta(0)


def seal(store: Store, sealing: Sealing, now: datetime) -> list[int]:
    """Makes checkpoints until all that was committed is covered; their numbers. None before it is time.

    One transaction a checkpoint, with at most 1,024 events: whatever breaks it off leaves the tree as it was. Of
    several processes one is at it at a time. Raises TreeDamaged.
    """
    made: list[int] = []
    while True:
        with store.transaction() as tx:
            size = tx.value(NEXT_IN_SERIES, name=_SERIES, step=0)  # who else seals waits here
            last = tx.one(LAST_CHECKPOINT)
            if not made and last is not None and not _time(last, sealing.every, now):
                return made
            queued = tx.all(NEXT_QUEUED, limit=MOST)
            found = _number(tx, size, queued)
            known = frozenset() if last is None else _known(last)
            fresh = [key.public for key in sealing.keys.keys if key.public.name not in known]
            if not found and (last is None or not fresh):
                return made
            if last is not None and last["size"] != size:
                raise TreeDamaged
            made.append(_seal(tx, last, found, (sealing.keys, fresh, now)))
        if len(queued) < MOST:
            return made


def records(reading: Reading, first: int, until: int) -> list[Record]:
    """The events at some places with their leaf hashes; raises TreeDamaged where one is missing."""
    tree, rows = Tree(reading), reading.all(LEAVES, first=first, until=until)
    if [row["position"] for row in rows] != list(range(first, until)):
        raise TreeDamaged
    try:
        return [(row["case_id"], row["number"], tree.leaf(row["position"])) for row in rows]
    except KeyError as error:
        raise TreeDamaged from error


def _time(last: Row, every: timedelta, now: datetime) -> bool:
    """Also when the clock was set back: then nobody knows how long ago the last one was."""
    return not timedelta(0) <= now - moment(last["at"]) < every


def _number(tx: Transaction, size: int, queued: list[Row]) -> list[Record]:
    """Gives queued events the next places; one that is there no more gets none."""
    found = [(row["case_id"], row["number"], bytes(row["leaf"])) for row in queued if row["leaf"] is not None]
    if any(len(leaf) != HASH for _, _, leaf in found):
        raise TreeDamaged
    if found:
        tx.value(NEXT_IN_SERIES, name=_SERIES, step=len(found))
        rows = [{"position": at, "case_id": one[0], "number": one[1]} for at, one in enumerate(found, size)]
        tx.many(INSERT_LEAF, rows)
        try:
            grow(tx, size, [leaf for _, _, leaf in found])
        except KeyError as error:
            raise TreeDamaged from error
    tx.many(DROP_QUEUED, [{"id": row["id"]} for row in queued])
    return found


def _known(last: Row) -> frozenset[str]:
    """The names of the keys that were made known: they count up, and the last note is signed by the last of them."""
    text = bytes(last["note"]).decode()
    name = text.rstrip("\n").rpartition("\n— ")[2].split(" ")[0]
    origin, _, count = name.rpartition(".")
    return frozenset(f"{origin}.{n}" for n in range(1, int(count) + 1))


def _seal(tx: Transaction, last: Row | None, found: list[Record], by: tuple[KeyRing, list[PublicKey], datetime]) -> int:
    """Signs a checkpoint over what the tree has now; its number."""
    keys, fresh, now = by
    number, size = (1, 0) if last is None else (last["number"] + 1, last["size"])
    at = now if last is None else max(now, moment(last["at"]))
    frontier = Tree(tx).frontier(size + len(found))
    made = Checkpoint(
        origin=keys.origin if last is None else notes.read(bytes(last["note"])).origin,
        number=number,
        size=frontier.size,
        root=frontier.root,
        at=at,
        previous=GENESIS if last is None else notes.digest(bytes(last["note"])),
        leaves=notes.digest(leaf_lines(found)),
        keys=tuple(fresh),
    )
    signers = [key for key in keys.keys if key.public in fresh or key is keys.signer]
    elder = keys.keys[: len(keys.keys) - len(fresh)]
    note = notes.signed(made, *(elder[-1:] if fresh else ()), *signers)
    tx.many(INSERT_CHECKPOINT, [{"number": number, "size": made.size, "at": instant(at), "note": note}])
    return number
