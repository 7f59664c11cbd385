"""What can go wrong with a database, said so that a person knows what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

__all__ = ["StoreBusy", "StoreConflict", "StoreError", "StoreFull", "StoreUncertain", "StoreUnready", "translated"]


class StoreError(Exception):
    """The database refused; nothing was changed (but see StoreUncertain). `id` and `en` say what to do."""

    id = "Basis data menolak; tidak ada yang berubah. Coba lagi, atau hubungi administrator."
    en = "The database refused; nothing was changed. Try again, or ask the administrator."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.en)


class StoreFull(StoreError):
    """The disk is full."""

    id = "Penyimpanan penuh; tidak ada yang berubah. Kosongkan ruang di diska, lalu kirim lagi."
    en = "The disk is full; nothing was changed. Free some space, then send again."


class StoreBusy(StoreError):
    """Another writer held the database for too long."""

    id = "Basis data sedang sibuk; tidak ada yang berubah. Kirim lagi sebentar lagi."
    en = "The database is busy; nothing was changed. Send again in a moment."


class StoreConflict(StoreError):
    """A row with that key is there already: somebody was faster."""

    id = "Data yang sama sudah ada; tidak ada yang berubah. Muat ulang halaman."
    en = "The same record is there already; nothing was changed. Reload the page."


class StoreUnready(StoreError):
    """The database has no tables yet, or those of another version."""

    id = "Basis data belum siap. Jalankan `lajur init`."
    en = "The database is not ready. Run `lajur init`."


class StoreUncertain(StoreError):
    """The connection was lost during COMMIT; the same request under the same key tells what became of it."""

    id = "Sambungan ke basis data putus saat menyimpan; mungkin sudah tersimpan. Periksa dahulu, atau kirim ulang."
    en = "The connection to the database broke while saving; it may be saved. Look first, or send the same again."


@contextmanager
def translated() -> Iterator[None]:
    """Turns a driver's error into one of ours; other exceptions pass."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _sqlite(error) from error
    except (sqlite3.IntegrityError, psycopg.IntegrityError) as error:
        raise _conflict(error) from error
    except (psycopg.errors.DiskFull, psycopg.errors.OutOfMemory) as error:
        raise StoreFull(str(error)) from error
    except (
        psycopg.errors.SerializationFailure,
        psycopg.errors.DeadlockDetected,
        psycopg.errors.LockNotAvailable,
        psycopg.errors.QueryCanceled,
    ) as error:
        raise StoreBusy(str(error)) from error
    except psycopg.errors.UndefinedTable as error:
        raise StoreUnready(str(error)) from error
    except psycopg.OperationalError as error:
        raise StoreError(str(error)) from error


def _conflict(error: sqlite3.IntegrityError | psycopg.IntegrityError) -> StoreError:
    """A conflict without the driver's words, which hold the values of the row; a trigger's are our own."""
    code = getattr(error, "sqlite_errorcode", 0)
    return StoreError(str(error)) if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER else StoreConflict()


def _sqlite(error: sqlite3.OperationalError) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR:
        return StoreFull(str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(str(error))
    return StoreUnready(str(error)) if "no such table" in str(error) else StoreError(str(error))
