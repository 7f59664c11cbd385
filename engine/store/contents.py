"""Queries of what stands beside the history by its content: diagrams with their forms, papers."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from engine.store.query import Query
from engine.store.tables import definition, resource
from engine.store.tables_documents import document

__all__ = ["DEFINITIONS_AFTER", "IS_KEPT", "PAPERS_AFTER", "RESOURCES_OF"]

DEFINITIONS_AFTER: Final = Query(
    "Definitions after one, a hundred at a time.",
    select(definition).where(definition.c.id > bindparam("after")).order_by(definition.c.id).limit(100),
)
RESOURCES_OF: Final = Query(
    "The files of a deployment with their hashes.",
    select(resource).where(resource.c.deployment_id == bindparam("deployment")).order_by(resource.c.name),
)
PAPERS_AFTER: Final = Query(
    "The next paper after one by its hash, with its bytes: one at a time, they are large.",
    select(document.c.sha256, document.c.size, document.c.body)
    .where(document.c.sha256 > bindparam("after"))
    .order_by(document.c.sha256)
    .limit(1),
)
IS_KEPT: Final = Query(
    "The hash of a paper, if its bytes are kept.",
    select(document.c.sha256).where(document.c.sha256 == bindparam("sha256")),
)
