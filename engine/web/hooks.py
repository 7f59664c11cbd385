"""Sambungan: who is told of events; each subscription with its facts, its secret once, and how its deliveries go."""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from engine.commands.fresh_secret import checked_url, fresh
from engine.commands.refusals import Invalid, NotFound
from engine.commands.webhook import (
    ChangeWebhook,
    CreateWebhook,
    DeleteWebhook,
    ReplayParked,
    RotateWebhookSecret,
    TryWebhook,
    Wanted,
)
from engine.queries.inbounds import senders
from engine.queries.look import MOST_ID
from engine.queries.webhooks import STATES, Hook, deliveries, hook, hooks, offices_with_hooks, tends_hooks
from engine.web.desk import looking, settings
from engine.web.hook_words import install
from engine.web.manage import Sheet
from engine.web.notice import tell
from engine.web.session import manager
from engine.web.words import both, say, several

__all__ = ["HOOK", "Answer", "blueprint", "done", "shown_once", "tended_alone"]

blueprint: Final = Blueprint("hooks", __name__, url_prefix="/webhook")
install(blueprint)
DONE: Final = "sambungan"
HOOK: Final = f"/<int(max={MOST_ID}):id>"
Answer = str | Response | tuple[str, int]
SHOWN: Final = {"menunggu": "WAITING", "diterima": "DONE", "diparkir": "PARKED", "dibuang": "DROPPED"}


@blueprint.before_request
def tended_alone() -> Response | None:
    """Nobody else has these pages."""
    if not current_user.is_authenticated:
        response: Response = manager.unauthorized()
        return response
    if not tends_hooks(current_user.actor):
        raise NotFound("no-page", "Halaman ini tidak ada.", "There is no such page.")
    return None


@blueprint.get("")
def index() -> str:
    """All connections: who is told, and who sends."""
    after = request.args.get("sesudah", 0, type=int)
    with looking() as look:
        found, next = hooks(look, max(0, min(after, MOST_ID)))
        coming = senders(look)
    return render_template("web/hooks.html", hooks=found, next=next, senders=coming)


@blueprint.get("/baru")
def new() -> str:
    """The form for a new subscription."""
    return _new()


@blueprint.post("/baru")
def create() -> Answer:
    """Creates a subscription and shows its secret: here, and never again."""
    sheet = Sheet("langganan")
    office = sheet.text("kantor")
    made, wanted = fresh(settings(), office), _wanted(sheet)
    result = None if sheet.mistakes else sheet.run(CreateWebhook(office, wanted, made.sealed), FIELDS)
    if result is None:
        return _new(sheet), sheet.status
    id = int(str(result.body["id"]))
    return shown_once(made.shown if result.status == "done" else "", url_for("web.hooks.show", id=id), wanted.name)


@blueprint.get(HOOK)
def show(id: int) -> str:
    """One subscription with its deliveries."""
    return _page(id)


@blueprint.post(HOOK)
def change(id: int) -> Answer:
    """Changes what it asks for."""
    sheet = Sheet("langganan")
    with looking() as look:
        before = hook(look, id)
    wanted = _wanted(sheet, before)
    if sheet.mistakes or sheet.run(ChangeWebhook(id, wanted), FIELDS) is None:
        return _page(id, sheet), sheet.status
    return done(say("Langganan disimpan."), url_for("web.hooks.show", id=id))


@blueprint.post(f"{HOOK}/rahasia")
def rotate(id: int) -> Answer:
    """Gives it a new secret and shows it: here, and never again."""
    sheet = Sheet("rahasia")
    with looking() as look:
        found = hook(look, id)
    made = fresh(settings(), found.office.id)
    result = sheet.run(RotateWebhookSecret(id, made.sealed))
    if result is None:
        return _page(id, sheet), sheet.status
    shown = made.shown if result.status == "done" else ""
    return shown_once(shown, url_for("web.hooks.show", id=id), found.facts.name, again=True)


@blueprint.post(f"{HOOK}/uji")
def test(id: int) -> Answer:
    """Sends a trial message and shows its delivery."""
    sheet = Sheet("uji")
    result = sheet.run(TryWebhook(id))
    if result is None:
        return _page(id, sheet), sheet.status
    to = url_for("web.deliveries.show", id=id, delivery=result.body["delivery"])
    return done(say("Pesan uji coba dikirim. Muat ulang halaman ini untuk melihat hasilnya."), to)


@blueprint.post(f"{HOOK}/ulangi")
def replay(id: int) -> Answer:
    """Tries all again that is parked."""
    sheet = Sheet("ulangi")
    result = sheet.run(ReplayParked(id))
    if result is None:
        return _page(id, sheet), sheet.status
    count = int(str(result.body["count"]))
    return done(several("{n} kiriman dicoba lagi.", count), url_for("web.hooks.show", id=id))


@blueprint.post(f"{HOOK}/hapus")
def delete(id: int) -> Answer:
    """Takes it away."""
    sheet = Sheet("hapus")
    if sheet.run(DeleteWebhook(id)) is None:
        return _page(id, sheet), sheet.status
    return done(say("Langganan dihapus."), url_for("web.hooks.index"))


FIELDS: Final = {
    "name": "nama",
    "url": "url",
    "kinds": "peristiwa",
    "sops": "sop",
    "fields": "isian",
    "topic": "topik",
    "no-office": "kantor",
}


def done(said: str, to: str) -> Response:
    """Goes to a page, which says what was done."""
    tell(DONE, {"said": said})
    return redirect(to, 303)


def shown_once(secret: str, to: str, name: str, *, again: bool = False) -> str:
    """The page of a new secret; `secret` is empty when the form was sent twice."""
    return render_template("web/hook_secret.html", secret=secret, to=to, name=name, again=again)


def _wanted(sheet: Sheet, before: Hook | None = None) -> Wanted:
    """What the form asks for; a URL that no delivery may go to is a mistake of it."""
    url = sheet.text("url")
    if before is None or url != before.facts.url:
        try:
            url = checked_url(settings(), url)
        except Invalid as error:
            sheet.mistakes["url"] = both(error.problems[0])
    kinds = tuple(request.form.getlist("peristiwa"))
    fields, topic = tuple(sheet.text("isian").split()), sheet.text("topik") or None
    if before is not None and not before.may_answers:  # who may not change them does not see them either
        fields, topic = before.facts.fields, before.facts.topic
    active = before is None or bool(sheet.text("hidup"))
    return Wanted(sheet.text("nama"), url, kinds, tuple(sheet.text("sop").split()), fields, topic, active)


def _new(sheet: Sheet | None = None) -> str:
    with looking() as look:
        places = offices_with_hooks(look)
    picked = request.form.getlist("peristiwa")
    return render_template("web/hook_new.html", places=places, picked=picked, sheet=sheet, key=_key())


def _page(id: int, sheet: Sheet | None = None) -> str:
    chosen = SHOWN.get(request.args.get("tampil", ""))
    before = request.args.get("sebelum", MOST_ID, type=int)
    with looking() as look:
        found = hook(look, id)
        lines, older = deliveries(look, id, (chosen,) if chosen else STATES, max(1, min(before, MOST_ID)))
    values: dict[str, Any] = {"hook": found, "lines": lines, "older": older, "chosen": chosen, "states": SHOWN}
    picked = request.form.getlist("peristiwa") if sheet and sheet.name == "langganan" else found.facts.kinds
    return render_template("web/hook.html", **values, picked=picked, sheet=sheet, key=_key())


def _key() -> str:
    return secrets.token_urlsafe(16)
