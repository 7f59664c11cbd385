"""Every command broken off at every statement, before it and after it, and at COMMIT with an unknown outcome."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.commands.desk import Result
from engine.commands.refusals import NotFound
from engine.commands.timer import FireTimer
from engine.policy import Actor
from engine.store import Store, StoreError, StoreUncertain
from tests.commands.test_injection import play
from tests.commands.world import World
from tests.proven import prove
from tests.torture.databases import store_of
from tests.torture.faulty import COMMIT, Faulty, Injected, Place, When
from tests.torture.outcome import Outcome
from webhooks.outbox import enqueue

__all__ = ["Breaking", "break_every_command", "inject"]

SHARE = 0.25
"""Of the commands in a sample."""


def inject(kind: str) -> Outcome:
    """Both ways to fail on a database of that kind: the process breaks off, and the connection is lost."""
    figures, complaints = [], list[str]()
    for dies in (False, True):
        with store_of(kind) as store:
            found = break_every_command(store, dies=dies)
        lost = "driver errors" if kind == "sqlite" else "connections lost"
        word = lost if dies else "exceptions"
        print(f"  inject: {kind}, {word}: {found.line()}", flush=True)
        figures.append(f"{word}: {found.line()}")
        complaints += found.complaints
    return Outcome(f"inject {kind}", "; ".join(figures), complaints)


def break_every_command(store: Store, *, dies: bool, sample: random.Random | None = None) -> Breaking:
    """Plays the scenario of all commands on an empty store, each broken off wherever it can be.

    With a sample one command in four is, at COMMIT alone; the others are carried out.
    """
    store._enqueue = enqueue
    breaking = Breaking(World(store), Faulty(store), dies, sample)
    play(breaking.world, breaking.attempt)
    return breaking


@dataclass
class Breaking:
    """Runs one command after the other: broken off at each of its statements, then at last with its COMMIT's answer."""

    world: World
    faulty: Faulty
    dies: bool
    sample: random.Random | None = None
    commands: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line for people."""
        told = ", ".join(f"{count} {name}" for name, count in sorted(self.failures.items()))
        return f"{told}, of {self.commands} commands"

    def attempt(self, actor: Actor, command: object, key: str) -> dict[str, Any]:
        """Breaks a command off until only the answer to its COMMIT is left to lose; the body that a repetition gets."""
        if self.sample is not None and self.sample.random() > SHARE:
            return self.world.result(actor, command, key).body
        self.commands += 1
        before = self.world.dump()
        places: Iterable[Place] = itertools.count(1) if self.sample is None else (COMMIT,)
        for at in places:
            for when in ("before", "after"):
                sent = self._broken(actor, command, key, (at, when))
                if sent == COMMIT and when == "after":
                    self.failures["with COMMIT unheard"] += 1
                    return self._repeated(actor, command, key, before)
                self.failures[f"{when} COMMIT" if sent == COMMIT else f"{when} a statement"] += 1
                if self.world.dump() != before:
                    self.complaints.append(f"{command}: {when} statement {at} ({sent}): the database has changed")
        raise AssertionError

    def _broken(self, actor: Actor, command: object, key: str, where: tuple[Place, When]) -> str:
        """Breaks a command off at a place; the statement that stood there."""
        at, when = where
        self.faulty.arm(at, when, dies=self.dies)
        try:
            self.world.result(actor, command, key)
        except (Injected, StoreError) as error:
            self._told(command, error, when)
            if at in (len(self.faulty.sent), self.faulty.sent[-1]):
                return self.faulty.sent[-1]
            raise AssertionError(f"{command} fails by itself after an earlier failure: {error}") from error
        finally:
            self.faulty.at = 0
        raise AssertionError(f"{command} answered although statement {at} failed")

    def _told(self, command: object, error: Exception, when: When) -> None:
        """A lost answer to COMMIT is uncertain, and nothing else is; SQLite has no connection to lose."""
        uncertain = self.faulty.sent[-1] == COMMIT and when == "after" and self.world.store.backend == "postgresql"
        if isinstance(error, StoreError) and isinstance(error, StoreUncertain) != uncertain:
            self.complaints.append(f"{command}: {when} {self.faulty.sent[-1]}: tells of {type(error).__name__}")

    def _repeated(self, actor: Actor, command: object, key: str, before: object) -> dict[str, Any]:
        """The same key again after COMMIT ran unheard: the first answer, and nothing is done twice."""
        after = self.world.dump()
        if after == before:
            self.complaints.append(f"{command}: COMMIT ran and nothing was kept")
        result: Result = self.world.result(actor, command, key)
        if result.status != "repeated":
            self.complaints.append(f"{command}: was done again under the same key")
        if isinstance(command, FireTimer):  # the worker has no keys: it looks again
            try:
                self.world.result(actor, command)
                self.complaints.append(f"{command}: fired twice")
            except NotFound:
                pass
        if self.world.dump() != after:
            self.complaints.append(f"{command}: its repetition changed the database")
        case: Any = result.body.get("case")
        if isinstance(case, int):
            prove(self.world.desk, case)
        return result.body
