"""Who asks: Basic credentials only. A session cookie of the pages opens nothing here."""

from __future__ import annotations

import time
from typing import Final, cast

from flask import Flask, current_app, request

from engine.api import asking
from engine.api.errors import SignInFirst, TooOften, WrongOrigin
from engine.passwords import Credentials
from engine.policy import Actor
from engine.store.people import ACCOUNT, actor
from engine.web.throttle import Throttle

__all__ = ["EXTENSION", "authenticate", "prepare"]

EXTENSION: Final = "lajur.credentials"
THROTTLE: Final = "lajur.throttle"  # shared with the pages: a guess counts wherever it is made
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FILE: Final = "file://"


def prepare(app: Flask) -> None:
    """Gives the application its memory of verified credentials and of failed ones."""
    app.extensions.setdefault(EXTENSION, Credentials())
    app.extensions.setdefault(THROTTLE, Throttle())


def authenticate() -> None:
    """Notes the actor; raises SignInFirst, TooOften, or WrongOrigin for a browser that another site's page makes write.

    A browser adds Basic credentials by itself once a person typed them in, and says by whose page it was sent.
    """
    if request.method not in _READS and _from_another_site():
        raise WrongOrigin
    given = request.authorization
    if given is None or given.type != "basic" or given.username is None or given.password is None:
        raise SignInFirst
    found = _verified(given.username.strip().lower(), given.password)
    if found is None:
        raise SignInFirst
    asking.remember(found)


def _from_another_site() -> bool:
    """True when a browser says so. The page of a site cannot hide its Origin; a modeler has none, or a file's."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and request.headers.get("Origin", _FILE) != _FILE


def _verified(login: str, password: str) -> Actor | None:
    if "\x00" in login:
        return None
    with asking.desk().store.reading() as reading:
        row = reading.one(ACCOUNT, login=login)
        found = actor(reading, login, asking.now().astimezone(asking.zone()).date()) if row else None
    credentials = cast(Credentials, current_app.extensions[EXTENSION])
    address, at = request.remote_addr or "", time.monotonic()
    if credentials.knows(row, password, at):  # a guesser beside it does not lock a working client out
        return found
    throttle = cast(Throttle, current_app.extensions[THROTTLE])
    if left := throttle.wait(login, address, at):
        raise TooOften(left)
    if not credentials.check(row, password, at):
        throttle.failed(login, address, at)
        return None
    throttle.succeeded(login, address)
    return found
