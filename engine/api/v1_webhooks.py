"""Webhooks in `/api/v1`: who is told of events, with which secret, and how its deliveries go."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask import Response, current_app

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.released import let_out
from engine.api.schema import FLAG, LONG, MOMENT, TEXT, many, maybe, one_of, record, whole_from
from engine.api.v1 import cursor, handed_in, look, ran, replayed, v1
from engine.api.v1_cases import CURSOR
from engine.api.v1_records import page
from engine.commands.fresh_secret import checked_url, fresh
from engine.commands.refusals import NotFound
from engine.commands.webhook import (
    ChangeWebhook,
    CreateWebhook,
    DeleteWebhook,
    DropDelivery,
    ReplayDelivery,
    ReplayParked,
    RotateWebhookSecret,
    TryWebhook,
    Wanted,
)
from engine.events import moment
from engine.queries.occurrences import KINDS
from engine.queries.webhooks import STATES, Attempt, Delivery, Hook, deliveries, delivery, hook, hooks
from engine.settings import Settings

__all__ = ["at", "counted", "number", "settings"]

_TAG: Final = "Webhooks"
_KEYS: Final = {
    "id": LONG,
    "office": TEXT,
    "name": TEXT,
    "url": TEXT,
    "kinds": many(TEXT),
    "sops": many(TEXT),
    "fields": many(TEXT),
    "topic": maybe(TEXT),
    "active": FLAG,
    "why": maybe(TEXT),
    "old_secret_until": maybe(MOMENT),
    "created_at": MOMENT,
    "created_by": TEXT,
    "waiting": whole_from(0),
    "waiting_since": maybe(MOMENT),
    "parked": whole_from(0),
    "median_ms": maybe(whole_from(0)),
    "last": maybe(record("LastDelivery", {"status": TEXT, "answer": maybe(LONG), "reason": maybe(TEXT)})),
}
WEBHOOK: Final = record("Webhook", _KEYS)
CREATED: Final = record("CreatedWebhook", {**_KEYS, "secret": maybe(TEXT)})
ROTATED: Final = record("RotatedSecret", {"id": LONG, "secret": maybe(TEXT), "old_secret_until": MOMENT})
ATTEMPT: Final = record(
    "DeliveryAttempt", {"n": LONG, "at": MOMENT, "answer": maybe(LONG), "ms": LONG, "code": TEXT, "reason": TEXT}
)
_LINE: Final = {
    "id": LONG,
    "case": maybe(LONG),
    "number": maybe(TEXT),
    "event": LONG,
    "kind": TEXT,
    "status": one_of(*STATES),
    "created_at": MOMENT,
    "next_at": maybe(MOMENT),
    "done_at": maybe(MOMENT),
    "attempts": LONG,
    "last": maybe(ATTEMPT),
}
DELIVERY: Final = record("WebhookDelivery", _LINE)
WHOLE: Final = record("WholeDelivery", {**_LINE, "tried": many(ATTEMPT), "body": maybe(TEXT), "without_answers": FLAG})
GONE: Final = record("DeletedWebhook", {"id": LONG})
_NAMES: Final = parts.each(parts.WORDS)
_FACTS: Final = {
    "name": parts.WORDS,
    "url": parts.WORDS,
    "kinds": parts.each(parts.one_of({kind: kind for kind in KINDS})),
    "sops": _NAMES,
    "fields": _NAMES,
    "topic": parts.WORDS,
    "active": parts.FLAG,
}
NEW: Final = _FACTS | {
    "office": parts.need(parts.WORDS),
    "name": parts.need(parts.WORDS),
    "url": parts.need(parts.WORDS),
}
_STATE: Final = asking.one_of({state: state for state in STATES})


@v1.get("/webhooks")
@operation(_TAG, query={"cursor": CURSOR}, answers={200: page("Webhooks", WEBHOOK)})
def list_webhooks(asked: Asked) -> Response:
    """The subscriptions of one's offices, with how they stand; never their secrets."""
    with look() as here:
        found, after = hooks(here, asked.query.get("cursor", 0))
    return answer({"items": [_written(one) for one in found], "next": cursor(after)})


