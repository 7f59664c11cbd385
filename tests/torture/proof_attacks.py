"""Attacks on a history that checkpoints cover: what is done, and what an examination has to call it."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from tests.torture.proof_raw import Raw, leaf_hash
from tests.torture.proof_world import Installation

__all__ = ["ATTACKS", "Done", "Target", "attack"]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the kinds that fit, and the first wrong event with its place where it is one."""

    what: str
    kinds: frozenset[str]
    case: int | None = None
    number: int | None = None
    position: int | None = None


@dataclass
class Target:
    """A database under attack; cases that were attacked are left alone by the next attack."""

    raw: Raw
    here: Installation
    chance: random.Random
    size: int
    taken: set[int]
    left: int | None = None
    """How many events the second place still covers, where it was attacked too."""

    def places(self, least: int = 1) -> list[dict[str, Any]]:
        """The covered events of a random case with at least so many, by number; empty when there is none."""
        rows = self.raw.rows("SELECT * FROM leaf WHERE position < ? ORDER BY case_id, number", self.size)
        by_case: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            if row["case_id"] not in self.taken:
                by_case.setdefault(row["case_id"], []).append(row)
        fitting = [found for found in by_case.values() if len(found) >= least]
        if not fitting:
            return []
        found = self.chance.choice(fitting)
        self.taken.add(found[0]["case_id"])
        return found


Attack = Callable[[Target], Done | None]
_BLOCK: Final = re.compile(rb"# \d+\n(?:\+ [^\n]*\n)*\n[^\n]+\n(\d+)\n(?:[^\n]+\n)+\n(?:[^\n]+\n)+\n")


def _done(what: str, kind: str, place: dict[str, Any]) -> Done:
    return Done(what, frozenset(kind.split("|")), place["case_id"], place["number"], place["position"])


def _alter(target: Target) -> Done | None:
    """Changes a column of an event, with or without its leaf, with or without the tree."""
    found = target.places()
    if not found:
        return None
    place = target.chance.choice(found)
    event = target.raw.rows("SELECT * FROM event WHERE case_id = ? AND number = ?", place["case_id"], place["number"])[
        0
    ]
    column = target.chance.choice(("actor", "happened_at", "recorded_at", "kind", "data", "element", "acting_for"))
    event[column] = _other(target, event[column], column)
    depth = target.chance.randrange(3)
    target.raw.write(event, smart=depth > 0)
    if depth == 2:
        target.raw.forge_tile(place["position"], leaf_hash(event))
    return _done(f"{column} altered, depth {depth}", "altered", place)


def _other(target: Target, value: Any, column: str) -> Any:
    if column.endswith("_at"):
        return value + target.chance.choice((-1, 1, 3_600_000_000))
    if column == "kind":
        return "CommentAdded" if value != "CommentAdded" else "CaseResumed"
    if column == "data":
        said = json.loads(bytes(value))
        said["x"] = target.chance.randrange(1000)
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return f"{value or ''}x"


def _remove(target: Target) -> Done | None:
    """Takes an event out; sometimes those after it close up."""
    found = target.places(3)
    if not found:
        return None
    place = target.chance.choice(found[:-1])
    case, number = place["case_id"], place["number"]
    events = [one for one in target.raw.events(case) if one["number"] != number]
    if target.chance.random() < 0.5:
        events = [one | {"number": at} for at, one in enumerate(events, 1)]
    target.raw.rewrite(events, case)
    return _done("removed", "removed", place)


def _insert(target: Target) -> Done | None:
    """Puts a forged event between two."""
    found = target.places(2)
    if not found:
        return None
    place = target.chance.choice(found)
    events = target.raw.events(place["case_id"])
    at = next(n for n, one in enumerate(events) if one["number"] == place["number"])
    forged = target.chance.choice(events) | {"actor": "penyusup"}
    events = [one | {"number": n} for n, one in enumerate([*events[:at], forged, *events[at:]], 1)]
    target.raw.rewrite(events, place["case_id"])
    return _done("inserted", "inserted", place)


