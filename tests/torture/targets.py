"""Hostile targets of webhooks in number: none of them reaches the inside of this machine."""

from __future__ import annotations

from tests.torture.outcome import Outcome
from tests.webhooks.targets import assault

__all__ = ["send_to_hostile_targets"]


def send_to_hostile_targets(count: int, seed: int) -> Outcome:
    """So many of every kind; a connection at the canary and a target that was not refused are complaints."""
    done = assault(count, seed)
    reached = [f"{done.reached} connections reached the canary"] if done.reached else []
    figures = f"{count} targets of {len(done.targets)} kinds, {done.reached} reached the canary, --seed {seed}"
    return Outcome("targets", figures, reached + done.complaints)
