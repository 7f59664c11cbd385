"""Sambungan: who sends messages, how he proves himself, what his messages mean, and those that fitted nobody."""

from __future__ import annotations

import json
import secrets
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for

from engine.commands.fresh_secret import Fresh, dictated
from engine.commands.inbound import (
    AssignReceived,
    ChangeInbound,
    CreateInbound,
    DeleteInbound,
    DropReceived,
    Proof,
    RotateInboundSecret,
)
from engine.commands.refusals import Invalid
from engine.queries.inbounds import candidates, message, messages, sender
from engine.queries.look import MOST_ID
from engine.queries.webhooks import offices_with_hooks
from engine.web.desk import looking, settings
from engine.web.hooks import HOOK, Answer, done, shown_once, tended_alone
from engine.web.manage import Sheet
from engine.web.words import both, say
from webhooks.mapping import MappingRefused, Unfit, read_mapping

__all__ = ["EXAMPLE", "blueprint"]

blueprint: Final = Blueprint("senders", __name__, url_prefix="/webhook/pengirim")
blueprint.before_request(tended_alone)
MESSAGE: Final = f"{HOOK}/pesan/<int(max={MOST_ID}):received>"
FIELDS: Final = {"name": "nama", "verify": "bukti", "header": "kepala", "mapping": "pemetaan", "no-office": "kantor"}
BROUGHT: Final = "rahasia"  # the field
EXAMPLE: Final = """{
  "message": "kartu-jadi",
  "correlation": "data.nik",
  "values": {"nomor_kartu": "data.kartu"}
}"""
BODY: Final = '{"data": {"nik": "6106010101900001", "kartu": "K-1"}}'
_LONGEST: Final = 100_000  # characters of a body that is tried


@blueprint.get("/baru")
def new() -> str:
    """The form for a new sender."""
    return _new()


@blueprint.post("/baru")
def create() -> Answer:
    """Lets a system send and shows its secret: here, and never again."""
    sheet = Sheet("pengirim")
    office, name = sheet.text("kantor"), sheet.text("nama")
    made = _secret(sheet, office, sheet.text("bukti"))
    proof = _proof(sheet, new=True)
    result = sheet.run(CreateInbound(office, name, proof, made.sealed), FIELDS) if made else None
    if made is None or result is None:
        return _new(sheet), sheet.status
    to = url_for("web.senders.show", id=result.body["id"])
    if not made.shown:
        return done(say("Pengirim dibuat dengan rahasia yang Anda tulis."), to)
    return shown_once(made.shown if result.status == "done" else "", to, name)


@blueprint.get(HOOK)
def show(id: int) -> str:
    """One sender with what came."""
    return _page(id)


@blueprint.post(HOOK)
def change(id: int) -> Answer:
    """Changes how it proves itself and what its messages mean."""
    sheet = Sheet("pengirim")
    if sheet.run(ChangeInbound(id, _proof(sheet)), FIELDS) is None:
        return _page(id, sheet), sheet.status
    return done(say("Pengirim disimpan."), url_for("web.senders.show", id=id))


@blueprint.post(f"{HOOK}/coba")
def attempt(id: int) -> Answer:
    """Shows what a mapping makes of a body; nothing is written and nothing sent."""
    sheet = Sheet("coba")
    found = _tried(sheet)
    return _page(id, sheet, found), 422 if sheet.mistakes else 200


@blueprint.post(f"{HOOK}/rahasia")
def rotate(id: int) -> Answer:
    """Gives it a new secret and shows it: here, and never again."""
    sheet = Sheet("ganti")
    with looking() as look:
        found = sender(look, id)
    made = _secret(sheet, found.office.id, found.verify)
    result = sheet.run(RotateInboundSecret(id, made.sealed)) if made else None
    if made is None or result is None:
        return _page(id, sheet), sheet.status
    to = url_for("web.senders.show", id=id)
    if not made.shown:
        return done(say("Rahasia diganti. Yang lama masih diterima 24 jam."), to)
    return shown_once(made.shown if result.status == "done" else "", to, found.name, again=True)