@v1.post("/webhooks")
@operation(_TAG, body=NEW, answers={201: CREATED})
def create_webhook(asked: Asked) -> Response:
    """Creates a subscription; the secret stands in this answer alone, and not in a repetition of it."""
    given = asked.body
    made = fresh(settings(), given["office"])
    wanted = _wanted(given, Wanted(given["name"], checked_url(settings(), given["url"])))
    result = ran(CreateWebhook(given["office"], wanted, made.sealed))
    with look() as here:
        shown = _written(hook(here, counted(result.body["id"])))
    return replayed(answer(shown | {"secret": made.shown if result.status == "done" else None}, 201), result)


@v1.get("/webhooks/<id>")
@operation(_TAG, answers={200: WEBHOOK})
def get_webhook(asked: Asked, id: str) -> Response:
    """One subscription; never its secret."""
    with look() as here:
        return answer(_written(hook(here, number(id))))


@v1.patch("/webhooks/<id>")
@operation(_TAG, body=_FACTS, answers={200: WEBHOOK})
def change_webhook(asked: Asked, id: str) -> Response:
    """Changes what is named, and leaves the rest; `topic` null takes the topic away."""
    with look() as here:
        facts = hook(here, number(id)).facts
    before = Wanted(facts.name, facts.url, facts.kinds, facts.sops, facts.fields, facts.topic, facts.active)
    wanted = _wanted(asked.body, before)
    if wanted.url != before.url:
        checked_url(settings(), wanted.url)
    result = ran(ChangeWebhook(number(id), wanted))
    with look() as here:
        return replayed(answer(_written(hook(here, number(id)))), result)


@v1.delete("/webhooks/<id>")
@operation(_TAG, answers={200: GONE})
def delete_webhook(asked: Asked, id: str) -> Response:
    """Takes a subscription away; what is on its way goes nowhere."""
    return handed_in(DeleteWebhook(number(id)))


@v1.post("/webhooks/<id>/secret")
@operation(_TAG, answers={200: ROTATED})
def rotate_webhook_secret(asked: Asked, id: str) -> Response:
    """Gives it a new secret, which stands in this answer alone; the one before counts beside it for a day."""
    with look() as here:
        made = fresh(settings(), hook(here, number(id)).office.id)
    result = ran(RotateWebhookSecret(number(id), made.sealed))
    secret = made.shown if result.status == "done" else None
    told = {"id": number(id), "secret": secret, "old_secret_until": at(moment(counted(result.body["until"])))}
    return replayed(answer(told), result)


@v1.post("/webhooks/<id>/test")
@operation(_TAG, answers={200: record("TrialDelivery", {"id": LONG, "delivery": LONG})})
def test_webhook(asked: Asked, id: str) -> Response:
    """Puts a trial message on its way; its delivery tells how it went."""
    return handed_in(TryWebhook(number(id)))


@v1.post("/webhooks/<id>/replay-parked")
@operation(_TAG, answers={200: record("ReplayedParked", {"id": LONG, "count": LONG})})
def replay_parked(asked: Asked, id: str) -> Response:
    """Tries all again that is parked."""
    return handed_in(ReplayParked(number(id)))


@v1.get("/webhooks/<id>/deliveries")
@operation(_TAG, query={"state": _STATE, "cursor": CURSOR}, answers={200: page("WebhookDeliveries", DELIVERY)})
def list_deliveries(asked: Asked, id: str) -> Response:
    """The deliveries of a subscription, the newest first, in all states or one."""
    states = (asked.query["state"],) if "state" in asked.query else STATES
    with look() as here:
        found, before = deliveries(here, number(id), states, asked.query.get("cursor"))
    return answer({"items": [_line(one) for one in found], "next": cursor(before)})


