"""The lock of the one process that serves an SQLite database."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

__all__ = ["Locked", "lock_database"]

_held: Final[dict[Path, int]] = {}


class Locked(Exception):
    """Another server process has the database; `id` and `en` say which and what to do."""

    def __init__(self, database: Path, holder: str) -> None:
        super().__init__(str(database))
        self.id = (
            f"Basis data {database} sedang dilayani oleh proses lain (PID {holder}). SQLite hanya untuk satu server: "
            "hentikan proses itu, atau pakai PostgreSQL."
        )
        self.en = (
            f"The database {database} is served by another process (PID {holder}). SQLite is for one server: "
            "stop that process, or use PostgreSQL."
        )


def lock_database(database: Path) -> None:
    """Takes the lock beside the database until this process and those forked from it have ended; raises Locked.

    The kernel holds it (`flock`), so a killed process leaves nothing to clean up.
    """
    real = database.resolve()
    real.parent.mkdir(parents=True, exist_ok=True)
    file = real.with_name(f"{real.name}.lock")
    if file in _held:
        return
    number = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(number, 32, 0).decode("ascii", "replace").strip() or "?"
        os.close(number)
        raise Locked(database, holder) from None
    os.truncate(number, 0)
    os.pwrite(number, f"{os.getpid()}\n".encode(), 0)
    _held[file] = number
