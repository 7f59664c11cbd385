"""Queries of papers."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, delete, exists, func, select, text

from engine.store.drafts import in_draft
from engine.store.query import Query
from engine.store.tables import answer, event
from engine.store.tables_documents import attachment, document, document_holder
from engine.store.tables_drafts import draft

__all__ = [
    "ANSWERS_WITH_PAPERS",
    "ATTACH",
    "ATTACHED",
    "BODY",
    "FACTS",
    "HELD",
    "HELD_BY",
    "HOLD",
    "OF_CASE",
    "PURGE_DOCUMENTS",
    "PURGE_HOLDERS",
    "STORE",
]

_sha256: Final[BindParameter[Any]] = bindparam("sha256")

STORE: Final = Query(
    "Keeps the bytes of a paper, once.",
    text(
        "INSERT INTO document (sha256, size, type, body, stored_at) VALUES (:sha256, :size, :type, :body, :at) "
        "ON CONFLICT (sha256) DO UPDATE SET stored_at = excluded.stored_at"
    ),
)
HOLD: Final = Query(
    "Remembers who brought a paper.",
    text(
        "INSERT INTO document_holder (sha256, login, at) VALUES (:sha256, :login, :at) "
        "ON CONFLICT (sha256, login) DO UPDATE SET at = excluded.at"
    ),
)
FACTS: Final = Query(
    "Size and type of a paper.", select(document.c.size, document.c.type).where(document.c.sha256 == _sha256)
)
HELD: Final = Query(
    "Whether a person brought a paper, or it is attached to the case.",
    select(document_holder.c.sha256)
    .where(document_holder.c.sha256 == _sha256, document_holder.c.login == bindparam("login"))
    .union(
        select(attachment.c.sha256).where(attachment.c.sha256 == _sha256, attachment.c.case_id == bindparam("case"))
    ),
)
HELD_BY: Final = Query(
    "How many papers somebody has brought.",
    select(func.count()).select_from(document_holder).where(document_holder.c.login == bindparam("login")),
)
ATTACH: Final = Query(
    "Attaches a paper to a case.",
    text(
        "INSERT INTO attachment (case_id, sha256, event, name) VALUES (:case_id, :sha256, :event, :name) "
        "ON CONFLICT (case_id, sha256) DO NOTHING"
    ),
)
ATTACHED: Final = Query(
    "A paper of a case.",
    select(attachment.c.name, attachment.c.event).where(
        attachment.c.case_id == bindparam("case"), attachment.c.sha256 == _sha256
    ),
)
BODY: Final = Query("A paper.", select(document).where(document.c.sha256 == _sha256))
_before: Final[BindParameter[Any]] = bindparam("before")
PURGE_DOCUMENTS: Final = Query(
    "Forgets papers that nobody attached and no draft names.",
    delete(document).where(
        document.c.stored_at < _before,
        ~exists().where(attachment.c.sha256 == document.c.sha256),
        ~in_draft(document.c.sha256),
    ),
)
PURGE_HOLDERS: Final = Query(
    "Forgets who brought what a while ago, unless it stands in his draft.",
    delete(document_holder).where(
        document_holder.c.at < _before,
        ~in_draft(document_holder.c.sha256, draft.c.login == document_holder.c.login),
    ),
)
OF_CASE: Final = Query(
    "The papers of a case with the events that brought them, oldest first.",
    select(
        attachment.c.sha256,
        attachment.c.name,
        attachment.c.event,
        document.c.size,
        document.c.type,
        event.c.kind,
        event.c.element,
        event.c.actor,
        event.c.acting_for,
        event.c.happened_at,
    )
    .join(document, document.c.sha256 == attachment.c.sha256)
    .join(event, and_(event.c.case_id == attachment.c.case_id, event.c.number == attachment.c.event))
    .where(attachment.c.case_id == bindparam("case"))
    .order_by(attachment.c.event, attachment.c.name),
)
ANSWERS_WITH_PAPERS: Final = Query(
    "The answers of the events that brought papers to a case.",
    select(answer.c.event, answer.c.name, answer.c.value).where(
        answer.c.case_id == bindparam("case"),
        answer.c.event.in_(select(attachment.c.event).where(attachment.c.case_id == bindparam("case"))),
    ),
)
