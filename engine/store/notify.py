"""Who waits for service tasks is told of new ones: in the process on SQLite, by NOTIFY on PostgreSQL.

What is told is a hint and may be lost; who waits has to look each second anyway.
"""

from __future__ import annotations

import json
import select
import socket
import sqlite3
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol

import psycopg
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

__all__ = ["EVERY_TOPIC", "Bell", "Heard", "Listener", "PostgresListener", "tell"]

CHANNEL: Final = "lajur_external"
LONGEST: Final = 7_000  # bytes; PostgreSQL takes 8,000
MANY: Final = 50  # workers that one notification names
EVERY_TOPIC: Final = "*"
"""Stands for all topics where there are too many to be named; a topic of this name is taken for it too."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was told meanwhile: topics with new offers, and workers that wait in some process, as (name, since)."""

    topics: frozenset[str] = frozenset()
    workers: tuple[tuple[str, str], ...] = ()


class Listener(Protocol):
    """Waits for what is told; for one thread."""

    def wait(self, seconds: float) -> Heard:
        """What was told within that time, at once when there is something."""

    def wake(self) -> None:
        """Ends the present wait, from any thread."""

    def tell_workers(self, workers: Collection[tuple[str, str]]) -> None:
        """Tells the other processes which workers wait here by now."""

    def close(self) -> None:
        """Listens no more."""


class Bell:
    """Rings in one process: topics that were told, for the one who listens."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._topics: set[str] = set()
        self._woken = False

    def ring(self, topics: Iterable[str]) -> None:
        """Tells who listens, from any thread."""
        with self._changed:
            self._topics.update(topics)
            self._changed.notify_all()

    def wake(self) -> None:
        """Ends the present wait."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> Heard:
        """What was rung within that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._topics or self._woken, seconds)
            found, self._topics, self._woken = frozenset(self._topics), set(), False
        return Heard(found)

    def tell_workers(self, workers: Collection[tuple[str, str]]) -> None:
        """There is no other process."""

    def close(self) -> None:
        """There is nothing to close."""


def tell(connection: Any, bell: Bell, topics: Collection[str]) -> None:
    """Tells of new offers after the commit; on PostgreSQL through the same connection, else through the bell."""
    if isinstance(connection.driver_connection, sqlite3.Connection):
        bell.ring(topics)
        return
    with suppress(psycopg.Error):  # a hint: the work is committed
        _notify(connection.driver_connection, {"topics": sorted(topics)})


def _notify(connection: psycopg.Connection[Any], said: dict[str, Any]) -> None:
    payload = json.dumps(said)
    if len(payload) > LONGEST:
        payload = json.dumps({"topics": [EVERY_TOPIC]})
    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))


class PostgresListener:
    """Listens on a connection outside the pool; a broken one is replaced at the next wait."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: psycopg.Connection[Any] | None = None
        self._ears, self._hand = socket.socketpair()
        self._ears.setblocking(False)
        self._hand.setblocking(False)

    def wait(self, seconds: float) -> Heard:
        """What was told within that time; while the database cannot be reached, nothing."""
        topics: set[str] = set()
        workers: list[tuple[str, str]] = []
        try:
            connection = self._connected()
            select.select((connection.fileno(), self._ears.fileno()), (), (), seconds)
            for told in connection.notifies(timeout=0):
                _read(told.payload, topics, workers)
        except (psycopg.Error, SQLAlchemyError):
            self._drop()
            select.select((self._ears.fileno(),), (), (), seconds)
        with suppress(BlockingIOError):
            self._ears.recv(4096)
        return Heard(frozenset(topics), tuple(workers))

    def wake(self) -> None:
        """Ends the present wait, from any thread."""
        with suppress(OSError):  # full: it is woken already; closed: nobody waits
            self._hand.send(b".")

    def tell_workers(self, workers: Collection[tuple[str, str]]) -> None:
        """Tells the other processes, in as many notifications as it takes."""
        rest = [list(worker) for worker in workers]
        with suppress(psycopg.Error, SQLAlchemyError):
            while rest:
                _notify(self._connected(), {"workers": rest[:MANY]})
                rest = rest[MANY:]

    def close(self) -> None:
        """Gives the connection up."""
        self._drop()
        self._ears.close()
        self._hand.close()

    def _connected(self) -> psycopg.Connection[Any]:
        if self._connection is None:
            pooled = self._engine.raw_connection()
            connection: Any = pooled.driver_connection
            pooled.detach()
            connection.execute(f"LISTEN {CHANNEL}")
            self._connection = connection
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()


def _read(payload: str, topics: set[str], workers: list[tuple[str, str]]) -> None:
    """Adds what a notification says; one that nobody of us wrote is left out."""
    try:
        said = json.loads(payload)
        topics.update(str(topic) for topic in said.get("topics", ()))
        workers += [(str(name), str(since)) for name, since in said.get("workers", ())]
    except (ValueError, TypeError, AttributeError):
        return