def _append(target: Target) -> Done | None:
    """Puts a forged event behind the last one, past the queue."""
    found = target.places()
    if not found:
        return None
    events = target.raw.events(found[0]["case_id"])
    number = events[-1]["number"] + 1
    target.raw.write(events[-1] | {"number": number, "actor": "penyusup"})
    return Done("appended", frozenset({"inserted"}), found[0]["case_id"], number)


def _reorder(target: Target) -> Done | None:
    """Lets two events change their numbers."""
    found = target.places(2)
    if not found:
        return None
    one, other = sorted(target.chance.sample(found, 2), key=lambda place: place["number"])
    events = {event["number"]: event for event in target.raw.events(one["case_id"])}
    first, second = events[one["number"]], events[other["number"]]
    events[one["number"]] = second | {"number": one["number"]}
    events[other["number"]] = first | {"number": other["number"]}
    target.raw.rewrite([events[n] for n in sorted(events)], one["case_id"])
    return _done("reordered", "reordered", one)


def _cut(target: Target) -> Done | None:
    """Cuts off the end of a case, with its rows or without."""
    found = target.places(3)
    if not found:
        return None
    place = target.chance.choice(found[1:])
    target.raw.run("DELETE FROM event WHERE case_id = ? AND number >= ?", place["case_id"], place["number"])
    if target.chance.random() < 0.5:
        target.raw.run("UPDATE process_instance SET events = ? WHERE id = ?", place["number"] - 1, place["case_id"])
    return _done("cut off", "cut-off", place)


def _value(target: Target) -> Done | None:
    """Changes, empties or takes away a value that was given."""
    found = target.places()
    if not found:
        return None
    case = found[0]["case_id"]
    rows = target.raw.rows("SELECT * FROM answer WHERE case_id = ? ORDER BY event, name", case)
    covered = {place["number"]: place for place in found}
    rows = [row for row in rows if row["event"] in covered]
    if not rows:
        return None
    row = target.chance.choice(rows)
    which = "case_id = ? AND event = ? AND name = ?", (case, row["event"], row["name"])
    if row["value"] is None:
        what, kind, sql = (
            "erased value there again",
            "returned",
            "UPDATE answer SET value = ?, salt = ? WHERE " + which[0],
        )
        target.raw.run(sql, b'"lain"', os.urandom(16), *which[1])
    elif (deed := target.chance.randrange(4)) == 0:
        what, kind = "value gone", "erased"
        target.raw.run("UPDATE answer SET value = NULL, salt = NULL WHERE " + which[0], *which[1])
    elif deed == 1:
        what, kind = "value row gone", "erased"
        target.raw.run("DELETE FROM answer WHERE " + which[0], *which[1])
    else:
        what, kind = "value altered", "value"
        salt = bytes(row["salt"]) if deed == 2 else os.urandom(16)
        value = json.dumps(f"lain {target.chance.randrange(10**6)}").encode()
        target.raw.run("UPDATE answer SET value = ?, salt = ? WHERE " + which[0], value, salt, *which[1])
    place = covered[row["event"]]
    return _done(what, kind, place)


def _diagram(target: Target) -> Done | None:
    """Changes the bytes of a diagram, sometimes with the hashes beside them."""
    rows = target.raw.rows("SELECT * FROM resource ORDER BY deployment_id")
    row = target.chance.choice(rows)
    body = bytearray(row["body"])
    body[target.chance.randrange(len(body))] ^= 1
    which = (row["deployment_id"], row["name"])
    target.raw.run("UPDATE resource SET body = ? WHERE deployment_id = ? AND name = ?", bytes(body), *which)
    if target.chance.random() < 0.5:
        import hashlib

        digest = hashlib.sha256(bytes(body)).digest()
        target.raw.run("UPDATE resource SET sha256 = ? WHERE deployment_id = ? AND name = ?", digest, *which)
    return Done("diagram", frozenset({"diagram"}))


