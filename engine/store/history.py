"""Reads histories back: events as they were stored, their leaves, and the values that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, select

from engine.canonical import leaf, loads
from engine.events import Event, moment, upcast
from engine.store.query import Query
from engine.store.reading import Reading, Row
from engine.store.tables import answer, event, incident, process_instance, task, variable

__all__ = ["HAPPENED", "answers", "cases_after", "event_of", "folded_rows", "leaf_of", "stored_events", "stream"]

_case: Final[BindParameter[Any]] = bindparam("case")
_EVENTS: Final = Query(
    "The history of a case in order.", select(event).where(event.c.case_id == _case).order_by(event.c.number)
)
HAPPENED: Final = Query(
    "When what was recorded at a time in a case has happened, at the latest.",
    select(func.max(event.c.happened_at)).where(
        event.c.case_id == bindparam("case"), event.c.recorded_at == bindparam("recorded")
    ),
)
_ANSWERS: Final = Query(
    "The answers of a case with their salts; both null when erased.", select(answer).where(answer.c.case_id == _case)
)
_CASES: Final = Query(
    "Case ids after a given one, a thousand at a time.",
    select(process_instance.c.id)
    .where(process_instance.c.id > bindparam("after"))
    .order_by(process_instance.c.id)
    .limit(1000),
)
_FOLDED: Final = {
    "process_instance": ("id", process_instance, ("id",)),
    "task": ("case_id", task, ("case_id", "n")),
    "variable": ("case_id", variable, ("case_id", "scope", "name")),
    "incident": ("case_id", incident, ("case_id", "event")),
}
_ROWS: Final = {
    name: Query(f"The rows of {name} of one case.", select(table).where(table.c[column] == _case))
    for name, (column, table, _) in _FOLDED.items()
}
_UNFOLDED: Final = frozenset({"business_key", "events", "last_at", "revision", "state"})


def stored_events(reading: Reading, case: int) -> list[Row]:
    """The event rows of a case as they are stored, in order."""
    return reading.all(_EVENTS, case=case)


def stream(reading: Reading, case: int) -> list[Event]:
    """The events of a case in order, in today's schema."""
    return [event_of(row) for row in stored_events(reading, case)]


def event_of(row: Row) -> Event:
    """The event of a stored row, in today's schema."""
    data = loads(bytes(row["data"]))
    assert isinstance(data, dict)
    return upcast(
        Event(
            case=row["case_id"],
            number=row["number"],
            kind=row["kind"],
            element=row["element"],
            actor=row["actor"],
            acting_for=row["acting_for"],
            happened_at=moment(row["happened_at"]),
            recorded_at=moment(row["recorded_at"]),
            data=data,
            schema=row["schema"],
        )
    )


def leaf_of(row: Row) -> bytes:
    """The leaf hash that the stored columns give."""
    head = [value for name, value in row.items() if name not in ("data", "leaf")]
    return leaf(head, bytes(row["data"]))


def answers(reading: Reading, case: int) -> dict[tuple[int, str], Row]:
    """(event number, name) -> salt and value bytes of the answers of a case."""
    return {(row["event"], row["name"]): row for row in reading.all(_ANSWERS, case=case)}


def cases_after(reading: Reading) -> Iterator[int]:
    """All case ids, in order."""
    after = 0
    while found := reading.all(_CASES, after=after):
        for row in found:
            after = row["id"]
            yield after


def folded_rows(reading: Reading, case: int) -> dict[str, dict[tuple[Any, ...], Row]]:
    """The folded tables of one case in the shape that `fold` gives."""
    result: dict[str, dict[tuple[Any, ...], Row]] = {}
    for name, (_, _, keys) in _FOLDED.items():
        rows = result[name] = {}
        for row in reading.all(_ROWS[name], case=case):
            key = tuple(row[column] for column in keys)
            rows[key] = {
                column: value for column, value in row.items() if column not in keys and column not in _UNFOLDED
            }
    return result
