"""Where people and programs prove by a password or a token who they are, for pages and APIs alike."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from engine.events import instant
from engine.passwords import Credentials
from engine.policy import Actor, narrowed
from engine.store import Store, StoreError
from engine.store import throttle as failed
from engine.store.people import ACCOUNT, actor
from engine.store.reading import Reading, Row
from engine.store.tokens import TOKEN_OF, USED
from engine.throttle import keys, wait
from engine.tokens import digest, is_secret

__all__ = ["EXTENSION", "Entrance", "Patience", "Try"]

EXTENSION: Final = "lajur.entrance"
_HOUR: Final = 3_600_000_000  # microseconds: a token's last use is written down to the hour


class Patience(Exception):
    """Wrong credentials again and again; `seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt to get in: the login and password, the address that they came from, when (aware UTC)."""

    login: str
    password: str = field(repr=False)
    address: str
    now: datetime


class Entrance:
    """The one door of an application. `secret` is the installation's key, the same in all its processes.

    Verified credentials are remembered in this process; failures stand in the database, for all processes.
    """

    def __init__(self, store: Store, secret: str) -> None:
        self._store, self._secret = store, secret
        self.credentials = Credentials()

    def member(self, asked: Try) -> tuple[Row, Actor | None] | None:
        """The account whose password it is with who acts by it now, both of one look; else as `account`."""
        with self._store.reading() as reading:
            row = self._known(reading, asked)
            if row is not None:
                return row, actor(reading, asked.login, asked.now)
        row = self.account(asked)
        if row is None:
            return None
        with self._store.reading() as reading:
            return row, actor(reading, asked.login, asked.now)

    def account(self, asked: Try) -> Row | None:
        """The row of the account whose password it is, None for a wrong one; raises Patience, Crowded, StoreError.

        Credentials that worked here before are never made to wait, whoever else is guessing beside them. A success
        writes nothing, unless it ends a row of failures.
        """
        at = time.monotonic()
        with self._store.reading() as reading:
            known = self._known(reading, asked)
            if known is not None:
                return known
            row = _row(reading, asked.login)
            own, place = keys(self._secret, asked.login, asked.address)
            before = failed.failures(reading, own)
            left = wait(before, failed.failures(reading, place), instant(asked.now))
        worked = self.credentials.knew(row, asked.password)
        if left and not worked:
            raise Patience(left)
        if not self.credentials.check(row, asked.password, at):
            with self._store.transaction() as tx:
                failed.note(tx, (own, place), instant(asked.now))
            return None
        if before is not None and not worked:  # a client that worked all along takes no guesser's failures back
            with suppress(StoreError), self._store.transaction() as tx:  # the right password lets in, come what may
                failed.forget(tx, own)
        return row

    def _known(self, reading: Reading, asked: Try) -> Row | None:
        """The account of credentials that were verified a short while ago."""
        row = _row(reading, asked.login)
        return row if self.credentials.knows(row, asked.password, time.monotonic()) else None

    def bearer(self, secret: str, now: datetime) -> Actor | None:
        """Who acts through a token, narrowed to its scopes; None for one that counts no more. Asked anew each time."""
        if not is_secret(secret):
            return None
        with self._store.reading() as reading:
            row = reading.one(TOKEN_OF, sha256=digest(secret), at=instant(now))
            found = None if row is None else actor(reading, row["login"], now)
        if row is None or found is None:
            return None
        if row["last_used_at"] is None or abs(instant(now) - row["last_used_at"]) >= _HOUR:
            with suppress(StoreError), self._store.transaction() as tx:  # a note, no reason to refuse
                tx.run(USED, token=row["id"], at=instant(now) // _HOUR * _HOUR)
        return narrowed(found, frozenset(row["scopes"].split()))


def _row(reading: Reading, login: str) -> Row | None:
    return reading.one(ACCOUNT, login=login) if login.isprintable() else None
