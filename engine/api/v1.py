"""The blueprint of `/api/v1`: what the dialect cannot say. Plain JSON, idempotency keys, cursors."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Blueprint, Response, request

from engine.api import asking, auth, errors
from engine.api.answers import answer
from engine.api.errors import BadInput
from engine.api.methods import METHODS, options, refuse
from engine.api.operation import OPEN
from engine.api.released import record as record_reads
from engine.canonical import dumps, loads
from engine.commands.desk import Idempotency, Result
from engine.queries.look import Look

__all__ = ["cursor", "handed_in", "look", "ran", "read_cursor", "replayed", "v1"]

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")

v1: Final = Blueprint("v1", __name__, url_prefix="/api/v1")
errors.install(v1, dialect=False)


v1.after_request(errors.guarded(record_reads, dialect=False))


@v1.before_request
def _who() -> Response | None:
    """Everybody has to say who he is; whoever asks what a path takes is told."""
    if request.endpoint not in OPEN:
        auth.authenticate()
    return options()


@v1.route("/", methods=METHODS, defaults={"unknown": ""})
@v1.route("/<path:unknown>", methods=METHODS)
def nowhere(unknown: str) -> Response:
    """Whatever is not there."""
    refuse()


@contextmanager
def look() -> Iterator[Look]:
    """A look of the actor at one snapshot."""
    desk = asking.desk()
    with desk.store.reading() as reading:
        yield Look(reading, desk.library, asking.me(), asking.now())


def handed_in(command: object, status: int = 200) -> Response:
    """Runs a command under the request's `Idempotency-Key` and answers its body.

    A repetition gets the first answer, with the header `Idempotency-Replayed: true`.
    """
    result = ran(command)
    return replayed(answer(result.body, status), result)


def ran(command: object) -> Result:
    """What a command gives under the request's `Idempotency-Key`."""
    return asking.desk().run(asking.context(_idempotency()), command)


def replayed(response: Response, result: Result) -> Response:
    """The response, which says so when it repeats an earlier answer."""
    if result.status == "repeated":
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _idempotency() -> Idempotency | None:
    """The key with SHA-256 over method, path and body; BadInput for a key that is none."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    key = given.strip()
    if not _KEY.fullmatch(key):
        raise BadInput(
            "Idempotency-Key: 1 sampai 200 huruf ASCII tanpa spasi.", "Idempotency-Key has 1 to 200 ASCII characters."
        )
    parts = (request.method.encode(), request.path.encode(), request.get_data())
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return Idempotency(key, digest.digest())


def cursor(place: Any) -> str | None:
    """A place in a list as an opaque text; None for the end."""
    return None if place is None else base64.urlsafe_b64encode(dumps(place)).decode().rstrip("=")


def read_cursor(text: str) -> Any:
    """The place that a cursor stands for; raises ValueError."""
    try:
        return loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("cursor") from error
