"""Kelola: accounts by search, a new one, and one account with its facts, password and state."""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.commands.account import ChangeAccount, CreateAccount, Hold
from engine.passwords import hashed
from engine.people import REGION, office_of
from engine.policy import EVERYWHERE, ROLES, Facts, may
from engine.queries.look import MOST_NUMBER, Look
from engine.queries.managing import Wanted, accounts_found, manages_all, offices_managed, time_of
from engine.queries.managing_history import about_account
from engine.queries.names import Post
from engine.queries.rights import Account, account, posts
from engine.queries.tokens import identities, tokens
from engine.scopes import SCOPES
from engine.store.people import ACCOUNT
from engine.web.desk import looking, now
from engine.web.manage import Sheet, blueprint, day_here, done, framed, role_called
from engine.web.manage_told import told_lines
from engine.web.words import language, say

Answer = str | Response | tuple[str, int]
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those of a password for one use: nobody reads one of them for another."""
FACTS: Final = {"login": "akun", "name": "nama", "office": "kantor", "no-office": "kantor"}


@blueprint.get("/akun")
def accounts() -> str:
    """The accounts of the person's offices, by search, a page at a time."""
    asked = request.args
    shut = asked.get("tampil") == "tutup"
    wanted = Wanted(asked.get("cari", ""), asked.get("kantor", ""), not shut, asked.get("sesudah", ""))
    with looking() as look:
        found, after = accounts_found(look, wanted)
        offices = offices_managed(look)
    return framed("accounts", "web/manage/accounts.html", accounts=found, after=after, wanted=wanted, offices=offices)


@blueprint.get("/akun-baru")
def new_account() -> str:
    """The form for a new account; `kantor` chooses the office whose posts it offers."""
    return _new(request.args.get("kantor", ""))


@blueprint.post("/akun-baru")
def create_account() -> Answer:
    """Creates an account, lets it hold a post where one was chosen, and shows its password, this once."""
    sheet, office = Sheet("akun"), request.form.get("kantor", "")
    login, chosen = sheet.text("akun").lower(), request.form.get("jabatan", "")
    since = sheet.day("sejak") if chosen else None
    if sheet.mistakes:
        return _new(office, sheet), sheet.status
    secret = "" if request.form.get("mesin") else _secret()
    kept = hashed(secret) if secret else None
    command = CreateAccount(login, sheet.text("nama"), kept, office or None, temporary=bool(secret))
    result = sheet.run(command, FACTS)
    if result is None:
        return _new(office, sheet), sheet.status
    if chosen and since is not None and sheet.run(Hold(login, chosen, since), part=".jabatan") is None:
        return account_page(login, sheet), sheet.status
    return account_page(login, fresh=secret if result.status == "done" else None, created=True)


@blueprint.get("/akun/<login>")
def one_account(login: str) -> str:
    """An account: what it holds, its roles and tokens, and what became of it."""
    return account_page(login)


@blueprint.post("/akun/<login>")
def change_account(login: str) -> Answer:
    """Changes its name, office and NIP."""
    sheet = Sheet("data")
    office = request.form.get("kantor") or None
    command = ChangeAccount(login, name=sheet.text("nama"), office=office, nip=sheet.text("nip"))
    if sheet.run(command, FACTS) is None:
        return account_page(login, sheet), sheet.status
    return done(say("Data akun disimpan. Ia perlu masuk lagi."), url_for("web.manage.one_account", login=login))


@blueprint.post("/akun/<login>/sandi")
def reset_password(login: str) -> Answer:
    """Gives it a new password for one use and shows it, this once."""
    sheet, secret = Sheet("sandi"), _secret()
    result = sheet.run(ChangeAccount(login, password=hashed(secret), temporary=True))
    if result is None:
        return account_page(login, sheet), sheet.status
    return account_page(login, fresh=secret if result.status == "done" else None, created=True)


