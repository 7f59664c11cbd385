"""What tests of the second place write by themselves."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from engine.store import NewEvent, Query, Stamp, Store
from tests.commands.world import START

__all__ = ["UNPUBLISHED", "many_events"]

UNPUBLISHED: Final = Query(
    "Forgets that the last checkpoint was written.", text("UPDATE checkpoint_place SET published = published - 1")
)


def many_events(store: Store, count: int) -> None:
    """So many events in the stream of the installation."""
    with store.transaction() as tx:
        for _ in range(count):
            tx.append(NewEvent(0, "ClockConfirmed", {}), Stamp("konsol", START))
