"""Kills who works and delivers, at random moments, while days pass: nothing lost, nothing made up, all in order."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from engine.app.neighbours import webhook_box
from engine.commands.desk import Context, Desk
from engine.commands.webhook import CreateWebhook, Wanted
from engine.library import Library
from engine.queries.occurrences import KINDS
from engine.store import Query, Store
from engine.store.migrate import upgrade
from tests.commands.world import OWNER, World
from tests.torture.databases import Place, database
from tests.torture.outcome import Outcome
from tests.torture.post_receivers import Listener, listeners
from tests.torture.post_settings import settings_of
from webhooks.deliverer import LEASE, SECOND
from webhooks.signature import new_secret

__all__ = ["kill_the_post"]

LONGEST: Final = 1.2  # seconds that a process works before it is killed
ALL_HOURS: Final = 170.0  # that pass during the kills
SLOWLY: Final = 30.0  # seconds that pass in one of ours while something may be under way
PAUSE: Final = (
    0.7  # seconds of ours for that: three are longer than a try, and what passes then is shorter than a lease
)
LEAP: Final = 6.0  # hours at least, when nothing is under way
LOOK: Final = 0.1  # seconds between two looks
PATIENCE: Final = 900.0  # seconds for the rest after the last kill
WAITING: Final = "FROM delivery d JOIN webhook w ON w.id = d.webhook_id WHERE d.status = 'WAITING' AND w.active = 1"


@dataclass
class Days:
    """How far ahead the clock is, in a file that the killed processes read."""

    file: Path
    hours: float = 0.0

    def pass_(self, hours: float) -> None:
        """Lets hours pass."""
        self.hours += hours
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{self.hours:.6f}")
        fresh.replace(self.file)


@dataclass
class Found:
    """What was found wrong, and how much was looked at."""

    complaints: list[str] = field(default_factory=list)
    events: int = 0
    deliveries: int = 0
    parked: int = 0
    repeated: int = 0


def kill_the_post(kind: str, kills: int, seed: int) -> Outcome:
    """So many kills on that kind of database; then every receiver's ledger is held against the history."""
    chance = random.Random(seed)
    with database(kind) as place:
        days = Days(place.folder / "hours")
        days.pass_(0.0)
        with listeners(seed, lambda: days.hours) as heard:
            _furnish(place, heard)
            for _ in range(kills):
                _live_and_die(place, days, chance)
                days.pass_(chance.uniform(0.0, 2.0) * ALL_HOURS / max(kills, 1))
            left = _finish(place, days)
            found = _judge(place, heard)
    if left:
        found.complaints.append(f"{left} deliveries were still on their way at the end")
    figures = (
        f"{kills} kills, {days.hours:.0f} hours, {found.events} events for {len(heard)} receivers: {found.deliveries} "
        f"deliveries, {found.parked} parked, {found.repeated} came more than once, {len(found.complaints)} complaints"
    )
    return Outcome(f"post {kind}", figures, found.complaints)


def _furnish(place: Place, heard: list[Listener]) -> None:
    """An office, its diagram, and a subscription for each receiver."""
    store = Store(place.url)
    try:
        upgrade(store)
        world = World(store, datetime.now(UTC))
        world.furnish("serba.bpmn")
        box, desk = webhook_box(settings_of(place.url)), Desk(store, Library())
        for number, one in enumerate(heard):
            wanted = Wanted(f"{number} {one.habit}", f"http://127.0.0.1:{one.port}/")
            command = CreateWebhook("uji", wanted, box.seal(new_secret(), "uji"))
            desk.run(Context(OWNER, datetime.now(UTC)), command)
    finally:
        store.close()


def _child(place: Place, days: Days, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.torture.post_child", place.url, str(days.file), *options]
    log = (place.folder / "post.log").open("a")
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)


