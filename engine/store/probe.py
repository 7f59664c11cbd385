"""Whether a database answers at all, asked before anything else is done with it."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import text

from engine.store.errors import StoreError
from engine.store.query import Query
from engine.store.store import Store

__all__ = ["StoreDamaged", "StoreUnreachable", "probe"]

_ANSWER: Final = {
    "sqlite": Query("Reads the first page of the file.", text("SELECT count(*) FROM sqlite_master")),
    "postgresql": Query("Asks for any answer.", text("SELECT 1")),
}


class StoreUnreachable(StoreError):
    """The database does not answer."""

    id = "Basis data tidak menjawab. Periksa LAJUR_DATABASE_URL dan apakah servernya berjalan."
    en = "The database does not answer. Check LAJUR_DATABASE_URL and whether its server runs."


class StoreDamaged(StoreError):
    """The file is no SQLite database, or a damaged one."""

    id = "Berkas ini bukan basis data SQLite, atau rusak. Pulihkan salinan dengan lajur restore."
    en = "This file is no SQLite database, or damaged. Restore a backup with lajur restore."


def probe(store: Store) -> None:
    """Returns when the database answers; raises StoreUnreachable or StoreDamaged."""
    try:
        with store.reading() as reading:
            reading.value(_ANSWER[store.backend])
    except StoreError as error:
        raise StoreUnreachable(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(str(error)) from error
