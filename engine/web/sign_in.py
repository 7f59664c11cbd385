"""Signing in and out, and changing over to another person at a shared computer."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from engine.entrance import EXTENSION, Entrance, Patience, Try
from engine.queries.people import DemoOffice, demo_accounts
from engine.web import session
from engine.web.desk import desk, now, settings
from engine.web.preferences import inside
from engine.web.words import several

__all__ = ["blueprint", "entrance"]

blueprint: Final = Blueprint("sign_in", __name__)
DEMO_PASSWORD: Final = "lajur"  # noqa: S105 - printed on the page of a demonstration


@blueprint.get("/masuk")
def show() -> str | Response:
    """The sign-in page; `akun` fills the form with an account of the demonstration."""
    if current_user.is_authenticated and "akun" not in request.args:
        return redirect(inside(request.args.get("ke", "")))
    return _page(request.args.get("akun", ""))


@blueprint.post("/masuk")
def enter() -> Response | tuple[str, int]:
    """Checks the password and begins a session; the same words for a wrong login and a wrong password."""
    login, password = request.form.get("nama", "").strip().lower(), request.form.get("sandi", "")
    try:
        account = entrance().account(Try(login, password, request.remote_addr or "", now()))
    except Patience as error:
        return _page(login, several("Terlalu banyak percobaan. Coba lagi dalam {n} detik.", error.seconds)), 429
    if account is None:
        return _page(login, "wrong"), 403
    session.sign_in(account)
    return redirect(inside(request.form.get("ke", "")), 303)


@blueprint.post("/keluar")
def leave() -> Response:
    """Ends the session; `ganti` comes back to this page after the next person has signed in."""
    back = request.form.get("ke", "") if "ganti" in request.form else ""
    session.sign_out()
    return redirect(url_for("web.sign_in.show", ke=back or None), 303)


def entrance() -> Entrance:
    """Where a password is verified."""
    return cast(Entrance, current_app.extensions[EXTENSION])


def _page(login: str, problem: str = "") -> str:
    offices = _offices()
    known = {account.login for office in offices for account in office.accounts}
    return render_template(
        "web/sign_in.html",
        offices=offices,
        login=login,
        password=DEMO_PASSWORD if login in known and not problem else "",
        problem=problem,
        back=request.values.get("ke", ""),
    )


def _offices() -> tuple[DemoOffice, ...]:
    if not settings().demo:
        return ()
    with desk().store.reading() as reading:
        return demo_accounts(reading)
