"""Working time of many random intervals, counted by the engine and minute by minute."""

from __future__ import annotations

from tests.norms.intervals import OFFICES, compare
from tests.torture.outcome import Outcome

__all__ = ["count_intervals"]


def count_intervals(intervals: int, seed: int) -> Outcome:
    """So many intervals, shared by the offices; each is counted, and a norm in minutes, days and a month from it."""
    each = -(-intervals // len(OFFICES))
    wrong = [line for office in OFFICES for line in compare(office, each, seed)]
    return Outcome("worktime", f"{each * len(OFFICES)} intervals in {len(OFFICES)} offices, --seed {seed}", wrong)
