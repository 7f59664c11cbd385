"""A real server with the demonstration's people, and one browser window for each of them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

expect.set_options(timeout=15_000)

__all__ = ["DESK", "PHONE", "Site", "Visitor", "serve"]

DESK: Final[ViewportSize] = {"width": 1366, "height": 768}
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
READY: Final = 60.0  # seconds until a server on a busy machine has filled its database
LAJUR: Final = Path(sys.executable).with_name("lajur")


@dataclass
class Server:
    """A server process of this run."""

    url: str
    process: subprocess.Popen[bytes]
    database: Path

    def stop(self) -> None:
        """Ends it with its children."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)


def serve(folder: Path) -> Server:
    """`lajur serve --demo` on a free loopback port with an SQLite database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(LAJUR), "serve", "--demo", "--port", str(port), "--database", f"sqlite:///{folder / 'l.sqlite'}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LAJUR_")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + READY
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "log").read_text(errors="replace"))
        time.sleep(0.1)
    return Server(url, process, folder / "l.sqlite")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@dataclass
class Visitor:
    """A person at a browser, signed in, who speaks Indonesian."""

    login: str
    page: Page

    def inbox(self) -> None:
        """Opens Kotak tugas."""
        self.page.goto("/kotak-tugas")

    def open(self, number: str) -> None:
        """Opens the task of a case from the inbox, where it is looked for: it may stand on any page."""
        self.page.goto(f"/kotak-tugas?cari={number}")
        self.page.locator(".row", has_text=number).locator(".what a").click()
        expect(self.page).to_have_url(re.compile("/tugas/"))

    def start(self, name: str, **answers: str) -> str:
        """Starts a case from the catalogue; its number."""
        self.page.goto("/mulai")
        self.page.locator(".sop", has_text=name).get_by_role("link").click()
        self.fill(answers)
        self.page.get_by_role("button", name="Mulai berkas").click()
        return self.page.locator(".note.ok .num").inner_text()

    def fill(self, answers: Mapping[str, str] | None = None) -> None:
        """Fills every field that is empty: the given answers by their keys, the others with something that fits."""
        given = dict(answers or {})
        expect(self.page.locator(".decide")).to_be_visible()
        form = self.page.locator("main form").first
        for box in form.locator(".check, .fields fieldset").all():
            if not box.locator("input:checked").count():
                box.locator("input").first.check(force=True)
        for one in form.locator(".fields .in:not([type=file]), .fields textarea").all():
            if not one.is_visible():  # what stands folded is for those who need it
                continue
            key, hint = one.get_attribute("name") or "", one.locator("xpath=..").inner_text()
            if key in given or not one.input_value():
                one.fill(given.get(key) or _sample(key, hint))

    def press(self, word: str) -> None:
        """Presses the button that begins with a word; a step that is signed says what is done instead of Selesai."""
        word = "(Selesai|Paraf|Tanda tangan|Bubuhkan stempel|Tetapkan)" if word == "Selesai" else word
        self.page.locator(".decide").get_by_role("button", name=re.compile(f"^{word}")).click()

    def refuse(self, reason: str, follow_up: str = "") -> None:
        """Answers Tidak with its reason."""
        self.page.locator(".more summary").click()
        if follow_up:
            self.page.locator(".reason").get_by_label(follow_up).check()
        self.page.locator(".reason textarea").fill(reason)
        self.page.get_by_role("button", name="Kirim jawaban Tidak").click()

    def do(self, number: str, word: str = "Selesai", **answers: str) -> None:
        """Opens the task of a case, fills it in and answers it."""
        self.open(number)
        self.fill(answers)
        self.press(word)
        expect(self.page.locator(".note.ok")).to_contain_text(number)


def _sample(key: str, hint: str) -> str:
    if "tanggal-bulan-tahun" in hint:
        return "20-11-2026"
    if "angka saja" in hint or key.startswith("versi"):
        return "3"
    return {"nik": "6101234567890001", "telepon": "081234567890"}.get(key, f"Contoh {key}")


@dataclass
class Site:
    """The pages of one server; what breaks the content policy or a script ends the test."""

    url: str
    browser: Browser
    database: Path | None = None
    complaints: list[str] = field(default_factory=list)
    _visitors: dict[tuple[str, bool], Visitor] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def visitor(self, login: str, *, script: bool = True) -> Visitor:
        """The person at a window of his own; signed in once."""
        found = self._visitors.get((login, script))
        if found is None:
            page = self.window(script=script)
            page.goto(f"/masuk?akun={login}")
            page.get_by_role("button", name="Masuk").click()
            expect(page).to_have_url(re.compile("/kotak-tugas"))
            found = self._visitors[(login, script)] = Visitor(login, page)
        return found

    def window(self, *, script: bool = True, **options: Any) -> Page:
        """An empty window."""
        context = self.browser.new_context(
            base_url=self.url, viewport=DESK, java_script_enabled=script, locale="id-ID", **options
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def lajur(self, command: str) -> str:
        """What `lajur COMMAND` prints on the server's database; it has to end with 0."""
        assert self.database is not None
        line = [str(LAJUR), *command.split(), "--database", str(self.database)]
        done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def close(self) -> None:
        """Closes all windows."""
        for context in self._contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.complaints.append(message.text)
