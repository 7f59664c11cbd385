"""What the installation remembers about itself."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, select, text

from engine.store.query import Query
from engine.store.tables_work import note

__all__ = ["CLEAR_NOTE", "NOTE", "SET_NOTE"]

_name = note.c.name == bindparam("name")

NOTE: Final = Query("A note by its name.", select(note.c.value).where(_name))
CLEAR_NOTE: Final = Query("Forgets a note.", delete(note).where(_name))
SET_NOTE: Final = Query(
    "Writes a note.",
    text(
        "INSERT INTO note (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    ),
)
