"""Kelola: what accounts hold: posts with their dates, roles, and the tokens of machines."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.commands.account import EndHolding, Grant, Hold
from engine.commands.token import CreateToken, RevokeToken
from engine.people import office_of
from engine.queries.managing import office_managed, people_near
from engine.store.people import MEMBERSHIPS
from engine.tokens import digest, made
from engine.web.clock import long_date
from engine.web.desk import looking, now
from engine.web.manage import Sheet, blueprint, done, login_of
from engine.web.manage_accounts import account_page
from engine.web.manage_offices import post_page
from engine.web.words import say

Answer = str | Response | tuple[str, int]
HOLDING: Final = {"no-account": "akun", "login": "akun", "no-post": "jabatan", "since": "sejak", "until": "sampai"}
DAYS: Final = (30, 90, 366, 0)


@blueprint.post("/kantor/<office>/jabatan/<slug>/pemegang")
def hold(office: str, slug: str) -> Answer:
    """Lets an account hold the post."""
    sheet = Sheet("pemegang")
    with looking() as look:
        office_managed(look, office)
        near = people_near(look, office)
    login = login_of(sheet.text("akun"), near)
    since, until = sheet.day("sejak"), sheet.day("sampai", needed=False)
    if not login:
        sheet.mistakes["akun"] = say("Tulis nama pengguna atau nama orangnya.")
    if until is not None and since is not None and until < since:
        sheet.mistakes["sampai"] = say("Hari terakhir mendahului hari pertama.")
    command = Hold(login, f"{office}/{slug}", since, until) if since else None
    if sheet.mistakes or command is None or sheet.run(command, HOLDING) is None:
        return post_page(office, slug, sheet), sheet.status
    return done(say("{who} memegang jabatan ini.", who=login), url_for("web.manage.post", office=office, slug=slug))


@blueprint.post("/akun/<login>/jabatan")
def hold_more(login: str) -> Answer:
    """Lets the account hold a post."""
    sheet = Sheet("jabatan")
    post, since, until = request.form.get("jabatan", ""), sheet.day("sejak"), sheet.day("sampai", needed=False)
    if not post:
        sheet.mistakes["jabatan"] = say("Pilih jabatan.")
    if until is not None and since is not None and until < since:
        sheet.mistakes["sampai"] = say("Hari terakhir mendahului hari pertama.")
    command = Hold(login, post, since, until) if since else None
    if sheet.mistakes or command is None or sheet.run(command, HOLDING) is None:
        return account_page(login, sheet), sheet.status
    return done(say("Jabatan diberikan."), url_for("web.manage.one_account", login=login))


@blueprint.post("/akun/<login>/jabatan/akhiri")
def end_holding(login: str) -> Answer:
    """Ends a holding with a last day (one that would begin later never was); can be taken back."""
    sheet, post = Sheet("akhiri"), request.form.get("jabatan", "")
    to = request.form.get("_ke", "")
    last = sheet.day("terakhir")
    with looking() as look:
        office_managed(look, office_of(post))
        before = [one for one in look.reading.all(MEMBERSHIPS, login=login) if one["post"] == post]
    result = None if last is None else sheet.run(EndHolding(login, post, last))
    if result is None or last is None:
        return account_page(login, sheet), sheet.status
    ended = result.body["ended"]
    assert isinstance(ended, list)
    starts = {one["since"] for one in ended if isinstance(one, dict)}
    old = next(one for one in before if one["since"] in starts)
    again = [("jabatan", post), ("sejak", old["since"]), ("sampai", old["until"] or "")]
    undo = (say("Berikan kembali"), url_for("web.manage.hold_more", login=login), again)
    said = say("{who} memegang jabatan itu sampai {day}.", who=login, day=long_date(last))
    return done(said, to if to.startswith("/kelola/") else url_for("web.manage.one_account", login=login), undo)


@blueprint.post("/akun/<login>/peran")
def grant(login: str) -> Answer:
    """Gives a role, or takes it; taking can be taken back."""
    sheet, role, place = Sheet("peran"), request.form.get("peran", ""), request.form.get("untuk", "")
    give = request.form.get("cabut") != "1"
    fields = {"role": "peran", "no-office": "untuk", "no-region": "untuk"}
    if not role or not place:
        sheet.mistakes["peran" if not role else "untuk"] = say("Pilih peran dan kantornya.")
    if sheet.mistakes or sheet.run(Grant(login, role, place, give), fields) is None:
        return account_page(login, sheet), sheet.status
    to = url_for("web.manage.one_account", login=login)
    if give:
        return done(say("Peran diberikan."), to)
    again = (say("Berikan kembali"), url_for("web.manage.grant", login=login), [("peran", role), ("untuk", place)])
    return done(say("Peran dicabut."), to, again)


@blueprint.post("/akun/<login>/token")
def create_token(login: str) -> Answer:
    """Makes a token for a machine's account and shows its secret, this once."""
    sheet, secret = Sheet("token"), made()
    days = request.form.get("hari", "")
    length = int(days) if days in map(str, DAYS) else DAYS[1]
    until = now() + timedelta(days=length) if length else None
    scopes = tuple(request.form.getlist("cakupan"))
    fields = {"name": "nama", "scopes": "cakupan", "expires": "hari"}
    result = sheet.run(CreateToken(login, sheet.text("nama"), digest(secret), scopes, until), fields)
    if result is None:
        return account_page(login, sheet), sheet.status
    return account_page(login, fresh=secret if result.status == "done" else None)


@blueprint.post("/akun/<login>/token/<int:id>/cabut")
def revoke_token(login: str, id: int) -> Answer:
    """Revokes a token, for good."""
    sheet = Sheet("token")
    if sheet.run(RevokeToken(id)) is None:
        return account_page(login, sheet), sheet.status
    return done(say("Token dicabut dan tidak berlaku lagi."), url_for("web.manage.one_account", login=login))
