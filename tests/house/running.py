"""A real server in a process of its own, for tests."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import httpx

from engine.cli import command

__all__ = ["LAJUR", "Done", "Server", "bare_environment", "inside", "lajur"]

LAJUR = (str(Path(sys.executable).with_name("lajur")),)
READY = re.compile(r"http://\S+")
PATIENCE = 120.0  # seconds; only a server that never comes up waits that long


def bare_environment(**more: str) -> dict[str, str]:
    """This environment without settings of Lajur, and with those given."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LAJUR_")} | more


def lajur(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs one command line to its end."""
    line = [*LAJUR, *map(str, arguments)]
    return subprocess.run(line, cwd=cwd, env=bare_environment(), capture_output=True, text=True, timeout=PATIENCE)


@dataclass(frozen=True)
class Done:
    """What a command line left."""

    returncode: int
    stdout: str
    stderr: str


def inside(*arguments: str | Path, cwd: Path) -> Done:
    """Runs one command line in this process, which is faster by far."""
    before, out, err = Path.cwd(), io.StringIO(), io.StringIO()
    os.chdir(cwd)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = command.run([str(argument) for argument in arguments])
    finally:
        os.chdir(before)
    return Done(code, out.getvalue(), err.getvalue())


class Server:
    """`lajur serve --demo` in a folder, on a free port, until the block ends."""

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str] = ("--demo",),
        command: Sequence[str] = LAJUR,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        found = dict(environment) if environment is not None else bare_environment()
        self.folder = folder
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*command, "serve", "--port", "0", *arguments],
            cwd=folder,
            env=found | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._url: str | None = None
        self._known = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if self._url is None and (found := READY.search(line)) and "siap" in line:
                self._url = found.group()
                self._known.set()
        self._known.set()

    @property
    def url(self) -> str:
        """Where it serves, once it does."""
        self._known.wait(PATIENCE)
        assert self._url is not None, "".join(self.lines)
        return self._url

    def get(self, path: str) -> httpx.Response:
        """What it answers to a GET."""
        return httpx.get(self.url + path, timeout=PATIENCE)

    def kill(self) -> None:
        """Kills the whole process group, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> int:
        """Asks it to end; its exit code."""
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.kill()
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
