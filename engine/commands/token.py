"""Commands on personal tokens: create and revoke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.managing import demand_all_of_it, managed, no_account
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.events import instant
from engine.policy import EVERYWHERE, Facts, may
from engine.scopes import SCOPES
from engine.store import NewEvent
from engine.store.people import LOCK_ACCOUNT
from engine.store.reading import Row
from engine.store.tokens import COUNT_TOKENS, INSERT_TOKEN, LOCK_TOKEN, REVOKE_TOKEN

__all__ = ["LONGEST", "MANY", "CreateToken", "RevokeToken"]

LONGEST: Final = timedelta(days=366)
MANY: Final = 50
_NAME: Final = 100
_DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class CreateToken:
    """Let programs act for an account by a secret of `engine.tokens.made`, of which only `digest` comes here.

    `scopes` narrow what they may do; without `expires_at` (aware UTC) it counts until it is revoked.
    """

    login: str
    name: str
    digest: bytes
    scopes: tuple[str, ...]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """Let a token count no more, at once and for good."""

    id: int


@handles(CreateToken)
def create_token(work: Work, command: CreateToken) -> Body:
    """Creates the token; NotFound without the account, NotPossible when it has too many or is closed."""
    row = _account(work, command.login)
    problems = _problems(work, command)
    if problems:
        raise Invalid(problems)
    if not row["active"]:
        raise NotPossible("account-shut", "Akun ini sedang ditutup.", "This account is shut.")
    at = instant(work.now)
    if int(work.tx.value(COUNT_TOKENS, login=command.login, at=at)) >= MANY:
        raise NotPossible(
            "too-many-tokens",
            f"Akun ini sudah punya {MANY} token. Cabut dahulu yang tidak dipakai.",
            f"This account has {MANY} tokens. Revoke those that are not used first.",
        )
    made: dict[str, Any] = {
        "login": command.login,
        "name": command.name.strip(),
        "scopes": " ".join(sorted(set(command.scopes))),
        "expires_at": None if command.expires_at is None else instant(command.expires_at),
    }
    by = work.context.actor.login
    id = work.tx.value(INSERT_TOKEN, sha256=command.digest, created_at=at, created_by=by, **made)
    data = {"change": "token-created", "token": id} | {key: made[key] for key in ("login", "scopes")}
    if command.expires_at is not None:
        data["until"] = command.expires_at
    work.append(NewEvent(0, "AccountChanged", data, answers={"$nama": made["name"]}))
    return {"id": id} | made | {"created_at": at, "created_by": by}


@handles(RevokeToken)
def revoke_token(work: Work, command: RevokeToken) -> Body:
    """Revokes the token; NotFound when there is none that the actor may know. Again: nothing changes."""
    actor = work.context.actor
    row = work.tx.one(LOCK_TOKEN, id=command.id)
    facts = None if row is None else Facts(row["office"] or EVERYWHERE, own=row["login"] == actor.login)
    if row is None or facts is None or not may(actor, "revoke-token", facts):
        if row is not None and row["login"] == actor.login:
            work.demand("revoke-token", Facts(own=True))
        raise NotFound("no-token", f"Token {command.id} tidak ada.", f"There is no token {command.id}.")
    if row["revoked_at"] is None:
        work.tx.run(REVOKE_TOKEN, token=command.id, at=instant(work.now))
        data = {"change": "token-revoked", "token": command.id, "login": row["login"]}
        work.append(NewEvent(0, "AccountChanged", data))
    return {"id": command.id, "revoked": row["revoked_at"] is None}


def _account(work: Work, login: str) -> Row:
    """The account, held; NotFound or NotAllowed when the actor may not let programs act for it."""
    own = login == work.context.actor.login
    if own:
        work.demand("make-token", Facts(own=True))
    row = work.tx.one(LOCK_ACCOUNT, login=login) if own else managed(work, login)
    if row is None:
        raise no_account(login)
    if not own:
        work.demand("make-token", Facts(row["office"] or EVERYWHERE, machine=row["password"] is None))
        demand_all_of_it(work, login)
    return row


def _problems(work: Work, command: CreateToken) -> list[FieldProblem]:
    assert len(command.digest) == _DIGEST
    found = []
    name = command.name.strip()
    if not 0 < len(name) <= _NAME or not name.isprintable():
        found.append(
            FieldProblem("name", f"Beri nama, paling panjang {_NAME}.", f"Give it a name of at most {_NAME} letters.")
        )
    if not command.scopes or not SCOPES.keys() >= set(command.scopes):
        known = ", ".join(SCOPES)
        found.append(FieldProblem("scopes", f"Pilih cakupan: {known}.", f"Choose scopes: {known}."))
    own = work.context.actor.scopes
    if own is not None and not own.issuperset(command.scopes):
        found.append(
            FieldProblem("scopes", "Token tidak dapat membuat token yang lebih luas.", "A token makes no wider token.")
        )
    if command.expires_at is not None and not work.now < command.expires_at <= work.now + LONGEST:
        days = LONGEST.days
        found.append(FieldProblem("expires", f"Masa berlaku 1 sampai {days} hari.", f"It counts for 1 to {days} days."))
    return found
