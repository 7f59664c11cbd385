"""One case in the engine, its state carried as bytes from step to step."""

from __future__ import annotations

from datetime import datetime

from bpmn.document import read
from bpmn.prepare import prepare
from engine.expressions import compile
from engine.spiff import Limits, Move, Program, Token, load
from tests.simulator.walk import Act

LIMITS = Limits(steps=1500, tokens=300)
"""Smaller than the engine's own, so that endless models cost little."""


def program_of(xml: bytes) -> Program:
    """The compiled program of the first process of a file."""
    return load(prepare(read(xml).processes[0]), compile, limits=LIMITS)


class EngineCase:
    """Makes each move on the program and keeps the state's bytes and nothing else. Refusals pass through."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.program = program_of(xml)
        self.state = b""

    def reload(self) -> None:
        """Compiles the program again from the file, as another process would."""
        self.program = program_of(self.xml)

    def open(self) -> dict[int, Token]:
        """What waits, by number."""
        return {token.n: token for token in self.program.open(self.state)} if self.state else {}

    def do(self, act: Act, number: int, now: datetime) -> Move:
        """Makes one move and keeps the new state."""
        if act.what == "start":
            move = self.program.start(act.values, now)
        elif act.what == "complete":
            move = self.program.complete(self.state, number, act.values, now)
        elif act.what == "fire":
            move = self.program.fire(self.state, number, act.values, now)
        else:
            move = self.program.receive(self.state, number, act.values, now)
        self.state = move.state
        return move
