"""An office with posts and a definition, for measurements through the real commands."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench.models import LANES
from engine.canonical import dumps
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.desk import Context, Desk, Idempotency
from engine.commands.office import LoadOffice
from engine.commands.task import Complete
from engine.library import Library
from engine.policy import Actor
from engine.store import Store
from engine.store.migrate import upgrade
from webhooks.outbox import enqueue

__all__ = ["ANSWER", "Office", "open_office"]

START: Final = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
# 140 bytes of answers in three fields, as a clerk's form gives them.
ANSWER: Final = {
    "catatan": "Berkas sudah diperiksa dan lengkap",
    "nomor_agenda": "417/2026",
    "papan": "ada " * 18,
}


def _posts() -> dict[str, Any]:
    slugs = [name.lower() for name in LANES]
    return {
        "id": "bench",
        "kode": "UK",
        "nama": "Kantor Ukur",
        "wilayah": "Ukur",
        "zona": "WIB",
        "jabatan": [{"slug": slug, "nama": name} for slug, name in zip(slugs, LANES, strict=True)],
        "alias": [],
    }


@dataclass
class Office:
    """A desk with one person who holds all posts; each command has its own time and key."""

    desk: Desk
    actor: Actor
    now: datetime = START
    _keys: Any = None

    def context(self, keyed: bool = True) -> Context:
        """The next context: a second later, with a key and fingerprint of its own."""
        self.now += timedelta(seconds=1)
        self._keys = self._keys or itertools.count(1)
        number = next(self._keys)
        key = Idempotency(f"kunci-{number:08d}", number.to_bytes(32, "big")) if keyed else None
        return Context(self.actor, self.now, key)

    def start(self, key: str, answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Starts a case; the command's body."""
        return self.desk.run(self.context(), StartCase(key, answers=answers or {})).body

    def complete(self, task: str, answers: dict[str, Any]) -> dict[str, Any]:
        """Completes a task by its outer id; the command's body."""
        case, n = task.split("-")
        return self.desk.run(self.context(), Complete(int(case), int(n), answers)).body


def open_office(file: Path, diagram: bytes, forms: Mapping[str, bytes] | None = None) -> Office:
    """An office on an empty SQLite file with the diagram and its forms in force."""
    store = Store(f"sqlite:///{file}", enqueue)
    upgrade(store)
    owner = Actor("pemilik", "Pemilik", grants=frozenset({("pemilik", "*"), ("administrator", "*")}))
    desk = Desk(store, Library())
    desk.run(Context(owner, START), LoadOffice(_posts()))
    desk.run(Context(owner, START), Deploy("bench", "bench", {"bench.bpmn": diagram} | dict(forms or {})))
    posts = frozenset(f"bench/{name.lower()}" for name in LANES)
    actor = Actor("ukur", "Ukur", posts, posts, posts, owner.grants)
    return Office(desk, actor)


assert len(dumps(ANSWER)) >= 140
