"""Several tasks opened in a row: the page carries the list, and after each answer the next one opens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for

__all__ = ["MOST", "ROW", "Row", "address", "in_a_row", "onward", "row_of"]

ROW: Final = "_urut"
"""The field of a form, and without its first letter the part of an address, that names the tasks in order."""
MOST: Final = 50
_TASK: Final = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,8})\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """Where a task stands among those that were ticked: `place` counts from 1; `next` is the next one's address."""

    tasks: tuple[str, ...]
    place: int
    next: str | None

    @property
    def text(self) -> str:
        """As addresses and forms carry it."""
        return ",".join(self.tasks)

    @property
    def many(self) -> int:
        """How many tasks there are in the row."""
        return len(self.tasks)


def row_of(named: Iterable[str]) -> tuple[str, ...]:
    """The tasks that are named, once each, in order; what is no task is left out."""
    return tuple(dict.fromkeys(one for one in named if _TASK.match(one)))[:MOST]


def in_a_row(task: str) -> Row | None:
    """The row that the request opened a task in; None when it stands by itself."""
    tasks = row_of((request.form.get(ROW) or request.args.get(ROW[1:], "")).split(","))
    if task not in tasks:
        return None
    place = tasks.index(task) + 1
    return Row(tasks, place, address(tasks[place], tasks) if place < len(tasks) else None)


def onward(task: str) -> str | None:
    """The address of the next task of the row; None behind the last one."""
    row = in_a_row(task)
    return None if row is None else row.next


def address(task: str, tasks: Iterable[str]) -> str:
    """The address of a task in a row."""
    case, _, n = task.partition("-")
    row: dict[str, Any] = {ROW[1:]: ",".join(tasks)}
    found: str = url_for("web.task.show", case=int(case), n=int(n), **row)
    return found
