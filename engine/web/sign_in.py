"""Signing in and out, and changing over to another person at a shared computer."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from engine.entrance import EXTENSION, Entrance, Patience, Try
from engine.queries.people import DemoOffice, demo_accounts
from engine.web import session
from engine.web.desk import desk, now, settings
from engine.web.interrupted import Typed, brought_along, come_back, interrupted, typed_page
from engine.web.pages import forged
from engine.web.preferences import inside
from engine.web.provider import provider
from engine.web.words import several

__all__ = ["blueprint", "entrance", "lapsed", "page"]

blueprint: Final = Blueprint("sign_in", __name__)
DEMO_PASSWORD: Final = "lajur"  # noqa: S105 - printed on the page of a demonstration


@blueprint.get("/masuk")
def show() -> str | Response:
    """The sign-in page; `akun` fills the form with an account of the demonstration."""
    if current_user.is_authenticated and "akun" not in request.args:
        return redirect(inside(request.args.get("ke", "")))
    return page(request.args.get("akun", ""))


@blueprint.post("/masuk")
def enter() -> Response | tuple[str, int]:
    """Checks the password and begins a session; the same words for a wrong login and a wrong password."""
    login, password = request.form.get("nama", "").strip().lower(), request.form.get("sandi", "")
    try:
        account = entrance().account(Try(login, password, request.remote_addr or "", now()))
    except Patience as error:
        return page(login, several("Terlalu banyak percobaan. Coba lagi dalam {n} detik.", error.seconds)), 429
    if account is None:
        return page(login, "wrong"), 403
    typed = brought_along()
    if session.sign_in(account) and typed is not None and typed.login == login:
        return come_back(typed)
    return redirect(inside(request.form.get("ke", "")), 303)


def lapsed(error: CSRFError) -> Response | tuple[str, int]:
    """A form of a session that has ended: what was typed goes through the sign-in page and comes back as a draft."""
    typed = interrupted()
    if typed is None or not typed.fields:
        return forged(error)
    if typed.place is None or current_user.is_authenticated:
        return typed_page(typed)
    return page(typed.login, typed=typed), 400


@blueprint.post("/keluar")
def leave() -> Response:
    """Ends the session; `ganti` comes back to this page after the next person has signed in.

    Whom a provider signed in is asked whether he leaves there too: at a shared computer the next one would be him.
    """
    back = request.form.get("ke", "") if "ganti" in request.form else ""
    again = url_for("web.sign_in.show", ke=back or None)
    there = provider() if session.came_from_elsewhere() else None
    session.sign_out()
    place = there.leave(url_for("web.sign_in.show", _external=True)) if there is not None else None
    if place is not None:
        return make_response(render_template("web/left.html", place=place, again=again, name=settings().oidc_name))
    return redirect(again, 303)


def entrance() -> Entrance:
    """Where a password is verified."""
    return cast(Entrance, current_app.extensions[EXTENSION])


def page(login: str = "", problem: str = "", typed: Typed | None = None) -> str:
    """The sign-in page with what went wrong; `typed` is carried through it."""
    typed = typed or brought_along()
    offices = _offices()
    known = {account.login for office in offices for account in office.accounts}
    return render_template(
        "web/sign_in.html",
        offices=offices,
        login=login,
        password=DEMO_PASSWORD if login in known and not problem else "",
        problem=problem,
        back=typed.path if typed else request.values.get("ke", ""),
        typed=typed,
        provider=settings().oidc_name if provider() is not None else "",
    )


def _offices() -> tuple[DemoOffice, ...]:
    if not settings().demo:
        return ()
    with desk().store.reading() as reading:
        return demo_accounts(reading)
