"""Kills at random moments under clients that click twice, then judges what is left."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house.postgres import PostgresServer
from tests.torture.clients import Client, Ledger
from tests.torture.server import Server
from tests.torture.verdict import Verdict, judge

__all__ = ["Report", "kill_many"]


@dataclass
class Report:
    """The verdict with what the clients saw."""

    kills: int
    requests: int
    unexpected: list[str]
    verdict: Verdict

    @property
    def sound(self) -> bool:
        """True when nothing was lost and nobody got an answer that he should not."""
        return self.verdict.sound and not self.unexpected

    def line(self) -> str:
        """One line for people."""
        return f"{self.kills} kills, {self.requests} answers, {len(self.unexpected)} unexpected; {self.verdict.line()}"

    def complaints(self) -> list[str]:
        """Everything that went wrong."""
        verdict = self.verdict
        return [*self.unexpected, *verdict.lost, *verdict.double, *verdict.unusable, *verdict.faults]


def kill_many(kind: str, kills: int, clients: int, seed: int) -> Report:
    """Kills the server's group that often on a fresh database of that kind."""
    with tempfile.TemporaryDirectory(prefix="lajur-torture-") as folder, _database(kind, Path(folder)) as url:
        server, ledger, stop = Server(url, Path(folder) / "log"), Ledger(), threading.Event()
        server.start()
        chance = random.Random(seed)
        threads = [
            threading.Thread(target=Client(server.url, ledger, random.Random(chance.random()), stop, f"klien{i}").run)
            for i in range(clients)
        ]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, kills + 1):
                time.sleep(chance.uniform(0.05, 1.2))
                server.kill()
                if number % 20 == 0:
                    print(f"  {number} kills, {len(ledger.completed)} completions acknowledged", flush=True)
                server.start()
            time.sleep(0.5)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
            server.kill()
        return Report(kills, ledger.requests, ledger.unexpected, judge(url, ledger))


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'lajur.sqlite'}"
        return
    server = PostgresServer.of_this_run()
    try:
        with server.database() as url:
            yield url
    finally:
        server.leave()
