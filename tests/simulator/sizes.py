"""How large a state may be: as what is open and what is read, whatever the length of the walk."""

from __future__ import annotations

import json

from tests.simulator.game import Game
from tests.simulator.matching import Disagreement
from tests.simulator.random_walk import UNREAD

FLOOR, THING, VALUE, OUTSIDE = 120, 90, 40, 1_000
"""Bytes that a state may have; for each thing and token at a join; for each variable beside; at most of a value."""


def bounded(game: Game, state: bytes, reads: frozenset[str]) -> int:
    """The bytes of a state; Disagreement when it is larger, or holds what no expression names."""
    marking = game.marking
    things = len(marking.things) + marking.waiting.total()
    read = 0
    for values in marking.variables.values():
        read += sum(VALUE + _size(value) for name, value in values.items() if name in reads)
    for progress in marking.loops.values():
        read += VALUE + _size(progress.items) + sum(VALUE + _size(one) for one in progress.out.values())
        read += sum(VALUE + _size(item) for item in progress.items or ())
    limit = FLOOR + THING * things + read
    if len(state) > limit:
        raise Disagreement("size", f"{len(state)} bytes for {things} things, at most {limit}: {state!r}")
    if UNREAD.encode() in state and "catatan" not in reads:
        raise Disagreement("size", "a variable that no condition names stands in the state")
    return len(state)


def _size(value: object) -> int:
    return min(OUTSIDE, len(json.dumps(value, default=str).encode()) * 2)
