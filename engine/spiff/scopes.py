"""The scopes around a token: which there are, what expressions see in them, where a value is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.spiff.case import Case
from engine.spiff.loop_state import LoopState
from engine.spiff.mapping import Mapped, said
from engine.spiff.shapes import LoopShape
from engine.spiff.tokens import Compiled, Written
from engine.spiff.values import ITEMS, View

__all__ = ["chain", "counted", "give", "holders", "home", "item_of", "put", "text", "view", "write"]

_COUNTERS: Final = ("nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances")


def chain(case: Case, scope: int) -> list[int]:
    """The numbers of a scope and of those around it, without the case; an item without a row stands in its loop."""
    found: list[int] = []
    while scope:
        found.append(scope)
        scope = _around(case, scope)
    return found


def _around(case: Case, scope: int) -> int:
    row = case.state.rows.get(scope)
    if row is not None:
        return row.scope
    for n, loop in case.state.loops.items():
        if loop.index(scope) is not None:
            return n
    return 0


def item_of(case: Case, scope: int) -> tuple[int, LoopState, int] | None:
    """For an item of a list: the number of its loop, the loop, and its place."""
    if not case.state.loops:
        return None
    n = _around(case, scope)
    loop = case.state.loops.get(n)
    if loop is None or _loop_spec(case, n).loop == "standard":
        return None
    index = loop.index(scope)
    return None if index is None else (n, loop, index)


def _loop_spec(case: Case, n: int) -> LoopShape:
    spec: Any = case.spec.waits[case.state.rows[n].node]
    found: LoopShape = spec
    return found


def holders(case: Case, scope: int) -> tuple[int, ...]:
    """Of the scopes around, those that may hold variables: items, loops, activities with input mappings."""
    if not case.spec.scoped or not scope:
        return ()
    found = []
    for n in chain(case, scope):
        row = case.state.rows.get(n)
        declares = row is not None and bool(case.spec.waits[row.node].mapped_in)
        list_of = n in case.state.loops and _loop_spec(case, n).loop != "standard"
        if declares or list_of or item_of(case, n) is not None:
            found.append(n)
    return tuple(found)


def view(case: Case, scope: int) -> Any:
    """The values that an expression sees in a scope; `get` gives one."""
    state = case.state
    if not case.spec.scoped and not state.far:
        return state.values
    scopes = chain(case, scope)
    return View(case.variables, scopes, _extra(case, scopes))


def _extra(case: Case, scopes: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The variables of items and loops among the scopes that are worked out, not kept."""
    extra: dict[int, dict[str, Any]] = {}
    if case.state.loops:
        for n in scopes:
            found = item_of(case, n)
            if found is not None:
                extra[n] = _item(case, *found)
            if n in case.state.loops:
                extra[n] = extra.get(n, {}) | _counters(case, n)
    return extra


def _item(case: Case, n: int, loop: LoopState, index: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"loopCounter": index}
    name = _loop_spec(case, n).item
    if name is not None and case.variables.has(n, ITEMS):
        facts[name] = lambda: _at(case.variables.get(n, ITEMS), index)
    return facts


def _at(items: Any, index: int) -> Any:
    return items[index] if isinstance(items, list | tuple) and index < len(items) else None


def counted(case: Case, scope: int, done: int) -> View:
    """What the condition of a standard loop sees: the scope around it, and how many turns are done."""
    scopes = chain(case, scope)
    return View(case.variables, [-1, *scopes], _extra(case, scopes) | {-1: {"loopCounter": done}})


def _counters(case: Case, n: int) -> dict[str, Any]:
    loop = case.state.loops[n]
    if _loop_spec(case, n).loop == "standard":
        return {"loopCounter": loop.done}
    return dict(zip(_COUNTERS, (loop.total, loop.done, loop.active), strict=True))


def home(case: Case, scope: int, name: str) -> int:
    """Where a value is kept that is given in a scope: the nearest item or scope that declares the name, or 0."""
    if not case.spec.scoped:
        return 0
    for n in chain(case, scope):
        row = case.state.rows.get(n)
        if row is not None and name in case.spec.waits[row.node].declared:
            return n
        if item_of(case, n) is not None:
            return n
    return 0


def give(case: Case, scope: int, values: Mapping[str, object]) -> None:
    """Keeps values that somebody gave in a scope; the case remembers the homes that are not its own."""
    for name, value in values.items():
        at = home(case, scope, name)
        if at:
            case.homes[name] = at
        if name in case.spec.reads:
            case.variables.put(at, name, value)


def put(case: Case, scope: int, name: str, value: object) -> None:
    """The move itself writes a variable of one scope."""
    case.written = [one for one in case.written if (one.scope, one.name) != (scope, name)]
    case.written.append(Written(scope, name, value))
    if name in case.spec.reads or name == ITEMS:
        case.variables.put(scope, name, value)


def write(case: Case, inside: int, outside: int, outputs: Iterable[Mapped]) -> None:
    """Output mappings: evaluated inside one after the other, written outside."""
    for one in outputs:
        value = one.source.run(view(case, inside))
        put(case, home(case, outside, one.name), one.name, value)


def text(compiled: Compiled | None, values: Any) -> str | None:
    """A key as text: text stays, other values are written as JSON."""
    value = None if compiled is None else compiled(values)
    return None if value is None else said(value)
