"""`POST /hooks/<name>`: a message of another system, proven, mapped, and durable before it is answered."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from itsdangerous import BadData

from engine import metrics
from engine.canonical import NotCanonical
from engine.commands.desk import Context, Desk
from engine.commands.inbound import KeepReceived, Letter, Receive, sender
from engine.commands.refusals import NotFound, NotPossible, Refusal
from engine.events import instant
from engine.polling.pushed import Malformed, Pushed, handed, pusher
from engine.secret_box import SecretBox, Unsealable
from engine.store import StoreError
from engine.store.inbound import INBOUND_BY_NAME
from engine.store.reading import Row
from engine.store.webhooks import WEBHOOK
from webhooks.mapping import Mapped, Unfit, read_mapping
from webhooks.proofs import proven
from webhooks.signature import SignatureRefused

__all__ = ["BOX", "SIGNER", "register"]

BOX: Final = "lajur.webhook-box"
SIGNER: Final = "lajur.push-signer"
MOST: Final = 256 * 1024  # bytes of a body
_hooks: Final = Blueprint("hooks", __name__)


def register(app: Flask) -> None:
    """Adds the route; `app.extensions` hold the desk and, as BOX and SIGNER, who opens secrets of senders and
    who signed the addresses of callbacks."""
    app.register_blueprint(_hooks)


@_hooks.post("/hooks/<name>")
def take(name: str) -> tuple[Response, int]:
    """2xx only when the message is durable: brought to its case, or kept for a person."""
    request.max_content_length = MOST
    now = _now()
    desk: Desk = current_app.extensions["lajur"]
    with desk.store.reading() as reading:
        row = reading.one(INBOUND_BY_NAME, name=name[:100])
    if row is None or not row["active"]:
        return _said(404, "unknown", "Alamat ini tidak dikenal atau dimatikan.", "No such address, or it is off.")
    body = request.get_data(cache=False)
    try:
        id = proven(row["verify"], (dict(request.headers), body), _secrets(row, now), (row["header"], now))
        told = json.loads(body)
        mapped = read_mapping(row["mapping"]).apply(told)
    except SignatureRefused as error:
        return _said(401, error.code, error.id, error.en)
    except Unfit as error:
        return _said(422, "unfit", error.id, error.en)
    except ValueError:
        return _said(400, "no-json", "Badan kiriman harus berupa JSON.", "The body has to be JSON.")
    return _taken(desk, row, _letter(id, mapped, body), now)


@_hooks.post("/hooks/tugas/<token>")
def answer(token: str) -> tuple[Response, int]:
    """The later answer of a system that a service task was pushed to; the address itself is the proof."""
    request.max_content_length = MOST
    try:
        webhook, case, n = current_app.extensions[SIGNER].loads(token)
    except BadData:
        return _said(404, "unknown", "Alamat ini tidak dikenal.", "No such address.")
    desk: Desk = current_app.extensions["lajur"]
    with desk.store.reading() as reading:
        row = reading.one(WEBHOOK, id=webhook)
    if row is None:
        return _said(404, "unknown", "Langganannya sudah tidak ada.", "The subscription is gone.")
    try:
        body = request.get_data(cache=False)
        told = json.loads(body) if body.strip() else None
        context = Context(pusher(webhook, row["office"]), _now())
        done = handed(desk, context, Pushed(webhook, case, n), told)
    except (NotFound, NotPossible) as error:
        return _said(409, error.code, error.id, error.en)
    except (Malformed, Refusal) as error:
        return _said(422, "malformed", error.id, error.en)
    except ValueError:
        return _said(400, "no-json", "Badan kiriman harus berupa JSON.", "The body has to be JSON.")
    return jsonify(status=done), 200


def _letter(id: str | None, mapped: Mapped | None, body: bytes) -> tuple[str, Letter | None]:
    """The id of the message, the best that there is, and what is left of it when it was mapped."""
    known = id or (mapped.id if mapped else None) or hashlib.sha256(body).hexdigest()
    if mapped is None:
        return known, None
    return known, Letter(known, mapped.message, mapped.business_key, mapped.correlation, mapped.values)


def _taken(desk: Desk, row: Row, what: tuple[str, Letter | None], now: datetime) -> tuple[Response, int]:
    id, letter = what
    context = Context(sender(row["name"], row["office"]), now)
    try:
        found = desk.run(context, Receive(row["id"], id, letter)).body
    except NotCanonical:
        return _said(400, "no-json", "Ada nilai yang bukan JSON baku.", "A value is no proper JSON.")
    except StoreError:
        return _said(503, "busy", "Coba kirim lagi.", "Send it again.")
    except Refusal as error:
        if letter is None or error.code == "no-inbound":
            return _said(404, error.code, error.id, error.en)
        found = desk.run(context, KeepReceived(row["id"], letter, (error.id, error.en))).body
    status: Any = found["status"]
    metrics.message_taken(status)
    return jsonify(id=id, status=status), 202 if status == "kept" else 200


def _secrets(row: Row, now: datetime) -> list[str]:
    box: SecretBox = current_app.extensions[BOX]
    sealed = [row["secret"]]
    if row["old_secret"] is not None and row["old_until"] > instant(now):
        sealed.append(row["old_secret"])
    try:
        return [box.open(bytes(one), row["office"]) for one in sealed]
    except Unsealable as error:
        raise SignatureRefused(
            "webhook.sealed",
            "Rahasia pengirim ini tidak dapat dibuka; buatlah yang baru.",
            "The secret of this sender cannot be opened; make a new one.",
        ) from error


def _now() -> datetime:
    clock = current_app.extensions.get("lajur.now")
    found: datetime = clock() if clock else datetime.now(UTC)
    return found


def _said(status: int, code: str, id: str, en: str) -> tuple[Response, int]:
    metrics.message_taken(str(status))
    return jsonify(code=code, message=f"{id} / {en}"), status
