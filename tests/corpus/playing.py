"""Plays the acts of an example on a program, also on one whose ids were changed on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from bpmn.document import read
from bpmn.net import Net
from bpmn.prepare import prepare
from engine import expressions
from engine.spiff import Move, Program, Thrown, load
from tests.corpus.examples import Act, After
from tests.spiff.diagrams import NOW, Memory

Rename = Callable[[str], str]


def programs(data: bytes) -> list[tuple[Program, Net]]:
    """The programs of a file's executable processes, each with its net."""
    nets = [prepare(process) for process in read(data).processes if process.executable]
    return [(load(net, expressions.compile), net) for net in nets]


def play(program: Program, acts: Iterable[Act], rename: Rename = str) -> list[tuple[After, After]]:
    """What an example says after each act, beside what is there, with the ids of the program."""
    player = _Player(program, rename)
    return [(player.said(act.after), player.seen(act, player.take(act))) for act in acts]


class _Player:
    """One case of a program, played by a script."""

    def __init__(self, program: Program, rename: Rename) -> None:
        self.memory = Memory(program)
        self.program = self.memory.program
        self.rename = rename
        self.state = b""
        self.outcome = ""
        self.now = NOW

    def take(self, act: Act) -> Move:
        """Makes the move of an act."""
        self.now += timedelta(hours=1)
        move = self.memory.keep(self._move(act, dict(act.values)), dict(act.values))
        self.state = move.state
        self.outcome = move.ended[-1] if move.ended else self.outcome
        return move

    def _move(self, act: Act, values: Mapping[str, object]) -> Move:
        program, state, now = self.program, self.state, self.now
        element = self.rename(act.element) if act.element else ""
        if act.what == "start":
            return program.start(values, now, element or None)
        if act.what == "change":
            return program.change(state, 0, values, now)
        if act.what == "extend":
            loop = next(scope.n for scope in program.scopes(state) if scope.element == element)
            return program.extend(state, loop, act.items, now)
        token = next(token.n for token in program.open(state) if token.element == element)
        if act.thrown is not None:
            kind, code = act.thrown
            return program.throw(state, token, Thrown("error" if kind == "error" else "escalation", code), now)
        move = {"complete": program.complete, "fire": program.fire, "receive": program.receive}[act.what]
        return move(state, token, values, now)

    def said(self, after: After) -> After:
        """What an example says, with the ids of the program."""
        ended = self.rename(after.ended) if after.ended else after.ended
        return After(
            tuple(sorted(map(self.rename, after.open))),
            ended,
            after.sent,
            after.uncaught,
            after.escalated,
            after.written,
        )

    def seen(self, act: Act, move: Move) -> After:
        """What is there after a move; of what was written only the names that the act speaks of."""
        told = {name for name, _ in act.after.written}
        return After(
            tuple(sorted(token.element for token in self.program.open(move.state))),
            self.outcome if move.finished else None,
            tuple(one.name for one in move.sent),
            None if move.uncaught is None else move.uncaught.code,
            tuple(one.code or "" for one in move.escalated),
            tuple((one.name, one.value) for one in move.written if one.name in told),
        )
