"""Commands on accounts: create, change, hold a post, give and take roles."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound, NotPossible
from engine.events import instant
from engine.passwords import is_hash
from engine.people import office_of
from engine.policy import ADMINISTRATOR, AUDITOR, EVERYWHERE, OWNER, WORKER, Facts, may
from engine.store import NewEvent
from engine.store import people as queries
from engine.store.reading import Row

__all__ = ["ROLES", "ChangeAccount", "CreateAccount", "Grant", "Hold"]

ROLES: Final = (OWNER, AUDITOR, ADMINISTRATOR, WORKER)
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")
_SESSION_BYTES: Final = 16
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """Let somebody in. `password` is an argon2id hash of `engine.passwords.hashed`; None: no sign-in by password."""

    login: str
    name: str
    password: str | None = None
    office: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """Change what is given: the password (a hash), whether the account may be used, the name."""

    login: str
    password: str | None = None
    active: bool | None = None
    name: str | None = None


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
class Grant:
    """Give an account a role for an office (`*` is everywhere), or take it with `give=False`."""

    login: str
    role: str
    office: str
    give: bool = True


@handles(CreateAccount)
def create_account(work: Work, command: CreateAccount) -> Body:
    """Creates the account; Conflict when the login is taken."""
    work.demand("accounts", Facts(command.office or EVERYWHERE))
    problems = _name_problems(command.name) + _password_problems(command.password)
    if not _LOGIN.fullmatch(command.login):
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
        _demand_office(work, command.office)
    row = {
        "login": command.login,
        "name": command.name.strip(),
        "password": command.password,
        "office": command.office,
        "active": 1,
        "demo": int(command.demo),
        "session": os.urandom(_SESSION_BYTES),
        "created_at": instant(work.now),
    }
    if not work.tx.run(queries.INSERT_ACCOUNT, **row):
        raise Conflict("login-taken", f"Akun {command.login} sudah ada.", f"The account {command.login} exists.")
    data = {"change": "created", "login": command.login, "office": command.office}
    work.append(NewEvent(0, "AccountChanged", data, answers={"$nama": row["name"]}))
    return {"login": command.login}


@handles(ChangeAccount)
def change_account(work: Work, command: ChangeAccount) -> Body:
    """Changes the account and ends its sessions; an administrator cannot shut himself out."""
    row = _account(work, command.login)
    if command.active is False and command.login == work.context.actor.login:
        raise _own_door()
    problems = _password_problems(command.password)
    if command.name is not None:
        problems += _name_problems(command.name)
    if problems:
        raise Invalid(problems)
    wanted: dict[str, Any] = {
        "password": command.password,
        "active": None if command.active is None else int(command.active),
        "name": None if command.name is None else command.name.strip(),
    }
    new = {column: value for column, value in wanted.items() if value is not None and value != row[column]}
    if new:
        session = os.urandom(_SESSION_BYTES)
        kept = {column: row[column] for column in ("name", "password", "active")} | new
        work.tx.run(queries.SET_ACCOUNT, login=command.login, session=session, **kept)
        data: dict[str, Any] = {"change": "account", "login": command.login, "what": sorted(new)}
        if "active" in new:
            data["active"] = bool(new["active"])
        work.append(NewEvent(0, "AccountChanged", data, answers={"$nama": new["name"]} if "name" in new else {}))
    return {"login": command.login, "changed": sorted(new)}


@handles(Hold)
def hold(work: Work, command: Hold) -> Body:
    """Writes the holding; NotFound without the account or the post."""
    work.demand("accounts", Facts(office_of(command.post)))
    if work.tx.one(queries.POST, id=command.post) is None:
        raise NotFound("no-post", f"Jabatan {command.post} tidak ada.", f"There is no post {command.post}.")
    if work.tx.one(queries.ACCOUNT, login=command.login) is None:
        raise _no_account(command.login)
    row = {
        "login": command.login,
        "post": command.post,
        "since": command.since.isoformat(),
        "until": None if command.until is None else command.until.isoformat(),
    }
    if row not in work.tx.all(queries.MEMBERSHIPS, login=command.login):
        work.tx.run(queries.PUT_MEMBERSHIP, **row)
        work.append(NewEvent(0, "AccountChanged", {"change": "post"} | row))
    return dict(row)


@handles(Grant)
def grant(work: Work, command: Grant) -> Body:
    """Gives or takes the role; an administrator cannot take his own."""
    work.demand("accounts", Facts(command.office))
    if command.role not in ROLES:
        known = ", ".join(ROLES)
        raise Invalid([FieldProblem("role", f"Peran yang ada: {known}.", f"The roles are {known}.")])
    if command.office != EVERYWHERE:
        _demand_office(work, command.office)
    if work.tx.one(queries.ACCOUNT, login=command.login) is None:
        raise _no_account(command.login)
    own = command.login == work.context.actor.login
    if own and command.role == ADMINISTRATOR and not command.give:
        raise _own_door()
    row = {"login": command.login, "role": command.role, "office": command.office}
    query = queries.PUT_GRANT if command.give else queries.DROP_GRANT
    if work.tx.run(query, **row):
        change = "role-given" if command.give else "role-taken"
        work.append(NewEvent(0, "AccountChanged", {"change": change} | row))
    return row | {"given": command.give}


def _account(work: Work, login: str) -> Row:
    """The account, held, when the actor manages its office; NotFound when he manages others only."""
    actor = work.context.actor
    row = work.tx.one(queries.LOCK_ACCOUNT, login=login)
    if row is not None and may(actor, "accounts", Facts(row["office"] or EVERYWHERE)):
        return row
    if not any(may(actor, "accounts", Facts(office)) for _, office in actor.grants):
        work.demand("accounts", Facts(EVERYWHERE))
    raise _no_account(login)


def _demand_office(work: Work, office: str) -> None:
    if work.tx.one(queries.OFFICE, id=office) is None:
        raise NotFound("no-office", f"Kantor {office} tidak ada.", f"There is no office {office}.")


def _no_account(login: str) -> NotFound:
    return NotFound("no-account", f"Akun {login} tidak ada.", f"There is no account {login}.")


def _own_door() -> NotPossible:
    return NotPossible(
        "own-door",
        "Anda tidak dapat menutup akses Anda sendiri. Mintalah administrator lain.",
        "You cannot shut yourself out. Ask another administrator.",
    )


def _name_problems(name: str) -> list[FieldProblem]:
    if 0 < len(name.strip()) <= _MOST:
        return []
    return [FieldProblem("name", f"Tulis nama, paling panjang {_MOST}.", f"Write a name of at most {_MOST} letters.")]


def _password_problems(password: str | None) -> list[FieldProblem]:
    if password is None or is_hash(password):
        return []
    return [FieldProblem("password", "Kata sandi belum di-hash.", "The password was not hashed.")]
