"""Kills at random moments under clients that click twice, then judges what is left."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.torture.clients import Ledger, crowd
from tests.torture.databases import Place, database
from tests.torture.outcome import Outcome
from tests.torture.server import Server
from tests.torture.timers import deploy
from tests.torture.verdict import Verdict, judge

__all__ = ["Kills", "Report", "kill_many", "wait_for"]

EARLY: Final = 0.15
"""The share of kills that meet a server while it starts."""

LEAST: Final = 0.5
"""Acknowledged completions for each kill, at least; fewer prove nothing."""


@dataclass(frozen=True, slots=True)
class Kills:
    """How often, under how many clients, and from which seed."""

    kills: int = 200
    clients: int = 4
    seed: int = 0


@dataclass
class Report:
    """The verdict with what the clients and the log saw."""

    kills: int
    early: int
    ledger: Ledger
    failures: list[str]
    verdict: Verdict

    def outcome(self, proof: str) -> Outcome:
        """The outcome of the proof."""
        asked = f"{self.kills} kills ({self.early} while it started), {self.ledger.requests} answers"
        return Outcome(proof, f"{asked}; {self.verdict.line()}", self.complaints())

    def complaints(self) -> list[str]:
        """Everything that went wrong."""
        done, idle = self.verdict.acknowledged, []
        if done < self.kills * LEAST:
            idle = [f"only {done} completions were acknowledged: what nobody does, a kill cannot lose"]
        return [*idle, *self.ledger.unexpected, *self.failures, *self.verdict.complaints()]


def kill_many(kind: str, plan: Kills) -> Report:
    """Kills the server's group that often on a fresh database of that kind."""
    with database(kind) as place:
        server, chance = Server(place.url, place.folder), random.Random(plan.seed)
        try:
            return _killed(server, place, plan, chance)
        finally:
            server.kill()


def _killed(server: Server, place: Place, plan: Kills, chance: random.Random) -> Report:
    early = _while_it_starts(server, chance)  # of these, the first meets an empty database
    server.start()
    deploy(server.url)
    with crowd(server.url, plan.clients, chance.randrange(2**32)) as ledger:
        for number in range(1 + early, plan.kills + 1):
            if chance.random() < EARLY:
                server.kill()
                early += _while_it_starts(server, chance)
            else:
                _let_answer(ledger)
                time.sleep(chance.uniform(0.0, 2.0))
                server.kill()
            if number % 20 == 0:
                print(f"  kill: {number} kills, {len(ledger.completed)} completions acknowledged", flush=True)
            server.start()
        wait_for(lambda: len(ledger.started) >= plan.clients, 60)
    server.kill()
    return Report(plan.kills, early, ledger, server.failures(), judge(place.url, ledger))


def _while_it_starts(server: Server, chance: random.Random) -> int:
    server.launch()
    time.sleep(chance.uniform(0.1, 3.0))
    server.kill()
    return 1


def _let_answer(ledger: Ledger) -> None:
    """Waits for one answer: what a busy machine never answers, a kill cannot lose."""
    before = ledger.requests
    wait_for(lambda: ledger.requests > before, 20)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """True as soon as the condition holds, False when it does not within that time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
