"""Signatures of Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body, with one or two secrets."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets as random_bytes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from standardwebhooks import Webhook

__all__ = ["TOLERANCE", "Proven", "SignatureRefused", "check_secret", "new_secret", "sign", "verify"]

TOLERANCE: Final = timedelta(minutes=5)
PREFIX: Final = "whsec_"
FEWEST, MOST = 24, 64  # bytes of a secret, as the specification says
ID: Final = re.compile(r"[\x21-\x7e]{1,200}")
SECONDS: Final = re.compile(r"[0-9]{1,12}")


class SignatureRefused(ValueError):
    """A message without a valid signature, or a secret that is none; `code` for programs, `id` and `en` for people."""

    def __init__(self, code: str, id: str, en: str) -> None:
        super().__init__(f"{id} / {en}")
        self.code, self.id, self.en = code, id, en


@dataclass(frozen=True, slots=True)
class Proven:
    """A message whose signature is valid; remember `id` and refuse it the second time. `at` is aware UTC."""

    id: str
    at: datetime


def new_secret() -> str:
    """A fresh secret of 32 random bytes, as receivers write it: `whsec_…`."""
    return PREFIX + base64.b64encode(random_bytes.token_bytes(32)).decode()


def sign(message_id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers of a delivery; a signature for each secret, the newest first. `at` is aware.

    Raises SignatureRefused without a secret and for one that is none.
    """
    if not secrets:
        raise _no_secret()
    seconds = int(at.timestamp())
    signatures = [_signature(secret, (message_id, seconds), body) for secret in secrets]
    return {"webhook-id": message_id, "webhook-timestamp": str(seconds), "webhook-signature": " ".join(signatures)}


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> Proven:
    """Whose message it is and when it was signed; any of the secrets may have signed it.

    Raises SignatureRefused when a header lacks or is malformed, when it is older or newer than TOLERANCE, and when no
    signature fits. Whether the id came before is for the caller to ask.
    """
    given = {name.lower(): value for name, value in headers.items()}
    message_id, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not ID.fullmatch(message_id) or not SECONDS.fullmatch(stamp) or not given.get("webhook-signature"):
        raise SignatureRefused(
            "webhook.headers",
            "Kepala webhook-id, webhook-timestamp, dan webhook-signature harus ada dan benar.",
            "The headers webhook-id, webhook-timestamp and webhook-signature must be there and well-formed.",
        )
    try:
        at = datetime.fromtimestamp(int(stamp), UTC)
    except (OverflowError, ValueError, OSError):
        at = datetime.max.replace(tzinfo=UTC)
    if abs(at - now) > TOLERANCE:
        raise SignatureRefused(
            "webhook.time",
            "Waktu kiriman terlalu jauh dari waktu server; kirim ulang dengan waktu sekarang.",
            "The time of the message is too far from the server's; sign it anew with the present time.",
        )
    if not _fits(
        given["webhook-signature"], [_signature(secret, (message_id, int(stamp)), body) for secret in secrets]
    ):
        raise SignatureRefused(
            "webhook.signature",
            "Tanda tangan kiriman tidak cocok; periksa rahasianya.",
            "The signature of the message does not fit; check the secret.",
        )
    return Proven(message_id, at)


def _fits(given: str, expected: Sequence[str]) -> bool:
    """Whether one of the signatures given is one of those expected, compared in constant time."""
    candidates = [part.encode() for part in given.split(" ")[:16]]
    fits = [hmac.compare_digest(part, one.encode()) for part in candidates for one in expected]
    return any(fits)


def _signature(secret: str, stamp: tuple[str, int], body: bytes) -> str:
    message_id, seconds = stamp
    text = body.decode("utf-8", "surrogateescape")
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        raise SignatureRefused("webhook.body", "Isi kiriman bukan teks UTF-8.", "The body is not UTF-8 text.")
    return Webhook(_key(secret)).sign(message_id, datetime.fromtimestamp(seconds, UTC), text)


def check_secret(secret: str) -> None:
    """Raises SignatureRefused for what is no secret of Standard Webhooks."""
    _key(secret)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not FEWEST <= len(key) <= MOST:
        raise _no_secret()
    return key


def _no_secret() -> SignatureRefused:
    return SignatureRefused(
        "webhook.secret",
        "Rahasia harus whsec_ diikuti base64 dari 24 sampai 64 bita.",
        "A secret is whsec_ followed by the base64 of 24 to 64 bytes.",
    )
