"""Drives the executor again from the recorded answers; it must reach the state that is stored."""

from __future__ import annotations

from typing import Any, Final

from engine.canonical import loads
from engine.events import Event
from engine.library import Definition, Library
from engine.spiff import Move
from engine.store import Reading
from engine.store.history import answers, stream
from engine.store.reading import Row

__all__ = ["Erased", "redrive"]

_MOVES: Final = {
    "CaseStarted": None,
    "TaskCompleted": "task",
    "ExternalTaskCompleted": "n",
    "MessageReceived": "n",
    "TimerFired": "n",
}


class Erased(LookupError):
    """A value that the flow depends on was erased: only the recorded flows can be followed."""


def redrive(reading: Reading, library: Library, case: int) -> bytes | None:
    """The state bytes that the recorded answers lead to; None when the case has ended. Raises Erased."""
    events, kept = stream(reading, case), answers(reading, case)
    definition = library.definition(reading, events[0].data["definition"])
    state: bytes | None = None
    for event in events:
        if event.kind in _MOVES:
            state = _step(definition, event, state, kept).state
        elif event.kind in ("CaseCompleted", "CaseCancelled"):
            return None
    return state


def _step(definition: Definition, event: Event, state: bytes | None, kept: dict[tuple[int, str], Row]) -> Move:
    program, values = definition.program, _values(definition, event, kept)
    field = _MOVES[event.kind]
    if field is None:
        return program.start(values, event.recorded_at)
    assert state is not None
    n = event.data[field]
    if event.kind == "TimerFired":
        return program.fire(state, n, values, event.recorded_at)
    if event.kind == "MessageReceived":
        return program.receive(state, n, values, event.recorded_at)
    return program.complete(state, n, values, event.recorded_at)


def _values(definition: Definition, event: Event, kept: dict[tuple[int, str], Row]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in definition.program.reads & event.data.get("answers", {}).keys():
        row = kept.get((event.number, name))
        if row is None or row["value"] is None:
            raise Erased(name)
        values[name] = loads(bytes(row["value"]))
    return values
