"""Walks a case of any program to its end on random answers, in bounded steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bpmn.net import Net, Text
from engine.spiff import LoopUnreadable, Move, NoFlow, NotCaught, Program, Thrown, TimerUnreadable, Token
from tests.spiff.diagrams import NOW, Memory

__all__ = ["MOVES", "DoesNotEnd", "walk"]

MOVES: Final = 400
_HURRY: Final = 40  # moves after which activities are preferred to what listens beside them
_TRIES: Final = 60
_UNLUCKY: Final = (NoFlow, LoopUnreadable, TimerUnreadable, NotCaught)
_LISTS: Final[tuple[object, ...]] = ([], ["a"], ["a", "b", "c"], [{"nama": "x"}, {"nama": "y"}])
_TIMES: Final = ("PT1H", "P1D", "2030-03-01T08:00:00+07:00", "R2/PT1H")
_ANY: Final = (True, False, None, 0, 1, 5, 100, "Ya", "Tidak")
_WAITS_FOR_SOMEBODY: Final = frozenset({"user", "manual", "service", "receive", "call"})


class DoesNotEnd(AssertionError):
    """A case that the check let through and that cannot be walked to its end."""


@dataclass(frozen=True)
class _Chances:
    """What the variables of a program may be given, drawn from the texts that name them."""

    pools: Mapping[str, tuple[object, ...]]

    @classmethod
    def of(cls, program: Program, net: Net) -> _Chances:
        literals: list[object] = []
        lists: set[str] = set()
        times: set[str] = set()
        for text, kind in _texts(net):
            names = set(re.findall(r"[^\W\d]\w*", text))
            literals += [a or b for a, b in re.findall(r"\"([^\"]*)\"|'([^']*)'", text)]
            literals += [int(number) + more for number in re.findall(r"\b\d{1,6}\b", text) for more in (-1, 0, 1)]
            lists |= names if kind == "list" else set()
            times |= names if kind == "time" else set()
        usual = (*dict.fromkeys(literals), *_ANY)
        return cls(
            {name: _LISTS if name in lists else _TIMES if name in times else usual for name in sorted(program.reads)}
        )

    def values(self, rng: Random) -> dict[str, object]:
        """Values for most of the names."""
        return {name: rng.choice(pool) for name, pool in self.pools.items() if rng.random() < 0.8}


def _texts(net: Net) -> Iterator[tuple[str, str]]:
    """The expressions of a net, each with what it has to give."""
    for arc in net.arcs.values():
        yield arc.condition or "", "truth"
    for node in net.nodes.values():
        if node.trigger is not None:
            yield node.trigger.condition or "", "truth"
            yield (node.trigger.timer.text if node.trigger.timer else ""), "time"
        if node.loop is not None:
            yield node.loop.condition or "", "truth"
            yield node.loop.completion or "", "truth"
            yield node.loop.collection or "", "list"
        for param in (*node.inputs, *node.outputs):
            yield (param.value.text if isinstance(param.value, Text) else ""), "any"


def walk(program: Program, net: Net, seed: str) -> int:
    """Starts a case and does what is open until it ends; gives the number of moves. Raises DoesNotEnd."""
    return _Walk(program, net, Random(seed)).run()


class _Walk:
    def __init__(self, program: Program, net: Net, rng: Random) -> None:
        self.memory = Memory(program)
        self.net = net
        self.rng = rng
        self.chances = _Chances.of(program, net)
        self.now: datetime = NOW
        self.state = b""

    def run(self) -> int:
        """The number of moves until the end."""
        move = self._lucky(0)
        for number in range(1, MOVES):
            self.state = move.state
            if move.stuck:
                raise DoesNotEnd(f"stuck after {number} moves: {move.state!r}")
            if move.finished:
                return number
            self.now += timedelta(hours=self.rng.choice((0, 1, 30)))
            move = self._lucky(number)
        raise DoesNotEnd(f"no end after {MOVES} moves: {self.memory.program.open(self.state)}")

    def _lucky(self, number: int) -> Move:
        """The next move; one that is refused because of the values is tried again with others."""
        why: Exception | None = None
        for _ in range(_TRIES):
            values = self.chances.values(self.rng)
            try:
                return self.memory.keep(self._begin(values) if number == 0 else self._go_on(number, values), values)
            except _UNLUCKY as refusal:
                why = refusal
        raise DoesNotEnd(f"nothing can be done: {why}")

    def _begin(self, values: Mapping[str, object]) -> Move:
        ways = [self.net.nodes[id].origin for id in self.net.triggers]
        ways += [None] if self.net.starts else []
        return self.memory.program.start(values, self.now, self.rng.choice(ways))

    def _go_on(self, number: int, values: Mapping[str, object]) -> Move:
        program, now, token = self.memory.program, self.now, self._token(number)
        if token is None or token.kind == "condition":
            return program.change(self.state, 0, values, now)
        if token.kind == "timer":
            return program.fire(self.state, token.n, values, now)
        if token.kind in ("message", "signal"):
            return program.receive(self.state, token.n, values, now)
        if token.kind in ("service", "call") and self.rng.random() < 0.2:
            code = self.rng.choice([*self._codes(), None])
            return program.throw(self.state, token.n, Thrown("error", code), now)
        return program.complete(self.state, token.n, values, now)

    def _token(self, number: int) -> Token | None:
        tokens = self.memory.program.open(self.state)
        for_somebody = [token for token in tokens if token.kind in _WAITS_FOR_SOMEBODY]
        hurry = number > _HURRY and self.rng.random() < 0.9
        chosen = for_somebody if for_somebody and hurry else tokens
        return self.rng.choice(chosen) if chosen else None

    def _codes(self) -> list[str]:
        triggers = [node.trigger for node in self.net.nodes.values() if node.trigger is not None]
        return [one.name for one in triggers if one.kind == "error" and one.name is not None]
