"""The statements through which a transaction writes the rows of a case."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from sqlalchemy import insert, text

from engine.store import tables, tables_work
from engine.store.query import Query

__all__ = [
    "ADD_COUNT",
    "BLANK_CASE",
    "INSERT_ANSWER",
    "INSERT_EVENT",
    "INSERT_KEY",
    "KEYS",
    "NEXT_IN_SERIES",
    "drop",
    "put",
    "set_",
]

_TABLES: Final = {
    table.name: table for table in (tables.process_instance, tables.task, tables.variable, tables.incident)
}
KEYS: Final = {name: tuple(column.name for column in table.primary_key) for name, table in _TABLES.items()}

BLANK_CASE: Final = {column.name: None for column in tables.process_instance.columns} | {"revision": 0}

INSERT_EVENT: Final = Query("Appends an event to a history.", insert(tables.event))
INSERT_ANSWER: Final = Query("Keeps a value and its salt beside the event's commitment.", insert(tables.answer))
INSERT_KEY: Final = Query("Remembers a request and its answer.", insert(tables_work.idempotency_key))
ADD_COUNT: Final = Query(
    "Adds to the open tasks of a group.",
    text(
        "INSERT INTO group_count (candidates, open) VALUES (:candidates, :change) "
        "ON CONFLICT (candidates) DO UPDATE SET open = group_count.open + excluded.open"
    ),
)
NEXT_IN_SERIES: Final = Query(
    "Takes the next number of a series, without gaps.",
    text(
        "INSERT INTO series (name, last) VALUES (:name, :step) "
        "ON CONFLICT (name) DO UPDATE SET last = series.last + excluded.last RETURNING last"
    ),
)
_PUT_VARIABLE: Final = Query(
    "Points a variable at the answer that holds its value.",
    text(
        'INSERT INTO variable (case_id, scope, name, event, "key") VALUES (:case_id, :scope, :name, :event, :key) '
        'ON CONFLICT (case_id, scope, name) DO UPDATE SET event = excluded.event, "key" = excluded."key"'
    ),
)


@cache
def put(table: str) -> Query:
    """Writes whole rows of a folded table."""
    return _PUT_VARIABLE if table == "variable" else Query(f"Writes a row of {table}.", insert(_TABLES[table]))


@cache
def drop(table: str) -> Query:
    """Takes rows of a folded table away."""
    found = " AND ".join(f"{key} = :{key}" for key in KEYS[table])
    return Query(f"Takes a row of {table} away.", text(f"DELETE FROM {table} WHERE {found}"))  # noqa: S608 - our names


def set_(table: str, columns: Iterable[str]) -> Query:
    """Writes some columns of rows of a folded table."""
    return _set(table, tuple(columns))


@cache
def _set(table: str, columns: tuple[str, ...]) -> Query:
    assigned = ", ".join(f"{column} = :{column}" for column in columns)
    found = " AND ".join(f"{key} = :{key}" for key in KEYS[table])
    sql = f"UPDATE {table} SET {assigned} WHERE {found}"  # noqa: S608 - names of our own columns, never values
    return Query(f"Changes some columns of a row of {table}.", text(sql))
