"""A program: a process ready to run, shared by all its cases and threads; state goes in and out as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, Final, NamedTuple

from SpiffWorkflow.util.task import TaskState

from bpmn.net import Net
from engine.spiff.build import ProgramSpec, build
from engine.spiff.case import Case
from engine.spiff.catching import occur, seek, seek_on
from engine.spiff.loops import LoopSpec
from engine.spiff.modify import extend, modify
from engine.spiff.refusals import NotCaught, NotOpen
from engine.spiff.resting import finished, settle
from engine.spiff.rows import clear, find, item_row, spec_of
from engine.spiff.scopes import give, holders
from engine.spiff.state import CaseState, Row, decode, encode
from engine.spiff.subprocess import ScopeSpec
from engine.spiff.tokens import Compile, Instruction, Limits, Look, Move, Scope, Thrown, Token
from engine.spiff.values import GONE
from engine.spiff.waits import CallSpec

__all__ = ["Program", "load"]

_COMPLETED: Final = frozenset({"user", "manual", "service", "receive", "call"})
_FIRED: Final = frozenset({"timer"})
_RECEIVED: Final = frozenset({"message", "signal", "receive"})
_RAISED: Final = frozenset({"service", "call", "user", "manual"})


class _Act(NamedTuple):
    state: bytes
    token: int
    kinds: frozenset[str]


def load(net: Net, compile_expression: Compile, *, zone: tzinfo = UTC, limits: Limits | None = None) -> Program:
    """The program of a net; dates without an offset and calendar spans are the zone's. Raises ProgramRefused."""
    return Program(build(net, compile_expression, zone), limits or Limits())


