"""Commands on drafts: what a person types into a form is kept until he hands it in. They are no events of a case."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.acquaintance import knows_definition
from engine.commands.desk import Body, Work, handles
from engine.commands.finding import demand_open, locked_task
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound
from engine.events import instant
from engine.store.drafts import ADD_DRAFT, CHANGE_DRAFT, DRAFTS, DROP_DRAFT

__all__ = ["DraftPlace", "DropDraft", "SaveDraft"]

MOST: Final = 4
"""Texts of one person for one form: so many tabs may disagree."""
MOST_BYTES: Final = 400_000
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """The form that a draft belongs to: that of a task, or with `start` that of an SOP before its case begins."""

    case: int = 0
    n: int = 0
    start: str = ""


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep what a form holds. `tab` is the page that shows it, `revision` the draft that it was filled from (0: none).

    `filled` are the texts of each field, as a page sends them.
    """

    place: DraftPlace
    tab: str
    revision: int
    filled: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Forget one's own draft that this tab saved last, and the one with this revision, from which it was filled."""

    place: DraftPlace
    tab: str
    revision: int = 0


@handles(SaveDraft)
def save_draft(work: Work, command: SaveDraft) -> Body:
    """Keeps the text; the body holds its `revision`, `saved_at`, and how many `others` stand beside it.

    A tab goes on with its own text, or with the one that it was filled from. Is that one newer by now, the text is kept
    beside it and overwrites nothing. Raises Conflict for a task that is closed, or too many texts.
    """
    _demand(work, command.place)
    text = _checked(command)
    where = _where(work, command.place)
    rows = work.tx.all(DRAFTS, **where)
    held = next((row for row in rows if row["tab"] == command.tab), None)
    held = held or next((row for row in rows if row["revision"] == command.revision), None)
    if held is None and len(rows) >= MOST:
        raise Conflict(
            "many-drafts",
            "Sudah ada empat draf yang berbeda dari tab lain. Muat ulang halaman, pilih satu, lalu buang yang lain.",
            "There are four different drafts from other tabs. Reload the page, choose one and discard the others.",
        )
    revision, at = max((row["revision"] for row in rows), default=0) + 1, instant(work.now)
    if held is None:
        row = {"case_id": where["case"], "filled": text, "saved_at": at, "revision": revision, "tab": command.tab}
        work.tx.many(ADD_DRAFT, [row | {name: where[name] for name in ("n", "start", "login")}])
    else:
        work.tx.run(CHANGE_DRAFT, **where, held=held["tab"], by=command.tab, next=revision, text=text, at=at)
    return {"revision": revision, "saved_at": work.now.isoformat(), "others": len(rows) - (held is not None)}


@handles(DropDraft)
def drop_draft(work: Work, command: DropDraft) -> Body:
    """Forgets the draft; the body says how many there were."""
    which = {"tab": command.tab, "revision": command.revision}
    return {"dropped": work.tx.run(DROP_DRAFT, **_where(work, command.place), **which)}


def _where(work: Work, place: DraftPlace) -> dict[str, Any]:
    return {"case": place.case, "n": place.n, "start": place.start, "login": work.context.actor.login}


def _demand(work: Work, place: DraftPlace) -> None:
    """Raises NotFound, NotAllowed, Conflict or NotPossible unless the actor could hand this form in."""
    if place.start:
        definition = work.library.latest(work.tx, place.start)
        if definition is None or not knows_definition(work.context.actor, definition):
            raise NotFound("no-definition", "SOP ini tidak ada atau tidak berlaku.", "There is no such SOP in force.")
    else:
        demand_open(locked_task(work, place.case, place.n, "complete"))


def _checked(command: SaveDraft) -> str:
    """The text to keep; raises Invalid for one that no page sends."""
    text = json.dumps({name: list(texts) for name, texts in command.filled.items()})
    if len(text) > MOST_BYTES or not 0 < len(command.tab) <= _LONGEST:
        problem = FieldProblem(
            "draf",
            "Isian ini terlalu panjang untuk disimpan sebagai draf. Simpan teks panjang sebagai berkas, lalu unggah.",
            "This is too long for a draft. Keep long texts in a file and upload it.",
        )
        raise Invalid([problem])
    return text
