"""A program: a process ready to run, shared by all its cases and threads; state goes in and out as bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final, NamedTuple

from bpmn.net import Net
from engine.spiff.build import ProgramSpec, build
from engine.spiff.case import Case
from engine.spiff.refusals import NotOpen
from engine.spiff.state import CaseState, decode, encode
from engine.spiff.tokens import Compile, Limits, Move, Token

__all__ = ["Program", "load"]

_COMPLETED: Final = frozenset({"user", "manual", "service", "receive"})
_FIRED: Final = frozenset({"timer", "boundary_timer"})
_RECEIVED: Final = frozenset({"message", "boundary_message", "receive"})


def load(net: Net, compile_expression: Compile, *, zone: tzinfo = UTC, limits: Limits | None = None) -> Program:
    """The program of a net; dates without an offset and calendar spans are the zone's. Raises ProgramRefused."""
    return Program(build(net, compile_expression, zone), limits or Limits())


class Program:
    """Moves cases of one process. It never changes; a refusal leaves the case's bytes as they were."""

    __slots__ = ("_limits", "_spec", "reads")

    def __init__(self, spec: ProgramSpec, limits: Limits) -> None:
        self._spec = spec
        self._limits = limits
        self.reads: Final = spec.reads

    def start(self, values: Mapping[str, object], now: datetime) -> Move:
        """A new case. Raises NoFlow, TooManySteps, TimerUnreadable."""
        case = self._case(CaseState(), values, now)
        case.task_tree._ready()
        return self._moved(case)

    def complete(self, state: bytes, token: int, values: Mapping[str, object], now: datetime) -> Move:
        """Completes an open activity: user, manual, service or receive task. Raises NotOpen and as `start`."""
        return self._take(state, _Act(token, _COMPLETED), values, now)

    def fire(self, state: bytes, token: int, values: Mapping[str, object], now: datetime) -> Move:
        """A waiting timer occurs; the caller knows that it is due. Raises NotOpen and as `start`."""
        return self._take(state, _Act(token, _FIRED), values, now)

    def receive(self, state: bytes, token: int, values: Mapping[str, object], now: datetime) -> Move:
        """A waiting message arrives, for an event or a receive task. Raises NotOpen and as `start`."""
        return self._take(state, _Act(token, _RECEIVED), values, now)

    def open(self, state: bytes) -> tuple[Token, ...]:
        """Everything that waits now, by number. Raises StateUnreadable."""
        waits = self._spec.waits
        return tuple(waits[row.node].token(row) for row in decode(state, waits).rows.values())

    def _take(self, state: bytes, act: _Act, values: Mapping[str, object], now: datetime) -> Move:
        found = decode(state, self._spec.waits)
        row = found.rows.get(act.token)
        if row is None or self._spec.waits[row.node].node.kind not in act.kinds:
            raise NotOpen(act.token)
        case = self._case(found, values, now)
        task = case.restore(act.token)
        if task.task_spec.manual:
            task.run()
        else:
            task.task_spec.catch(task, None)
            task.task_spec._update(task)
        return self._moved(case)

    def _case(self, state: CaseState, values: Mapping[str, object], now: datetime) -> Case:
        if now.tzinfo is None:
            raise ValueError("now must be an aware time")
        for name in self.reads:
            if name in values:
                state.values[name] = values[name]
        return Case(self._spec, state, now, self._limits)

    def _moved(self, case: Case) -> Move:
        case.rest()
        state = case.state
        return Move(
            state=encode(state),
            opened=tuple(case.opened),
            closed=tuple(case.closed),
            path=tuple(case.path),
            ended=tuple(case.ended),
            finished=not state.rows and not state.arrivals,
            stuck=not state.rows and bool(state.arrivals),
        )


class _Act(NamedTuple):
    token: int
    kinds: frozenset[str]
