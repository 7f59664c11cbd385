"""Real connections that fail where they are told to: before a statement, after it, or when COMMIT's answer is due."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import psycopg

from engine.store import Store
from engine.store.connections import Connections

__all__ = ["COMMIT", "Faulty", "Injected", "Place", "When"]

COMMIT: Final = "COMMIT"
When = Literal["before", "after"]
Place = int | Literal["COMMIT"]


class Injected(Exception):
    """The failure of a process that broke off between two statements; no driver raised it."""


@dataclass
class Faulty:
    """Stands between a store and its connections; fails once, at COMMIT or at the `at`-th statement that is sent.

    With `dies` the connection itself is lost: on PostgreSQL the server ends it, on SQLite the disk gives an error.
    BEGIN and COMMIT count as statements; `sent` holds those of the last attempt.
    """

    store: Store
    inner: Connections = field(init=False)
    at: Place = 0
    when: When = "before"
    dies: bool = False
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inner = self.store._connections
        self.engine = self.inner.engine
        self.begin_writing, self.begin_reading = self.inner.begin_writing, self.inner.begin_reading
        self.store._connections = self

    def arm(self, at: Place, when: When = "before", *, dies: bool = False) -> None:
        """The next transaction fails at that statement; 0 lets it work."""
        self.at, self.when, self.dies = at, when, dies
        self.sent = []

    @contextmanager
    def writer(self) -> Iterator[Any]:
        with self.inner.writer() as connection:
            yield _Connection(connection, self)

    @contextmanager
    def reader(self) -> Iterator[Any]:
        with self.inner.reader() as connection:
            yield connection

    def close(self) -> None:
        """Gives the connections back."""
        self.inner.close()

    def pass_on(self, connection: Any, sql: str, send: Callable[[], Any]) -> Any:
        """Sends a statement, or fails before or after it."""
        if sql == "ROLLBACK":
            return send()
        self.sent.append(sql)
        hit = self.at in (len(self.sent), sql)
        if hit and self.when == "before":
            self._fail(connection, sql)
        answer = send()
        if hit and self.when == "after":
            self._fail(connection, sql)
        return answer

    def _fail(self, connection: Any, sql: str) -> None:
        if not self.dies:
            raise Injected(sql)
        if self.store.backend == "sqlite":
            raise sqlite3.OperationalError("disk I/O error")
        number = connection.dbapi_connection.info.backend_pid
        with psycopg.connect(connection.dbapi_connection.info.dsn, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (number,))
        if self.when == "after":
            raise psycopg.OperationalError("server closed the connection unexpectedly")  # instead of the answer


class _Connection:
    """Gives cursors whose statements pass through Faulty."""

    def __init__(self, connection: Any, faulty: Faulty) -> None:
        self._connection, self._faulty = connection, faulty

    def cursor(self) -> _Cursor:
        return _Cursor(self._connection.cursor(), self._connection, self._faulty)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class _Cursor:
    """A driver's cursor that may fail."""

    def __init__(self, cursor: Any, connection: Any, faulty: Faulty) -> None:
        self._cursor, self._connection, self._faulty = cursor, connection, faulty

    def execute(self, sql: str, *params: Any) -> Any:
        return self._faulty.pass_on(self._connection, sql, lambda: self._cursor.execute(sql, *params))

    def executemany(self, sql: str, params: Any) -> Any:
        return self._faulty.pass_on(self._connection, sql, lambda: self._cursor.executemany(sql, params))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
