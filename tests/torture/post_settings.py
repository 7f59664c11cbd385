"""The settings of the office whose deliveries are tortured."""

from __future__ import annotations

from engine.settings import Settings

__all__ = ["settings_of"]


def settings_of(url: str) -> Settings:
    """Loopback is on its allow-list."""
    return Settings(database_url=url, secret_key="kunci yang cukup panjang", webhook_allow="127.0.0.1/32")  # type: ignore[arg-type]
