"""The store: one database, transactions that write and readings that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine
from sqlalchemy.sql import ClauseElement

from engine.store.connections import connect
from engine.store.errors import translated
from engine.store.notify import Bell, Listener, PostgresListener, tell
from engine.store.query import Query
from engine.store.reading import Reading, Row, Watch
from engine.store.transaction import Transaction, committed

__all__ = ["Store"]

Enqueue = Callable[[list[Row]], tuple[ClauseElement, list[Row]]]


class Store:
    """A database by its URL.

    `enqueue` is called inside each transaction before its end, with the streams that got events; it gives the statement
    and the rows of what must leave (the outbox).
    """

    def __init__(self, url: str, enqueue: Enqueue | None = None, watch: Watch | None = None) -> None:
        self.url = url
        self._connections = connect(url)
        self._enqueue = enqueue
        self._outbox: Query | None = None
        self.watch = watch
        self.bell = Bell()

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
        """A transaction: commits when the block ends, rolls back when it raises; StoreError from the database."""
        with translated(), self._connections.writer() as connection:
            tx = Transaction(connection.cursor(), self.engine.dialect, self.watch)
            with committed(tx, self._connections.begin_writing):
                yield tx
                self._leave(tx)
            if tx.offers:
                tell(connection, self.bell, tx.offers)

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

    def listen(self) -> Listener:
        """Who hears of new service tasks in this process; on PostgreSQL with a connection of its own, once it waits."""
        return PostgresListener(self.engine) if self.backend == "postgresql" else self.bell

    def _leave(self, tx: Transaction) -> None:
        if self._enqueue is None:
            return
        statement, rows = self._enqueue(tx.touched())
        if self._outbox is None:
            self._outbox = Query("Queues what must leave.", statement)
        tx.later(self._outbox, rows)

    def close(self) -> None:
        """Gives all connections back."""
        self._connections.close()
