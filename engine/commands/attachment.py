"""Commands on papers beside the answers: attach one to a case or task, take it off again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.document import attach, demand_papers
from engine.commands.finding import locked_case
from engine.commands.refusals import FieldProblem, Invalid, NotFound
from engine.commands.sign_off import detached
from engine.commands.task_known import element_of
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.remarks import PAPER, attachments

__all__ = ["AttachDocument", "DetachDocument"]

_MOST: Final = 4_000


@dataclass(frozen=True, slots=True)
class AttachDocument:
    """Attach a paper that was stored before to a case, or to a task of it; `paper` is what StoreDocument gave.

    `said` holds `title`, `description` and `kind` as its sender calls it, texts or None.
    """

    case: int
    paper: Mapping[str, Any]
    task: int | None = None
    said: Mapping[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class DetachDocument:
    """Take an attachment off a case, by the number of the event that attached it; of a task, only if it is its own."""

    case: int
    event: int
    task: int | None = None


@handles(AttachDocument)
def attach_document(work: Work, command: AttachDocument) -> Body:
    """Attaches it; the body names the event that did."""
    locked_case(work, command.case, "comment")
    element = None if command.task is None else element_of(work, command.case, command.task)
    said = {name: command.said.get(name) if command.said else None for name in ("title", "description", "kind")}
    if any(len(text or "") > _MOST or "\0" in (text or "") for text in said.values()):
        problem = FieldProblem("attachment", "Keterangan terlalu panjang.", "The description is too long.")
        raise Invalid([problem])
    papers = {"attachment": [dict(command.paper)]}
    demand_papers(work, command.case, papers)
    data: dict[str, Any] = {name: command.paper[name] for name in ("sha256", "size", "type")}
    data |= {} if command.task is None else {"task": command.task}
    told = {PAPER: {"name": command.paper["name"]} | said}
    made = work.append(NewEvent(command.case, "DocumentAttached", data, element, answers=told))
    attach(work, made, papers)
    return {"case": command.case, "event": made.number}


@handles(DetachDocument)
def detach_document(work: Work, command: DetachDocument) -> Body:
    """Takes it off; the history keeps it. Who attached it may, and the process owner."""
    row = locked_case(work, command.case, "comment")
    found = attachments(work.tx, command.case).get(command.event)
    if found is None or command.task not in (None, found.task):
        raise NotFound("no-attachment", "Lampiran ini tidak ada.", "There is no such attachment.")
    work.demand("unclaim", Facts(row["office"], own=found.event.actor == work.context.actor.login))
    data = {"attachment": command.event} | ({} if found.task is None else {"task": found.task})
    work.append(NewEvent(command.case, "DocumentDetached", data, found.event.element))
    for one in detached(work.tx, command.case, found.event.data["sha256"]):
        work.append(one)
    return {"case": command.case}
