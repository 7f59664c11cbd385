"""What a worker outside sees of the variables of the service tasks that were lent to him."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from engine.canonical import loads
from engine.commands.answers import sight_of, variables
from engine.library import Library
from engine.queries.own_values import own_values
from engine.store import Reading
from engine.store.external_offers import case_values
from engine.store.reading import Row

__all__ = ["local_values", "seen_values"]

Values = dict[str, Any]


def seen_values(
    reading: Reading, library: Library, rows: Sequence[Row], names: Collection[str] | None
) -> dict[tuple[int, int], Values]:
    """The variables that each task sees, by (case, n); of these names, None: all. Erased ones are left out."""
    plain = [row for row in rows if row["scope"] is None and row["item"] is None]
    held: dict[int, Values] = {row["case_id"]: {} for row in plain}
    for found in case_values(reading, held, names):
        held[found["case_id"]][found["name"]] = loads(bytes(found["value"]))
    seen = {(row["case_id"], row["n"]): held[row["case_id"]] for row in plain}
    for row in rows:
        if (row["case_id"], row["n"]) not in seen:
            every = variables(reading, row["case_id"], sight_of(library.definition(reading, row["definition_id"]), row))
            seen[row["case_id"], row["n"]] = _named(every, names)
    return seen


def local_values(reading: Reading, library: Library, row: Row, names: Collection[str] | None) -> Values:
    """The variables that stand with the task itself: its input mappings, and the item of its loop."""
    return _named(own_values(reading, library.definition(reading, row["definition_id"]), row), names)


def _named(values: Mapping[str, Any], names: Collection[str] | None) -> Values:
    return {name: value for name, value in values.items() if names is None or name in names}
