"""When tasks are due by their diagram: `camunda:dueDate` (a time, duration or expression), else the step's norm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine import expressions
from engine.calendars import norm
from engine.commands.answers import variables
from engine.commands.desk import Work
from engine.commands.runs import STAFF
from engine.events import home_of, moment
from engine.expressions import Expression, ExpressionRefused
from engine.library import Definition
from engine.norms import Norm
from engine.spiff import Move, Token
from engine.spiff.durations import read_date, read_span

__all__ = ["Told", "due_at", "dues", "warn_at"]

Pair = tuple[datetime, datetime]
_LAST: Final = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Told:
    """The case's row, and the answers of the move."""

    row: Mapping[str, Any]
    answers: Mapping[str, Any]


def dues(work: Work, definition: Definition, move: Move, told: Told) -> list[list[Any]]:
    """`[first, last, due, warn]` for the tasks that a move opened and that are due some time, in order.

    A due date of the diagram wins; else the norm of the step counts, on the working calendar of the office. Time of
    people outside is never due.
    """
    elements = definition.process.elements
    said = {token.n: elements[token.element].due_date for token in move.opened if token.kind in STAFF}
    normed = {id: norm(elements[id].properties) for id in {one.element for one in move.opened if one.n in said}}
    asked = [token for token in move.opened if token.n in said and (said[token.n] or normed[token.element])]
    if not asked:
        return []
    clock = _Clock(work, definition, told.row)
    known = _known(work, move, told) if any(_is_expression(said[token.n] or "") for token in asked) else {}
    found: list[list[Any]] = []
    for token in asked:
        text = said[token.n]
        if text:
            at = due_at(text, _seen(move, token, known), clock.now, definition.zone)
            pair = None if at is None else clock.warned(at)
        else:
            pair = clock.norm(token.element, normed[token.element])
        if pair is not None and found and found[-1][1:] == [token.n - 1, *pair]:
            found[-1][1] = token.n
        elif pair is not None:
            found.append([token.n, token.n, *pair])
    return found


def warn_at(work: Work, row: Mapping[str, Any], due: datetime) -> datetime:
    """From when on a task of a case that is held is nearly due, when it gets a due time now."""
    times = work.library.calendars.times(work.tx, row["office"], row.get("calendar"))
    return times.warn(work.now, due)


class _Clock:
    """When what a move opens is due: each step of it is worked out once, however many items it has."""

    def __init__(self, work: Work, definition: Definition, row: Mapping[str, Any]) -> None:
        self.now = max(work.now, moment(row.get("last_at") or 0))
        self._times = work.library.calendars.times(work.tx, definition.office, row.get("calendar"))
        self._groups = definition.candidates
        self._warned: dict[datetime, Pair] = {}
        self._normed: dict[str, Pair | None] = {}

    def warned(self, due: datetime) -> Pair:
        found = self._warned.get(due)
        if found is None:
            found = self._warned[due] = (due, self._times.warn(self.now, due))
        return found

    def norm(self, element: str, norm: Norm | None) -> Pair | None:
        if element not in self._normed:
            counts = self._times.counts_for(self._groups.get(element))
            due = self._times.due(self.now, norm) if counts else None
            self._normed[element] = None if due is None else self.warned(due)
        return self._normed[element]


def due_at(text: str, values: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> datetime | None:
    """The time (UTC) that a due date means at `now`; None for what is none. A day without a time ends as it does."""
    value: object = text.strip()
    if _is_expression(text):
        compiled = _compiled(text.strip().replace("#{", "${"))
        value = None if compiled is None else compiled(values)
    try:
        if isinstance(value, str) and value.strip().upper().startswith("P"):
            return read_span(value).after(now, 1, zone)
        day = value if isinstance(value, date) and not isinstance(value, datetime) else _day(value)
        at = read_date(value, zone) if day is None else datetime.combine(day, _LAST, zone)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(value: object) -> date | None:
    """The day that a text names without a time."""
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) and len(value.strip()) == 10 else None
    except ValueError:
        return None


def _is_expression(text: str) -> bool:
    return text.strip().startswith(("${", "#{", "="))


@lru_cache(maxsize=1_000)
def _compiled(text: str) -> Expression | None:
    try:
        return expressions.compile(text)
    except ExpressionRefused:
        return None


def _known(work: Work, move: Move, told: Told) -> dict[str, Any]:
    """The variables of the case itself after the move."""
    homes = {"homes": move.homes}
    own = {name: value for name, value in told.answers.items() if home_of(homes, name) == 0}
    return variables(work.tx, told.row["id"]) | own


def _seen(move: Move, token: Token, known: Mapping[str, Any]) -> dict[str, Any]:
    """Those with what the move wrote in the scopes around a task, the nearest last."""
    seen = dict(known)
    for scope in (0, *reversed(token.scopes)):
        seen |= {one.name: one.value for one in move.written if one.scope == scope}
    return seen
