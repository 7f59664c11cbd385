"""What a case that was held gets back: the working time that its tasks had left when it was suspended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.calendars import Times
from engine.commands.desk import Work
from engine.events import moment
from engine.library import Definition
from engine.store.cases import LAST_SUSPENDED, OPEN_TASKS
from engine.workdays import after, worked

__all__ = ["later"]


def later(work: Work, definition: Definition, row: Mapping[str, Any]) -> list[list[Any]]:
    """`[first, last, due, warn]` for the open tasks of a suspended case that get a later due time when it goes on.

    A due date of the diagram is a day of the world and stays; what was late already stays so.
    """
    held = work.tx.value(LAST_SUSPENDED, case=row["id"])
    if held is None:
        return []
    since, times = moment(held), work.library.calendars.times(work.tx, row["office"], row["calendar"])
    now, known, found = max(work.now, since), dict[tuple[int, int | None], list[datetime]](), list[list[Any]]()
    for task in work.tx.all(OPEN_TASKS, case=row["id"]):
        element = definition.process.elements.get(task["element"])
        if task["due_at"] is None or task["due_at"] <= held or (element is not None and element.due_date):
            continue
        at = (task["due_at"], task["warn_at"])
        if at not in known:
            due = _moved(moment(at[0]), since, now, times)
            known[at] = [due, min(due, due if at[1] is None else _moved(moment(at[1]), since, now, times))]
        if found and found[-1][1:] == [task["n"] - 1, *known[at]]:
            found[-1][1] = task["n"]
        else:
            found.append([task["n"], task["n"], *known[at]])
    return found


def _moved(at: datetime, since: datetime, now: datetime, times: Times) -> datetime:
    """As much working time after `now` as it lay after the suspension."""
    return after(now, worked(since, at, times.calendar), times.calendar)
