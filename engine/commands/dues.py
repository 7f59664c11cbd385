"""When tasks are due by their diagram: `camunda:dueDate` as a time, a duration from the opening, or an expression."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine import expressions
from engine.commands.answers import variables
from engine.commands.desk import Work
from engine.commands.runs import STAFF
from engine.events import home_of
from engine.expressions import Expression, ExpressionRefused
from engine.library import Definition
from engine.spiff import Move, Token
from engine.spiff.durations import read_date, read_span

__all__ = ["due_at", "dues"]

_LAST: Final = time(23, 59, 59)


def dues(work: Work, definition: Definition, move: Move, told: tuple[int, Mapping[str, Any]]) -> list[list[Any]]:
    """`[first, last, time]` for the tasks that a move opened and that are due some time, in order.

    `told` is the case, and the answers of the move.
    """
    said = {
        token.n: definition.process.elements[token.element].due_date for token in move.opened if token.kind in STAFF
    }
    asked = [token for token in move.opened if said.get(token.n)]
    if not asked:
        return []
    known = _known(work, move, told) if any(_is_expression(said[token.n] or "") for token in asked) else {}
    found: list[list[Any]] = []
    for token in asked:
        at = due_at(said[token.n] or "", _seen(move, token, known), work.now, definition.zone)
        if at is not None and found and found[-1][1:] == [token.n - 1, at]:
            found[-1][1] = token.n
        elif at is not None:
            found.append([token.n, token.n, at])
    return found


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


def _known(work: Work, move: Move, told: tuple[int, Mapping[str, Any]]) -> dict[str, Any]:
    """The variables of the case itself after the move."""
    case, answers = told
    homes = {"homes": move.homes}
    return variables(work.tx, case) | {name: value for name, value in answers.items() if home_of(homes, name) == 0}


def _seen(move: Move, token: Token, known: Mapping[str, Any]) -> dict[str, Any]:
    """Those with what the move wrote in the scopes around a task, the nearest last."""
    seen = dict(known)
    for scope in (0, *reversed(token.scopes)):
        seen |= {one.name: one.value for one in move.written if one.scope == scope}
    return seen
