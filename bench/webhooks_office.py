"""The processes of the measurement of webhooks: a server, `lajur work`, receivers, and the subscriptions between."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psycopg

from bench.polling_server import KEY, Server, environment
from engine.app.neighbours import webhook_box
from engine.commands.desk import Context, Desk
from engine.commands.webhook import CreateWebhook, Wanted
from engine.library import Library
from engine.seeding import CONSOLE
from engine.settings import Settings, load
from engine.store import Store
from webhooks.outbox import enqueue
from webhooks.signature import new_secret

__all__ = ["Neighbourhood", "neighbourhood", "subscribe"]

ALLOWED: Final = "127.0.0.1/32"
SETTLED: Final = 3.0  # seconds
_OTHERS: Final = ("CaseCancelled", "IncidentRaised", "CommentAdded", "SignOffGiven", "DocumentAttached")


@dataclass(frozen=True)
class Neighbourhood:
    """What runs: the port of the server, the receivers, the database to look into."""

    port: int
    receivers: subprocess.Popen[str]
    ports: tuple[int, ...]
    look: psycopg.Connection[tuple[int, ...]]

    def taken(self) -> int:
        """How many messages the receivers took since their start."""
        assert self.receivers.stdin is not None
        assert self.receivers.stdout is not None
        self.receivers.stdin.write("\n")
        self.receivers.stdin.flush()
        return int(self.receivers.stdout.readline())

    def waiting(self) -> int:
        """Deliveries and rows of the outbox that are still to go."""
        sql = b"SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM delivery WHERE status = 'WAITING')"
        row = self.look.execute(sql).fetchone()
        assert row is not None
        return row[0]

    def undelivered(self) -> int:
        """Rows of the outbox that became no deliveries yet."""
        row = self.look.execute(b"SELECT count(*) FROM outbox").fetchone()
        assert row is not None
        return row[0]

    def switch(self, *, on: bool) -> None:
        """Wakes all subscriptions, or puts them to sleep and forgets what they were still to get."""
        self.look.execute(b"UPDATE webhook SET active = %s, slow = 0", [int(on)])
        if not on:
            time.sleep(SETTLED)  # what is under way is written down by the worker, which holds those rows
            self.look.execute(b"UPDATE delivery SET status = 'DROPPED' WHERE status = 'WAITING'")


@contextmanager
def neighbourhood(folder: Path, url: str, receivers: int) -> Iterator[Neighbourhood]:
    """A server that delivers nothing itself, `lajur work`, and receivers, each a process of its own."""
    alone = {"LAJUR_EMBEDDED_WORKER": "false", "LAJUR_WEBHOOK_ALLOW": ALLOWED}
    line, pipe = [sys.executable, "-m", "bench.webhooks_receiver", str(receivers)], subprocess.PIPE
    taking = subprocess.Popen(line, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
    worker = subprocess.Popen(
        [str(Path(sys.executable).with_name("lajur")), "work"],
        cwd=folder,
        env=environment(url) | alone,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = Server(folder, url, settings=alone)
    try:
        assert taking.stdout is not None
        ports = tuple(map(int, taking.stdout.readline().split()))
        with psycopg.connect(url, autocommit=True) as look:
            yield Neighbourhood(server.port, taking, ports, look)
    finally:
        server.stop()
        for process in (worker, taking):
            process.terminate()
            process.wait(60)


def subscribe(url: str, count: int, ports: tuple[int, ...]) -> None:
    """So many subscriptions, each with a filter of its own: one for each port is told of completions, no other is."""
    settings: Settings = load(database_url=url, secret_key=KEY, webhook_allow=ALLOWED)
    store, box = Store(url, enqueue), webhook_box(settings)
    desk = Desk(store, Library())
    for number in range(count):
        told = number < len(ports)
        kinds = ("TaskCompleted",) if told or number % 2 else (_OTHERS[number % len(_OTHERS)],)
        sops = ("ramai", f"lain_{number}") if told else (f"prosedur_{number}",)
        target = f"http://127.0.0.1:{ports[number % len(ports)]}/{number}"
        wanted = Wanted(f"Langganan {number}", target, kinds, sops)
        desk.run(Context(CONSOLE, datetime.now(UTC)), CreateWebhook("ukur", wanted, box.seal(new_secret(), "ukur")))
    store.close()
