"""The process that is killed: people work at an office whose clock runs ahead, and what they do is told outside."""

from __future__ import annotations

import argparse
import random
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from engine.app.neighbours import neighbours
from engine.commands.case import Cancel, Comment, StartCase
from engine.commands.desk import Context, Desk
from engine.commands.refusals import Refusal
from engine.commands.task import Claim, Complete
from engine.library import Library
from engine.settings import Settings
from engine.store import Query, Store, StoreError
from tests.commands.world import KASI, OWNER, STAF
from tests.torture.post_settings import settings_of
from webhooks.outbox import enqueue
from webhooks.sender import Limits

OPEN = Query(
    "Some open tasks.", text("SELECT case_id, n FROM task WHERE status = 'OPEN' ORDER BY opened_at DESC LIMIT 20")
)
BREAK = 0.2  # seconds between two acts: the silent receiver has to come to the end of its queue
LIMITS = Limits(seconds=1.5, per_second=1000.0)


class Office:
    """A desk whose clock is ahead by the hours that a file says."""

    def __init__(self, settings: Settings, ahead: Path) -> None:
        self.desk = Desk(Store(settings.database_url, enqueue=enqueue), Library())
        self._ahead = ahead

    def now(self) -> datetime:
        with suppress(OSError, ValueError):
            return datetime.now(UTC) + timedelta(hours=float(self._ahead.read_text()))
        return datetime.now(UTC)

    def work(self, chance: random.Random) -> None:
        """One act of somebody, which may be refused."""
        with self.desk.store.reading() as reading:
            tasks = reading.all(OPEN)
        acts: list[tuple[Any, object]] = [(STAF, StartCase("serba"))]
        if tasks:
            case, n = (chance.choice(tasks)[name] for name in ("case_id", "n"))
            who = chance.choice([STAF, KASI])
            acts += [
                (who, Complete(case, n, {"catatan": "ya", "keputusan_2": "Ya"})),
                (who, Comment(case, "catatan")),
                (who, Claim(case, n)),
                (who, Cancel(case, "tidak berhak")),
                (OWNER, Cancel(case, "selesai")) if chance.random() < 0.1 else (who, Comment(case, "lagi")),
            ]
        actor, command = chance.choice(acts)
        with suppress(Refusal, StoreError):
            self.desk.run(Context(actor, self.now()), command)


def main() -> None:
    """Works until it is killed, or (`--quiet`) only delivers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("ahead", type=Path)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    settings = settings_of(given.url)
    office = Office(settings, given.ahead)
    outward = neighbours(office.desk, settings, office.now, LIMITS)
    threading.Thread(target=lambda: outward.deliverer.run([outward.fanout.round], 0.02), daemon=True).start()
    print("ready", flush=True)
    chance = random.Random(given.seed)
    pause = threading.Event()
    while True:
        if given.quiet:
            pause.wait(0.2)
        else:
            office.work(chance)
            pause.wait(BREAK)


if __name__ == "__main__":
    main()
