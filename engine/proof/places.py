"""Second places: directories elsewhere, in each one append-only file with all checkpoints and the leaves they cover."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from engine.events import instant
from engine.proof.blocks import Block, Damage, Record, blocks, leaf_lines, written
from engine.proof.note import digest, read
from engine.proof.sealing import TreeDamaged, records
from engine.store import Store
from engine.store.proof import CHECKPOINT, CHECKPOINTS_AFTER, LAST_CHECKPOINT, PLACE, PUT_PLACE
from engine.store.reading import Row

__all__ = ["PlaceRefused", "Published", "file_of", "held", "publish"]

_SUFFIX: Final = ".txt"
_BATCH: Final = 16
_TAIL: Final = 2 * 1024 * 1024  # bytes; a block has less than 80 KiB


class PlaceRefused(ValueError):
    """A second place that cannot be written; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Published:
    """How far a second place got; `refused` when it lags."""

    place: Path
    number: int
    refused: PlaceRefused | None = None


def file_of(place: Path, origin: str) -> Path:
    """The file of an installation in a second place."""
    return place / f"{origin}{_SUFFIX}"


def held(file: Path) -> Iterator[Block | Damage]:
    """What the file of a second place holds, block by block; raises OSError."""
    with file.open("rb") as lines:
        yield from blocks(lines)


def publish(store: Store, place: Path, now: datetime) -> Published:
    """Writes what the place lacks and notes how far it got; a place that cannot be written lags, and nothing stops.

    What counts is the file: a kill between writing and noting is made good the next time.
    """
    with store.reading() as reading:
        last, row = reading.one(LAST_CHECKPOINT), reading.one(PLACE, place=str(place))
    known = 0 if row is None else row["published"]
    if last is None:
        return Published(place, known)
    reached = known
    try:
        with _opened(place, read(bytes(last["note"])).origin, known) as file:
            reached = _written(store, file, known, last)
    except PlaceRefused as error:
        return _lags(store, row, Published(place, known, error), now)
    except TreeDamaged as error:
        return _lags(store, row, Published(place, known, PlaceRefused(error.id, error.en)), now)
    except OSError as error:
        why = PlaceRefused(
            f"{place} tidak dapat ditulis ({error.strerror}).", f"{place} cannot be written ({error.strerror})."
        )
        return _lags(store, row, Published(place, known, why), now)
    if row is None or row["published"] != reached or row["lags_since"] is not None:
        _note(store, {"place": str(place), "published": reached, "at": instant(now), "lags_since": None, "why": None})
    return Published(place, reached)


def _lags(store: Store, row: Row | None, found: Published, now: datetime) -> Published:
    """Notes since when and why, once."""
    assert found.refused is not None
    why = f"{found.refused.id} / {found.refused.en}"
    since = instant(now) if row is None or row["lags_since"] is None else row["lags_since"]
    if row is None or row["lags_since"] is None or row["why"] != why:
        at = None if row is None else row["at"]
        _note(store, {"place": str(found.place), "published": found.number, "at": at, "lags_since": since, "why": why})
    return found


def _note(store: Store, row: Row) -> None:
    with store.transaction() as tx:
        tx.run(PUT_PLACE, **row)


@contextmanager
def _opened(place: Path, origin: str, known: int) -> Iterator[int]:
    """The file, to be read and appended to, locked; raises PlaceRefused and OSError."""
    if not place.is_dir():
        raise PlaceRefused(
            f"Map {place} tidak ada. Buat mapnya atau pasang cakramnya.",
            f"There is no directory {place}. Create it, or mount its disk.",
        )
    path = file_of(place, origin)
    if known and not path.exists():
        raise PlaceRefused(
            f"Berkas {path} hilang, padahal checkpoint {known} sudah ada di dalamnya. Pulihkan, atau sebut map lain.",
            f"The file {path} is gone, although checkpoint {known} was in it. Restore it, or name another directory.",
        )
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PlaceRefused(f"{path} sedang ditulis proses lain.", f"Another process is writing {path}.") from error
        if not known:
            _keep_name(place)
        yield file
    finally:
        os.close(file)


def _written(store: Store, file: int, known: int, last: Row) -> int:
    """Appends what is missing; the number of the last checkpoint that is in the file."""
    tail = _tail(file)
    reached = 0 if tail is None else tail.number
    if reached < known:
        raise PlaceRefused(
            f"Checkpoint {reached + 1} sampai {known} hilang dari tempat kedua.",
            f"Checkpoints {reached + 1} to {known} are gone from the second place.",
        )
    with store.reading() as reading:
        same = None if tail is None else reading.one(CHECKPOINT, number=tail.number)
    if tail is not None and (same is None or bytes(same["note"]) != tail.note):
        raise PlaceRefused(
            f"Tempat kedua memuat checkpoint {tail.number} yang tidak ada di basis data: basis data dikembalikan?",
            f"The second place holds a checkpoint {tail.number} that the database lacks: was it rolled back?",
        )
    while reached < last["number"]:
        reached = _append(store, file, reached)
    return reached


def _append(store: Store, file: int, after: int) -> int:
    """Writes a batch of blocks and lets the disk keep them; the number of the last one."""
    with store.reading() as reading:
        rows = reading.all(CHECKPOINTS_AFTER, after=after, limit=_BATCH)
        before = reading.one(CHECKPOINT, number=after)
        first, data = 0 if before is None else before["size"], []
        for row in rows:
            found, note = records(reading, first, row["size"]), bytes(row["note"])
            data.append(_block(row["number"], found, note))
            first = row["size"]
    _write(file, b"".join(data))
    return int(rows[-1]["number"])


def _block(number: int, found: list[Record], note: bytes) -> bytes:
    if read(note).leaves != digest(leaf_lines(found)):
        raise TreeDamaged
    return written(number, found, note)


def _write(file: int, data: bytes) -> None:
    """All of it, or OSError; a line that a broken write left open is ended first."""
    end = os.lseek(file, 0, os.SEEK_END)
    if end and os.pread(file, 1, end - 1) != b"\n":
        data = b"\n" + data
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def _tail(file: int) -> Block | None:
    """The last whole block of the file; None when there is none."""
    end = os.lseek(file, 0, os.SEEK_END)
    for size in (_TAIL, end):
        start = max(0, end - size)
        data = os.pread(file, min(size, end), start)
        lines = data.splitlines(keepends=True)
        if start:
            first = next((at for at, line in enumerate(lines) if line.startswith(b"# ")), len(lines))
            lines = lines[first:]
        found = [one for one in blocks(lines) if isinstance(one, Block)]
        if found:
            return found[-1]
        if not start:
            break
    return None


def _keep_name(place: Path) -> None:
    """Lets the disk keep the name of a file that may be new."""
    folder = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
