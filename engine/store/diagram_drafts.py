"""Queries of diagrams that are being drawn."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from engine.store.query import Query
from engine.store.tables_diagrams import diagram_draft

__all__ = ["DRAFT", "DRAFTS", "DROP_DRAFT", "INSERT_DRAFT", "LOCK_DRAFT", "SET_DRAFT"]

_this = (diagram_draft.c.office == bindparam("of_office"), diagram_draft.c.key == bindparam("of_key"))

DRAFT: Final = Query("The draft of an SOP of an office.", select(diagram_draft).where(*_this))
LOCK_DRAFT: Final = Query(
    "The draft of an SOP of an office, held.", select(diagram_draft).where(*_this).with_for_update()
)
DRAFTS: Final = Query(
    "All drafts without their bytes, by name: there are few.",
    select(*(column for column in diagram_draft.c if column.name not in ("bpmn", "forms"))).order_by(
        diagram_draft.c.name, diagram_draft.c.office, diagram_draft.c.key
    ),
)
DRAFTS_OF_KEY: Final = Query(
    "The drafts that go by a key, of any office.",
    select(diagram_draft).where(diagram_draft.c.key == bindparam("of_key")),
)
INSERT_DRAFT: Final = Query("Keeps a new draft.", insert(diagram_draft))
SET_DRAFT: Final = Query(
    "Writes a draft anew.",
    update(diagram_draft)
    .where(*_this)
    .values(
        {
            name: bindparam(name)
            for name in ("account", "based_on", "name", "bpmn", "forms", "began_at", "saved_at", "revision")
        }
    ),
)
DROP_DRAFT: Final = Query("Throws a draft away.", delete(diagram_draft).where(*_this))
