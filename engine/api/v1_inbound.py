"""Inbound messages in `/api/v1`: who may send, what his messages mean, and those that fitted nobody."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.schema import ANY, FLAG, LONG, MOMENT, TEXT, many, mapping, maybe, one_of, record, whole_from
from engine.api.v1 import cursor, handed_in, look, ran, replayed, v1
from engine.api.v1_cases import CURSOR
from engine.api.v1_records import page
from engine.api.v1_webhooks import ROTATED, at, counted, number, settings
from engine.commands.fresh_secret import dictated
from engine.commands.inbound import (
    AssignReceived,
    ChangeInbound,
    CreateInbound,
    DeleteInbound,
    DropReceived,
    Proof,
    RotateInboundSecret,
)
from engine.events import moment
from engine.queries.inbounds import FATES, Candidate, Message, Sender, candidates, message, messages, sender, senders
from webhooks.mapping import MappingRefused, Unfit, read_mapping
from webhooks.proofs import KINDS

__all__: list[str] = []

_TAG: Final = "Inbound messages"
_KEYS: Final = {
    "id": LONG,
    "office": TEXT,
    "name": TEXT,
    "path": TEXT,
    "verify": one_of(*KINDS),
    "header": maybe(TEXT),
    "mapping": TEXT,
    "active": FLAG,
    "old_secret_until": maybe(MOMENT),
    "created_at": MOMENT,
    "created_by": TEXT,
    "kept": whole_from(0),
}
SENDER: Final = record("Sender", _KEYS)
CREATED: Final = record("CreatedSender", {**_KEYS, "secret": maybe(TEXT)})
MESSAGE: Final = record(
    "ReceivedMessage",
    {
        "id": LONG,
        "message_id": TEXT,
        "at": MOMENT,
        "status": one_of(*FATES),
        "message": maybe(TEXT),
        "case": maybe(LONG),
        "number": maybe(TEXT),
        "why": maybe(TEXT),
        "business_key": maybe(TEXT),
        "correlation": maybe(TEXT),
        "values": maybe(mapping(ANY)),
    },
)
WAITS: Final = record(
    "WaitingCase",
    {"case": LONG, "number": TEXT, "sop": TEXT, "subject": TEXT, "step": TEXT, "correlation": maybe(TEXT)},
)
MAPPED: Final = record(
    "MappedBody",
    {
        "ignored": FLAG,
        "id": maybe(TEXT),
        "message": maybe(TEXT),
        "business_key": maybe(TEXT),
        "correlation": maybe(TEXT),
        "values": maybe(mapping(ANY)),
        "lacks": maybe(TEXT),
    },
)
_VERIFY: Final = parts.one_of({kind: kind for kind in KINDS})
_FACTS: Final = {"verify": _VERIFY, "header": parts.WORDS, "mapping": parts.WORDS, "active": parts.FLAG}
NEW: Final = {
    "office": parts.need(parts.WORDS),
    "name": parts.need(parts.WORDS),
    "verify": parts.need(_VERIFY),
    "header": parts.WORDS,
    "mapping": parts.need(parts.WORDS),
    "active": parts.FLAG,
    "secret": parts.WORDS,
}
_FATE: Final = asking.one_of({fate: fate for fate in FATES})


@v1.get("/inbound")
@operation(_TAG, answers={200: record("Senders", {"items": many(SENDER)})})
def list_senders(asked: Asked) -> Response:
    """The senders of one's offices; never their secrets."""
    with look() as here:
        return answer({"items": [_written(one) for one in senders(here)]})


@v1.post("/inbound")
@operation(_TAG, body=NEW, answers={201: CREATED})
def create_sender(asked: Asked) -> Response:
    """Lets a system send messages; a secret that it does not dictate stands in this answer alone, never again."""
    given = asked.body
    made = dictated(settings(), given["office"], given["verify"], given.get("secret"))
    active = given.get("active") is not False
    proof = Proof(given["verify"], given["mapping"], given.get("header"), active)
    result = ran(CreateInbound(given["office"], given["name"], proof, made.sealed))
    with look() as here:
        shown = _written(sender(here, counted(result.body["id"])))
    secret = made.shown or None if result.status == "done" else None
    return replayed(answer(shown | {"secret": secret}, 201), result)


@v1.get("/inbound/<id>")
@operation(_TAG, answers={200: SENDER})
def get_sender(asked: Asked, id: str) -> Response:
    """One sender; never its secret."""
    with look() as here:
        return answer(_written(sender(here, number(id))))


@v1.patch("/inbound/<id>")
@operation(_TAG, body=_FACTS, answers={200: SENDER})
def change_sender(asked: Asked, id: str) -> Response:
    """Changes what is named, and leaves the rest; `header` null means the usual one."""
    with look() as here:
        before = sender(here, number(id))
    given = {name: value for name, value in asked.body.items() if value is not None or name == "header"}
    kept = {name: getattr(before, name) for name in ("verify", "mapping", "header", "active")}
    result = ran(ChangeInbound(number(id), Proof(**(kept | given))))
    with look() as here:
        return replayed(answer(_written(sender(here, number(id)))), result)


@v1.delete("/inbound/<id>")
@operation(_TAG, answers={200: record("DeletedSender", {"id": LONG})})
def delete_sender(asked: Asked, id: str) -> Response:
    """Takes a sender away."""
    return handed_in(DeleteInbound(number(id)))