@v1.get("/webhooks/<id>/deliveries/<delivery_id>")
@operation(_TAG, answers={200: WHOLE})
def get_delivery(asked: Asked, id: str, delivery_id: str) -> Response:
    """One delivery with each attempt and the body as it is sent; its answers are for the process owner alone."""
    with look() as here:
        found = delivery(here, number(id), number(delivery_id))
    if found.line.case is not None and found.hook.facts.fields and not found.without:
        let_out(found.line.case)
    body = None if found.body is None else found.body.decode()
    more = {"tried": [_attempt(one) for one in found.attempts], "body": body, "without_answers": found.without}
    return answer(_line(found.line) | more)


@v1.post("/webhooks/<id>/deliveries/<delivery_id>/replay")
@operation(_TAG, answers={200: record("HandledDelivery", {"id": LONG, "webhook": LONG})})
def replay_delivery(asked: Asked, id: str, delivery_id: str) -> Response:
    """Tries it again, at once and for three days more, with the id that it had."""
    return handed_in(ReplayDelivery(_of(id, delivery_id)))


@v1.post("/webhooks/<id>/deliveries/<delivery_id>/drop")
@operation(_TAG, answers={200: record("HandledDelivery", {"id": LONG, "webhook": LONG})})
def drop_delivery(asked: Asked, id: str, delivery_id: str) -> Response:
    """Lets it go nowhere."""
    return handed_in(DropDelivery(_of(id, delivery_id)))


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.extensions["lajur.settings"]
    return found


def number(id: str) -> int:
    """The number in a path; NotFound for what cannot be one."""
    if not id.isascii() or not id.isdigit() or len(id) > 18:
        raise NotFound("no-such-id", f"{id} tidak ada.", f"There is no {id}.")
    return int(id)


def counted(told: object) -> int:
    """A number in the body of a command."""
    assert isinstance(told, int)
    return told


def at(time: datetime | None) -> str | None:
    """A time as `/api/v1` writes it."""
    return None if time is None else time.astimezone(asking.zone()).isoformat(timespec="milliseconds")


def _of(id: str, delivery_id: str) -> int:
    """The delivery's number; NotFound when it is none of this subscription."""
    with look() as here:
        return delivery(here, number(id), number(delivery_id)).line.id


def _wanted(given: dict[str, Any], before: Wanted) -> Wanted:
    """What is asked for: what was given, else what was."""
    lists = {name: tuple(given[name]) for name in ("kinds", "sops", "fields") if given.get(name) is not None}
    words = {name: given[name] for name in ("name", "url") if given.get(name) is not None}
    active = before.active if given.get("active") is None else given["active"]
    topic = given.get("topic", before.topic)
    kept = {name: getattr(before, name) for name in ("name", "url", "kinds", "sops", "fields")}
    return Wanted(**(kept | lists | words), topic=topic, active=active)


def _written(one: Hook) -> dict[str, Any]:
    facts, last = one.facts, one.last
    told = last.last if last else None
    return {
        "id": one.id,
        "office": one.office.id,
        "name": facts.name,
        "url": facts.url,
        "kinds": list(facts.kinds),
        "sops": list(facts.sops),
        "fields": list(facts.fields),
        "topic": facts.topic,
        "active": facts.active,
        "why": one.why,
        "old_secret_until": at(one.old_until),
        "created_at": at(one.created_at),
        "created_by": one.created_by,
        "waiting": one.waiting,
        "waiting_since": at(one.waiting_since),
        "parked": one.parked,
        "median_ms": one.ms,
        "last": None if last is None else {"status": last.status, **_ended(told)},
    }


def _ended(told: Attempt | None) -> dict[str, Any]:
    return {"answer": told.answer if told else None, "reason": _reason(told) if told else None}


def _line(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "case": one.case,
        "number": one.number,
        "event": one.event,
        "kind": one.kind,
        "status": one.status,
        "created_at": at(one.created_at),
        "next_at": at(one.next_at),
        "done_at": at(one.done_at),
        "attempts": one.attempts,
        "last": None if one.last is None else _attempt(one.last),
    }


def _attempt(one: Attempt) -> dict[str, Any]:
    told = {"n": one.n, "at": at(one.at), "answer": one.answer, "ms": one.ms, "code": one.code}
    return told | {"reason": _reason(one)}


def _reason(one: Attempt) -> str:
    return f"{one.id} / {one.en}"
