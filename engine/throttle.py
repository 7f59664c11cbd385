"""Slows down whoever guesses passwords: how long a number of failures lets wait."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Final

__all__ = ["FIRST", "FORGOTTEN", "FREE", "FREE_ADDRESS", "LONGEST", "Failures", "keys", "wait"]

FREE: Final = 5  # failures of one login from one address that cost nothing
FREE_ADDRESS: Final = 60  # failures of one address: a whole office may stand behind it
FIRST: Final = 15  # seconds to wait after the failures that were free
LONGEST: Final = 300  # seconds
FORGOTTEN: Final = timedelta(minutes=15)  # after the last failure
_SECOND: Final = 1_000_000  # microseconds
_FORGOTTEN: Final = FORGOTTEN // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Failures:
    """How often it failed in a row, and when last, as an instant in microseconds."""

    count: int
    last_at: int


def keys(secret: str, login: str, address: str) -> tuple[bytes, bytes]:
    """Under what failures are kept: login and address together, and the address alone.

    They are keyed hashes: a person may have typed his password as his name, and an address is his as well. Of an
    IPv6 address its network counts, since who has one has very many.
    """
    where = _network(address)
    return _hash(secret, f"{login.casefold()}\0{where}"), _hash(secret, f"\0{where}")


def wait(own: Failures | None, address: Failures | None, at: int) -> int:
    """Whole seconds until another attempt is looked at, 0 for none; `at` is an instant in microseconds."""
    return max(_left(own, FREE, at), _left(address, FREE_ADDRESS, at))


def _left(found: Failures | None, free: int, at: int) -> int:
    """A clock that was set back never makes the wait longer than the pause itself."""
    if found is None or found.count < free or abs(at - found.last_at) >= _FORGOTTEN:
        return 0
    pause = min(LONGEST, FIRST << min(found.count - free, 20))
    return max(0, min(pause, ceil((found.last_at - at) / _SECOND + pause)))


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def _hash(secret: str, text: str) -> bytes:
    key = hashlib.sha256(b"throttle\0" + secret.encode()).digest()
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=16).digest()
