"""Passwords: argon2id hashes, and a short memory of credentials that were verified."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["LEAST", "MOST", "Credentials", "Crowded", "WeakPassword", "hashed", "is_hash", "matches"]

LEAST: Final = 10  # characters
MOST: Final = 1_000  # characters; a longer one only costs time
SECONDS: Final = 300.0
PATIENCE: Final = 2.0  # seconds that a sign-in waits for its turn
_STRIPES: Final = 64

_hasher: Final = PasswordHasher()
# Each hash takes 64 MiB for a while: a crowd of sign-ins waits here instead of filling the memory.
_slots: Final = threading.BoundedSemaphore(2)


class WeakPassword(ValueError):
    """A password that is too short or too long; `id` and `en` say what to do."""

    id = f"Pakailah kata sandi {LEAST} sampai {MOST} karakter."
    en = f"Use a password of {LEAST} to {MOST} characters."


class Crowded(Exception):
    """Too many passwords are being verified at once; `id` and `en` say what to do."""

    id = "Terlalu banyak yang masuk bersamaan. Coba lagi sebentar lagi."
    en = "Too many people are signing in at once. Try again in a moment."

    def __init__(self) -> None:
        super().__init__(self.en)


def hashed(password: str, least: int = LEAST) -> str:
    """The argon2id hash (RFC 9106, its second recommended option); takes about 100 ms. Raises WeakPassword.

    It is made before a command is handed in: inside the transaction it would hold up every writer. Raises Crowded.
    """
    if not least <= len(password) <= MOST:
        raise WeakPassword(WeakPassword.en)
    with _turn(_slots):
        return _hasher.hash(password)


def is_hash(text: str) -> bool:
    """True for what `hashed` gives."""
    return text.startswith("$argon2id$")


def matches(password: str, stored: str | None) -> bool:
    """True when the password belongs to the hash; without a hash it takes as long and is false. Raises Crowded."""
    hash_ = stored or _nobody()
    try:
        with _turn(_slots):
            return _hasher.verify(hash_, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@contextmanager
def _turn(queue: threading.Semaphore | threading.Lock) -> Iterator[None]:
    """A turn in a queue; raises Crowded when it does not come soon."""
    if not queue.acquire(timeout=PATIENCE):
        raise Crowded
    try:
        yield
    finally:
        queue.release()


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows, so that an unknown login takes as long as a known one."""
    return _hasher.hash(os.urandom(32))


class Credentials:
    """Remembers verified credentials for five minutes under a keyed hash, since argon2 takes 100 ms of CPU.

    What is remembered covers the whole account row, whose revision grows with its rights too, so that any change of the
    account (in whichever process) drops it. The key is of this process and nothing that is kept gives back a password.
    Safe for several threads.
    """

    def __init__(self, seconds: float = SECONDS, most: int = 10_000) -> None:
        self._key, self._seconds, self._most = os.urandom(32), seconds, most
        self._known: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()
        self._stripes = tuple(threading.Lock() for _ in range(_STRIPES))

    def knows(self, account: Mapping[str, Any] | None, password: str, at: float) -> bool:
        """True when these very credentials were verified a short while ago."""
        return account is not None and len(password) <= MOST and self._remembers(self._print(account, password), at)

    def knew(self, account: Mapping[str, Any] | None, password: str) -> bool:
        """True when these very credentials were verified here before, however long ago: who sends them is not guessing.

        They have to be verified again when `knows` is false.
        """
        if account is None or len(password) > MOST:
            return False
        with self._lock:
            return self._print(account, password) in self._known

    def check(self, account: Mapping[str, Any] | None, password: str, at: float) -> bool:
        """True when the password is the account's; `account` is its row or None, `at` seconds of a monotonic clock.

        Raises Crowded.
        """
        if len(password) > MOST:
            return False
        if account is None or account["password"] is None or not account["active"]:
            matches(password, None)
            return False
        print_ = self._print(account, password)
        with _turn(self._stripes[print_[0] % _STRIPES]):  # many requests of one client wait for one verification
            if self._remembers(print_, at):
                return True
            if not matches(password, account["password"]):
                return False
            self._remember(print_, at)
            return True

    def _print(self, account: Mapping[str, Any], password: str) -> bytes:
        digest = hashlib.blake2b(key=self._key, digest_size=32)
        for column in sorted(account):
            value = account[column]
            part = repr((column, bytes(value) if isinstance(value, memoryview | bytearray) else value)).encode()
            digest.update(len(part).to_bytes(8, "big") + part)
        digest.update(password.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def _remembers(self, print_: bytes, at: float) -> bool:
        with self._lock:
            until = self._known.get(print_)
            return until is not None and at < until

    def _remember(self, print_: bytes, at: float) -> None:
        with self._lock:
            self._known[print_] = at + self._seconds
            self._known.move_to_end(print_)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
