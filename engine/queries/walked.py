"""The passages of some cases with what people know of them: who held the task, which case was called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.library import Definition, Library
from engine.queries.passages import Passage, passages
from engine.store import Reading
from engine.store.history import stream
from engine.store.history_lists import CALLED_CASES, HOLDERS
from engine.store.reading import Row

__all__ = ["Walked", "walked"]


@dataclass(frozen=True, slots=True)
class Walked:
    """One case: its row, its definition, its passages in the order of entering.

    `holders` are the people who hold or held its tasks, by number, `called` the cases that it called, by token.
    """

    row: Row
    definition: Definition
    passages: list[Passage]
    holders: Mapping[int, str | None]
    called: Mapping[int, int]


def walked(reading: Reading, library: Library, row: Row) -> Walked:
    """The case of a row with `id` and `definition_id`."""
    definition = library.definition(reading, row["definition_id"])
    elements = definition.process.elements
    calls = any(element.call is not None for element in elements.values())
    called = reading.all(CALLED_CASES, case=row["id"]) if calls else []
    return Walked(
        row=row,
        definition=definition,
        passages=passages(stream(reading, row["id"]), elements),
        holders={task["n"]: task["assignee"] for task in reading.all(HOLDERS, case=row["id"])},
        called={one["parent_n"]: one["id"] for one in called},
    )
