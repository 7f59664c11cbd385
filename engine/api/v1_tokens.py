"""Personal tokens in `/api/v1`: list, create, revoke."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.schema import FLAG, LONG, MOMENT, TEXT, many, maybe, one_of, record
from engine.api.v1 import handed_in, look, ran, replayed, v1
from engine.commands.token import CreateToken, RevokeToken
from engine.queries.tokens import Token, token_of, tokens
from engine.scopes import SCOPES
from engine.tokens import digest, made

__all__: list[str] = []

DAYS: Final = 90
_TAG: Final = "Tokens"
_KEYS: Final = {
    "id": LONG,
    "account": TEXT,
    "name": TEXT,
    "scopes": many(one_of(*SCOPES)),
    "created_at": MOMENT,
    "created_by": TEXT,
    "expires_at": maybe(MOMENT),
    "last_used_at": maybe(MOMENT),
    "revoked_at": maybe(MOMENT),
    "alive": FLAG,
}
TOKEN: Final = record("Token", _KEYS)
CREATED: Final = record("CreatedToken", {**_KEYS, "secret": maybe(TEXT)})
LIST: Final = record("Tokens", {"items": many(TOKEN)})
REVOKED: Final = record("RevokedToken", {"id": LONG, "revoked": FLAG})
NEW: Final = {
    "name": parts.need(parts.WORDS),
    "scopes": parts.need(parts.each(parts.one_of({name: name for name in SCOPES}))),
    "days": parts.INTEGER,
    "account": parts.WORDS,
}


@v1.get("/tokens")
@operation(_TAG, query={"account": asking.text}, answers={200: LIST})
def list_tokens(asked: Asked) -> Response:
    """One's own tokens, or those of an account that one manages; never their secrets."""
    with look() as here:
        found = tokens(here.reading, here.actor, asked.query.get("account", here.actor.login))
    return answer({"items": [_written(one, here.now) for one in found]})


@v1.post("/tokens")
@operation(_TAG, body=NEW, answers={201: CREATED})
def create_token(asked: Asked) -> Response:
    """Creates a token; the secret stands in this answer alone, and not in a repetition of it."""
    secret, now, days = made(), asking.now(), asked.body.get("days")
    days = DAYS if days is None else days
    until = None if days == 0 else now + timedelta(days=max(-1, min(days, 10_000)))
    whose = asked.body.get("account") or asking.me().login
    result = ran(CreateToken(whose, asked.body["name"], digest(secret), tuple(asked.body["scopes"]), until))
    shown = {"secret": secret if result.status == "done" else None}
    return replayed(answer(_written(token_of(result.body), now) | shown, 201), result)


@v1.delete("/tokens/<id>")
@operation(_TAG, answers={200: REVOKED})
def revoke_token(asked: Asked, id: str) -> Response:
    """Revokes a token, at once and for good."""
    return handed_in(RevokeToken(asking.number(id, "token")))


def _written(one: Token, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "account": one.login,
        "name": one.name,
        "scopes": list(one.scopes),
        "created_at": _at(one.created_at),
        "created_by": one.created_by,
        "expires_at": _at(one.expires_at),
        "last_used_at": _at(one.last_used_at),
        "revoked_at": _at(one.revoked_at),
        "alive": one.alive(now),
    }


def _at(time: datetime | None) -> str | None:
    return None if time is None else time.astimezone(asking.zone()).isoformat(timespec="milliseconds")
