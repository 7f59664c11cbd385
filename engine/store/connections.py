"""Connections to SQLite and PostgreSQL, each with its own manners."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Protocol

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from engine.store.fair import FairLock

__all__ = ["Connections", "connect"]

BUSY_MS: Final = 10_000
_LOG_PAGES: Final = 4000  # about 16 MB: what many commits change again and again goes to the file once


class Connections(Protocol):
    """Lends driver connections: `writer` one at a time where the database has one writer, `reader` at will."""

    engine: Engine
    begin_writing: str
    begin_reading: str

    @contextmanager
    def writer(self) -> Iterator[Any]: ...
    @contextmanager
    def reader(self) -> Iterator[Any]: ...
    def close(self) -> None: ...


def connect(url: str, readers: int = 16) -> Connections:
    """Connections for a URL (`sqlite:///file` or `postgresql://…`); raises ValueError for another kind."""
    kind = make_url(url).get_backend_name()
    if kind == "sqlite":
        return SqliteConnections(url, readers)
    if kind == "postgresql":
        return PostgresConnections(url, readers)
    raise ValueError(f"LAJUR_DATABASE_URL: sqlite:///… atau postgresql://…, bukan {kind!r} / not {kind!r}")


class SqliteConnections:
    """WAL, synchronous=FULL, one writing connection behind a fair lock, pooled readers."""

    begin_writing, begin_reading = "BEGIN IMMEDIATE", "BEGIN"

    def __init__(self, url: str, readers: int) -> None:
        self.engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=readers,
            max_overflow=readers,
            connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 512},
        )
        event.listen(self.engine, "do_connect", _keep_private)
        event.listen(self.engine, "connect", _prepare_sqlite)
        self._lock = FairLock()
        self._writer: PoolProxiedConnection | None = None

    @contextmanager
    def writer(self) -> Iterator[Any]:
        with self._lock:
            if self._writer is None:
                self._writer = self.engine.raw_connection()
            yield self._writer

    @contextmanager
    def reader(self) -> Iterator[Any]:
        connection = self.engine.raw_connection()
        try:
            yield connection
        finally:
            connection.close()

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self.engine.dispose()


class PostgresConnections:
    """Pooled connections in autocommit mode: BEGIN and the end of a transaction are said by us."""

    begin_writing, begin_reading = "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def __init__(self, url: str, size: int) -> None:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        self.engine = create_engine(
            parsed, poolclass=QueuePool, pool_size=size, max_overflow=size, connect_args={"autocommit": True}
        )

    @contextmanager
    def writer(self) -> Iterator[Any]:
        connection = self.engine.raw_connection()
        try:
            yield connection
        except BaseException:
            connection.invalidate() if _broken(connection) else None
            raise
        finally:
            connection.close()

    reader = writer

    def close(self) -> None:
        self.engine.dispose()


def _broken(connection: Any) -> bool:
    return bool(getattr(connection.dbapi_connection, "broken", False))


def _keep_private(_dialect: Any, _record: Any, arguments: list[Any], _named: Any) -> None:
    """A new file belongs to its owner alone, and SQLite makes its -wal and -shm alike: it holds people's papers.

    A file that is there is left alone: to close it here would drop the locks (POSIX) that SQLite holds on it in this
    process, and another process would then take the log away under its open connections.
    """
    if arguments and arguments[0] not in ("", ":memory:"):
        with suppress(OSError):  # SQLite says by itself what is wrong with the place
            os.close(os.open(arguments[0], os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"wal_autocheckpoint={_LOG_PAGES}",
        "foreign_keys=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
        "case_sensitive_like=ON",  # as PostgreSQL has it
    ):
        connection.execute(f"PRAGMA {pragma}")