@v1.post("/inbound/<id>/secret")
@operation(_TAG, body={"secret": parts.WORDS}, answers={200: ROTATED})
def rotate_sender_secret(asked: Asked, id: str) -> Response:
    """Gives it another secret, one that it dictates or a new one, which stands in this answer alone; the one before
    counts beside it for a day."""
    with look() as here:
        found = sender(here, number(id))
    made = dictated(settings(), found.office.id, found.verify, asked.body.get("secret"))
    result = ran(RotateInboundSecret(number(id), made.sealed))
    secret = made.shown or None if result.status == "done" else None
    told = {"id": number(id), "secret": secret, "old_secret_until": at(moment(counted(result.body["until"])))}
    return replayed(answer(told), result)


@v1.post("/inbound/<id>/test")
@operation(_TAG, body={"body": parts.need(parts.WORDS), "mapping": parts.WORDS}, answers={200: MAPPED})
def test_mapping(asked: Asked, id: str) -> Response:
    """What a mapping, that of the sender unless one is given, makes of a body; nothing is written."""
    with look() as here:
        found = sender(here, number(id))
    try:
        read = read_mapping(asked.body.get("mapping") or found.mapping)
        told = read.apply(parts.decoded(asked.body["body"].encode()))
    except MappingRefused as error:
        raise BadInput(f"Pemetaan, {error.key}: {error.id}", f"Mapping, {error.key}: {error.en}") from error
    except Unfit as error:
        return answer(_mapped(lacks=f"{error.id} / {error.en}"))
    if told is None:
        return answer(_mapped(ignored=True))
    keys = {"business_key": told.business_key, "correlation": told.correlation, "values": dict(told.values)}
    return answer(_mapped(id=told.id, message=told.message, **keys))


@v1.get("/inbound/<id>/messages")
@operation(_TAG, query={"state": _FATE, "cursor": CURSOR}, answers={200: page("ReceivedMessages", MESSAGE)})
def list_messages(asked: Asked, id: str) -> Response:
    """What a sender sent, the newest first; values of kept ones for the process owner alone."""
    fates = (asked.query["state"],) if "state" in asked.query else FATES
    with look() as here:
        found, before = messages(here, number(id), fates, asked.query.get("cursor"))
    return answer({"items": [_message(one) for one in found], "next": cursor(before)})


@v1.get("/inbound/<id>/messages/<message_id>")
@operation(_TAG, answers={200: MESSAGE})
def get_message(asked: Asked, id: str, message_id: str) -> Response:
    """One message."""
    with look() as here:
        return answer(_message(message(here, number(id), number(message_id))))


@v1.get("/inbound/<id>/messages/<message_id>/cases")
@operation(_TAG, query={"text": asking.text}, answers={200: record("WaitingCases", {"items": many(WAITS)})})
def list_waiting_cases(asked: Asked, id: str, message_id: str) -> Response:
    """The cases that wait for it, at most twenty, for the process owner; `text` looks in number, subject and key."""
    with look() as here:
        found = message(here, number(id), number(message_id))
        waiting = candidates(here, number(id), found.message or "", asked.query.get("text", ""))
    return answer({"items": [_waits(one) for one in waiting]})


@v1.post("/inbound/<id>/messages/<message_id>/assign")
@operation(
    _TAG,
    body={"case": parts.need(parts.INTEGER)},
    answers={200: record("AssignedMessage", {"id": LONG, "case": LONG})},
)
def assign_message(asked: Asked, id: str, message_id: str) -> Response:
    """Gives a kept message to a case that waits for it."""
    result = ran(AssignReceived(_of(id, message_id), asked.body["case"]))
    return replayed(answer({"id": number(message_id), "case": asked.body["case"]}), result)


@v1.post("/inbound/<id>/messages/<message_id>/drop")
@operation(_TAG, body={"reason": parts.need(parts.WORDS)}, answers={200: record("DroppedMessage", {"id": LONG})})
def drop_message(asked: Asked, id: str, message_id: str) -> Response:
    """Puts a kept message aside, with a reason; its values are gone."""
    result = ran(DropReceived(_of(id, message_id), asked.body["reason"]))
    return replayed(answer({"id": number(message_id)}), result)


def _of(id: str, message_id: str) -> int:
    """The message's number; NotFound when it is none of this sender."""
    with look() as here:
        return message(here, number(id), number(message_id)).id


def _mapped(**told: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("id", "message", "business_key", "correlation", "values", "lacks"))
    return {"ignored": False} | blank | told


def _written(one: Sender) -> dict[str, Any]:
    return {
        "id": one.id,
        "office": one.office.id,
        "name": one.name,
        "path": f"/hooks/{one.name}",
        "verify": one.verify,
        "header": one.header,
        "mapping": one.mapping,
        "active": one.active,
        "old_secret_until": at(one.old_until),
        "created_at": at(one.created_at),
        "created_by": one.created_by,
        "kept": one.kept,
    }


def _message(one: Message) -> dict[str, Any]:
    return {
        "id": one.id,
        "message_id": one.message_id,
        "at": at(one.at),
        "status": one.status,
        "message": one.message,
        "case": one.case,
        "number": one.number,
        "why": " / ".join(one.why) if one.why else None,
        "business_key": one.key,
        "correlation": one.correlation,
        "values": one.values,
    }


def _waits(one: Candidate) -> dict[str, Any]:
    names = ("case", "number", "sop", "subject", "step", "correlation")
    return {name: getattr(one, name) for name in names}
