"""Commands that keep a diagram while it is drawn, and throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bpmn import document
from bpmn.findings import DocumentRefused
from engine.canonical import Json, dumps
from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotPossible
from engine.events import instant
from engine.policy import Facts
from engine.store import diagram_drafts as queries
from engine.store.definitions import LAST_VERSION
from engine.store.people import ACCOUNT
from engine.store.reading import Row

__all__ = ["DropDiagramDraft", "SaveDiagramDraft"]

MOST: Final = 4 * 1024 * 1024  # bytes of a draft with its forms


@dataclass(frozen=True, slots=True)
class SaveDiagramDraft:
    """Keep what an owner draws of an SOP: one draft an SOP, with its diagram and the texts of its `.form` files.

    `revision` is that of the draft which the page shows, 0 for none: somebody else's, or one that another window has
    saved since, is not overwritten, unless `take` says that this one counts from now on.
    """

    office: str
    key: str
    bpmn: bytes
    forms: Mapping[str, str]
    based_on: int | None
    revision: int
    take: bool = False
    name: str = ""

    def prepared(self) -> SaveDiagramDraft:
        """The same with the name that its process has. Raises Invalid for what is no diagram of this SOP."""
        size = len(self.bpmn) + sum(len(text) for text in self.forms.values())
        if size > MOST:
            raise _unfit(f"Draf ini terlalu besar: paling besar {MOST >> 20} MB.", f"At most {MOST >> 20} MB.")
        try:
            found = document.read(self.bpmn).process(self.key)
        except DocumentRefused as refused:
            raise _unfit(refused.findings[0].id, refused.findings[0].en) from refused
        except KeyError as missing:
            raise _unfit(
                f"Diagram ini tidak memuat proses “{self.key}”. Buka berkasnya lewat SOP baru.",
                f"This diagram holds no process “{self.key}”. Open its file as a new SOP.",
            ) from missing
        kept = (self.office, self.key, self.bpmn, dict(self.forms), self.based_on, self.revision, self.take)
        return SaveDiagramDraft(*kept, name=found.name or self.key)


@dataclass(frozen=True, slots=True)
class DropDiagramDraft:
    """Throw the draft of an SOP away, unless it is newer than `revision` says."""

    office: str
    key: str
    revision: int


@handles(SaveDiagramDraft)
def save_diagram_draft(work: Work, command: SaveDiagramDraft) -> Body:
    """Writes the draft; the body has its new revision. Nothing of a case or an account changes, so no event."""
    work.demand("deploy", Facts(command.office))
    _own_key(work, command)
    row = _held(work, command.office, command.key)
    if not command.take:
        _alone(work, command, row)
    login, now = work.context.actor.login, instant(work.now)
    stays = row is not None and row["account"] == login
    written: dict[str, Any] = {
        "account": login,
        "based_on": command.based_on,
        "name": command.name,
        "bpmn": command.bpmn,
        "forms": _texts(command.forms),
        "began_at": row["began_at"] if row is not None and stays else now,
        "saved_at": now,
        "revision": 1 if row is None else row["revision"] + 1,
    }
    if row is None:
        work.tx.run(queries.INSERT_DRAFT, office=command.office, key=command.key, **written)
    else:
        work.tx.run(queries.SET_DRAFT, of_office=command.office, of_key=command.key, **written)
    return {"revision": written["revision"], "saved_at": now}


@handles(DropDiagramDraft)
def drop_diagram_draft(work: Work, command: DropDiagramDraft) -> Body:
    """Deletes the draft; nothing happens when there is none."""
    work.demand("deploy", Facts(command.office))
    row = _held(work, command.office, command.key)
    if row is not None and row["revision"] != command.revision:
        raise _moved(work, row)
    work.tx.run(queries.DROP_DRAFT, of_office=command.office, of_key=command.key)
    return {"dropped": row is not None}


def _texts(forms: Mapping[str, str]) -> bytes:
    texts: dict[str, Json] = {**forms}
    return dumps(texts)


def _held(work: Work, office: str, key: str) -> Row | None:
    return work.tx.one(queries.LOCK_DRAFT, of_office=office, of_key=key)


def _own_key(work: Work, command: SaveDiagramDraft) -> None:
    """Raises NotPossible for a key that another office has, in force or as a draft."""
    last = work.tx.one(LAST_VERSION, key=command.key)
    others = {row["office"] for row in work.tx.all(queries.DRAFTS_OF_KEY, of_key=command.key)}
    if (last is not None and last["office"] != command.office) or others - {command.office}:
        raise NotPossible(
            "other-office",
            f"Kunci “{command.key}” sudah dipakai kantor lain. Beri proses ini id yang lain.",
            f"The key “{command.key}” belongs to another office. Give this process another id.",
            key=command.key,
        )


def _alone(work: Work, command: SaveDiagramDraft, row: Row | None) -> None:
    """Raises Conflict unless the draft stands as the page shows it and is the actor's own."""
    if row is None and command.revision:
        raise Conflict(
            "draft-gone",
            "Draf ini sudah diberlakukan atau dibuang dari jendela lain. Unduh perubahan Anda sebelum memuat ulang.",
            "This draft was put in force or discarded in another window. Download your changes before you reload.",
        )
    if row is not None and (row["revision"] != command.revision or row["account"] != work.context.actor.login):
        raise _moved(work, row)


def _moved(work: Work, row: Row) -> Conflict:
    mine = row["account"] == work.context.actor.login
    account = work.tx.one(ACCOUNT, login=row["account"])
    name = account["name"] if account else row["account"]
    facts: dict[str, Json] = {"revision": row["revision"], "since": row["began_at"], "saved_at": row["saved_at"]}
    if mine:
        return Conflict(
            "draft-moved",
            "Draf ini disimpan dari jendela lain. Muat ulang untuk melihatnya, atau pakai yang di jendela ini.",
            "Another window has saved this draft. Reload to see it, or keep the one in this window.",
            **facts,
        )
    return Conflict(
        "draft-held",
        f"{name} sedang menyunting draf ini. Hubungi yang bersangkutan sebelum mengambil alih.",
        f"{name} is editing this draft. Talk to them before you take it over.",
        who=name,
        **facts,
    )


def _unfit(id: str, en: str) -> Invalid:
    return Invalid([FieldProblem("bpmn", id, en)])