@blueprint.post("/akun/<login>/keadaan")
def open_or_shut(login: str) -> Answer:
    """Shuts an account, or opens it again."""
    sheet, opens = Sheet("keadaan"), request.form.get("buka") == "1"
    if sheet.run(ChangeAccount(login, active=opens)) is None:
        return account_page(login, sheet), sheet.status
    to = url_for("web.manage.one_account", login=login)
    if opens:
        return done(say("Akun dibuka lagi."), to)
    again = (say("Buka lagi"), url_for("web.manage.open_or_shut", login=login), [("buka", "1")])
    return done(say("Akun ditutup. Sesi dan tokennya sudah berakhir."), to, again)


def account_page(login: str, sheet: Sheet | None = None, *, fresh: str | None = "", created: bool = False) -> str:
    """The page of an account. `fresh` is a password or the secret of a token just made; None: it was shown before."""
    with looking() as look:
        found = account(look, login)
        values = _beside(look, found)
        events, before, called = about_account(look, login, request.args.get("sebelum", MOST_NUMBER, type=int))
    return framed(
        "accounts",
        "web/manage/account.html",
        account=found,
        **values,
        lines=told_lines(events, called),
        before=before,
        fresh=fresh,
        created=created,
        sheet=sheet,
    )


def _beside(look: Look, found: Account) -> dict[str, Any]:
    """What the page of an account shows and offers beside it."""
    actor, row = look.actor, look.reading.one(ACCOUNT, login=found.login)
    assert row is not None
    machine = row["password"] is None
    offices = offices_managed(look)
    own = found.login == actor.login
    names = {one.office.id: one.office.name for one in offices}
    offered = [(office, posts(look, office)) for office in ([found.office] if found.office else names)]
    place = Facts(found.office or EVERYWHERE, machine=machine)
    mine = next((one.office for one in offices if one.office.id == found.office), None)
    day = day_here(mine, look.now) if mine else look.now.date()
    return {
        "machine": machine,
        "temporary": bool(row["temporary"]),
        "nip": row["nip"] or "",
        "own": own,
        "offices": offices,
        "office_names": names,
        "offered": offered,
        "post_names": _names(look, found),
        "role_options": [(role, role_called(role)) for role in ROLES],
        "office_options": list(names.items()),
        "times": {f"{post}{since}": time_of(since, until, day) for post, since, until in found.posts},
        "places": _places(look),
        "tokens": [one for one in tokens(look.reading, actor, found.login) if one.alive(look.now)],
        "issuers": identities(look.reading, found.login),
        "may_token": not own and may(actor, "make-token", place),
        "scopes": [(name, words[int(language() == "en")]) for name, words in SCOPES.items()],
        "today": f"{day:%d-%m-%Y}",
    }


def _names(look: Look, found: Account) -> dict[str, Post]:
    """The posts of an account by their ids."""
    wanted = {office_of(post) for post, _, _ in found.posts}
    return {one.post.id: one.post for office in wanted for one in posts(look, office)}


def _places(look: Look) -> list[tuple[str, str]]:
    """Where the person may give roles: each office, and all of a region or everywhere who manages those."""
    offices = offices_managed(look)
    found = [(one.office.id, one.office.name) for one in offices]
    if manages_all(look):
        regions = sorted({one.office.region for one in offices})
        found += [(f"{REGION}{name}", say("semua kantor di {region}", region=name)) for name in regions]
        found.append((EVERYWHERE, say("semua kantor")))
    return found


def _new(office: str, sheet: Sheet | None = None) -> str:
    with looking() as look:
        offices = offices_managed(look)
        known = next((one.office for one in offices if one.office.id == office), None)
        if known is None and len(offices) == 1 and not manages_all(look):
            known = offices[0].office
        offered = [] if known is None else posts(look, known.id)
        everywhere = manages_all(look)
    day = now().date() if known is None else day_here(known, now())
    values: dict[str, Any] = {"offices": offices, "office": known, "offered": offered, "everywhere": everywhere}
    values["post_options"] = [(one.post.id, one.post.name) for one in offered]
    return framed("accounts", "web/manage/account_new.html", **values, today=f"{day:%d-%m-%Y}", sheet=sheet)


def _secret() -> str:
    """A password for one use that can be read out: three groups of four letters and digits, 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
