"""Plays the same acts on our executor and on the other engine, and says where they part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from engine.spiff import Move, Program
from tests.corpus.playing import programs
from tests.opinions.engine import Other, Seen
from tests.opinions.models import FLAGS
from tests.spiff.diagrams import NOW

__all__ = ["Parting", "Played", "Script", "compare", "told"]

_MOVES: Final = 60
_KINDS: Final = {"timer": "fire", "message": "receive", "receive": "receive"}


@dataclass(frozen=True)
class Parting:
    """Where two engines part: the acts until then, and what each has open."""

    acts: tuple[str, ...]
    ours: Seen
    theirs: Seen
    crowded: bool

    def __str__(self) -> str:
        failed = f" ({self.theirs.failed})" if self.theirs.failed else ""
        return f"{' · '.join(self.acts)}\n      ours: {told(self.ours)}\n      theirs: {told(self.theirs)}{failed}"


@dataclass(frozen=True)
class Played:
    """One case: how many acts both engines agreed on, and where they parted."""

    acts: int
    done: bool
    parting: Parting | None = None


@dataclass(frozen=True)
class Script:
    """A model and what is done: acts as `complete a1 b1`, or at random from a seed; `several`: tasks with items."""

    xml: str
    watched: tuple[str, ...]
    seed: str = ""
    acts: tuple[str, ...] = ()
    several: frozenset[str] = frozenset()


def told(seen: Seen) -> str:
    """What is open, with counts over one; `done`; `stuck` when nothing is open and the case is not done."""
    waits = " ".join(f"{id}×{count}" if count > 1 else id for id, count in sorted(seen.open.items()))
    return waits or ("done" if seen.done else "stuck")


def compare(script: Script, other: Other) -> Played:
    """Plays until the end, or until the engines part."""
    return _Game(script, other).run()


class _Game:
    def __init__(self, script: Script, other: Other) -> None:
        self.script, self.other = script, other
        ((self.program, _),) = programs(script.xml.encode())
        self.rng = Random(script.seed)
        self.acts: list[str] = []
        self.state = b""
        self.crowded = False

    def run(self) -> Played:
        """The comparison, act by act."""
        values = self._values("")
        ours = self._seen(self.program.start(values, NOW))
        theirs = self.other.start(self.script.xml, self.script.watched, values)
        self.acts.append(_line("start", "", values))
        for number in range(_MOVES):
            self.crowded |= any(count > 1 for id, count in ours.open.items() if id not in self.script.several)
            if theirs != ours:
                return Played(number, ours.done, Parting(tuple(self.acts), ours, theirs, self.crowded))
            if ours.done or not ours.open:
                return Played(number + 1, ours.done)
            ours, theirs = self._next(number)
        return Played(_MOVES, done=False)

    def _next(self, number: int) -> tuple[Seen, Seen]:
        what, element, values = self._drawn() if not self.script.acts else self._written(number)
        token = next(one for one in self.program.open(self.state) if one.element == element)
        now = NOW + timedelta(hours=number + 1)
        move = {"complete": _complete, "fire": _fire, "receive": _receive}[what]
        ours = self._seen(move(self.program, _At(self.state, token.n), values, now))
        self.acts.append(_line(what, element, values))
        return ours, self.other.act(what, element, values)

    def _drawn(self) -> tuple[str, str, dict[str, bool]]:
        token = self.rng.choice(self.program.open(self.state))
        return _KINDS.get(token.kind, "complete"), token.element, self._values(token.element)

    def _written(self, number: int) -> tuple[str, str, dict[str, bool]]:
        what, element, *true = self.script.acts[number].split()
        return what, element, dict.fromkeys(true, True)

    def _values(self, element: str) -> dict[str, bool]:
        """Every flag anew; none for an item, whose answers are its own."""
        if self.script.acts or element in self.script.several:
            return {}
        return {flag: self.rng.random() < 0.5 for flag in FLAGS}

    def _seen(self, move: Move) -> Seen:
        self.state = move.state
        return Seen(Counter(token.element for token in self.program.open(move.state)), move.finished)


@dataclass(frozen=True)
class _At:
    state: bytes
    token: int


def _complete(program: Program, at: _At, values: Mapping[str, bool], now: object) -> Move:
    return program.complete(at.state, at.token, values, now)  # type: ignore[arg-type]


def _fire(program: Program, at: _At, values: Mapping[str, bool], now: object) -> Move:
    return program.fire(at.state, at.token, values, now)  # type: ignore[arg-type]


def _receive(program: Program, at: _At, values: Mapping[str, bool], now: object) -> Move:
    return program.receive(at.state, at.token, values, now)  # type: ignore[arg-type]


def _line(what: str, element: str, values: Mapping[str, bool]) -> str:
    true = " ".join(flag for flag, value in values.items() if value)
    return " ".join(filter(None, (what, element, true)))
