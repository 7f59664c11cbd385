"""Canonical bytes of JSON values, leaf hashes and commitments.

`dumps` writes RFC 8785 (JSON Canonicalization Scheme). What JSON cannot hold exactly becomes an object with one
tagged key: decimals, dates, instants, bytes and integers beyond 2^53 (`{"$decimal": "1.50"}`). An object of the user's
whose only key looks like a tag gets one more `$`, so that every value survives a round trip exactly. A float that is a
whole number comes back as an integer: JSON knows one kind of number.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import rfc8785

__all__ = ["Json", "NotCanonical", "commitment", "dumps", "leaf", "loads"]

Json = object
_SAFE: Final = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_TAG: Final = re.compile(r"^\$+(decimal|date|time|bytes|int)$")


class NotCanonical(ValueError):
    """A value that has no canonical bytes: NaN, infinity, a lone surrogate, a key that is no string."""


def dumps(value: object) -> bytes:
    """Canonical bytes (UTF-8) of a value; raises NotCanonical."""
    plain, odd = _plain(value)
    try:
        return rfc8785.dumps(plain) if odd else _encode(plain).encode()  # type: ignore[arg-type]
    except (ValueError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)) from error


def loads(data: bytes) -> object:
    """The value that `dumps` wrote; raises ValueError for other bytes."""
    return json.loads(data, object_hook=_untag) if b'"$' in data else json.loads(data)


def leaf(head: Sequence[object], data: bytes) -> bytes:
    """SHA-256 (32 bytes) over 0x00 and the canonical list of an event's columns, the stored data bytes last."""
    return hashlib.sha256(b"\x00" + dumps(head)[:-1] + b"," + data + b"]").digest()


def commitment(salt: bytes, value: bytes) -> str:
    """HMAC-SHA-256 of canonical bytes under a salt of its own, as 43 characters of base64url without padding."""
    return base64.urlsafe_b64encode(hmac.digest(salt, value, "sha256"))[:-1].decode()


def _plain(value: object) -> tuple[object, bool]:
    """The JSON form of a value, and whether the fast encoder would differ from RFC 8785 on it."""
    kind = type(value)
    if kind is str:
        return value, False
    if value is None or kind is bool:
        return value, False
    if kind is int:
        return (value, False) if -_SAFE <= value <= _SAFE else ({"$int": str(value)}, False)  # type: ignore[operator]
    if kind is float:
        return value, True
    if isinstance(value, Mapping):
        return _plain_object(value)
    if isinstance(value, list | tuple):
        pairs = [_plain(item) for item in value]
        return [pair[0] for pair in pairs], any(pair[1] for pair in pairs)
    return _tagged(value), False


def _plain_object(value: Mapping[object, object]) -> tuple[object, bool]:
    odd, result = False, {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"a key must be text: {key!r}")
        result[key], child = _plain(item)
        odd = odd or child or not key.isascii()
    if len(result) == 1:
        (key,) = result
        if _TAG.match(key):
            return {"$" + key: result[key]}, odd
    return result, odd


def _tagged(value: object) -> object:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NotCanonical("a decimal must be finite")
        return {"$decimal": str(value)}
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    raise NotCanonical(f"no canonical form for {type(value).__name__}")


def _untag(found: dict[str, object]) -> object:
    if len(found) != 1:
        return found
    ((tag, text),) = found.items()
    if not _TAG.match(tag):
        return found
    if tag.startswith("$$"):
        return {tag[1:]: text}
    read = _READERS[tag]
    return read(text) if isinstance(text, str) else found


_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "$decimal": Decimal,
    "$date": date.fromisoformat,
    "$time": datetime.fromisoformat,
    "$bytes": base64.b64decode,
    "$int": int,
}