class Program:
    """Moves cases of one process. It never changes; a refusal leaves the case's bytes as they were.

    All moves raise NoFlow,
    TooManySteps, TimerUnreadable, LoopUnreadable, ValueMissing; those of a token NotOpen.
    """

    __slots__ = ("_limits", "_look", "_spec", "reads")

    def __init__(self, spec: ProgramSpec, limits: Limits, look: Look | None = None) -> None:
        self._spec = spec
        self._look = look
        self._limits = limits
        self.reads: Final = spec.reads

    def start(self, values: Mapping[str, object], now: datetime, at: str | None = None) -> Move:
        """A new case; `at` is the element of the start with a trigger that begins it."""
        case = self._case(CaseState(), now)
        starts = self._spec.start.outputs if at is None else [self._trigger(at)]
        give(case, 0, values)
        case.defer(case.spawn(spec, 0) for spec in starts)
        case.task_tree._ready()
        return self._moved(case)

    def seeing(self, look: Look) -> Program:
        """The same program, with who gives the values that stand outside the state of the case that it moves next."""
        return Program(self._spec, self._limits, look)

    def complete(self, state: bytes, token: int, values: Mapping[str, object], now: datetime) -> Move:
        """Completes an open activity: user, manual, service or receive task; or a call whose case has ended."""
        return self._take(_Act(state, token, _COMPLETED), values, now)

    def fire(self, state: bytes, token: int, values: Mapping[str, object], now: datetime) -> Move:
        """A waiting timer occurs; the caller knows that it is due."""
        return self._take(_Act(state, token, _FIRED), values, now)

    def receive(self, state: bytes, token: int, values: Mapping[str, object], now: datetime) -> Move:
        """A waiting message or signal arrives, for an event or a receive task."""
        return self._take(_Act(state, token, _RECEIVED), values, now)

    def throw(self, state: bytes, token: int, thrown: Thrown, now: datetime) -> Move:
        """Who does an activity raises an error or escalation; its values are kept outside the activity.

        An escalation leaves the activity open unless its catcher interrupts. Also raises NotCaught.
        """
        case, row = self._open(_Act(state, token, _RAISED), now)
        around = row.scope if row.scope not in case.state.loops else case.state.rows[row.scope].scope
        give(case, around, thrown.values)
        element = case.spec.waits[row.node].element
        catcher = seek_on(case, thrown.kind, thrown.code, row.n) or seek(case, thrown.kind, thrown.code, around)
        if catcher is not None:
            case.queue(occur(case, catcher, thrown))
        elif thrown.kind == "error":
            raise NotCaught(element, thrown.code)
        else:
            case.escalated.append(thrown)
        return self._moved(case)

    def change(self, state: bytes, scope: int, values: Mapping[str, object], now: datetime) -> Move:
        """Variables are changed from outside, in the scope of that number; NotOpen for one that is not there.

        A variable whose value is GONE is there no more.
        """
        case = self._case(decode(state, self._spec.waits), now)
        if scope:
            find(case, scope)
        for name, value in values.items():
            if value is GONE:
                case.variables.take(scope, name)
                continue
            if scope:
                case.homes[name] = scope
            if name in self.reads:
                case.variables.put(scope, name, value)
        return self._moved(case)

    def extend(self, state: bytes, loop: int, items: Sequence[object], now: datetime) -> Move:
        """Further items for a running multi-instance activity. Also raises CannotModify."""
        case = self._case(decode(state, self._spec.waits), now)
        extend(case, loop, items)
        return self._moved(case)

    def modify(self, state: bytes, instructions: Sequence[Instruction], now: datetime) -> Move:
        """Moves tokens by hand, all instructions or none. Also raises CannotModify."""
        case = self._case(decode(state, self._spec.waits), now)
        modify(case, instructions)
        return self._moved(case)

    def recalled(self, before: bytes, state: bytes) -> bytes:
        """The case as it was before its last move, `before`, whose numbers are not given out again."""
        found = decode(before, self._spec.waits)
        found.counter = decode(state, self._spec.waits).counter
        return encode(found)

    def open(self, state: bytes) -> tuple[Token, ...]:
        """Everything that waits for somebody or something now, by number. Raises StateUnreadable."""
        case = self._case(decode(state, self._spec.waits), datetime.now(UTC))
        rows = list(case.state.rows.values())
        for n, loop in case.state.loops.items():
            rows += [item_row(spec_of(case, n), n, item) for item in loop.opened()]
        waits = self._spec.waits
        return tuple(waits[row.node].token(row, case) for row in sorted(rows) if waits[row.node].waits is not None)

    def scopes(self, state: bytes) -> tuple[Scope, ...]:
        """Open sub-processes and loops, by number. Raises StateUnreadable."""
        case = self._case(decode(state, self._spec.waits), datetime.now(UTC))
        found = []
        for row in case.state.rows.values():
            spec, around = self._spec.waits[row.node], holders(case, row.scope)
            if isinstance(spec, LoopSpec):
                loop = case.state.loops[row.n]
                total = None if spec.loop == "standard" else loop.total
                found.append(Scope(row.n, spec.element, "loop", around, total, loop.done, loop.active))
            elif isinstance(spec, ScopeSpec):
                found.append(Scope(row.n, spec.element, "scope", around))
        return tuple(sorted(found))

    def around(self, state: bytes) -> dict[int, int]:
        """For everything that is open, by number, the sub-process or loop around it; 0 is the case itself."""
        found: dict[int, int] = {}
        case = self._case(decode(state, self._spec.waits), datetime.now(UTC))
        for row in case.state.rows.values():
            found[row.n] = row.scope
        for n, loop in case.state.loops.items():
            found |= dict.fromkeys(loop.opened(), n)
        return found

    def returned(self, element: str, variables: Mapping[str, object]) -> dict[str, object]:
        """What comes out of the variables of a case that the call activity has called."""
        for spec in self._spec.waits.values():
            if isinstance(spec, CallSpec) and spec.element == element and spec.node.call is not None:
                found = dict(variables) if spec.node.call.all_out else {}
                return found | {one.name: one.source.run(variables) for one in spec.outs}
        raise KeyError(element)

    def _trigger(self, element: str) -> Any:
        for id in self._spec.net.triggers:
            if self._spec.nodes[id].element == element:
                return self._spec.nodes[id]
        raise KeyError(element)

    def _open(self, act: _Act, now: datetime) -> tuple[Case, Row]:
        case = self._case(decode(act.state, self._spec.waits), now)
        row = find(case, act.token)
        spec = self._spec.waits[row.node]
        if spec.waits is None or spec.kind_of(row) not in act.kinds:
            raise NotOpen(act.token)
        return case, row

    def _take(self, act: _Act, values: Mapping[str, object], now: datetime) -> Move:
        case, row = self._open(act, now)
        spec = self._spec.waits[row.node]
        inside = row.n if spec.mapped_in or spec.body is not None else row.scope
        give(case, inside, values)
        task = case.spawn(spec, row.scope)
        task.number, task.occurred = row.n, True
        case.live[row.n] = task
        task._set_state(TaskState.READY)
        case.queue(task)
        return self._moved(case)

    def _case(self, state: CaseState, now: datetime) -> Case:
        if now.tzinfo is None:
            raise ValueError("now must be an aware time")
        case = Case(self._spec, state, now, self._limits).seeing(self._look)
        case.settle = settle
        return case

    def _moved(self, case: Case) -> Move:
        case.rest()
        state, waits = case.state, self._spec.waits
        over = finished(case)
        if over and state.rows:
            clear(case, 0)
        waiting = any(waits[row.node].waits for row in state.rows.values()) or any(
            loop.open for loop in state.loops.values()
        )
        return Move(
            state=encode(state),
            opened=tuple(case.opened[n] for n in sorted(case.opened)),
            closed=tuple(case.closed),
            path=tuple(case.path),
            ended=tuple(case.ended),
            finished=over,
            stuck=not over and not waiting,
            sent=tuple(case.sent),
            homes=case.homes,
            written=tuple(case.written),
            uncaught=case.uncaught,
            escalated=tuple(case.escalated),
        )
