"""What an expression sees: the variables of the scopes around it, the nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from engine.canonical import dumps
from engine.spiff.refusals import ValueMissing
from engine.spiff.state import CaseState
from engine.spiff.tokens import Look

__all__ = ["GONE", "ITEMS", "Variables", "View"]

ITEMS: Final = "$items"
GONE: Final = object()
"""Stands for the value of a variable that is to be there no more."""
LARGE: Final = 1_000
_SHORT: Final = LARGE // 6
"""Letters that no escape makes longer than LARGE."""


class Variables:
    """The variables of a case while it moves: what stands in its state, what was given, what stands outside."""

    def __init__(self, state: CaseState, look: Look | None) -> None:
        self.state: Final = state
        self._look = look
        self._fresh: dict[tuple[int, str], object] = {}

    def put(self, scope: int, name: str, value: object) -> None:
        """Keeps a value; a large one stands outside the state from the next move on."""
        state = self.state
        self._fresh[scope, name] = value
        near = state.values if scope == 0 else state.local.setdefault(scope, {})
        if _large(value):
            near.pop(name, None)
            state.far.add((scope, name))
            if scope and not near:
                del state.local[scope]
        else:
            near[name] = value
            state.far.discard((scope, name))

    def take(self, scope: int, name: str) -> None:
        """A scope has the variable no more; what it hid is seen again."""
        state = self.state
        near = state.values if scope == 0 else state.local.get(scope, {})
        near.pop(name, None)
        state.far.discard((scope, name))
        self._fresh.pop((scope, name), None)
        if scope and not near:
            state.local.pop(scope, None)

    def drop(self, scope: int) -> None:
        """A scope is gone, and its variables with it."""
        state = self.state
        state.local.pop(scope, None)
        if state.far:
            state.far = {one for one in state.far if one[0] != scope}

    def has(self, scope: int, name: str) -> bool:
        """Whether a scope has the variable."""
        state = self.state
        near = state.values if scope == 0 else state.local.get(scope, ())
        return name in near or (scope, name) in state.far

    def get(self, scope: int, name: str) -> Any:
        """The variable of a scope that has it. Raises ValueMissing."""
        state = self.state
        near = state.values if scope == 0 else state.local.get(scope, {})
        if name in near:
            return near[name]
        if (scope, name) not in self._fresh:
            if self._look is None:
                raise ValueMissing(name)
            self._fresh[scope, name] = self._look([scope], name).get(scope)
        return self._fresh[scope, name]

    def collect(self, scopes: Sequence[int], name: str) -> dict[int, Any]:
        """The variable of each scope that has or had it. Raises ValueMissing."""
        found = {scope: self._fresh[scope, name] for scope in scopes if (scope, name) in self._fresh}
        for scope in scopes:
            if scope not in found and name in self.state.local.get(scope, ()):
                found[scope] = self.state.local[scope][name]
        rest = [scope for scope in scopes if scope not in found]
        if rest:
            if self._look is None:
                raise ValueMissing(name)
            found |= self._look(rest, name)
        return found


class View:
    """The values that an expression sees in some scopes; `extra` are those that are worked out, by scope."""

    __slots__ = ("_extra", "_scopes", "_variables")

    def __init__(self, variables: Variables, scopes: Sequence[int], extra: dict[int, dict[str, Any]]) -> None:
        self._variables = variables
        self._scopes = scopes
        self._extra = extra

    def get(self, name: str, default: object = None) -> Any:
        """The value in the nearest scope that has the name, else the case's, else the default."""
        variables, extra = self._variables, self._extra
        for scope in self._scopes:
            if variables.has(scope, name):
                return variables.get(scope, name)
            if scope in extra and name in extra[scope]:
                found = extra[scope][name]
                return found() if callable(found) else found
        return variables.get(0, name) if variables.has(0, name) else default


def _large(value: object) -> bool:
    if isinstance(value, str):
        return len(value) > _SHORT and len(dumps(value)) > LARGE
    return isinstance(value, list | tuple | dict | bytes | int) and not isinstance(value, bool) and _long(value)


def _long(value: Any) -> bool:
    if isinstance(value, int):
        return value.bit_length() > 3 * LARGE
    return bool(value) and len(dumps(value)) > LARGE
