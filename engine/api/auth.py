"""Who asks: Basic credentials or a personal token. A session cookie of the pages opens nothing here."""

from __future__ import annotations

from typing import Final, cast

from flask import current_app, request

from engine.api import asking
from engine.api.errors import PasswordFirst, SignInFirst, TooOften, WrongOrigin
from engine.entrance import EXTENSION, Entrance, Patience, Try
from engine.policy import Actor
from engine.store.reading import Row

__all__ = ["account_of", "authenticate"]

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FILE: Final = "file://"


def authenticate() -> None:
    """Notes the actor; raises SignInFirst, PasswordFirst, TooOften, or WrongOrigin for a page of another site.

    A browser adds Basic credentials by itself once a person typed them in, and says by whose page it was sent.
    """
    if request.method not in _READS and _from_another_site():
        raise WrongOrigin
    given = request.authorization
    found = None
    if given is not None and given.type == "basic" and given.username is not None and given.password is not None:
        found = _by_password(given.username.strip().lower(), given.password)
    elif given is not None and given.type == "bearer" and given.token is not None:
        now = asking.now()
        found = _entrance().bearer(given.token, now)
    if found is None:
        raise SignInFirst
    asking.remember(found)


def _from_another_site() -> bool:
    """True when a browser says so. The page of a site cannot hide its Origin; a modeler has none, or a file's."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and request.headers.get("Origin", _FILE) != _FILE


def account_of(login: str, password: str) -> Row | None:
    """The account whose password it is, None for a wrong one; a guess counts wherever it is made. Raises TooOften."""
    try:
        return _entrance().account(_try(login, password))
    except Patience as error:
        raise TooOften(error.seconds) from error


def _by_password(login: str, password: str) -> Actor | None:
    try:
        found = _entrance().member(_try(login, password))
    except Patience as error:
        raise TooOften(error.seconds) from error
    if found is not None and found[0]["temporary"]:
        raise PasswordFirst
    return None if found is None else found[1]


def _try(login: str, password: str) -> Try:
    return Try(login, password, request.remote_addr or "", asking.now())


def _entrance() -> Entrance:
    return cast(Entrance, current_app.extensions[EXTENSION])
