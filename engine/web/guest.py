"""Who comes by a link: which link a secret means, and how slowly secrets may be guessed."""

from __future__ import annotations

from typing import Final

from flask import current_app, g, request
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms import ValidationError

from engine.commands.link import guest
from engine.events import instant
from engine.policy import Actor
from engine.store import throttle as failed
from engine.store.inbound import LINK_BY_SECRET
from engine.store.reading import Row
from engine.throttle import keys, wait
from engine.tokens import digest
from engine.web.desk import desk, now

__all__ = ["ENDPOINT", "as_guest", "guard", "guessed", "link_row"]

ENDPOINT: Final = "web.link.answer"
PARTS: Final = 400
_WHO: Final = "\1tautan"  # no login has such a letter


def link_row(secret: str) -> Row | None:
    """The link that a secret opens, whatever its state; None for none."""
    if "guest_link" not in g:
        with desk().store.reading() as reading:
            g.guest_link = reading.one(LINK_BY_SECRET, sha256=digest(secret))
    found: Row | None = g.guest_link
    return found


def as_guest(row: Row) -> Actor:
    """In whose name whoever has the link brings papers and answers."""
    return guest(row, None)


def guessed() -> int:
    """Notes a secret that opens nothing; the seconds until this address is answered again."""
    place, _ = keys(str(current_app.config["SECRET_KEY"]), _WHO, request.remote_addr or "")
    with desk().store.transaction() as tx:
        failed.note(tx, (place,), instant(now()))
        return wait(None, failed.failures(tx, place), instant(now()))


def guard() -> None:
    """Lets a form with papers through for a link that counts, and proves that it came from our page.

    The page asks browsers to name no referrer, so that its address stays with who has it; the proof goes without.
    """
    if link_row(str((request.view_args or {}).get("secret", ""))) is not None:
        request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"]
        request.max_form_parts = PARTS
    try:
        validate_csrf(request.form.get("_csrf"))
    except ValidationError as error:
        raise CSRFError(str(error)) from error
