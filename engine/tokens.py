"""Secrets of personal tokens: made once, kept nowhere but as their hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

__all__ = ["PREFIX", "digest", "is_secret", "made"]

PREFIX: Final = "lajur_"
"""Every token begins with it, so that people and scanners of leaked files know what they found."""

_BYTES: Final = 32
_SECRET: Final = re.compile(re.escape(PREFIX) + r"[A-Za-z0-9_-]{43}")


def made() -> str:
    """A new secret of 32 random bytes; it is shown to its owner once."""
    return PREFIX + secrets.token_urlsafe(_BYTES)


def is_secret(text: str) -> bool:
    """True for what `made` gives; nothing else is looked up."""
    return _SECRET.fullmatch(text) is not None


def digest(secret: str) -> bytes:
    """What is kept of a secret: SHA-256, 32 bytes. Nobody guesses 32 random bytes, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).digest()
