"""What every page needs: the desk, the time, who looks, and the context of a command."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from flask import current_app, request
from flask_login import current_user

from engine.canonical import dumps
from engine.commands.desk import Context, Desk, Idempotency, Result
from engine.commands.refusals import Conflict
from engine.policy import Actor
from engine.queries.look import Look
from engine.settings import Settings

__all__ = ["KEY", "OWN", "desk", "looking", "now", "run", "settings"]

KEY: Final = "_kunci"
OWN: Final = "_"
"""Names of the page's own fields begin with it; all others are answers."""
_LONGEST_KEY: Final = 100


def desk() -> Desk:
    """The desk of this application."""
    found: Desk = current_app.extensions["lajur"]
    return found


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.extensions["lajur.settings"]
    return found


def now() -> datetime:
    """The time, aware UTC."""
    clock = current_app.extensions.get("lajur.now")
    found: datetime = clock() if clock else datetime.now(UTC)
    return found


@contextmanager
def looking() -> Iterator[Look]:
    """A look of the person who is signed in."""
    here = desk()
    with here.store.reading() as reading:
        yield Look(reading, here.library, current_user.actor, now())


def run(command: object, happened_at: datetime | None = None, *, part: str = "", who: Actor | None = None) -> Result:
    """Runs a command in the person's name, under the key that the page carries; `happened_at` of what is entered later.

    `part` names each of several commands that one form runs; `who` acts without an account.

    A second click that came while the first was under way finds the task closed by the first: asked once more, it gets
    the first answer.
    """
    context = Context(who or current_user.actor, now(), _idempotency(part), happened_at)
    try:
        return desk().run(context, command)
    except Conflict:
        if context.idempotency is None:
            raise
        return desk().run(context, command)


def _idempotency(part: str) -> Idempotency | None:
    key = request.form.get(KEY, "")
    if not key or len(key) > _LONGEST_KEY:
        return None
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if not name.startswith(OWN))
    asked = [request.method, request.path, [list(pair) for pair in fields]]
    return Idempotency(f"web:{key}{part}", hashlib.sha256(dumps(asked)).digest())
