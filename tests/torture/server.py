"""A real server in a process group of its own, to be killed and started again."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

__all__ = ["Server", "free_port"]


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """`lajur serve --demo` on a loopback port; `kill` takes the whole group with SIGKILL."""

    database: str
    log: Path
    port: int = field(default_factory=free_port)
    arguments: tuple[str, ...] = ("--demo",)
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, patience: float = 60) -> None:
        """Starts it and waits until it is ready; raises RuntimeError with its log."""
        environment = os.environ | {"LAJUR_DATABASE_URL": self.database, "LAJUR_LOG_LEVEL": "warning"}
        environment["LAJUR_SECRET_KEY"] = self.secret
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, it starts in a fraction of the time
        lajur = Path(sys.executable).with_name("lajur")
        command = [str(lajur), "serve", "--port", str(self.port), *self.arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + patience
        while time.monotonic() < until and self._process.poll() is None:
            if self._ready():
                return
            time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """SIGKILL to the whole process group; returns when it is gone."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _ready(self) -> bool:
        try:
            answer: Any = httpx.get(f"{self.url}/readyz", timeout=1)
        except httpx.HTTPError:
            return False
        return bool(answer.status_code == 200)
