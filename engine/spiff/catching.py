"""Who catches errors, escalations, cancellations; what an event does when it occurs (BPMN 2.0.2, 10.5, 13.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.case import Case, Step
from engine.spiff.rows import clear, close, spec_of
from engine.spiff.scopes import home, put
from engine.spiff.shapes import caught
from engine.spiff.tokens import Thrown

__all__ = ["Catcher", "interrupt", "occur", "seek", "seek_on"]


@dataclass(frozen=True, slots=True)
class Catcher:
    """An event that catches: on the activity `host`, or (host None) the start of an event sub-process in `scope`."""

    spec: Any
    scope: int
    host: int | None

    @property
    def interrupting(self) -> bool:
        """Whether it cancels what threw."""
        return bool(self.spec.node.interrupting)


def seek(case: Case, kind: str, code: str | None, scope: int) -> Catcher | None:
    """The nearest catcher of what is thrown in a scope, outwards."""
    beside = False
    while True:
        if not beside and kind != "cancel":
            row = case.state.rows.get(scope)
            node = None if row is None else case.spec.waits[row.node].node.id
            starts = [] if _interrupted(case, scope) else [o for o in case.spec.handlers_of(node) if not o.listens]
            found = _best(starts, kind, code)
            if found is not None:
                return Catcher(found, scope, None)
        if not scope:
            return None
        spec = spec_of(case, scope)
        if spec.node.triggered:
            beside, scope = True, case.state.rows[scope].scope
            continue
        beside = False
        found_on = seek_on(case, kind, code, scope)
        if found_on is not None or kind == "cancel":
            return found_on
        scope = case.state.rows[_whole(case, scope)].scope


def _interrupted(case: Case, scope: int) -> bool:
    """Whether an interrupting event sub-process has begun in a scope: nothing listens there any more."""
    return scope in case.state.shut


def seek_on(case: Case, kind: str, code: str | None, n: int) -> Catcher | None:
    """The catcher on an open activity; on the loop as a whole when it is a turn of one."""
    host = _whole(case, n)
    found = _best(spec_of(case, host).catchers, kind, code)
    return None if found is None else Catcher(found, case.state.rows[host].scope, host)


def _whole(case: Case, n: int) -> int:
    """The loop whose turn an activity is, or the activity."""
    row = case.state.rows.get(n)
    if row is None:
        return next(number for number, loop in case.state.loops.items() if loop.has(n))
    return row.scope if row.scope in case.state.loops else n


def _best(specs: Sequence[Any], kind: str, code: str | None) -> Any:
    fitting = [(-caught(one.node.trigger, code), place) for place, one in enumerate(specs) if _fits(one, kind, code)]
    return specs[min(fitting)[1]] if fitting else None


def _fits(spec: Any, kind: str, code: str | None) -> bool:
    trigger = spec.node.trigger
    return trigger is not None and trigger.kind == kind and caught(trigger, code) > 0


def occur(case: Case, catcher: Catcher, thrown: Thrown | None = None) -> Step:
    """The event occurs: what it interrupts is cancelled; gives the task that goes on from it, READY."""
    if catcher.interrupting:
        interrupt(case, catcher)
    if thrown is not None:
        _tell(case, catcher, thrown)
    task = case.spawn(catcher.spec, catcher.scope, TaskState.WAITING)
    task.occurred = True
    task._set_state(TaskState.READY)
    return task


def interrupt(case: Case, catcher: Catcher) -> None:
    """Cancels the activity, or all else in the scope."""
    if catcher.host is None:
        clear(case, catcher.scope)
        case.state.shut.add(catcher.scope)
        return
    case.left(spec_of(case, catcher.host))
    close(case, catcher.host, cancelled=True)


def _tell(case: Case, catcher: Catcher, thrown: Thrown) -> None:
    trigger = catcher.spec.node.trigger
    for name, value in ((trigger.code_variable, thrown.code), (trigger.message_variable, thrown.message)):
        if name is not None:
            put(case, home(case, catcher.scope, name), name, value)
