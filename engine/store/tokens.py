"""Queries of what people and programs prove themselves with: own passwords, tokens, identities at a provider."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, func, select, text, update

from engine.store.query import Query
from engine.store.tables_access import identity, token
from engine.store.tables_people import account

__all__ = [
    "COUNT_TOKENS",
    "DROP_IDENTITY",
    "IDENTITIES",
    "IDENTITY",
    "INSERT_TOKEN",
    "LOCK_TOKEN",
    "PUT_IDENTITY",
    "REVOKE_TOKEN",
    "REVOKE_TOKENS",
    "SET_PASSWORD",
    "TOKENS",
    "TOKEN_OF",
    "USED",
]

_t, _i = token.c, identity.c
_login: Final[BindParameter[Any]] = bindparam("login")
_at: Final[BindParameter[Any]] = bindparam("at")
_issuer: Final[BindParameter[Any]] = bindparam("issuer")
_shown: Final = [column for column in token.columns if column.name != "sha256"]
_alive: Final = _t.revoked_at.is_(None) & (_t.expires_at.is_(None) | (_t.expires_at > _at))

TOKEN_OF: Final = Query(
    "The token of a secret, by its hash, unless it was revoked or has run out.",
    select(*_shown).where(_t.sha256 == bindparam("sha256"), _alive),
)
TOKENS: Final = Query(
    "The tokens of an account without their hashes, the newest first.",
    select(*_shown).where(_t.login == _login).order_by(_t.id.desc()),
)
COUNT_TOKENS: Final = Query(
    "How many tokens of an account are alive.", select(func.count()).where(_t.login == _login, _alive)
)
LOCK_TOKEN: Final = Query(
    "A token with the office of its account, held until the transaction ends.",
    select(_t.id, _t.login, _t.name, _t.revoked_at, account.c.office)
    .join(account, account.c.login == _t.login)
    .where(_t.id == bindparam("id"))
    .with_for_update(of=token),
)
INSERT_TOKEN: Final = Query(
    "Creates a token.",
    text(
        "INSERT INTO token (login, name, sha256, scopes, created_at, created_by, expires_at) "
        "VALUES (:login, :name, :sha256, :scopes, :created_at, :created_by, :expires_at) RETURNING id"
    ),
)
REVOKE_TOKEN: Final = Query("Revokes a token.", update(token).where(_t.id == bindparam("token")).values(revoked_at=_at))
REVOKE_TOKENS: Final = Query(
    "Revokes all tokens of an account.",
    update(token).where(_t.login == _login, _t.revoked_at.is_(None)).values(revoked_at=_at),
)
USED: Final = Query(
    "Notes that a token was used.", update(token).where(_t.id == bindparam("token")).values(last_used_at=_at)
)
SET_PASSWORD: Final = Query(
    "Gives an account the password that its owner chose, and ends all its sessions.",
    text(
        "UPDATE account SET password = :password, session = :session, temporary = 0, revision = revision + 1 "
        "WHERE login = :login"
    ),
)

IDENTITY: Final = Query(
    "Whose account an identity at a provider is linked with.",
    select(identity).where(_i.issuer == _issuer, _i.subject == bindparam("subject")),
)
IDENTITIES: Final = Query(
    "The identities that an account is linked with.",
    select(identity).where(_i.login == _login).order_by(_i.issuer),
)
PUT_IDENTITY: Final = Query(
    "Links an identity with an account; nothing when one of both is linked already.",
    text(
        "INSERT INTO identity (issuer, subject, login, linked_at) VALUES (:issuer, :subject, :login, :at) "
        "ON CONFLICT DO NOTHING"
    ),
)
DROP_IDENTITY: Final = Query(
    "Takes the link of an account with a provider.", delete(identity).where(_i.login == _login, _i.issuer == _issuer)
)
