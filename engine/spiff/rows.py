"""Opening and closing what waits: rows of the state, with the events on them and all that is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.spiff.case import Case, Step
from engine.spiff.loop_state import LoopState
from engine.spiff.refusals import NotOpen, TooManySteps
from engine.spiff.scopes import item_of, put, text, view
from engine.spiff.shapes import LoopShape, WaitShape
from engine.spiff.state import Row
from engine.spiff.timing import Cycle
from engine.spiff.tokens import Closed

__all__ = ["Place", "arm", "clear", "close", "find", "item_row", "open_row", "spec_of"]

Due = tuple[int, Cycle | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is opened: its scope, what it listens on, its number when one is set aside, when it is due."""

    scope: int = 0
    host: int | None = None
    n: int | None = None
    due: Due | None = None


def open_row(case: Case, spec: WaitShape, place: Place) -> int:
    """Something begins to wait; its number. Raises TooManySteps, TimerUnreadable, ValueMissing."""
    state = case.state
    if len(state.rows) >= case.limits.tokens:
        raise TooManySteps(f"{case.limits.tokens} tokens are open")
    n = place.n or state.counter + 1
    state.counter = max(state.counter, n)
    state.rows[n] = row = Row(n, spec.key, place.scope, place.host)
    for one in spec.mapped_in:
        put(case, n, one.name, one.source.run(view(case, n)))
    inside = n if spec.mapped_in or place.n else place.scope
    due = place.due
    if due is None and spec.timing is not None:
        due = spec.timing.first(view(case, inside), case.now)
    key = None if spec.correlation is None else text(spec.correlation, view(case, inside))
    if due is not None or key is not None:
        at, cycle = due or (None, None)
        state.rows[n] = row = Row(n, spec.key, place.scope, place.host, at, cycle, key)
    if spec.waits is not None:
        case.opened[n] = spec.token(row, case)
    return n


def arm(case: Case, specs: Sequence[WaitShape], scope: int, host: int | None) -> None:
    """Events begin to listen: those on an activity (`host`), or the starts of a scope's event sub-processes."""
    for spec in specs:
        open_row(case, spec, Place(scope, host))


def spec_of(case: Case, n: int) -> Any:
    """The spec of an open row."""
    return case.spec.waits[case.state.rows[n].node]


def find(case: Case, n: int) -> Row:
    """The row of an open token, also of an item that has none of its own. Raises NotOpen."""
    row = case.state.rows.get(n)
    if row is not None:
        return row
    for number, loop in case.state.loops.items():
        if loop.has(n):
            return item_row(spec_of(case, number), number, n)
    raise NotOpen(n)


def item_row(spec: LoopShape, loop: int, n: int) -> Row:
    """What stands for an item without a row."""
    return Row(n, spec.inner.key, loop)


def close(case: Case, n: int, *, cancelled: bool, keep: Step | None = None) -> None:
    """A row is closed, with the events on it, and with all that is in it as cancelled; `keep`: the task that runs."""
    state = case.state
    row = state.rows.pop(n, None)
    if row is None:
        _close_item(case, n, cancelled)
        return
    spec = case.spec.waits[row.node]
    _forget(case, n, keep)
    _note(case, Closed(n, spec.element, spec.kind_of(row), cancelled) if spec.waits else None)
    if spec.waits is None:
        clear(case, n)
        _shut_items(case, state.loops.pop(n, None), spec)
        state.shut.discard(n)
    if spec.events or spec.waits is None:
        for guest in [one.n for one in state.rows.values() if one.host == n]:
            close(case, guest, cancelled=cancelled, keep=keep)
    if case.spec.scoped or state.far:
        case.variables.drop(n)


def clear(case: Case, scope: int) -> None:
    """Cancels all that is left in a scope: rows, tokens at joins, tokens under way."""
    state = case.state
    if scope in state.arrivals:
        del state.arrivals[scope]
    case.forget([scope])
    for n in [row.n for row in state.rows.values() if row.scope == scope]:
        if n in state.rows:
            armed = case.spec.waits[state.rows[n].node].armed
            close(case, n, cancelled=not armed)


def _close_item(case: Case, n: int, cancelled: bool) -> None:
    found = item_of(case, n)
    assert found is not None
    number, loop, _ = found
    if not loop.has(n):
        return
    loop.clear(n)
    inner = spec_of(case, number).inner
    _note(case, Closed(n, inner.element, inner.waits, cancelled) if inner.waits else None)
    case.variables.drop(n)


def _shut_items(case: Case, loop: LoopState | None, spec: Any) -> None:
    """The open items of a loop that ends are cancelled."""
    if loop is None:
        return
    inner = spec.inner
    for n in list(loop.opened()):
        if inner.waits:
            _note(case, Closed(n, inner.element, inner.waits, True))
        case.variables.drop(n)


def _forget(case: Case, n: int, keep: Step | None) -> None:
    task = case.live.pop(n, None)
    if task is not None and task is not keep and task.id in case.tasks:
        case.drop(task)


def _note(case: Case, closed: Closed | None) -> None:
    """What was opened in the same move was never there."""
    if closed is not None and case.opened.pop(closed.n, None) is None:
        case.closed.append(closed)
