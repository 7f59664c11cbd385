"""Akun saya: one's own password, personal tokens, and links with a provider."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.identity import UnlinkIdentity
from engine.commands.password import ChangePassword
from engine.commands.refusals import FieldProblem, Invalid
from engine.commands.token import CreateToken, RevokeToken
from engine.entrance import Patience, Try
from engine.passwords import WeakPassword, hashed
from engine.queries.tokens import identities, tokens
from engine.scopes import SCOPES
from engine.store.people import ACCOUNT
from engine.tokens import digest, made
from engine.web import session
from engine.web.desk import desk, looking, now, run
from engine.web.notice import tell
from engine.web.sign_in import entrance
from engine.web.words import both, language, say, several

__all__ = ["blueprint"]

blueprint: Final = Blueprint("account", __name__)
DAYS: Final = (30, 90, 366, 0)
_DONE: Final = "akun"


@dataclass(frozen=True, slots=True)
class _Said:
    """What the page says beside what it shows: mistakes by field, what was typed, the secret of a new token."""

    mistakes: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    secret: str = ""
    shown_before: bool = False


@blueprint.get("/akun")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """The page; of a password for one use only the part that replaces it."""
    return _page(_Said())


@blueprint.post("/akun/sandi")
@login_required  # type: ignore[untyped-decorator]
def change_password() -> Response | tuple[str, int]:
    """Replaces the password: asks the present one, ends all other sessions and keeps this one."""
    login, present, wanted = current_user.actor.login, request.form.get("lama", ""), request.form.get("baru", "")
    try:
        row = entrance().account(Try(login, present, request.remote_addr or "", now()))
    except Patience as error:
        left = several("Terlalu banyak percobaan. Coba lagi dalam {n} detik.", error.seconds)
        return _page(_Said({"lama": left})), 429
    if row is None:
        return _page(_Said({"lama": say("Kata sandi sekarang salah.")})), 422
    if wanted != request.form.get("ulang", ""):
        return _page(_Said({"ulang": say("Kedua kata sandi baru tidak sama.")})), 422
    if wanted == present:
        return _page(_Said({"baru": say("Pilih kata sandi yang lain dari yang sekarang.")})), 422
    try:
        command = ChangePassword(login, hashed(wanted), row["password"])
    except WeakPassword as error:
        return _page(_Said({"baru": both(error)})), 422
    run(command)
    with desk().store.reading() as reading:
        after = reading.one(ACCOUNT, login=login)
    assert after is not None
    session.sign_in(after)
    tell(_DONE, {"what": "password"})
    return redirect(url_for("web.account.show"), 303)


@blueprint.post("/akun/token")
@login_required  # type: ignore[untyped-decorator]
def create_token() -> str | tuple[str, int]:
    """Creates a token and shows its secret, this once."""
    name, scopes, days = request.form.get("nama", ""), request.form.getlist("cakupan"), request.form.get("hari", "")
    secret = made()
    if days not in map(str, DAYS):
        days = str(DAYS[1])
    until = now() + timedelta(days=int(days)) if int(days) else None
    try:
        result = run(CreateToken(current_user.actor.login, name, digest(secret), tuple(scopes), until))
    except Invalid as error:
        return _page(_Said(_mistakes(error.problems), {"nama": name, "cakupan": scopes, "hari": days})), 422
    return _page(_Said(secret=secret) if result.status == "done" else _Said(shown_before=True))


@blueprint.post("/akun/token/<int:id>/cabut")
@login_required  # type: ignore[untyped-decorator]
def revoke_token(id: int) -> Response:
    """Revokes a token."""
    run(RevokeToken(id))
    tell(_DONE, {"what": "revoked"})
    return redirect(url_for("web.account.show"), 303)


@blueprint.post("/akun/putus")
@login_required  # type: ignore[untyped-decorator]
def unlink() -> Response:
    """Takes the link with a provider."""
    run(UnlinkIdentity(current_user.actor.login, request.form.get("penyedia", "")))
    tell(_DONE, {"what": "unlinked"})
    return redirect(url_for("web.account.show"), 303)


def _mistakes(problems: tuple[FieldProblem, ...]) -> dict[str, str]:
    fields = {"name": "nama", "scopes": "cakupan", "expires": "hari"}
    return {fields.get(one.key, one.key): both(one) for one in problems}


def _page(said: _Said) -> str:
    login = current_user.actor.login
    with looking() as look:
        known = tokens(look.reading, look.actor, login)
        issuers = identities(look.reading, login)
    words = int(language() == "en")
    return render_template(
        "web/account.html",
        said=said,
        alive=[one for one in known if one.alive(now())],
        issuers=issuers,
        scopes=[(name, both_words[words]) for name, both_words in SCOPES.items()],
        days=DAYS,
        key=secrets.token_urlsafe(16),
    )
