"""Commands on what arrives: who may send, what a message did, and what people make of one that fitted nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from engine.canonical import dumps, loads
from engine.commands.desk import Body, Work, handles
from engine.commands.managing import demand_office
from engine.commands.message import Correlate, correlate
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound
from engine.events import instant
from engine.policy import WORKER, Actor, Facts, may
from engine.store import NewEvent
from engine.store import inbound as queries
from engine.store.reading import Row
from webhooks.mapping import MappingRefused, read_mapping
from webhooks.proofs import KINDS

__all__ = [
    "AssignReceived",
    "ChangeInbound",
    "CreateInbound",
    "DeleteInbound",
    "DropReceived",
    "KeepReceived",
    "Letter",
    "Proof",
    "Receive",
    "RotateInboundSecret",
    "sender",
]

BOTH: Final = timedelta(hours=24)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_LONGEST: Final = 20_000  # characters of a mapping


@dataclass(frozen=True, slots=True)
class Proof:
    """How a sender proves himself (webhooks.proofs), and what his messages mean (webhooks.mapping, as JSON)."""

    verify: str
    mapping: str
    header: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class CreateInbound:
    """Let a system send messages to `/hooks/<name>`; `sealed` is the secret as engine.secret_box sealed it."""

    office: str
    name: str
    proof: Proof
    sealed: bytes


@dataclass(frozen=True, slots=True)
class ChangeInbound:
    """Change how a sender proves himself or what his messages mean, or shut him out."""

    id: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class RotateInboundSecret:
    """Give a sender a new secret; the one before counts beside it for a day."""

    id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class DeleteInbound:
    """Let a sender send no more."""

    id: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that was proven and mapped: its id, name, keys and values."""

    id: str
    message: str
    business_key: str | None = None
    correlation: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receive:
    """Bring a message to who waits for it, or begin a case by it; without a letter it is only noted (left out)."""

    inbound: int
    id: str
    letter: Letter | None


@dataclass(frozen=True, slots=True)
class KeepReceived:
    """Keep a message that nobody could take for a person; `why` in Indonesian and English."""

    inbound: int
    letter: Letter
    why: tuple[str, str]


@dataclass(frozen=True, slots=True)
class AssignReceived:
    """Give a kept message to the case that it is for."""

    id: int
    case: int


@dataclass(frozen=True, slots=True)
class DropReceived:
    """Put a kept message aside, with a reason."""

    id: int
    reason: str


@handles(CreateInbound)
def create_inbound(work: Work, command: CreateInbound) -> Body:
    """Creates it; Invalid names every mistake, Conflict a name that is taken."""
    work.demand("webhooks", Facts(command.office))
    demand_office(work, command.office)
    row = _row(command.proof)
    if not _NAME.fullmatch(command.name):
        words = (
            "Huruf kecil, angka, dan tanda hubung, paling panjang 60.",
            "Small letters, digits and hyphens, at most 60.",
        )
        raise Invalid([FieldProblem("name", *words)])
    if work.tx.one(queries.INBOUND_BY_NAME, name=command.name) is not None:
        raise Conflict("name-taken", f"Nama {command.name} sudah dipakai.", f"The name {command.name} is taken.")
    made = {"name": command.name, "office": command.office, "secret": command.sealed}
    by = work.context.actor.login
    id = work.tx.value(queries.INSERT_INBOUND, **row, **made, created_at=instant(work.now), created_by=by)
    _changed(work, "created", {"inbound": id, "name": command.name, "office": command.office}, row)
    return {"id": id, "name": command.name}


@handles(ChangeInbound)
def change_inbound(work: Work, command: ChangeInbound) -> Body:
    """Changes it; nothing is written when nothing differs."""
    before, row = _held(work, command.id), _row(command.proof)
    if any(before[name] != value for name, value in row.items()):
        work.tx.run(queries.CHANGE_INBOUND, inbound=command.id, **row)
        _changed(work, "changed", _of(before), row)
    return {"id": command.id}


@handles(RotateInboundSecret)
def rotate_secret(work: Work, command: RotateInboundSecret) -> Body:
    """Replaces the secret; both count for a day."""
    row, until = _held(work, command.id), work.now + BOTH
    before = bytes(row["secret"])
    work.tx.run(queries.ROTATE_INBOUND, inbound=command.id, sealed=command.sealed, before=before, until=instant(until))
    _changed(work, "secret", _of(row) | {"until": until})
    return {"id": command.id, "until": instant(until)}


@handles(DeleteInbound)
def delete_inbound(work: Work, command: DeleteInbound) -> Body:
    """Takes it away; what it sent and nobody took stays to be looked at."""
    row = _held(work, command.id)
    work.tx.run(queries.DELETE_INBOUND, id=command.id)
    _changed(work, "deleted", _of(row))
    return {"id": command.id}


@handles(Receive)
def receive(work: Work, command: Receive) -> Body:
    """Notes it and moves the case in one transaction; a message that came before does nothing again.

    Raises as Correlate does when it fits nobody or several: then it is to be kept (KeepReceived).
    """
    row, letter = _open(work, command.inbound), command.letter
    before = work.tx.one(queries.RECEIVED_BEFORE, inbound=row["id"], message_id=command.id)
    if before is not None:
        return {"status": "repeated", "case": before["case_id"]}
    found: Body = {}
    if letter is not None:
        found = correlate(_as_sender(work, row), _asked(letter, row["office"]))
    status = "IGNORED" if letter is None else "STARTED" if "number" in found else "MATCHED"
    _note(work, row, (command.id, letter), {"status": status, "case": found.get("case")})
    return {"status": status.lower(), "case": found.get("case")}


