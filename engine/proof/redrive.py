"""Drives the executor again from the recorded answers; it must reach the state that is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engine.canonical import loads
from engine.events import MOVES, Event, variables_set, written_key
from engine.library import Definition, Library
from engine.spiff import GONE, ITEMS, After, Before, Instruction, Move, Program, Stop, Thrown
from engine.store import Reading
from engine.store.history import answers, stream
from engine.store.reading import Row

__all__ = ["Erased", "before_last_move", "redrive"]

Step = Callable[["_Case", Program, bytes, Event], Move]


class Erased(LookupError):
    """A value that the flow depends on was erased: only the recorded flows can be followed."""


def redrive(reading: Reading, library: Library, case: int) -> bytes | None:
    """The state bytes that the recorded answers lead to; None when the case has ended. Raises Erased.

    Variables are followed here by themselves, scope by scope, and not read from their rows.
    """
    return _driven(reading, library, case).state


def before_last_move(reading: Reading, library: Library, case: int) -> bytes | None:
    """The state bytes that the case had before its last move; None before the first. Raises Erased."""
    return _driven(reading, library, case).before


def _driven(reading: Reading, library: Library, case: int) -> _Case:
    events = stream(reading, case)
    driven = _Case(library.definition(reading, events[0].data["definition"]), answers(reading, case))
    for event in events:
        if event.kind in MOVES:
            driven.move(event)
        elif event.kind == "CompletionWithdrawn":
            driven.recall(event)
        elif event.kind in ("CaseCompleted", "CaseCancelled"):
            driven.state = None
            break
    return driven


class _Case:
    """A case while it is driven: its definition, the recorded answers, and where each variable stands."""

    def __init__(self, definition: Definition, kept: Mapping[tuple[int, str], Row]) -> None:
        self._definition, self._kept = definition, kept
        self._variables: dict[tuple[int, str], tuple[int, str]] = {}
        self.state: bytes | None = None
        self.before: bytes | None = None

    def move(self, event: Event) -> None:
        """Follows a move."""
        self.before, self.state = self.state, self.step(event, self.state).state
        self.keep(event)

    def recall(self, event: Event) -> None:
        """Goes back before the last move, as the event says of the variables."""
        assert self.before is not None
        assert self.state is not None
        self.state = self._definition.program.recalled(self.before, self.state)
        for scope, name, number, key in event.data.get("restored", ()):
            self._variables[scope, name] = (number, key or name)
        for scope, name in event.data.get("removed", ()):
            self._variables.pop((scope, name), None)

    def step(self, event: Event, state: bytes | None) -> Move:
        """The move of an event once more."""
        program = self._definition.program
        if event.kind == "CaseStarted":
            return program.start(self.values(event), event.recorded_at, event.data.get("at"))
        assert state is not None
        return _STEPS[event.kind](self, program.seeing(self._look), state, event)

    def keep(self, event: Event) -> None:
        """Notes the variables that an event set."""
        for scope, name, key in variables_set(event.data):
            self._variables[scope, name] = (event.number, key or name)
        for scope, name in event.data.get("removed", ()):
            self._variables.pop((scope, name), None)

    def values(self, event: Event) -> dict[str, Any]:
        """What was given: an erased value that nothing reads stands as nothing."""
        names = (name for name in event.data.get("answers", ()) if not name.startswith("$"))
        return {name: self._given(event, name) for name in names}

    def value(self, number: int, name: str) -> Any:
        """The answer of an event. Raises Erased."""
        row = self._kept.get((number, name))
        if row is None or row["value"] is None:
            raise Erased(name)
        return loads(bytes(row["value"]))

    def _given(self, event: Event, name: str) -> Any:
        if name in self._definition.program.reads:
            return self.value(event.number, name)
        row = self._kept.get((event.number, name))
        return None if row is None or row["value"] is None else loads(bytes(row["value"]))

    def _look(self, scopes: Sequence[int], name: str) -> Mapping[int, object]:
        found = {scope: self._variables[scope, name] for scope in scopes if (scope, name) in self._variables}
        return {scope: self.value(number, key) for scope, (number, key) in found.items()}


def _complete(field: str) -> Step:
    return lambda case, program, state, event: program.complete(
        state, event.data[field], case.values(event), event.recorded_at
    )


def _fire(_: _Case, program: Program, state: bytes, event: Event) -> Move:
    return program.fire(state, event.data["n"], {}, event.recorded_at)


def _receive(case: _Case, program: Program, state: bytes, event: Event) -> Move:
    return program.receive(state, event.data["n"], case.values(event), event.recorded_at)


def _throw(case: _Case, program: Program, state: bytes, event: Event) -> Move:
    message = case.value(event.number, "$galat") if "$galat" in event.data.get("answers", ()) else None
    values = case.values(event)
    kind, code = event.kind, event.data["code"]
    thrown = Thrown("error" if kind == "ErrorReceived" else "escalation", code, message, values)
    return program.throw(state, event.data["n"], thrown, event.recorded_at)


def _modify(_: _Case, program: Program, state: bytes, event: Event) -> Move:
    instructions = [_instruction(one) for one in event.data["instructions"]]
    return program.modify(state, instructions, event.recorded_at)


def _instruction(said: Sequence[Any]) -> Instruction:
    if said[0] == "stop":
        return Stop(said[1])
    return Before(*said[1:]) if said[0] == "before" else After(*said[1:])


def _extend(case: _Case, program: Program, state: bytes, event: Event) -> Move:
    n, count = event.data["n"], event.data["count"]
    items = case.value(event.number, written_key(n, ITEMS))[-count:]
    return program.extend(state, n, items, event.recorded_at)


def _change(case: _Case, program: Program, state: bytes, event: Event) -> Move:
    values = {name: GONE for _, name in event.data.get("removed", ())} | case.values(event)
    return program.change(state, event.data["scope"], values, event.recorded_at)


_STEPS: Final[Mapping[str, Step]] = {
    "CallReturned": _complete("n"),
    "CaseModified": _modify,
    "ErrorReceived": _throw,
    "EscalationReceived": _throw,
    "ExternalTaskCompleted": _complete("n"),
    "ItemsAdded": _extend,
    "MessageReceived": _receive,
    "SignalReceived": _receive,
    "TaskCompleted": _complete("task"),
    "TimerFired": _fire,
    "VariablesChanged": _change,
}
