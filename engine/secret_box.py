"""Seals secrets that have to be read again, such as those of webhooks, so that no backup gives them away."""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["WEBHOOKS", "SecretBox", "Unsealable"]

_NONCE: Final = 12  # bytes, NIST SP 800-38D
_KEY: Final = 32


class Unsealable(ValueError):
    """What was sealed cannot be read: another key, or other bytes than were written."""


WEBHOOKS: Final = "webhooks"
"""The purpose of the box for secrets of those who are told and of those who send."""


class SecretBox:
    """AES-256-GCM under a key that HKDF (RFC 5869) makes of the installation's secret key and a purpose."""

    def __init__(self, key: str, purpose: str) -> None:
        made = HKDF(SHA256(), _KEY, salt=None, info=f"lajur:{purpose}".encode()).derive(key.encode())
        self._cipher = AESGCM(made)

    def seal(self, text: str, about: str = "") -> bytes:
        """The sealed text: nonce and ciphertext; it opens only for the same `about`."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())

    def open(self, sealed: bytes, about: str = "") -> str:
        """The text that was sealed; raises Unsealable."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unsealable("sealed under another key") from error
