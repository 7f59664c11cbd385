"""The numbers beside the boxes of the inbox and in the top bar: how many tasks, and how many late or nearly so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from engine.events import instant
from engine.queries.due import GROUPS, Group, group_of
from engine.queries.look import Look
from engine.store.views import COUNT_DONE, COUNT_OPEN, OPEN_COUNTS
from engine.store.views_inbox import DUE_TALLY, HELD_DUES, MANY, TALLY_SCAN

__all__ = ["Box", "Counts", "Tally", "counts", "dues", "open_count"]

Box = Literal["mine", "posts", "done"]


@dataclass(frozen=True, slots=True)
class Tally:
    """A number, or at least that many (`more`): what no counter keeps is counted so far and no further."""

    n: int
    more: bool = False

    def plus(self, other: Tally) -> Tally:
        """Both together, cut at what is counted."""
        n = self.n + other.n
        return Tally(min(n, MANY), self.more or other.more or n > MANY)


NONE: Final = Tally(0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tasks that a person holds, that his posts have (exact), and what he did; of a box how much time is left."""

    mine: Tally
    posts: int
    done: Tally
    dues: dict[Group, Tally]


def counts(look: Look, box: Box) -> Counts:
    """The numbers beside the boxes, and those of the box that is open."""
    login = look.actor.reads_as
    return Counts(
        mine=_capped(look.reading.value(COUNT_OPEN, login=login)),
        posts=open_count(look),
        done=_capped(look.reading.value(COUNT_DONE, login=login)),
        dues=dues(look, box) if box != "done" else {},
    )


def open_count(look: Look) -> int:
    """How many tasks are open to the person's posts, from their counters."""
    groups = sorted(look.actor.groups)
    return int(look.reading.value(OPEN_COUNTS, groups=groups)) if groups else 0


def dues(look: Look, box: Box = "posts") -> dict[Group, Tally]:
    """How many open tasks of the box are late, nearly late, have enough time, have no limit."""
    now = instant(look.now)
    if box == "mine":
        rows = look.reading.all(HELD_DUES, login=look.actor.reads_as)
        found = [group_of(row, now) for row in rows]
        return {group: Tally(found.count(group), len(rows) == MANY) for group in GROUPS}
    return _sum(_tally(look, group, now) for group in sorted(look.actor.groups))


def _tally(look: Look, group: str, now: int) -> dict[Group, Tally]:
    row = look.reading.one(DUE_TALLY, group=group, now=now)
    assert row is not None
    cut = row["ahead"] == TALLY_SCAN
    enough = row["ahead"] - row["soon"]
    return {
        "late": _capped(row["late"]),
        "soon": Tally(min(row["soon"], MANY), cut or row["soon"] > MANY),
        "enough": Tally(min(enough, MANY), cut or enough > MANY),
        "free": _capped(row["free"]),
    }


def _sum(tallies: Iterable[dict[Group, Tally]]) -> dict[Group, Tally]:
    found = dict.fromkeys(GROUPS, NONE)
    for tally in tallies:
        found = {group: found[group].plus(tally[group]) for group in GROUPS}
    return found


def _capped(n: int) -> Tally:
    return Tally(n, n >= MANY)
