"""Proofs about one case: how it stands against the newest checkpoint, the paths of its events, a file to take away."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from engine.canonical import dumps
from engine.proof.leaves import HEAD, fits, hash_of
from engine.proof.merkle import root_of_path
from engine.proof.note import Checkpoint, NotANote, read
from engine.proof.tree import TILE_HEIGHT, Tree
from engine.proof.verify import verify_case
from engine.store import Reading
from engine.store.history import answers, stored_events
from engine.store.proof import EVENTS_AT, LAST_CHECKPOINT, LEAVES_OF
from engine.store.reading import Row

__all__ = ["FORMAT", "Path", "State", "case_proof", "newest", "path_of", "state_of"]

FORMAT: Final = "lajur.proof/1"


@dataclass(frozen=True, slots=True)
class State:
    """How a case stands: `sound` as far as it is `covered`, `broken` from event `wrong` on, or `uncovered`.

    It was compared with the newest checkpoint of the database itself; the second place is asked by an examination.
    """

    word: Literal["sound", "broken", "uncovered"]
    checkpoint: int | None
    at: datetime | None
    events: int
    covered: int
    wrong: int | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """An event's way to the root of a checkpoint: hashes on the way, leaf first, and those beside it, lowest first."""

    position: int
    size: int
    way: tuple[bytes, ...]
    beside: tuple[bytes, ...]
    fits: bool


def newest(reading: Reading) -> Checkpoint | None:
    """What the newest checkpoint of the database says; None when there is none that can be read."""
    row = reading.one(LAST_CHECKPOINT)
    try:
        return None if row is None else read(bytes(row["note"]))
    except NotANote:
        return None


def state_of(reading: Reading, case: int) -> State:
    """How a case stands; reads its events and a few tiles of the tree."""
    said, stored = newest(reading), stored_events(reading, case)
    places = {row["number"]: row["position"] for row in reading.all(LEAVES_OF, case=case)}
    size, tree = 0 if said is None else said.size, Tree(reading)
    covered = [row for row in stored if places.get(row["number"], size) < size]
    wrong = _wrong(tree, said, [(row, places[row["number"]]) for row in covered])
    if wrong is None:
        fault = next(iter(verify_case(reading, case)), None)
        wrong = None if fault is None else fault.event or len(stored)
    missing = [number for number in sorted(places) if number not in {row["number"] for row in stored}]
    wrong = min([number for number in (wrong, *missing) if number is not None], default=None)
    word: Literal["sound", "broken", "uncovered"] = "sound" if covered else "uncovered"
    at = None if said is None else said.at
    found = None if said is None else said.number
    return State("broken" if wrong is not None else word, found, at, len(stored), len(covered), wrong)


def path_of(reading: Reading, position: int, said: Checkpoint) -> Path | None:
    """The way of the event at a place, as it stands now, to the checkpoint's root; None where there is no way."""
    tree, rows = Tree(reading), reading.all(EVENTS_AT, first=position, until=position + 1)
    if not rows or rows[0]["case_id"] is None:
        return None
    try:
        beside = tree.inclusion(position, said.size)
        way = root_of_path(hash_of(rows[0]), position, said.size, beside)
    except (KeyError, ValueError):
        return None
    return Path(position, said.size, tuple(way), tuple(beside), way[-1] == said.root)


def case_proof(reading: Reading, case: int, *, values: bool = False) -> dict[str, Any] | None:
    """A file by which an outsider checks a case against a checkpoint (docs/bukti.md); None while nothing is covered.

    With `values` it also holds the values that are still there, with their salts.
    """
    row, said = reading.one(LAST_CHECKPOINT), newest(reading)
    if row is None or said is None:
        return None
    tree, events = Tree(reading), []
    places = {one["number"]: one["position"] for one in reading.all(LEAVES_OF, case=case)}
    for event in stored_events(reading, case):
        position = places.get(event["number"], said.size)
        if position < said.size:
            path = [_b64(one) for one in tree.inclusion(position, said.size)]
            events.append({"entry": _entry(event), "position": position, "path": path})
    if not events:
        return None
    found = {"format": FORMAT, "case": case, "checkpoint": bytes(row["note"]).decode(), "events": events}
    return found | ({"values": _values(reading, case)} if values else {})


def _wrong(tree: Tree, said: Checkpoint | None, covered: list[tuple[Row, int]]) -> int | None:
    """The number of the first event that is not the one in the tree, or whose tile does not lead to the root."""
    tiles: dict[int, bool] = {}
    for row, position in covered:
        try:
            if not fits(row, tree.leaf(position)):
                return int(row["number"])
            tile = position >> TILE_HEIGHT
            if tile not in tiles and said is not None:
                path = tree.inclusion(position, said.size)
                tiles[tile] = root_of_path(tree.leaf(position), position, said.size, path)[-1] == said.root
        except (KeyError, ValueError):
            return int(row["number"])
        if not tiles.get(tile, True):
            return int(row["number"])
    return None


def _entry(event: Row) -> str:
    """The text whose SHA-256, behind a zero byte, is the leaf of the event."""
    head = dumps([event[name] for name in HEAD])
    return (head[:-1] + b"," + bytes(event["data"]) + b"]").decode()


def _values(reading: Reading, case: int) -> list[dict[str, Any]]:
    return [
        {"event": number, "name": name, "salt": _b64(bytes(row["salt"])), "value": bytes(row["value"]).decode()}
        for (number, name), row in sorted(answers(reading, case).items())
        if row["value"] is not None and row["salt"] is not None
    ]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
