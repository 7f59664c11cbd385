"""Papers: bytes are stored by themselves, and attached by the command whose answers name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid
from engine.events import Event, instant
from engine.papers import PaperRefused, examined, is_papers
from engine.store.documents import ATTACH, FACTS, HELD, HOLD, STORE

__all__ = ["StoreDocument", "attach", "demand_papers", "papers_of"]

_ENGINE: Final = "lajur"  # who acts for the engine itself: no account is called so


@dataclass(frozen=True, slots=True)
class StoreDocument:
    """Keep a paper, to be attached by its sender within a day; `field` is named by a refusal.

    A `program` may bring any text; `encoding` is what it says of one that is not UTF-8.
    """

    name: str
    body: bytes
    field: str = "berkas"
    program: bool = False
    encoding: str | None = None


@handles(StoreDocument)
def store_document(work: Work, command: StoreDocument) -> Body:
    """Stores the bytes once; the body is what an answer names: name, sha256, size, type."""
    try:
        paper = examined(command.name, command.body, command.encoding, program=command.program)
    except PaperRefused as refused:
        raise Invalid([FieldProblem(command.field, refused.id, refused.en)]) from refused
    at = instant(work.now)
    row = {"sha256": paper.sha256, "size": paper.size, "type": paper.type}
    work.tx.run(STORE, **row, body=command.body, at=at)
    work.tx.run(HOLD, sha256=paper.sha256, login=work.context.actor.login, at=at)
    return {"name": paper.name, **row}


def demand_papers(work: Work, case: int | None, answers: Mapping[str, Any]) -> None:
    """Raises Invalid for a paper that is not kept, or that the actor neither brought nor finds in the case."""
    if work.context.actor.login == _ENGINE:  # what the engine itself carries on was asked for when it came in
        return
    problems = []
    for key, paper in papers_of(answers):
        facts = work.tx.one(FACTS, sha256=paper["sha256"])
        login = work.context.actor.login
        held = facts and work.tx.one(HELD, sha256=paper["sha256"], login=login, case=case or 0)
        if not held or facts != {"size": paper["size"], "type": paper["type"]}:
            id = f"Berkas {paper['name']} tidak ada lagi. Unggah lagi berkasnya."
            problems.append(FieldProblem(key, id, f"The file {paper['name']} is not here any more. Upload it again."))
    if problems:
        raise Invalid(problems)


def attach(work: Work, event: Event, answers: Mapping[str, Any]) -> None:
    """Notes the papers that the answers of an event bring to its case; those of a file field, and of any variable."""
    rows = [
        {"case_id": event.case, "sha256": paper["sha256"], "event": event.number, "name": paper["name"]}
        for _, paper in papers_of(answers)
    ]
    work.tx.later(ATTACH, rows)


def papers_of(answers: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The papers that answers name, each with its key."""
    for key, value in answers.items():
        if is_papers(value):
            for paper in value:
                yield key, paper
