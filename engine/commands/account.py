"""Commands on accounts: create, change, hold a post and let go of it, give and take roles."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.managing import (
    demand_administrator_left,
    demand_all_of_it,
    demand_calendar,
    demand_office,
    demand_other,
    demand_place,
    managed,
    own_door,
)
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound
from engine.events import instant
from engine.passwords import is_hash
from engine.people import REGION, office_of
from engine.policy import ADMINISTRATOR, EVERYWHERE, RESERVED, ROLES, Facts
from engine.store import NewEvent
from engine.store import people as queries
from engine.store.reading import Row
from engine.store.tokens import REVOKE_TOKENS

__all__ = ["ROLES", "ChangeAccount", "CreateAccount", "EndHolding", "Grant", "Hold", "password_problems"]

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")
_SESSION_BYTES: Final = 16
_MOST: Final = 200
_NIP: Final = 18


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """Let somebody in. `password` is an argon2id hash of `engine.passwords.hashed`; None: no sign-in by password.

    `temporary`: it is for one use, and the first sign-in asks for another.
    """

    login: str
    name: str
    password: str | None = None
    office: str | None = None
    demo: bool = False
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """Change what is given: the password (a hash, `temporary` for one use), whether it may be used, name, office.

    `nip` is the person's number as a civil servant, which documents print; an empty one takes it back.
    """

    login: str
    password: str | None = None
    active: bool | None = None
    name: str | None = None
    temporary: bool = False
    office: str | None = None
    nip: str | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """An account holds a post from a date until another, both included; the same start again changes the end.

    An end before the start takes the holding back as if it had never been.
    """

    login: str
    post: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class EndHolding:
    """An account lets go of a post: `until` is the last day on which it holds it, and what began later never was."""

    login: str
    post: str
    until: date


@dataclass(frozen=True, slots=True)
class Grant:
    """Give an account a role, or take it with `give=False`.

    `office` is one office, `region:<name>` for all offices of a region (also those that come later), `*` everywhere.
    """

    login: str
    role: str
    office: str
    give: bool = True


@handles(CreateAccount)
def create_account(work: Work, command: CreateAccount) -> Body:
    """Creates the account; Conflict when the login is taken."""
    work.demand("accounts", Facts(command.office or EVERYWHERE))
    problems = _name_problems(command.name) + password_problems(command.password)
    if not _LOGIN.fullmatch(command.login) or command.login in RESERVED:
        problems.append(
            FieldProblem(
                "login",
                "Nama akun: huruf kecil, angka, titik, garis; paling panjang 100.",
                "A login has lower-case letters, digits, dots and dashes; at most 100.",
            )
        )
    if problems:
        raise Invalid(problems)
    if command.office is not None:
        demand_office(work, command.office)
    row = {
        "login": command.login,
        "name": command.name.strip(),
        "password": command.password,
        "office": command.office,
        "active": 1,
        "demo": int(command.demo),
        "session": os.urandom(_SESSION_BYTES),
        "created_at": instant(work.now),
        "temporary": int(command.temporary and command.password is not None),
    }
    if not work.tx.run(queries.INSERT_ACCOUNT, **row):
        raise Conflict("login-taken", f"Akun {command.login} sudah ada.", f"The account {command.login} exists.")
    data = {"change": "created", "login": command.login, "office": command.office}
    work.append(NewEvent(0, "AccountChanged", data, answers={"$nama": row["name"]}))
    return {"login": command.login}


@handles(ChangeAccount)
def change_account(work: Work, command: ChangeAccount) -> Body:
    """Changes the account and ends its sessions; an administrator cannot shut himself out.

    A password from somebody else, and closing the account, revoke its tokens: whoever had got in is out.
    """
    row = _to_change(work, command)
    problems = password_problems(command.password)
    if command.name is not None:
        problems += _name_problems(command.name)
    problems += _nip_problems(command.nip)
    if problems:
        raise Invalid(problems)
    wanted: dict[str, Any] = {
        "password": command.password,
        "active": None if command.active is None else int(command.active),
        "name": None if command.name is None else command.name.strip(),
        "office": command.office,
        "nip": None if command.nip is None else " ".join(command.nip.split()),
    }
    before = {column: row[column] for column in wanted} | {"nip": row["nip"] or ""}
    new = {column: value for column, value in wanted.items() if value is not None and value != before[column]}
    if new:
        kept = {column: row[column] for column in ("name", "password", "active", "temporary", "office", "nip")} | new
        if "password" in new:
            kept["temporary"] = int(command.temporary)
        work.tx.run(queries.SET_ACCOUNT, login=command.login, session=os.urandom(_SESSION_BYTES), **kept)
        data: dict[str, Any] = {"change": "account", "login": command.login, "what": sorted(new)}
        shut = "password" in new or new.get("active") == 0
        if shut and (revoked := work.tx.run(REVOKE_TOKENS, login=command.login, at=instant(work.now))):
            data["tokens"] = revoked
        if "active" in new:
            data["active"] = bool(new["active"])
        if "office" in new:
            data["office"] = new["office"]
        personal = {f"${word}": new[column] for column, word in (("name", "nama"), ("nip", "nip")) if column in new}
        work.append(NewEvent(0, "AccountChanged", data, answers=personal))
    return {"login": command.login, "changed": sorted(new)}


def _nip_problems(nip: str | None) -> list[FieldProblem]:
    if not nip or (re.fullmatch(r"[0-9 ]+", nip) and len(nip.replace(" ", "")) == _NIP):
        return []
    return [FieldProblem("nip", f"NIP terdiri atas {_NIP} angka.", f"A NIP has {_NIP} digits.")]


@handles(Hold)
def hold(work: Work, command: Hold) -> Body:
    """Writes the holding; NotFound without the account or the post."""
    _demand_post(work, command.post)
    demand_other(work, command.login)
    managed(work, command.login)
    demand_calendar(since=command.since, until=command.until)
    row = {
        "login": command.login,
        "post": command.post,
        "since": command.since.isoformat(),
        "until": None if command.until is None else command.until.isoformat(),
    }
    if row not in work.tx.all(queries.MEMBERSHIPS, login=command.login):
        _write_holding(work, row)
    return dict(row)


@handles(EndHolding)
def end_holding(work: Work, command: EndHolding) -> Body:
    """Ends what is held of the post after the day; NotFound when it is not. The body tells each of those holdings."""
    _demand_post(work, command.post)
    demand_other(work, command.login)
    managed(work, command.login)
    demand_calendar(until=command.until)
    last, ended = command.until.isoformat(), []
    for row in work.tx.all(queries.MEMBERSHIPS, login=command.login):
        over = row["until"] is not None and (row["until"] <= last or row["until"] < row["since"])
        if row["post"] == command.post and not over:
            never = date.fromisoformat(row["since"]) - timedelta(days=1)
            ended.append(row | {"until": max(command.until, never).isoformat()})
    if not ended:
        raise NotFound(
            "not-held",
            f"{command.login} tidak memegang {command.post} sesudah {last}.",
            f"{command.login} does not hold {command.post} after {last}.",
        )
    for row in ended:
        _write_holding(work, row)
    return {"login": command.login, "post": command.post, "ended": ended}


@handles(Grant)
def grant(work: Work, command: Grant) -> Body:
    """Gives or takes the role; nobody changes his own, and the last administrator of all offices stays one."""
    place = demand_place(work, command.office) if command.office.startswith(REGION) else command.office
    work.demand("accounts", Facts(place))
    if command.role not in ROLES:
        known = ", ".join(ROLES)
        raise Invalid([FieldProblem("role", f"Peran yang ada: {known}.", f"The roles are {known}.")])
    demand_place(work, place)
    shuts = command.role == ADMINISTRATOR and not command.give
    if shuts and command.login == work.context.actor.login:
        raise own_door()
    demand_other(work, command.login)
    if shuts and place == EVERYWHERE:
        demand_administrator_left(work, command.login)
    managed(work, command.login)
    row = {"login": command.login, "role": command.role, "office": place}
    query = queries.PUT_GRANT if command.give else queries.DROP_GRANT
    if work.tx.run(query, **row):
        work.tx.run(queries.TOUCH_ACCOUNT, login=command.login)
        change = "role-given" if command.give else "role-taken"
        work.append(NewEvent(0, "AccountChanged", {"change": change} | row))
    return row | {"given": command.give}


def _to_change(work: Work, command: ChangeAccount) -> Row:
    """The account, held, when the actor may make these changes to it."""
    if command.active is False:
        if command.login == work.context.actor.login:
            raise own_door()
        demand_administrator_left(work, command.login)
    row = managed(work, command.login)
    if command.password is not None or command.active is not None:
        demand_all_of_it(work, command.login)
    if command.office is not None and command.office != row["office"]:
        work.demand("accounts", Facts(command.office))
        demand_office(work, command.office)
    return row


def _demand_post(work: Work, post: str) -> None:
    work.demand("accounts", Facts(office_of(post)))
    if work.tx.one(queries.POST, id=post) is None:
        raise NotFound("no-post", f"Jabatan {post} tidak ada.", f"There is no post {post}.")


def _write_holding(work: Work, row: Row) -> None:
    work.tx.run(queries.PUT_MEMBERSHIP, **row)
    work.tx.run(queries.TOUCH_ACCOUNT, login=row["login"])
    work.append(NewEvent(0, "AccountChanged", {"change": "post"} | row))


def _name_problems(name: str) -> list[FieldProblem]:
    if 0 < len(name.strip()) <= _MOST:
        return []
    return [FieldProblem("name", f"Tulis nama, paling panjang {_MOST}.", f"Write a name of at most {_MOST} letters.")]


def password_problems(password: str | None) -> list[FieldProblem]:
    """What is wrong with the hash of a password."""
    if password is None or is_hash(password):
        return []
    return [FieldProblem("password", "Kata sandi belum di-hash.", "The password was not hashed.")]
