"""Commands on exports: ask for one, and tell in the history that one was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.canonical import Json, dumps, loads
from engine.commands.desk import Body, Work, handles
from engine.commands.erasure import Erased, elsewhere
from engine.commands.refusals import Conflict, NotAllowed, NotFound
from engine.events import instant
from engine.policy import EVERYWHERE, Facts, may
from engine.queries.exported import Order
from engine.store import NewEvent
from engine.store.exports import ASK_EXPORT, DROP_EXPORT, DROP_PARTS, END_EXPORT, EXPORT, OLD_EXPORTS, RECENT_EXPORTS
from engine.store.people import OFFICES

__all__ = ["AskExport", "FinishExport"]

KEPT = timedelta(days=7)
"""How long a file is kept."""


@dataclass(frozen=True, slots=True)
class AskExport:
    """Take out the cases or acts that this order describes."""

    order: Order


@dataclass(frozen=True, slots=True)
class FinishExport:
    """The export is written whole; without `run` (the command line) `order` says what it was, with these counts."""

    order: Order
    run: int | None = None
    cases: int = 0
    events: int = 0


@handles(AskExport)
def ask_export(work: Work, command: AskExport) -> Body:
    """Queues it and forgets files that are old; the body has its number."""
    _demand(work)
    for row in work.tx.all(OLD_EXPORTS, until=instant(work.now - KEPT)):
        work.tx.run(DROP_PARTS, run=row["id"], number=0)
        work.tx.run(DROP_EXPORT, run=row["id"])
    what = dumps(command.order.json())
    number = work.tx.value(ASK_EXPORT, at=instant(work.now), login=work.context.actor.login, what=what)
    return {"export": number}


@handles(FinishExport)
def finish_export(work: Work, command: FinishExport) -> Body:
    """Writes down who took out what, before anybody gets the file. The body names the event."""
    _demand(work)
    cases, events, order = command.cases, command.events, command.order
    if command.run is not None:
        row = work.tx.one(EXPORT, run=command.run)
        if row is None or row["asked_by"] != work.context.actor.login:
            raise NotFound("no-export", "Ekspor ini tidak ada.", "There is no such export.")
        if row["status"] != "RUNNING":
            raise Conflict("export-ended", "Ekspor ini sudah berakhir.", "This export has ended already.")
        kept = loads(bytes(row["asked"]))
        assert isinstance(kept, dict)
        cases, events, order = row["cases"], row["events"], Order.read(kept)
        work.tx.run(END_EXPORT, run=command.run, how="DONE", at=instant(work.now), because=None)
    asked = order.json()
    wanted = {name: value for name, value in asked["wanted"].items() if value and name not in ("text", "zone")}
    wanted |= {f"acts-{name}": value for name, value in asked["acts"].items()}
    data: dict[str, Json] = {
        "format": order.format,
        "filters": wanted,
        "cases": cases,
        "events": events,
        "names": order.names,
        "about": order.about,
    }
    said = {"$cari": order.wanted.text} if order.wanted.text else {}
    made = work.append(NewEvent(0, "CasesExported", data, answers=said))
    return {"event": made.number, "cases": cases, "events": events}


def _demand(work: Work) -> None:
    """Raises NotAllowed for who watches over no office."""
    actor = work.context.actor
    offices = [row["id"] for row in work.tx.all(OFFICES)]
    if not any(may(actor, "search", Facts(office)) for office in (*offices, EVERYWHERE)):
        raise NotAllowed("not-allowed", "Anda tidak berwenang mengekspor.", "You may not export.")


@elsewhere
def _files_with_subjects(work: Work, erased: Erased) -> None:
    """Files that hold what cases are about go when something is erased; they can be made again."""
    for row in work.tx.all(RECENT_EXPORTS):
        kept = loads(bytes(row["asked"]))
        if isinstance(kept, dict) and kept["about"]:
            work.tx.run(DROP_PARTS, run=row["id"], number=0)
            work.tx.run(DROP_EXPORT, run=row["id"])
