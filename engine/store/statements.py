"""The store as others ask it who bring statements of their own: webhooks, which do not know the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.sql import ClauseElement

from engine.store.query import Query
from engine.store.reading import Reading, Row
from engine.store.store import Store
from engine.store.transaction import Transaction

__all__ = ["Statements"]

_LOCK: Final = Query(
    "Whether this transaction is the only one that holds a name (PostgreSQL).",
    text("SELECT pg_try_advisory_xact_lock(hashtextextended(:what, 0)) AS mine"),
)


class _Asking:
    """A reading or a transaction, asked by statements."""

    def __init__(self, reading: Reading, queries: dict[int, Query]) -> None:
        self._reading, self._queries = reading, queries

    def all(self, statement: ClauseElement, **values: Any) -> list[Row]:
        """All rows, as dicts by column name."""
        return self._reading.all(self._query(statement), **values)

    def one(self, statement: ClauseElement, **values: Any) -> Row | None:
        """The first row, or None."""
        return self._reading.one(self._query(statement), **values)

    @property
    def reading(self) -> Reading:
        """The reading for the engine's own queries."""
        return self._reading

    def _query(self, statement: ClauseElement) -> Query:
        """A statement is a constant of its module: its query is compiled once."""
        found = self._queries.get(id(statement))
        if found is None:
            found = self._queries[id(statement)] = Query("A statement of webhooks.", statement)
        return found


class _Writing(_Asking):
    """A transaction, asked by statements."""

    def __init__(self, tx: Transaction, queries: dict[int, Query]) -> None:
        super().__init__(tx, queries)
        self._tx = tx

    def run(self, statement: ClauseElement, **values: Any) -> int:
        """Writes; the number of rows that it touched."""
        return self._tx.run(self._query(statement), **values)

    def many(self, statement: ClauseElement, rows: Sequence[Row]) -> None:
        """Writes each row."""
        self._tx.many(self._query(statement), rows)

    def alone(self, what: str) -> bool:
        """True in one transaction at a time, of all processes; on SQLite only one writes anyway."""
        if self._tx.dialect.name == "sqlite":
            return True
        return bool(self._tx.value(_LOCK, what=f"lajur:{what}"))


class Statements:
    """A store by statements: `reading()` and `writing()`, each one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queries: dict[int, Query] = {}

    @contextmanager
    def reading(self) -> Iterator[_Asking]:
        """One snapshot."""
        with self._store.reading() as reading:
            yield _Asking(reading, self._queries)

    @contextmanager
    def writing(self) -> Iterator[_Writing]:
        """One transaction; StoreError from the database."""
        with self._store.transaction() as tx:
            yield _Writing(tx, self._queries)
