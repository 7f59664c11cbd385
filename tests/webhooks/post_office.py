"""An office whose events leave: a world with an outbox, subscriptions to receivers on loopback, time that is turned."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import text

from engine.app.neighbours import Neighbours, neighbours, webhook_box
from engine.commands.webhook import CreateWebhook, Wanted
from engine.settings import Settings
from engine.store import Query, Store
from engine.store.migrate import upgrade
from tests.commands.world import OWNER, World
from tests.webhooks.receivers import Receiver
from webhooks.outbox import enqueue
from webhooks.signature import new_secret

__all__ = ["SECRET", "PostOffice", "opened_office", "told"]

SECRET: Final = new_secret()
ENDED: Final = frozenset({"DONE", "PARKED", "DROPPED"})
PATIENCE: Final = 30.0  # seconds for what is under way on a busy machine


class PostOffice(World):
    """A world whose commands leave rows in the outbox, and the process that sends them."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store)
        self.settings = settings
        self.post = self.fresh()

    def fresh(self) -> Neighbours:
        """A process that lets things out, as after a start; its clock is that of this world."""
        return neighbours(self.desk, self.settings, lambda: self.now)

    def subscribe(self, receiver: Receiver | int, **wanted: Any) -> int:
        """A subscription to a receiver's port; its number."""
        port = receiver if isinstance(receiver, int) else receiver.port
        sealed = webhook_box(self.settings).seal(SECRET, "uji")
        asked = Wanted("Penerima", f"http://127.0.0.1:{port}/masuk", **wanted)
        body = self.run(OWNER, CreateWebhook("uji", asked, sealed))
        id: int = body["id"]
        return id

    def deliver(self, later: timedelta = timedelta(seconds=1)) -> None:
        """Spreads and sends all that is due by then, and waits for what is under way."""
        self.now += later
        until = time.monotonic() + PATIENCE
        while self.post.fanout.round() or self.post.deliverer.cycle(0.02) or self.post.deliverer.under_way:
            assert time.monotonic() < until, "deliveries do not come to an end"
        self.post.deliverer.switch_off()

    def rows(self, sql: str = "SELECT * FROM delivery ORDER BY webhook_id, case_id, event") -> list[dict[str, Any]]:
        """Rows as they are stored."""
        with self.store.reading() as reading:
            return reading.all(Query("As stored.", text(sql)))

    def statuses(self) -> list[str]:
        """How each delivery stands."""
        return [row["status"] for row in self.rows()]


@contextmanager
def opened_office(url: str) -> Iterator[PostOffice]:
    """A post office on an empty database; loopback is on its allow-list."""
    store = Store(url, enqueue=enqueue)
    upgrade(store)
    settings = Settings(database_url=url, secret_key="kunci yang cukup panjang", webhook_allow="127.0.0.1/32")  # type: ignore[arg-type]
    office = PostOffice(store, settings)
    office.now = datetime.now(UTC)
    try:
        office.furnish("serba.bpmn")
        yield office
    finally:
        office.post.stop()
        store.close()


def told(receiver: Receiver) -> list[dict[str, Any]]:
    """The events that a receiver got, in their order."""
    return [json.loads(request.body) for request in receiver.requests]
