"""What tests look at in a case: its row, open tasks, variables, incidents and events."""

from __future__ import annotations

from typing import Any

from engine.commands.answers import variables
from engine.events import Event
from engine.store.cases import CASE, OPEN_INCIDENTS, OPEN_TASKS
from engine.store.history import stream
from tests.commands.world import World

__all__ = ["events", "incidents", "kinds", "open_at", "row", "values", "wait_at"]


def row(world: World, case: int) -> dict[str, Any]:
    """The row of a case."""
    with world.store.reading() as reading:
        found = reading.one(CASE, case=case)
    assert found is not None
    return found


def open_at(world: World, case: int) -> dict[str, str]:
    """Element -> outer id of the open tasks of a case, of several at one element the first."""
    with world.store.reading() as reading:
        rows = reading.all(OPEN_TASKS, case=case)
    return {task["element"]: f"{case}-{task['n']}" for task in reversed(rows)}


def values(world: World, case: int) -> dict[str, Any]:
    """The variables of a case."""
    with world.store.reading() as reading:
        return variables(reading, case)


def incidents(world: World, case: int) -> list[dict[str, Any]]:
    """The open incidents of a case."""
    with world.store.reading() as reading:
        return reading.all(OPEN_INCIDENTS, case=case)


def events(world: World, case: int) -> list[Event]:
    """The events of a case."""
    with world.store.reading() as reading:
        return stream(reading, case)


def kinds(world: World, case: int) -> list[str]:
    """The kinds of the events of a case."""
    return [event.kind for event in events(world, case)]


def wait_at(world: World, case: int, element: str) -> int:
    """The last token that began to wait at an element."""
    rows = [row for event in events(world, case) for row in event.data.get("waits", ())]
    return int(max(n for n, found, _ in rows if found == element))
