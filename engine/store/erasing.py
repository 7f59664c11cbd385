"""Queries of erasure: values and salts go together, their commitments stay."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, exists, select, update

from engine.store.query import Query
from engine.store.tables import answer, process_instance
from engine.store.tables_documents import attachment, document, document_holder

__all__ = [
    "ATTACHED_BY",
    "DETACH",
    "DROP_HOLDERS",
    "DROP_PAPER",
    "ERASE",
    "FORGET_KEY",
    "KEPT_VALUES",
    "NAMED_ELSEWHERE",
]

_case: Final[BindParameter[Any]] = bindparam("case")
_sha256: Final[BindParameter[Any]] = bindparam("sha256")

KEPT_VALUES: Final = Query(
    "The values of a case that are still there.",
    select(answer.c.event, answer.c.name, answer.c.value)
    .where(answer.c.case_id == _case, answer.c.value.is_not(None))
    .order_by(answer.c.event, answer.c.name),
)
ERASE: Final = Query(
    "Erases a value with its salt.",
    update(answer)
    .where(answer.c.case_id == _case, answer.c.event == bindparam("of_event"), answer.c.name == bindparam("of_name"))
    .values(salt=None, value=None),
)
FORGET_KEY: Final = Query(
    "Forgets the business key of a case.",
    update(process_instance).where(process_instance.c.id == _case).values(business_key=None),
)
ATTACHED_BY: Final = Query(
    "The papers of a case with the events that brought them.",
    select(attachment.c.event, attachment.c.sha256).where(attachment.c.case_id == _case),
)
DETACH: Final = Query(
    "Takes a paper off a case, with its name.",
    delete(attachment).where(attachment.c.case_id == _case, attachment.c.sha256 == _sha256),
)
NAMED_ELSEWHERE: Final = Query(
    "One case that has a paper.", select(attachment.c.case_id).where(attachment.c.sha256 == _sha256).limit(1)
)
DROP_HOLDERS: Final = Query(
    "Forgets who brought a paper.", delete(document_holder).where(document_holder.c.sha256 == _sha256)
)
DROP_PAPER: Final = Query(
    "Erases the bytes of a paper that no case has any more.",
    delete(document).where(document.c.sha256 == _sha256, ~exists().where(attachment.c.sha256 == document.c.sha256)),
)
