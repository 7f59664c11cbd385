"""The OpenID provider of this installation, if it has one."""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app

from engine.oidc import Client, Provider
from engine.settings import Settings

__all__ = ["connect", "provider"]

_EXTENSION: Final = "lajur.oidc"
_SCOPES: Final = {None: "openid", "email": "openid email", "preferred_username": "openid profile"}


def connect(app: Flask) -> None:
    """Gives the application its provider; asks nobody anything yet."""
    chosen: Settings = app.extensions["lajur.settings"]
    if chosen.oidc_issuer is None or chosen.oidc_client_id is None:
        return
    secret = None if chosen.oidc_client_secret is None else chosen.oidc_client_secret.get_secret_value()
    client = Client(chosen.oidc_issuer, chosen.oidc_client_id, secret)
    app.extensions[_EXTENSION] = Provider(client, _SCOPES[chosen.oidc_claim])


def provider() -> Provider | None:
    """The provider, or None where people sign in by password alone."""
    found: Provider | None = current_app.extensions.get(_EXTENSION)
    return found
