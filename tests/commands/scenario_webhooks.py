"""What the scenario of broken commands does to webhooks: every command on them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from engine.commands.webhook import (
    ChangeWebhook,
    CreateWebhook,
    DeleteWebhook,
    DisableWebhook,
    DropDelivery,
    ReplayDelivery,
    ReplayParked,
    RotateWebhookSecret,
    TryWebhook,
    Wanted,
)
from engine.policy import Actor
from tests.commands.world import OWNER

__all__ = ["webhooks"]


def webhooks() -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Every command on them; none is there afterwards."""
    wanted = Wanted("Gerbang pesan", "https://gerbang.example/masuk", kinds=("TaskCompleted",))
    body = yield OWNER, CreateWebhook("uji", wanted, b"tersegel")
    id = body["id"]
    yield OWNER, ChangeWebhook(id, Wanted("Gerbang pesan", "https://gerbang.example/baru", fields=("nama",)))
    yield OWNER, RotateWebhookSecret(id, b"tersegel lagi")
    body = yield OWNER, TryWebhook(id)
    delivery = body["delivery"]
    yield OWNER, DropDelivery(delivery)
    yield OWNER, ReplayDelivery(delivery)
    yield OWNER, ReplayParked(id)
    yield OWNER, DisableWebhook(id)
    yield OWNER, DeleteWebhook(id)
