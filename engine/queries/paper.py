"""A paper of a case, for who may read the case."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.finding import case_facts
from engine.commands.refusals import NotFound
from engine.policy import may
from engine.queries.look import Look
from engine.store.cases import CASE_BY_NUMBER
from engine.store.documents import ATTACHED, BODY

__all__ = ["PaperBody", "paper"]


@dataclass(frozen=True, slots=True)
class PaperBody:
    """The name that the paper was given, its media type and its bytes."""

    name: str
    type: str
    body: bytes


def paper(look: Look, number: str, sha256: str) -> PaperBody:
    """The paper; NotFound where the person may not know of the case, or the paper is none of it."""
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    facts = None if row is None else case_facts(look.reading, look.actor, row)
    if row is not None and facts is not None and may(look.actor, "read-case", facts):
        attached = look.reading.one(ATTACHED, case=row["id"], sha256=sha256)
        found = look.reading.one(BODY, sha256=sha256)
        if attached is not None and found is not None:
            return PaperBody(attached["name"], found["type"], bytes(found["body"]))
    raise NotFound("no-paper", "Berkas ini tidak ada.", "There is no such paper.", number=number)
