"""Real servers and databases for measurements over HTTP, on loopback, ended by themselves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.house.postgres import PostgresServer, leave

__all__ = ["KEY", "Server", "database", "environment", "served"]

READY: Final = re.compile(r"http://127\.0\.0\.1:(\d+)")
PATIENCE: Final = 120.0
KEY: Final = "kunci-untuk-ukuran"


def environment(url: str) -> dict[str, str]:
    """What a process of ours is started with for a database: quiet, with the same key, without other settings."""
    ours = {"LAJUR_DATABASE_URL": url, "LAJUR_SECRET_KEY": KEY, "LAJUR_LOG_LEVEL": "warning", "PYTHONUNBUFFERED": "1"}
    return {name: value for name, value in os.environ.items() if not name.startswith("LAJUR_")} | ours


class Server:
    """`lajur serve` on a free port until the block ends."""

    def __init__(self, folder: Path, url: str, *more: str, settings: Mapping[str, str] | None = None) -> None:
        line = [str(Path(sys.executable).with_name("lajur")), "serve", "--port", "0", *more]
        self._process = subprocess.Popen(
            line,
            cwd=folder,
            env=environment(url) | dict(settings or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._said: list[str] = []
        self._known = threading.Event()
        self.port = 0
        threading.Thread(target=self._read, daemon=True).start()
        self._known.wait(PATIENCE)
        if not self.port:
            raise RuntimeError("".join(self._said))

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.append(line)
            if not self.port and "siap" in line and (found := READY.search(line)):
                self.port = int(found[1])
                self._known.set()
        self._known.set()

    def gauge(self, name: str) -> int:
        """A number that the server measures."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics") as answer:
            found = re.findall(rf"^{name} (\S+)$", answer.read().decode(), re.MULTILINE)
        return int(float(found[0])) if found else 0

    def memory(self) -> float:
        """Resident MiB of the process and its children."""
        pids, found = [self._process.pid], 0.0
        for pid in pids:
            with suppress(OSError):
                pids += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
                status = Path(f"/proc/{pid}/status").read_text()
                found += int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
        return found

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(30)


@contextmanager
def served(folder: Path, url: str, count: int = 1) -> Iterator[list[Server]]:
    """So many servers, each a process of its own, on one database."""
    servers: list[Server] = []
    try:
        for _ in range(count):
            servers.append(Server(folder, url))
        yield servers
    finally:
        for server in servers:
            server.stop()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, `sqlite` or `postgresql`."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'ukur.sqlite'}"
        return
    try:
        with PostgresServer.of_this_run().database() as url:
            yield url
    finally:
        leave()
