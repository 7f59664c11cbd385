"""An OpenID provider in a process of its own, and a browser without scripts that goes there and comes back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from tests.house.tree import ROOT

__all__ = ["CLIENT", "SECRET", "Elsewhere", "come_back", "free_port"]

CLIENT, SECRET = "lajur", "rahasia penyedia: %41/+&"
SCRIPT = Path(__file__).with_name("provider.mjs")
FORM = re.compile(r'<form[^>]*action="([^"]+)".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PATIENCE = 60.0  # seconds until node has started on a busy machine


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Elsewhere:
    """The provider on a port; it knows Lajur at one address. Ends with `stop`, and may be started again."""

    port: int
    lajur: str
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, key: str = "satu") -> None:
        """Starts it with a signing key of that name, a new one each time."""
        node = shutil.which("node", path=f"{os.environ['PATH']}{os.pathsep}{ROOT / '.uv' / 'bin'}")
        if node is None or not (ROOT / "node_modules" / "oidc-provider").is_dir():
            pytest.fail("oidc-provider is not there: npm ci --ignore-scripts at the repository's root brings it.")
        line = [node, str(SCRIPT), str(self.port), self.lajur, key]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(line, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
        ready = threading.Event()
        threading.Thread(target=self._hear, args=(self._process, ready), daemon=True).start()
        assert ready.wait(PATIENCE)
        assert self._process.poll() is None

    def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(PATIENCE)
            self._process = None

    def lie(self, how: str) -> None:
        """Lets it lie in a way that provider.mjs knows; an empty one is the truth."""
        assert httpx.get(f"{self.issuer}/uji/bohong", params={"cara": how}).text == how

    @staticmethod
    def _hear(process: subprocess.Popen[str], ready: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if "siap" in line:
                ready.set()
        ready.set()


def come_back(url: str, who: str, callback: str) -> str:
    """Signs in at the provider and consents; the address of Lajur that it then leads to."""
    with httpx.Client(timeout=PATIENCE) as browser:
        response = browser.get(url)
        for _ in range(20):
            if response.is_redirect:
                place = urljoin(str(response.url), response.headers["location"])
                if place.startswith(callback):
                    return place
                response = browser.get(place)
                continue
            found = FORM.search(response.text)
            assert found is not None, response.text
            data = {name: unescape(value) for name, value in HIDDEN.findall(found[0])}
            if 'name="login"' in found[0]:
                data |= {"login": who, "password": "apa saja"}
            response = browser.post(urljoin(str(response.url), unescape(found[1])), data=data)
    raise AssertionError(response.url)