@blueprint.post(f"{HOOK}/hapus")
def delete(id: int) -> Answer:
    """Takes it away."""
    sheet = Sheet("hapus")
    if sheet.run(DeleteInbound(id)) is None:
        return _page(id, sheet), sheet.status
    return done(say("Pengirim dihapus."), url_for("web.hooks.index"))


@blueprint.get(MESSAGE)
def one(id: int, received: int) -> str:
    """A message, and the cases that wait for it."""
    return _message(id, received)


@blueprint.post(f"{MESSAGE}/serahkan")
def assign(id: int, received: int) -> Answer:
    """Gives it to a case."""
    sheet = Sheet("serahkan")
    text = sheet.text("berkas")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        sheet.mistakes["berkas"] = say("Pilih berkasnya.")
    elif sheet.run(AssignReceived(received, int(text)), {"no-receiver": "berkas"}) is not None:
        return done(say("Pesan diserahkan kepada berkas."), url_for("web.senders.show", id=id))
    return _message(id, received, sheet), sheet.status


@blueprint.post(f"{MESSAGE}/sisihkan")
def drop(id: int, received: int) -> Answer:
    """Puts it aside, with a reason."""
    sheet = Sheet("sisihkan")
    if sheet.run(DropReceived(received, sheet.text("alasan")), {"reason": "alasan"}) is None:
        return _message(id, received, sheet), sheet.status
    return done(say("Pesan disisihkan. Isinya dihapus."), url_for("web.senders.show", id=id))


def _secret(sheet: Sheet, office: str, verify: str) -> Fresh | None:
    """What is kept as the secret; None for a dictated one that is too poor, with the mistake on the sheet."""
    try:
        return dictated(settings(), office, verify, sheet.text(BROUGHT))
    except Invalid as error:
        sheet.mistakes[BROUGHT] = both(error.problems[0])
        return None


def _proof(sheet: Sheet, *, new: bool = False) -> Proof:
    mapping = request.form.get("pemetaan", "").strip()
    return Proof(sheet.text("bukti"), mapping, sheet.text("kepala") or None, new or bool(sheet.text("hidup")))


def _tried(sheet: Sheet) -> dict[str, Any] | None:
    """What the mapping of the form makes of its body, None where one of them cannot be read."""
    mapping, body = request.form.get("pemetaan", "").strip(), request.form.get("isi", "")[:_LONGEST]
    try:
        told = read_mapping(mapping).apply(json.loads(body))
    except MappingRefused as error:
        sheet.mistakes["pemetaan"] = f"{error.key}: {both(error)}"
    except Unfit as error:
        sheet.mistakes["isi"] = both(error)
    except (ValueError, RecursionError):
        sheet.mistakes["isi"] = say("Isi kiriman harus berupa JSON.")
    else:
        return {"ignored": True} if told is None else {"told": told}
    return None


def _new(sheet: Sheet | None = None) -> str:
    with looking() as look:
        places = offices_with_hooks(look)
    return render_template("web/sender_new.html", places=places, example=EXAMPLE, sheet=sheet, key=_key())


def _page(id: int, sheet: Sheet | None = None, tried: dict[str, Any] | None = None) -> str:
    before = request.args.get("sebelum", MOST_ID, type=int)
    with looking() as look:
        found = sender(look, id)
        lines, older = messages(look, id, before=max(1, min(before, MOST_ID)))
        kept, _ = messages(look, id, ("KEPT",))
    address = (settings().public_url or request.host_url).rstrip("/") + url_for("hooks.take", name=found.name)
    values: dict[str, Any] = {"sender": found, "lines": lines, "older": older, "kept": kept, "address": address}
    return render_template("web/sender.html", **values, tried=tried, example=BODY, sheet=sheet, key=_key())


def _message(id: int, received: int, sheet: Sheet | None = None) -> str:
    text = request.args.get("cari", "")[:100]
    with looking() as look:
        above, found = sender(look, id), message(look, id, received)
        waiting = candidates(look, id, found.message or "", text) if found.status == "KEPT" else []
    values: dict[str, Any] = {"sender": above, "found": found, "waiting": waiting, "text": text}
    return render_template("web/received.html", **values, sheet=sheet, key=_key())


def _key() -> str:
    return secrets.token_urlsafe(16)