def _paper(target: Target) -> Done | None:
    """Changes or takes away the bytes of a paper."""
    rows = target.raw.rows(
        "SELECT sha256 FROM document WHERE sha256 IN (SELECT sha256 FROM attachment) ORDER BY sha256"
    )
    if not rows:
        return None
    sha256 = target.chance.choice(rows)["sha256"]
    if target.chance.random() < 0.5:
        target.raw.run("UPDATE document SET body = ? WHERE sha256 = ?", b"%PDF-1.7 lain", sha256)
    else:
        target.raw.run("DELETE FROM document WHERE sha256 = ?", sha256)
    return Done("paper", frozenset({"paper"}))


def _note(target: Target) -> Done | None:
    """Changes or takes away a checkpoint in the database."""
    row = target.chance.choice(target.raw.rows("SELECT * FROM checkpoint ORDER BY number"))
    if target.chance.random() < 0.5:
        target.raw.run("DELETE FROM checkpoint WHERE number = ?", row["number"])
    else:
        note = bytearray(row["note"])
        at = target.chance.randrange(len(note))
        note[at] = note[at] ^ 1
        target.raw.run("UPDATE checkpoint SET note = ? WHERE number = ?", bytes(note), row["number"])
    return Done("checkpoint in the database", frozenset({"checkpoint"}))


def _file(target: Target) -> Done | None:
    """Changes a byte of the second place, takes a checkpoint out of it, or its end."""
    file = next(target.here.place.iterdir())
    data, what = _damaged(file.read_bytes(), target.chance)
    file.write_bytes(data)
    sizes = _BLOCK.findall(data)
    target.left = int(sizes[-1]) if sizes else 0
    return Done(what, frozenset({"checkpoint", "signature"}))


def _damaged(data: bytes, chance: random.Random) -> tuple[bytes, str]:
    """What is left of the file, and what was done to it."""
    deed = chance.randrange(3)
    if deed == 0:
        at = chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], f"byte {at} of the second place"
    starts = [at for at in range(len(data)) if data[at : at + 2] == b"# " and (at == 0 or data[at - 1] == 10)]
    if deed == 1:
        which = chance.randrange(len(starts))
        end = starts[which + 1] if which + 1 < len(starts) else len(data)
        return data[: starts[which]] + data[end:], "a block of the second place"
    return data[: chance.randrange(len(data) - 1)], "the end of the second place"


def _tree(target: Target) -> Done | None:
    """Changes the tree in the database alone."""
    position = target.chance.randrange(target.size)
    if target.chance.random() < 0.5:
        target.raw.forge_tile(position, os.urandom(32))
    else:
        target.raw.run("DELETE FROM leaf WHERE position = ?", position)
    return Done("tree", frozenset({"tree"}))


def _cut_all(target: Target) -> Done | None:
    """Cuts off the end of the whole history."""
    count = target.chance.randrange(1, min(12, target.size))
    places = target.raw.rows("SELECT * FROM leaf WHERE position >= ? ORDER BY position", target.size - count)
    for place in places:
        target.raw.run("DELETE FROM event WHERE case_id = ? AND number = ?", place["case_id"], place["number"])
    if target.chance.random() < 0.5:
        target.raw.run("DELETE FROM leaf WHERE position >= ?", target.size - count)
    return _done("all cut off", "cut-off|removed", places[0])


ATTACKS: Final[dict[str, Attack]] = {
    "alter": _alter,
    "remove": _remove,
    "insert": _insert,
    "append": _append,
    "reorder": _reorder,
    "cut": _cut,
    "value": _value,
    "diagram": _diagram,
    "paper": _paper,
    "note": _note,
    "file": _file,
    "tree": _tree,
}
"""What is done to a database or a file, by name."""

CUTS: Final[dict[str, Attack]] = {"cut-all": _cut_all}


def attack(target: Target, names: list[str]) -> list[Done]:
    """Does these things one after the other; those that found nothing to do are left out.

    What the second place no longer covers is judged by no checkpoint: such a deed loses its place.
    """
    table = ATTACKS | CUTS
    deeds = [done for name in names if (done := table[name](target)) is not None]
    left = target.size if target.left is None else target.left
    return [replace(one, position=None) if (one.position or 0) >= left else one for one in deeds]
