"""One delivery of a subscription: each attempt with why it failed, the body as it is sent, and what to do with it."""

from __future__ import annotations

import json
import secrets
from typing import Final

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from engine.commands.desk import Context
from engine.commands.reading import RecordRead, unrecorded
from engine.commands.webhook import DropDelivery, ReplayDelivery
from engine.queries.look import MOST_ID
from engine.queries.webhooks import Sent, delivery
from engine.web.desk import desk, looking, now
from engine.web.hooks import HOOK, Answer, done, tended_alone
from engine.web.manage import Sheet
from engine.web.words import say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("deliveries", __name__, url_prefix="/webhook")
DELIVERY: Final = f"{HOOK}/kiriman/<int(max={MOST_ID}):delivery>"
blueprint.before_request(tended_alone)


@blueprint.get(DELIVERY)
def show(id: int, delivery: int) -> str:
    """What was sent, how often it was tried, and why it failed."""
    return _page(id, delivery)


@blueprint.post(f"{DELIVERY}/ulangi")
def replay(id: int, delivery: int) -> Answer:
    """Tries it again from the start."""
    return _done(id, delivery, ReplayDelivery(delivery), say("Kiriman dicoba lagi."))


@blueprint.post(f"{DELIVERY}/buang")
def drop(id: int, delivery: int) -> Answer:
    """Lets it go nowhere."""
    return _done(id, delivery, DropDelivery(delivery), say("Kiriman dibuang."))


def _done(id: int, number: int, command: object, said: str) -> Answer:
    sheet = Sheet("kiriman")
    _seen(id, number)
    if sheet.run(command) is None:
        return _page(id, number, sheet), sheet.status
    return done(said, url_for("web.deliveries.show", id=id, delivery=number))


def _seen(id: int, number: int) -> Sent:
    with looking() as look:
        return delivery(look, id, number)


def _page(id: int, number: int, sheet: Sheet | None = None) -> str:
    found = _seen(id, number)
    _trace(found)
    body = None
    if found.body is not None:
        body = json.dumps(json.loads(found.body), ensure_ascii=False, indent=2)
    key = secrets.token_urlsafe(16)
    return render_template("web/delivery.html", hook=found.hook, sent=found, body=body, sheet=sheet, key=key)


def _trace(found: Sent) -> None:
    """Whoever reads answers of a case here by his role leaves a trace in it before the page is answered."""
    if found.line.case is None or not found.hook.facts.fields or found.without:
        return
    with looking() as look:
        due = tuple(case for case, _ in unrecorded(look.reading, look.actor, (found.line.case,), look.now))
    if due:
        desk().run(Context(current_user.actor, now()), RecordRead(due, "case"))
