"""One consistent look at the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy.engine import Dialect

from engine.store.query import Query

__all__ = ["Cursor", "Reading", "Row", "Watch"]

Row = dict[str, Any]
Watch = Callable[[str], None]


class Cursor(Protocol):
    """What we use of a driver's cursor."""

    description: Any
    rowcount: int

    def execute(self, sql: str, params: Any = ..., /) -> Any: ...
    def executemany(self, sql: str, params: Any, /) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...
    def close(self) -> None: ...


class Reading:
    """Asks named queries on one connection; a Reading sees one snapshot."""

    def __init__(self, cursor: Cursor, dialect: Dialect, watch: Watch | None = None) -> None:
        self._cursor, self.dialect, self._watch = cursor, dialect, watch

    def all(self, query: Query, **values: Any) -> list[Row]:
        """All rows, as dicts by column name."""
        self._execute(query, values)
        names = [column[0] for column in self._cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()]

    def one(self, query: Query, **values: Any) -> Row | None:
        """The first row, or None."""
        self._execute(query, values)
        row = self._cursor.fetchone()
        if row is None:
            return None
        names = [column[0] for column in self._cursor.description]
        return dict(zip(names, row, strict=True))

    def value(self, query: Query, **values: Any) -> Any:
        """The first column of the first row, or None."""
        self._execute(query, values)
        row = self._cursor.fetchone()
        return None if row is None else row[0]

    def _execute(self, query: Query, values: Row) -> None:
        sql, params = query.prepared(self.dialect, values)
        if self._watch is not None:
            self._watch(sql)
        self._cursor.execute(sql, params)