@handles(KeepReceived)
def keep_received(work: Work, command: KeepReceived) -> Body:
    """Keeps it with its values until somebody assigns or drops it."""
    row, (id, en) = _open(work, command.inbound), command.why
    kept = {"status": "KEPT", "payload": dumps(_told(command.letter)), "id_text": id, "en_text": en}
    noted = _note(work, row, (command.letter.id, command.letter), kept)
    return {"status": "kept" if noted else "repeated", "case": None}


@handles(AssignReceived)
def assign_received(work: Work, command: AssignReceived) -> Body:
    """Brings it to a token of that case that waits for it, in the name of who assigns it."""
    row, inbound = _kept(work, command.id)
    letter = _letter(row)
    asked = Correlate(letter.message, case=command.case, answers=letter.values, mode="wait", office=inbound["office"])
    found = correlate(work, asked)
    work.tx.run(queries.SETTLE_RECEIVED, received=command.id, status="ASSIGNED", case=command.case)
    _changed(work, "assigned", _of(inbound) | {"received": command.id, "case": command.case})
    return found | {"received": command.id}


@handles(DropReceived)
def drop_received(work: Work, command: DropReceived) -> Body:
    """Puts it aside; its values are gone."""
    row, inbound = _kept(work, command.id)
    if not command.reason.strip():
        raise Invalid([FieldProblem("reason", "Tulis alasannya.", "Write why.")])
    work.tx.run(queries.SETTLE_RECEIVED, received=row["id"], status="DROPPED", case=None)
    answers = {"$alasan": command.reason.strip()}
    said = {"change": "dropped", "received": row["id"]} | _of(inbound)
    work.append(NewEvent(0, "InboundChanged", said, answers=answers))
    return {"received": row["id"]}


def sender(name: str, office: str) -> Actor:
    """In whose name a message of this sender moves a case."""
    return Actor(f"masuk:{name}", name, grants=frozenset({(WORKER, office)}))


def _as_sender(work: Work, row: Row) -> Work:
    return replace(work, context=replace(work.context, actor=sender(row["name"], row["office"])))


def _asked(letter: Letter, office: str) -> Correlate:
    return Correlate(
        letter.message,
        business_key=letter.business_key,
        correlation=letter.correlation,
        answers=letter.values,
        office=office,
    )


def _note(work: Work, row: Row, what: tuple[str, Letter | None], how: Row) -> int | None:
    """The number under which it is noted; None when it came before."""
    id, letter = what
    blank = {"payload": None, "case": None, "id_text": None, "en_text": None}
    message = None if letter is None else letter.message
    given = blank | how | {"message_id": id, "message": message}
    number: int | None = work.tx.value(queries.RECEIVE, inbound=row["id"], at=instant(work.now), **given)
    return number


def _told(letter: Letter) -> dict[str, Any]:
    keys = {"id": letter.id, "message": letter.message}
    return keys | {"key": letter.business_key, "correlation": letter.correlation, "values": dict(letter.values)}


def _letter(row: Row) -> Letter:
    told: Any = loads(bytes(row["payload"]))
    return Letter(told["id"], told["message"], told["key"], told["correlation"], told["values"])


def _open(work: Work, id: int) -> Row:
    row = work.tx.one(queries.LOCK_INBOUND, id=id)
    if row is None or not row["active"]:
        raise _unknown(id)
    return row


def _held(work: Work, id: int) -> Row:
    row = work.tx.one(queries.LOCK_INBOUND, id=id)
    if row is None or not may(work.context.actor, "webhooks", Facts(row["office"])):
        raise _unknown(id)
    return row


def _kept(work: Work, id: int) -> tuple[Row, Row]:
    """The message that waits, and its sender; NotFound where the actor may not know, Conflict when it is settled."""
    row = work.tx.one(queries.LOCK_RECEIVED, id=id)
    inbound = None if row is None else work.tx.one(queries.INBOUND, id=row["inbound_id"])
    if row is None or inbound is None or not may(work.context.actor, "assign-received", Facts(inbound["office"])):
        raise NotFound("no-received", f"Pesan {id} tidak ada.", f"There is no message {id}.")
    if row["status"] != "KEPT":
        raise Conflict("settled", "Pesan ini sudah ditangani.", "This message was dealt with already.")
    return row, inbound


def _unknown(id: int) -> NotFound:
    return NotFound("no-inbound", f"Pengirim {id} tidak ada.", f"There is no sender {id}.")


def _of(row: Row) -> dict[str, Any]:
    return {"inbound": row["id"], "name": row["name"], "office": row["office"]}


def _changed(work: Work, change: str, data: dict[str, Any], row: Row | None = None) -> None:
    """What changed, for the history; no secret stands there."""
    said = {} if row is None else {name: row[name] for name in ("verify", "mapping", "active")}
    work.append(NewEvent(0, "InboundChanged", {"change": change} | data | said))


def _row(proof: Proof) -> Row:
    problems = []
    if proof.verify not in KINDS:
        known = ", ".join(KINDS)
        problems.append(FieldProblem("verify", f"Pilih salah satu: {known}.", f"Choose one of: {known}."))
    if proof.header is not None and not _HEADER.fullmatch(proof.header):
        problems.append(FieldProblem("header", "Tulis nama kepala HTTP.", "Write the name of an HTTP header."))
    try:
        read_mapping(proof.mapping[: _LONGEST + 1])
    except MappingRefused as error:
        problems.append(FieldProblem("mapping", f"{error.key}: {error.id}", f"{error.key}: {error.en}"))
    if problems:
        raise Invalid(problems)
    return {"verify": proof.verify, "header": proof.header, "mapping": proof.mapping, "active": int(proof.active)}
