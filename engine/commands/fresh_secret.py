"""What an adapter prepares before a command on webhooks: a URL that was checked, a new secret and how it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from engine.commands.refusals import FieldProblem, Invalid
from engine.secret_box import WEBHOOKS, SecretBox
from engine.settings import Settings, secret_key
from webhooks.addresses import Rules, TargetRefused, precheck, read_allowed
from webhooks.signature import SignatureRefused, check_secret, new_secret

__all__ = ["Fresh", "checked_url", "dictated", "fresh", "rules_of", "webhook_box"]

_DICTATED: Final = re.compile(r"[!-~]{16,200}")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new secret: `shown` is for who asked, once, and empty for one that he brought; `sealed` is what is kept."""

    shown: str = field(repr=False)
    sealed: bytes = field(repr=False)


def webhook_box(settings: Settings) -> SecretBox:
    """Seals and opens the secrets of webhooks."""
    return SecretBox(secret_key(settings), WEBHOOKS)


def rules_of(settings: Settings) -> Rules:
    """Where deliveries may go: public addresses, and what this installation's allow-list opens."""
    return Rules(read_allowed(settings.webhook_allow.split()))


def fresh(settings: Settings, office: str) -> Fresh:
    """A new secret of a subscription or a sender of an office."""
    secret = new_secret()
    return Fresh(secret, webhook_box(settings).seal(secret, office))


def dictated(settings: Settings, office: str, verify: str, secret: str | None) -> Fresh:
    """The secret that a sender dictates, a fresh one where he dictates none; Invalid for one that is too poor.

    `verify` is how he proves himself: Standard Webhooks has secrets of a form of its own.
    """
    text = (secret or "").strip()
    if not text:
        return fresh(settings, office)
    if not _DICTATED.fullmatch(text):
        raise Invalid(
            [
                FieldProblem(
                    "secret",
                    "Tulis 16 sampai 200 huruf, angka, atau tanda baca tanpa spasi, atau kosongkan.",
                    "Enter 16 to 200 letters, digits or signs without blanks, or leave it empty.",
                )
            ]
        )
    if verify == "standard":
        try:
            check_secret(text)
        except SignatureRefused as error:
            raise Invalid([FieldProblem("secret", error.id, error.en)]) from error
    return Fresh("", webhook_box(settings).seal(text, office))


def checked_url(settings: Settings, url: str) -> str:
    """The URL without blanks around it; Invalid for one that no delivery may go to."""
    text = url.strip()
    try:
        precheck(text, rules_of(settings))
    except TargetRefused as error:
        raise Invalid([FieldProblem("url", error.id, error.en)]) from error
    return text
