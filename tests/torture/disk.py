"""A disk that fills up under clients: refusals that say so, nothing lost, and work that goes on with the space."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from engine.store import StoreFull
from tests.torture.clients import OFFICE, PASSWORD, SOP, Ledger, crowd
from tests.torture.kill import wait_for
from tests.torture.outcome import Outcome
from tests.torture.pages import Person
from tests.torture.server import Server
from tests.torture.small_disk import MEGABYTE, CannotMount, SmallDisk, on_small_disk
from tests.torture.timers import deploy
from tests.torture.verdict import judge

__all__ = ["fill_up"]

PATIENCE: Final = 300.0
"""Seconds that a machine may take for what is waited for."""
STEPS: Final = 25
"""Completions before a disk is filled, and after it was emptied."""
REFUSALS: Final = 40
PASSING: Final = frozenset({507})
ROOT: Final = "a small disk has to be mounted, which needs root (CAP_SYS_ADMIN)"


def fill_up(kind: str, clients: int, seed: int) -> Outcome:
    """Fills the disk under a server twice: it goes on, then it is killed and started while the disk is full."""
    try:
        with on_small_disk(kind) as (url, disk), tempfile.TemporaryDirectory(prefix="lajur-torture-") as folder:
            server = Server(url, Path(folder))
            filling = Filling(kind, server, disk)
            try:
                return filling.run(clients, seed)
            finally:
                server.kill()
    except CannotMount as error:
        return Outcome(f"disk {kind}", "", missing=f"{ROOT}: {error}")


@dataclass
class Filling:
    """One server on one small disk."""

    kind: str
    server: Server
    disk: SmallDisk
    complaints: list[str] = field(default_factory=list)

    def run(self, clients: int, seed: int) -> Outcome:
        """The outcome of both fillings."""
        self.server.start()
        deploy(self.server.url)
        with crowd(self.server.url, clients, seed, PASSING) as ledger:
            for dies in (False, True):
                self._expect(self._steps(ledger), "too little work was done before the disk was filled")
                self._fill(ledger)
                if dies:
                    self.server.kill()
                    self.server.start()
                    self._expect(self._refusals(ledger, 8), "a server that was started on a full disk refuses nothing")
                self.disk.empty()
                self._expect(self._steps(ledger), "work did not go on after the disk was emptied")
                print(f"  disk: {self.kind}, {'killed' if dies else 'kept running'}: {self._told(ledger)}", flush=True)
        self.server.kill()
        verdict = judge(self.server.database, ledger)
        complaints = [*self.complaints, *ledger.unexpected, *self.server.failures(), *verdict.complaints()]
        figures = f"filled twice, {self._told(ledger)}; {verdict.line()}"
        return Outcome(f"disk {self.kind}", figures, complaints + _wrong_refusals(ledger.refused))

    def _fill(self, ledger: Ledger) -> None:
        """Leaves a little space for the clients to fill, and takes what is left when they are refused."""
        with httpx.Client(base_url=self.server.url, timeout=30) as client:
            person = Person(client, f"staf.{OFFICE}", PASSWORD)
            person.sign_in()
            person.open(f"/mulai/{SOP}")
            self.disk.fill(leave=MEGABYTE // 4)
            self._expect(self._refusals(ledger, 1), "the disk was filled and nothing was refused")
            self.disk.fill()
            self._expect(self._refusals(ledger, REFUSALS), "the disk was filled and too little was refused")
            self._look(client, person)

    def _look(self, client: httpx.Client, person: Person) -> None:
        """On a full disk everything can be read, and a page that is sent is refused in words."""
        for path in ("/readyz", "/kotak-tugas", "/berkas", f"/mulai/{SOP}"):
            status = client.get(path).status_code
            self._expect(status == 200, f"{path} answers {status} on a full disk")
        page = next((page for _ in range(100) if (page := person.send(f"/mulai/{SOP}", _kunci="")).is_error), None)
        if self._expect(page is not None, "a page found room on a full disk a hundred times"):
            assert page is not None
            told = page.status_code == 507 and StoreFull.id in page.text
            self._expect(told, f"a page is refused with {page.status_code}: {page.text[:500]}")

    def _steps(self, ledger: Ledger) -> bool:
        before = len(ledger.completed)
        return wait_for(lambda: len(ledger.completed) >= before + STEPS, PATIENCE)

    def _refusals(self, ledger: Ledger, more: int) -> bool:
        before = _full(ledger.refused)
        return wait_for(lambda: _full(ledger.refused) >= before + more, PATIENCE)

    def _told(self, ledger: Ledger) -> str:
        return f"{_full(ledger.refused)} refusals, {len(ledger.completed)} completions acknowledged"

    def _expect(self, held: bool, complaint: str) -> bool:
        if not held:
            self.complaints.append(complaint)
        return held


def _full(refused: Counter[str]) -> int:
    return sum(count for answer, count in refused.copy().items() if answer.startswith("507 "))


def _wrong_refusals(refused: Counter[str]) -> list[str]:
    """The refusals for want of space that do not say so in both languages."""
    body = {"code": "store-full", "id": StoreFull.id, "en": StoreFull.en, "facts": {}}
    full = [answer for answer in refused if answer.startswith("507 ")]
    return [answer[:500] for answer in full if json.loads(answer.partition(" ")[2]) != body]
