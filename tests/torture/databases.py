"""Empty databases of each kind for one proof."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.store import Store
from engine.store.migrate import upgrade
from tests.house.postgres import PostgresServer

__all__ = ["KINDS", "Place", "database", "store_of"]

KINDS: Final = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Place:
    """A database by its URL, and a folder for whatever stands beside it."""

    url: str
    folder: Path


@contextmanager
def database(kind: str) -> Iterator[Place]:
    """An empty database of that kind, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lajur-torture-") as name:
        folder = Path(name)
        if kind == "sqlite":
            yield Place(f"sqlite:///{folder / 'lajur.sqlite'}", folder)
            return
        with PostgresServer.of_this_run().database() as url:
            yield Place(url, folder)


@contextmanager
def store_of(kind: str) -> Iterator[Store]:
    """A store on such a database, with all tables."""
    with database(kind) as place:
        store = Store(place.url)
        try:
            upgrade(store)
            yield store
        finally:
            store.close()
