"""A disk that is really full: a small tmpfs, with SQLite's files on it or a tablespace of PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from tests.house.postgres import PostgresServer

__all__ = ["MEGABYTE", "CannotMount", "SmallDisk", "on_small_disk", "small_disk"]

MEGABYTE: Final = 1024 * 1024


class CannotMount(Exception):
    """Mounting needs root (CAP_SYS_ADMIN); the message is the one of `mount`."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A file system of its own; a ballast takes its space and gives it back."""

    folder: Path

    @property
    def free(self) -> int:
        """Bytes that are free."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self, leave: int = 0) -> None:
        """Lets the ballast grow until only that many bytes are free."""
        grown = self.free - leave
        if grown > 0:
            with self._ballast.open("ab") as file:
                os.posix_fallocate(file.fileno(), file.tell(), grown)

    def empty(self) -> None:
        """Takes the ballast away."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def small_disk(megabytes: int = 64, owner: int = 0) -> Iterator[SmallDisk]:
    """A tmpfs of that size that belongs to a user; raises CannotMount."""
    with tempfile.TemporaryDirectory(prefix="lajur-disk-") as folder:
        options = f"size={megabytes}m,mode=0700,uid={owner}"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise CannotMount("there is no mount") from error
        except subprocess.CalledProcessError as error:
            raise CannotMount(error.stderr.strip().partition("\n")[0]) from error
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def on_small_disk(kind: str) -> Iterator[tuple[str, SmallDisk]]:
    """The URL of an empty database of that kind with its disk; raises CannotMount."""
    if kind == "sqlite":
        with small_disk() as disk:
            yield f"sqlite:///{disk.folder / 'lajur.sqlite'}", disk
        return
    server = PostgresServer.of_this_run()
    with small_disk(owner=Path(server.handle.pgdata).stat().st_uid) as disk, _tablespace(server, disk) as url:
        yield url, disk


@contextmanager
def _tablespace(server: PostgresServer, disk: SmallDisk) -> Iterator[str]:
    """An empty database all of whose tables lie on the disk; the log of the server lies elsewhere."""
    name = f"penuh_{os.getpid()}"
    space = sql.Identifier(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(space, str(disk.folder)))
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TABLESPACE {}").format(space, space))
            yield server.url(name)
        finally:
            disk.empty()
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(space))
            connection.execute(sql.SQL("DROP TABLESPACE {}").format(space))
