"""What an adapter prepares before a command on webhooks: a URL that was checked, a new secret and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.commands.refusals import FieldProblem, Invalid
from engine.secret_box import WEBHOOKS, SecretBox
from engine.settings import Settings, secret_key
from webhooks.addresses import Rules, TargetRefused, precheck, read_allowed
from webhooks.signature import new_secret

__all__ = ["Fresh", "checked_url", "fresh", "rules_of", "webhook_box"]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new secret: `shown` is for who asked, once; `sealed` is what is kept."""

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


def checked_url(settings: Settings, url: str) -> str:
    """The URL without blanks around it; Invalid for one that no delivery may go to."""
    text = url.strip()
    try:
        precheck(text, rules_of(settings))
    except TargetRefused as error:
        raise Invalid([FieldProblem("url", error.id, error.en)]) from error
    return text