def _live_and_die(place: Place, days: Days, chance: random.Random) -> None:
    child = _child(place, days, "--seed", str(chance.randrange(2**32)))
    assert child.stdout is not None
    if not child.stdout.readline():
        raise RuntimeError((place.folder / "post.log").read_text()[-2000:])
    time.sleep(chance.uniform(0.05, LONGEST))
    child.send_signal(signal.SIGKILL)
    child.wait()


def _finish(place: Place, days: Days) -> int:
    """Nobody works any more, days pass: until nothing is on its way. How much is left."""
    child = _child(place, days, "--quiet")
    until = time.monotonic() + PATIENCE
    try:
        while (left := _waiting(place)) and time.monotonic() < until:
            _leap(place, days)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    return left


def _leap(place: Place, days: Days) -> None:
    """Goes on to when something is due, no less than some hours; slowly while something may be under way.

    What is under way is due at the end of its lease. A leap over that would have it sent twice.
    """
    (row,) = _rows(place, f"SELECT min(d.run_at) AS at, (SELECT count(*) FROM outbox) AS told {WAITING}")
    now = (datetime.now(UTC) + timedelta(hours=days.hours)).timestamp()
    gap = 0.0 if row["told"] or row["at"] is None else row["at"] / SECOND - now
    if gap > LEASE / SECOND + 5:
        days.pass_(max(gap / 3600, LEAP))
    elif gap > 0:
        days.pass_(min(gap, SLOWLY) / 3600)
        time.sleep(PAUSE)
    time.sleep(LOOK)


def _rows(place: Place, sql: str) -> list[dict[str, Any]]:
    store = Store(place.url)
    try:
        with store.reading() as reading:
            return reading.all(Query("For the judge.", text(sql)))
    finally:
        store.close()


def _waiting(place: Place) -> int:
    (row,) = _rows(place, f"SELECT count(*) AS n, (SELECT count(*) FROM outbox) AS told {WAITING}")
    return int(row["n"] + row["told"])


def _judge(place: Place, heard: list[Listener]) -> Found:
    """Every committed event is delivered or parked at each receiver, nothing else was told, each case in its order."""
    found = Found()
    events = {
        (row["case_id"], row["number"])
        for row in _rows(place, "SELECT case_id, number, kind FROM event WHERE case_id > 0")
        if row["kind"] in KINDS
    }
    found.events = len(events)
    statuses: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in _rows(place, "SELECT webhook_id, case_id, event, status FROM delivery"):
        statuses[row["webhook_id"]][row["case_id"], row["event"]] = row["status"]
        found.deliveries += 1
        found.parked += row["status"] == "PARKED"
    active = {row["id"]: row["active"] for row in _rows(place, "SELECT id, active FROM webhook")}
    for number, one in enumerate(heard, 1):
        _judge_one(found, (number, one), (events, statuses[number]), switched_off=not active[number])
    return found


def _judge_one(
    found: Found,
    whom: tuple[int, Listener],
    known: tuple[set[tuple[int, int]], dict[tuple[int, int], str]],
    *,
    switched_off: bool,
) -> None:
    number, one = whom
    events, statuses = known
    name = f"receiver {number} ({one.habit})"
    found.repeated += len(one.taken) - len(set(one.taken))
    for place in set(one.got) - events:
        found.complaints.append(f"{name} was told of {place}, which never happened")
    if not switched_off:
        for place in events - statuses.keys() - set(one.taken):  # what was taken is forgotten after thirty days
            found.complaints.append(f"{name}: {place} was lost before it was a delivery")
    for place, status in statuses.items():
        if status == "DONE" and place not in one.taken:
            found.complaints.append(f"{name}: {place} counts as delivered and never came")
        if status == "DROPPED" or (status == "WAITING" and not switched_off):
            found.complaints.append(f"{name}: {place} is {status}")
    last: dict[int, int] = {}
    for case, event in dict.fromkeys(one.got):  # when each came for the first time
        if event < last.get(case, 0):
            found.complaints.append(f"{name}: in case {case} event {event} came after {last[case]}")
        last[case] = max(last.get(case, 0), event)
