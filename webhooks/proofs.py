"""How an inbound message proves from whom it is: Standard Webhooks, or a plain HMAC or token of poorer senders."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

from webhooks.signature import SignatureRefused, verify

__all__ = ["KINDS", "Kind", "proven"]

Kind = Literal["standard", "hmac", "token"]
KINDS: Final[tuple[Kind, ...]] = ("standard", "hmac", "token")
HEADERS: Final[Mapping[Kind, str]] = {"hmac": "X-Hub-Signature-256", "token": "Authorization"}


def proven(
    kind: Kind, request: tuple[Mapping[str, str], bytes], secrets: Sequence[str], how: tuple[str | None, datetime]
) -> str | None:
    """The id of the message where the proof names one (Standard Webhooks), else None: then its body tells it apart.

    `request` are headers and body, `how` the header that holds the proof (None: the usual one) and the time.
    Raises SignatureRefused. Plain HMAC is SHA-256 over the body, in hex or base64, also behind `sha256=`; a token
    stands alone or behind `Bearer `. Neither holds a time, so a replay is found by its id or body alone.
    """
    headers, body = request
    name, now = how
    if kind == "standard":
        return verify(headers, body, secrets, now).id
    given = {key.lower(): value for key, value in headers.items()}.get((name or HEADERS[kind]).lower(), "").strip()
    fits = _hmac_fits if kind == "hmac" else _token_fits
    if not given or not any(fits(given, body, secret) for secret in secrets):
        raise SignatureRefused(
            "webhook.signature",
            "Tanda tangan atau token kiriman tidak cocok.",
            "The signature or token of the message does not fit.",
        )
    return None


def _hmac_fits(given: str, body: bytes, secret: str) -> bool:
    made = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    told = given.removeprefix("sha256=")
    try:
        found = bytes.fromhex(told) if len(told) == 64 else base64.b64decode(told, validate=True)
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(made, found)


def _token_fits(given: str, _: bytes, secret: str) -> bool:
    told = given.removeprefix("Bearer ").strip()
    return hmac.compare_digest(told.encode(), secret.encode())
