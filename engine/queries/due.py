"""How much time a task has left: late, nearly late, enough, or no limit; with its norm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from engine.calendars import Times, norm
from engine.events import instant, moment
from engine.library import Definition
from engine.norms import Norm
from engine.queries.look import Look
from engine.workdays import Left, left, worked

__all__ = ["GROUPS", "Due", "Group", "due_of", "group_of", "times_of"]

Group = Literal["late", "soon", "enough", "free"]
GROUPS: Final[tuple[Group, ...]] = ("late", "soon", "enough", "free")


@dataclass(frozen=True, slots=True)
class Due:
    """The time of a task. `group` is None where it is not counted: done, or in a suspended case.

    `left` and `at` are None without a due time. `norm` is the step's, `outside` says that the time of people outside is
    not counted. `used` are the working minutes that a done task took, None for an open one.
    """

    group: Group | None
    left: Left | None
    at: datetime | None
    norm: Norm | None
    outside: bool = False
    used: int | None = None

    @property
    def exceeded(self) -> bool:
        """True for a task that is late, and for a done one that was."""
        return self.left is not None and self.left.late


def group_of(row: Mapping[str, Any], now: int) -> Group:
    """The group of an open task by its `due_at` and `warn_at` at an instant: late, soon (nearly late), enough, free."""
    if row["due_at"] is None:
        return "free"
    if row["due_at"] < now:
        return "late"
    return "soon" if row["warn_at"] is not None and row["warn_at"] <= now else "enough"


def times_of(look: Look, office: str) -> Times:
    """How the office counts."""
    return look.library.calendars.times(look.reading, office)


def due_of(now: datetime, definition: Definition, row: Mapping[str, Any], times: Times) -> Due:
    """The time of a task by its row: element, candidates, opened_at, due_at, warn_at, closed_at, case_status."""
    element = definition.process.elements.get(row["element"])
    said = norm(element.properties) if element is not None else None
    closed = None if row["closed_at"] is None else moment(row["closed_at"])
    at = None if row["due_at"] is None else moment(row["due_at"])
    held = row["case_status"] == "SUSPENDED"
    return Due(
        group=None if closed or held else group_of(row, instant(now)),
        left=None if at is None or held else left(closed or now, at, times.calendar),
        at=at,
        norm=said,
        outside=at is None and said is not None and not said.total and not times.counts_for(row["candidates"]),
        used=None if closed is None else worked(moment(row["opened_at"]), closed, times.calendar),
    )
