"""The reference libraries of Standard Webhooks, from PyPI in this process and from npm in node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

__all__ = ["LIBRARIES", "ROOT", "Library", "node"]

ROOT: Final = Path(__file__).resolve().parents[2]


class Library(Protocol):
    """What both can do."""

    def verifies(self, secret: str, headers: dict[str, str], body: bytes) -> bool:
        """Whether it takes the message for valid."""

    def signs(self, secret: str, stamp: tuple[str, datetime], body: bytes) -> str:
        """Its signature."""


class FromPypi:
    """The library of PyPI."""

    def verifies(self, secret: str, headers: dict[str, str], body: bytes) -> bool:
        try:
            Webhook(secret).verify(body, headers)
        except WebhookVerificationError:
            return False
        return True

    def signs(self, secret: str, stamp: tuple[str, datetime], body: bytes) -> str:
        return Webhook(secret).sign(stamp[0], stamp[1].astimezone(UTC), body.decode())


class FromNpm:
    """The library of npm."""

    def verifies(self, secret: str, headers: dict[str, str], body: bytes) -> bool:
        return "event" in self._ask(secret=secret, headers=headers, body=body.decode())

    def signs(self, secret: str, stamp: tuple[str, datetime], body: bytes) -> str:
        at = int(stamp[1].timestamp())
        said = self._ask(sign=True, secret=secret, id=stamp[0], at=at, body=body.decode())
        return str(said["signature"])

    def _ask(self, **asked: Any) -> dict[str, Any]:
        line = [node(), str(Path(__file__).with_name("reference.mjs"))]
        done = subprocess.run(
            line, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=120, cwd=ROOT
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def node() -> str:
    """Where node is; fails the test where it or the library is not."""
    found = shutil.which("node", path=f"{os.environ['PATH']}{os.pathsep}{ROOT / '.uv' / 'bin'}")
    if found is None or not (ROOT / "node_modules" / "standardwebhooks").is_dir():
        pytest.fail("standardwebhooks is not there: npm ci --ignore-scripts at the repository's root brings it.")
    return found


LIBRARIES: Final[dict[str, Library]] = {"pypi": FromPypi(), "npm": FromNpm()}
