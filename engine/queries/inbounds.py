"""Who may send messages, what came from each, and which cases wait for one that fitted nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.canonical import loads
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.policy import Facts, may
from engine.queries.look import MOST_ID, Look
from engine.queries.names import Office, office
from engine.queries.subject import subjects
from engine.queries.webhooks import PAGE, offices_with_hooks
from engine.store import inbound as stored
from engine.store.cases import CASE
from engine.store.lists import Page
from engine.store.messages import WAITING
from engine.store.reading import Row

__all__ = ["FATES", "Candidate", "Message", "Sender", "candidates", "message", "messages", "sender", "senders"]

FATES: Final = ("KEPT", "MATCHED", "STARTED", "ASSIGNED", "DROPPED", "IGNORED")
_LOOKED: Final = 500  # waiting cases that a search goes through
_OFFERED: Final = 20


@dataclass(frozen=True, slots=True)
class Sender:
    """A system that may send to `/hooks/<name>`; `kept` messages of it wait for a person."""

    id: int
    office: Office
    name: str
    verify: str
    header: str | None
    mapping: str
    active: bool
    old_until: datetime | None
    created_at: datetime
    created_by: str
    kept: int
    may_assign: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message that came. `key`, `correlation` and `values` are there while it is kept, for who may assign it."""

    id: int
    message_id: str
    at: datetime
    status: str
    message: str | None
    case: int | None
    number: str | None
    why: tuple[str, str] | None
    key: str | None
    correlation: str | None
    values: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that waits for a message: what it is about, and by which key it is found."""

    case: int
    number: str
    sop: str
    subject: str
    step: str
    correlation: str | None


def senders(look: Look) -> list[Sender]:
    """The senders of the offices whose connections the actor looks after."""
    places = {one.id: one for one in offices_with_hooks(look)}
    if not places:
        return []
    counts = _counts(look)
    rows = look.reading.all(stored.INBOUNDS, offices=list(places))
    return [_sender(look, row, places[row["office"]], counts) for row in rows]


def sender(look: Look, id: int) -> Sender:
    """One of them; NotFound when the actor may not know it."""
    row = _row(look, id)
    return _sender(look, row, office(look.reading, row["office"]), _counts(look))


def messages(
    look: Look, inbound: int, fates: Sequence[str] = FATES, before: int | None = None
) -> tuple[list[Message], int | None]:
    """A page of what a sender sent, the newest first, and where the next begins."""
    above = _row(look, inbound)
    asked = {"inbound": inbound, "states": list(fates), "before": before or MOST_ID, "limit": PAGE + 1}
    rows = look.reading.all(stored.RECEIVED, **asked)
    found = [_message(look, row, above["office"]) for row in rows[:PAGE]]
    return found, rows[PAGE - 1]["id"] if len(rows) > PAGE else None


def message(look: Look, inbound: int, id: int) -> Message:
    """One message; NotFound when there is none of this sender."""
    above = _row(look, inbound)
    asked = {"inbound": inbound, "states": list(FATES), "before": id + 1, "limit": 1}
    row = next((row for row in look.reading.all(stored.RECEIVED, **asked) if row["id"] == id), None)
    if row is None:
        raise NotFound("no-received", f"Pesan {id} tidak ada.", f"There is no message {id}.")
    return _message(look, row, above["office"])


def candidates(look: Look, inbound: int, name: str, text: str = "") -> list[Candidate]:
    """The cases of the office that wait for a message of that name, those first whose number or subject has `text`.

    Only for who may give messages to cases; nobody else finds any.
    """
    place = _row(look, inbound)["office"]
    if not may(look.actor, "assign-received", Facts(place)):
        return []
    asked = {"office": {"office": place}}
    rows = WAITING.rows(look.reading, Page(asked, most=_LOOKED, given={"name": name, "kind": "message"}))
    definitions = {row["case_id"]: look.definition(row["definition_id"]) for row in rows}
    about = subjects(look.reading, list(definitions.items()))
    found = []
    for row in rows:
        case = look.reading.one(CASE, case=row["case_id"])
        if case is None or row["status"] != "ACTIVE":
            continue
        definition = definitions[row["case_id"]]
        step = definition.title(row["element"])
        subject, key = about.get(case["id"], ""), row["correlation"] or row["business_key"]
        one = Candidate(case["id"], case["number"], definition.name, subject, step, key)
        if not text or text.casefold() in f"{one.number}\n{subject}\n{key or ''}".casefold():
            found.append(one)
    return found[:_OFFERED]


def _row(look: Look, id: int) -> Row:
    row = look.reading.one(stored.INBOUND, id=id)
    if row is None or not may(look.actor, "webhooks", Facts(row["office"])):
        raise NotFound("no-inbound", f"Pengirim {id} tidak ada.", f"There is no sender {id}.")
    return row


def _counts(look: Look) -> dict[int, int]:
    return {row["inbound_id"]: row["n"] for row in look.reading.all(stored.KEPT_COUNTS)}


def _sender(look: Look, row: Row, place: Office, counts: dict[int, int]) -> Sender:
    until = row["old_until"]
    return Sender(
        id=row["id"],
        office=place,
        name=row["name"],
        verify=row["verify"],
        header=row["header"],
        mapping=row["mapping"],
        active=bool(row["active"]),
        old_until=moment(until) if until is not None and moment(until) > look.now else None,
        created_at=moment(row["created_at"]),
        created_by=row["created_by"],
        kept=counts.get(row["id"], 0),
        may_assign=may(look.actor, "assign-received", Facts(row["office"])),
    )


def _message(look: Look, row: Row, place: str) -> Message:
    case = None if row["case_id"] is None else look.reading.one(CASE, case=row["case_id"])
    told: Any = None
    if row["payload"] is not None and may(look.actor, "assign-received", Facts(place)):
        told = loads(bytes(row["payload"]))
    return Message(
        id=row["id"],
        message_id=row["message_id"],
        at=moment(row["at"]),
        status=row["status"],
        message=row["message"],
        case=row["case_id"],
        number=case["number"] if case else None,
        why=(row["id_text"], row["en_text"] or row["id_text"]) if row["id_text"] else None,
        key=told["key"] if told else None,
        correlation=told["correlation"] if told else None,
        values=told["values"] if told else None,
    )
