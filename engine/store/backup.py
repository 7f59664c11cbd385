"""Copies of an SQLite database, made while it is in use, and their way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from engine.store.errors import translated
from engine.store.store import Store

__all__ = ["BackupRefused", "backup", "restore"]

PAGES: Final = 2048  # copied at a time; writers get their turn in between


class BackupRefused(Exception):
    """A copy that cannot be made or taken back; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


def backup(store: Store, target: Path) -> int:
    """Writes one consistent copy of an SQLite database that may be in use; its size in bytes.

    The file appears whole or not at all, readable by its owner only. Raises BackupRefused and StoreError.
    """
    if store.backend != "sqlite":
        command = f'pg_dump --format=custom --file={target} "$LAJUR_DATABASE_URL"'
        raise BackupRefused(f"Untuk PostgreSQL jalankan: {command}", f"For PostgreSQL, run: {command}")
    if target.exists():
        raise BackupRefused(f"{target} sudah ada; pilih nama lain.", f"{target} exists; choose another name.")
    origin = Path(str(store.engine.url.database))
    with translated(), _whole(target) as part:
        _copy(origin, part)
    return target.stat().st_size


def restore(source: Path, target: Path) -> None:
    """Makes a database from a copy, where there is none yet; raises BackupRefused for anything else."""
    if not source.is_file():
        raise BackupRefused(f"{source} tidak ada.", f"There is no {source}.")
    if any(file.exists() and file.stat().st_size for file in (target, target.with_name(f"{target.name}-wal"))):
        raise BackupRefused(
            f"Basis data {target} sudah berisi; pulihkan ke berkas lain.",
            f"The database {target} is not empty; restore to another file.",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with translated(), _whole(target) as part:
        _copy(source, part)


def _copy(source: Path, part: Path) -> None:
    """Copies page by page, writers get their turn in between; raises BackupRefused when one side is not sound."""
    with closing(_open(source, "ro")) as origin, closing(_open(part, "rw")) as copy:
        try:
            if origin.execute("SELECT version_num FROM alembic_version").fetchone() is None:
                raise _foreign(source)
            origin.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal beside it
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                raise _foreign(source) from error
            raise
        except sqlite3.DatabaseError as error:
            raise _damaged(source) from error
        if not sound:
            raise _damaged(source)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)


def _foreign(file: Path) -> BackupRefused:
    return BackupRefused(f"{file} bukan basis data Lajur.", f"{file} is no database of Lajur.")


def _damaged(file: Path) -> BackupRefused:
    return BackupRefused(f"{file} rusak.", f"{file} is damaged.")


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its name when the block ends, on the disk by then."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield part
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
