"""What the data of a move say: the tasks that it opened and closed, and the variables that it set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

__all__ = ["OpenedTask", "closed_tasks", "due_times", "home_of", "opened_tasks", "variables_set", "written_key"]

_PLAIN: Final = 4  # what stands in `opened` for a task without scopes


class OpenedTask(NamedTuple):
    """A task as a move opens it; `scopes` are those around it that hold variables, the nearest first."""

    n: int
    element: str
    candidates: str | None
    assignee: str | None
    scopes: tuple[int, ...] = ()
    item: int | None = None


def opened_tasks(data: Mapping[str, Any]) -> Iterator[OpenedTask]:
    """The tasks that the move opened, those of a parallel loop one by one."""
    for row in data.get("opened", ()):
        n, element, candidates, assignee = row[:_PLAIN]
        scopes, item = row[_PLAIN:] or ((), None)
        yield OpenedTask(n, element, candidates, assignee, tuple(scopes), item)
    for first, element, candidates, assignee, count, around, item in data.get("items", ()):
        for place in range(count):
            n = first + place
            yield OpenedTask(n, element, candidates, assignee, (n, *around), item + place)


def due_times(data: Mapping[str, Any]) -> dict[int, tuple[datetime, datetime | None]]:
    """When the tasks that the event names are due, and from when on nearly, by number (aware times).

    Events before the norms counted say only the first.
    """
    return {
        n: (due, warn[0] if warn else None)
        for first, last, due, *warn in data.get("dues", ())
        for n in range(first, last + 1)
    }


def closed_tasks(data: Mapping[str, Any]) -> Iterator[int]:
    """The numbers of the tasks that the move cancelled."""
    for found in data.get("closed", ()):
        if isinstance(found, int):
            yield found
        else:
            yield from range(found[0], found[1] + 1)


def home_of(data: Mapping[str, Any], name: str) -> int:
    """The scope that an answer of the move belongs to; 0 is the case."""
    home: int = data.get("homes", {}).get(name, 0)
    return home


def written_key(scope: int, name: str) -> str:
    """The name of the answer that holds what the move itself wrote to a variable."""
    return f"${scope}:{name}"


def variables_set(data: Mapping[str, Any]) -> Iterator[tuple[int, str, str | None]]:
    """(scope, name, key) of each variable that the move set, in order; `key` when the answer is called otherwise."""
    for name in data.get("answers", ()):
        if not name.startswith("$"):
            yield home_of(data, name), name, None
    for scope, name in data.get("written", ()):
        yield scope, name, written_key(scope, name)
