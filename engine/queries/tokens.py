"""The personal tokens of an account, and the identities at a provider that it is linked with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.commands.refusals import NotFound
from engine.events import instant, moment
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.store import Reading
from engine.store.people import ACCOUNT
from engine.store.tokens import IDENTITIES, TOKENS

__all__ = ["Token", "identities", "token_of", "tokens"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; times are aware UTC, `last_used_at` to the hour."""

    id: int
    login: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    def alive(self, now: datetime) -> bool:
        """True while programs get in with it."""
        return self.revoked_at is None and (self.expires_at is None or instant(now) < instant(self.expires_at))


def tokens(reading: Reading, actor: Actor, login: str) -> tuple[Token, ...]:
    """The tokens of an account, the newest first; NotFound when the actor may not revoke them."""
    row = reading.one(ACCOUNT, login=login)
    own = login == actor.login
    if row is None or not may(actor, "revoke-token", Facts(row["office"] or EVERYWHERE, own=own)):
        raise NotFound("no-account", f"Akun {login} tidak ada.", f"There is no account {login}.")
    return tuple(token_of(found) for found in reading.all(TOKENS, login=login))


def token_of(row: Mapping[str, Any]) -> Token:
    """The token of a row, or of the body of CreateToken."""

    def at(name: str) -> datetime | None:
        found = row.get(name)
        return None if found is None else moment(found)

    created = at("created_at")
    assert created is not None
    return Token(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        scopes=tuple(row["scopes"].split()),
        created_at=created,
        created_by=row["created_by"],
        expires_at=at("expires_at"),
        last_used_at=at("last_used_at"),
        revoked_at=at("revoked_at"),
    )


def identities(reading: Reading, login: str) -> tuple[str, ...]:
    """The issuers by which one signs in to an account."""
    return tuple(row["issuer"] for row in reading.all(IDENTITIES, login=login))
