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
    """`lajur serve --demo` on a loopback port, two processes on PostgreSQL; `kill` takes the whole group with SIGKILL.

    Its log and whatever it leaves in the folder for temporary files stand in `folder`.
    """

    database: str
    folder: Path
    port: int = field(default_factory=free_port)
    arguments: tuple[str, ...] = ("--demo",)
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it said, of all its lives."""
        return self.folder / "log"

    def launch(self) -> None:
        """Starts it without waiting."""
        environment = os.environ | {
            "LAJUR_DATABASE_URL": self.database,
            "LAJUR_LOG_FORMAT": "json",
            "LAJUR_LOG_LEVEL": "warning",
            "LAJUR_SECRET_KEY": self.secret,
            "LAJUR_WORKERS": "1" if self.database.startswith("sqlite") else "2",
            "TMPDIR": str(self.folder),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, it starts in a fraction of the time
        lajur = Path(sys.executable).with_name("lajur")
        command = [str(lajur), "serve", "--port", str(self.port), *self.arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    def start(self, patience: float = 120) -> None:
        """Starts it and waits until it is ready; raises RuntimeError with its log."""
        self.launch()
        assert self._process is not None
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

    def failures(self) -> list[str]:
        """The lines of the log that tell of something unexpected, the first few."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [line[:2000] for line in lines if '"level": "error"' in line or "Traceback" in line][:5]

    def _ready(self) -> bool:
        try:
            answer: Any = httpx.get(f"{self.url}/readyz", timeout=1)
        except httpx.HTTPError:
            return False
        return bool(answer.status_code == 200)
