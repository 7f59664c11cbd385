"""The store: one database, transactions that write and readings that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine

from engine.store.connections import connect
from engine.store.errors import translated
from engine.store.reading import Reading, Watch
from engine.store.transaction import Transaction, committed

__all__ = ["Store"]

Enqueue = Callable[[Transaction], None]


class Store:
    """A database by its URL. `enqueue` is called inside each transaction, before its end (the outbox)."""

    def __init__(self, url: str, enqueue: Enqueue | None = None, watch: Watch | None = None) -> None:
        self.url = url
        self._connections = connect(url)
        self._enqueue = enqueue
        self.watch = watch

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for migrations and backups."""
        return self._connections.engine

    @property
    def backend(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction that commits when the block ends and rolls back when it raises; StoreError from the database."""
        with translated(), self._connections.writer() as connection:
            tx = Transaction(connection.cursor(), self.engine.dialect, self.watch)
            with committed(tx, self._connections.begin_writing):
                yield tx
                if self._enqueue is not None:
                    self._enqueue(tx)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A reading of one snapshot; it never writes."""
        with translated(), self._connections.reader() as connection:
            cursor = connection.cursor()
            cursor.execute(self._connections.begin_reading)
            try:
                yield Reading(cursor, self.engine.dialect, self.watch)
            finally:
                cursor.execute("ROLLBACK")
                cursor.close()

    def close(self) -> None:
        """Gives all connections back."""
        self._connections.close()
