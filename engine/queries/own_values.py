"""The variables of a task or of a scope in a case: what is seen there, and what stands there itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.answers import sight_of, variables
from engine.library import Definition
from engine.store import Reading
from engine.store.reading import Row
from engine.store.scopes import by_scope

__all__ = ["own_values", "scope_values", "seen_values"]


def seen_values(reading: Reading, definition: Definition, row: Row) -> dict[str, Any]:
    """All variables that a task sees, by its row's `case_id`, `n`, `element`, `scope` and `item`."""
    return variables(reading, row["case_id"], sight_of(definition, row))


def own_values(reading: Reading, definition: Definition, row: Row) -> dict[str, Any]:
    """The variables that stand at a task itself: what was set there, and the item of its loop."""
    return _item(reading, definition, row) | scope_values(reading, row["case_id"], row["n"])


def scope_values(reading: Reading, case: int, scope: int) -> dict[str, Any]:
    """The variables that stand in one scope; 0 is the case."""
    held = by_scope(reading, case, [scope] if scope else [])[scope]
    return {name: value for name, value in held.items() if not name.startswith("$")}


def _item(reading: Reading, definition: Definition, row: Mapping[str, Any]) -> dict[str, Any]:
    sight = sight_of(definition, row)
    if sight.item is None:
        return {}
    seen = variables(reading, row["case_id"], sight)
    return {name: seen[name] for name in ("loopCounter", sight.item.name) if name in seen}
