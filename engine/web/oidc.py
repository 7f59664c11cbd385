"""Signing in through an OpenID provider: to it, and back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, abort, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from engine.commands.desk import Context
from engine.commands.identity import LinkIdentity
from engine.commands.refusals import Refusal
from engine.logs import logger
from engine.oidc import Begun, Denied, Person, Provider, ProviderError, Unreachable
from engine.store.people import ACCOUNT, actor
from engine.store.reading import Row
from engine.store.tokens import IDENTITY
from engine.web import session
from engine.web.desk import desk, now, settings
from engine.web.preferences import inside
from engine.web.provider import provider
from engine.web.sign_in import page
from engine.web.words import both, say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("oidc", __name__)
_BEGUN: Final = "_masuk"
_LONGEST: Final = 500  # characters of a path that the cookie keeps
_SECONDS: Final = 600  # in which one has to come back
_log = logger("engine.web")


@blueprint.get("/masuk/penyedia")
def begin() -> Response | tuple[str, int]:
    """Leads to the provider; `ke` is where to go afterwards."""
    there = _provider()
    try:
        begun = there.begin(url_for("web.oidc.back", _external=True))
    except ProviderError as error:
        return _failed(error)
    to = request.args.get("ke", "")[:_LONGEST]
    cookie[_BEGUN] = asdict(begun) | {"url": "", "ke": to, "at": int(now().timestamp())}
    return redirect(begun.url, 303)


@blueprint.get("/masuk/penyedia/kembali")
def back() -> Response | tuple[str, int]:
    """Where the provider sends the browser back to; each way there leads back once."""
    there, kept = _provider(), cookie.pop(_BEGUN, None)
    if kept is None or not 0 <= now().timestamp() - kept.pop("at") <= _SECONDS:
        return page(problem=say("Proses masuk ini sudah kedaluwarsa. Mulai lagi dari halaman ini.")), 400
    to = kept.pop("ke")
    try:
        person = there.finish(Begun(**kept), request.args)
        account = _linked(person) or _by_claim(there, person)
    except ProviderError as error:
        return _failed(error)
    except Refusal as error:
        return page(problem=both(error)), 403
    if account is None:
        return page(problem=_unknown(person)), 403
    if not session.sign_in(account, elsewhere=True):
        return page(problem=say("Akun ini sedang ditutup. Hubungi administrator kantor Anda.")), 403
    return redirect(inside(to), 303)


def _provider() -> Provider:
    found = provider()
    if found is None:
        abort(404)
    return found


def _linked(person: Person) -> Row | None:
    """The account that the identity is linked with."""
    with desk().store.reading() as reading:
        row = reading.one(IDENTITY, issuer=person.issuer, subject=person.subject)
        return None if row is None else reading.one(ACCOUNT, login=row["login"])


def _by_claim(there: Provider, person: Person) -> Row | None:
    """The account whose login the claim is, where the settings say so; linked from now on, so that it stays his.

    Raises Refusal when the account is linked with somebody else at the provider.
    """
    name = settings().oidc_claim
    if name is None:
        return None
    login = _login(there.about(person, name), name)
    with desk().store.reading() as reading:
        account = reading.one(ACCOUNT, login=login)
        found = None if account is None else actor(reading, login, now().date())
    if account is not None and found is not None:
        desk().run(Context(found, now()), LinkIdentity(login, person.issuer, person.subject))
    return account


def _login(claims: Mapping[str, Any], name: str) -> str:
    """The login that a claim names; empty for one that is no text, or an address that nobody verified."""
    value = claims.get(name)
    if not isinstance(value, str) or not value.isprintable():
        return ""
    if name == "email" and claims.get("email_verified") is not True:
        return ""
    return value.strip().lower()


def _unknown(person: Person) -> str:
    return say(
        "Akun Anda di {name} belum dihubungkan dengan akun Lajur. Berikan kode ini kepada administrator: {subject}",
        name=settings().oidc_name,
        subject=person.subject[:255],
    )


def _failed(error: ProviderError) -> tuple[str, int]:
    name = settings().oidc_name
    _log.warning("sign-in through the provider failed", kind=type(error).__name__, why=error.reason)
    if isinstance(error, Unreachable):
        silent = say("{name} tidak menjawab. Coba lagi nanti, atau masuk dengan kata sandi.", name=name)
        return page(problem=silent), 502
    if isinstance(error, Denied):
        return page(problem=say("{name} tidak mengizinkan Anda masuk, atau Anda membatalkannya.", name=name)), 403
    return page(problem=say("Jawaban dari {name} tidak dapat dipercaya. Mulai lagi dari halaman ini.", name=name)), 400
