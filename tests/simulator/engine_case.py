"""One case in the engine, its state carried as bytes from step to step, and the variables that its caller keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bpmn.document import read
from bpmn.prepare import prepare
from engine.expressions import compile
from engine.spiff import After, Before, Instruction, Limits, Move, Program, Scope, Stop, Thrown, Token, load
from tests.simulator.walk import Act

LIMITS = Limits(steps=1500, tokens=300)
"""Smaller than the engine's own, so that endless models cost little."""
Variables = dict[int, dict[str, object]]


@dataclass(frozen=True)
class Task:
    """An act, the engine's number of what it is done to, and of the scope in which a token is put."""

    act: Act
    number: int
    now: datetime
    scope: int | None = None


def program_of(xml: bytes) -> Program:
    """The compiled program of the first process of a file."""
    return load(prepare(read(xml).processes[0]), compile, limits=LIMITS)


class EngineCase:
    """Makes each move on the program and keeps the state's bytes and the variables. Refusals pass through."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.state = b""
        self.variables: Variables = {0: {}}
        self.reload()

    def reload(self) -> None:
        """Compiles the program again from the file, as another process would."""
        self.program = program_of(self.xml).seeing(self.look)

    def look(self, scopes: Iterable[int], name: str) -> Mapping[int, object]:
        """A variable of some scopes as it stands before the move; absent scopes are left out."""
        held = {scope: self.variables.get(scope, {}) for scope in scopes}
        return {scope: values[name] for scope, values in held.items() if name in values}

    def open(self) -> dict[int, Token]:
        """What waits, by number."""
        return {token.n: token for token in self.program.open(self.state)}

    def scopes(self) -> dict[int, Scope]:
        """The sub-processes and loops that run, by number."""
        return {scope.n: scope for scope in self.program.scopes(self.state)}

    def do(self, task: Task) -> Move:
        """Makes one move and keeps the new state and the variables."""
        move = self._moved(task)
        self.state = move.state
        for name, value in task.act.values.items():
            self.variables.setdefault(move.homes.get(name, 0), {})[name] = value
        for one in move.written:
            self.variables.setdefault(one.scope, {})[one.name] = one.value
        return move

    def _moved(self, task: Task) -> Move:
        program, act, now = self.program, task.act, task.now
        if act.what == "start":
            return program.start(act.values, now, act.element or None)
        if act.what == "throw":
            thrown = Thrown(act.kind, act.code, "pesan", act.values)  # type: ignore[arg-type]
            return program.throw(self.state, task.number, thrown, now)
        if act.what == "extend":
            return program.extend(self.state, task.number, list(act.items), now)
        if act.what == "modify":
            return program.modify(self.state, instructions(task), now)
        moves = {"complete": program.complete, "fire": program.fire, "receive": program.receive}
        return (moves | {"change": program.change})[act.what](self.state, task.number, act.values, now)


def instructions(task: Task) -> tuple[Instruction, ...]:
    """What a modification asks of the engine."""
    first: tuple[Instruction, ...] = (Stop(task.number),) if task.act.element else ()
    if not task.act.target:
        return first
    put = Before if task.act.kind == "before" else After
    return (*first, put(task.act.target, task.scope))
