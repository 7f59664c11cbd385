"""Databases with real work in them, done at random: cases with returns, papers, erasures, holds, cancellations."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from engine.commands.attachment import AttachDocument
from engine.commands.case import Cancel, Comment, StartCase
from engine.commands.definition import Deploy
from engine.commands.document import StoreDocument
from engine.commands.erasure import EraseValues, LiftLegalHold, SetLegalHold
from engine.commands.refusals import Refusal
from engine.commands.task import Claim, Complete
from engine.events import moment
from engine.proof.keys import KeyRing, keys_of
from engine.proof.note import PublicKey
from engine.proof.places import publish
from engine.proof.sealing import Sealing, seal
from engine.store import Query, Store
from engine.store.cases import OPEN_TASKS
from engine.store.erasing import KEPT_VALUES
from engine.store.history import cases_after
from engine.store.migrate import upgrade
from engine.store.proof import LAST_CHECKPOINT
from tests.commands.world import AUDITOR, HERE, KASI, OWNER, STAF, World
from webhooks.outbox import enqueue

__all__ = ["Installation", "prepared", "reopened"]

_MOVED: Final = Query(
    "Notes that the second place stands elsewhere.", text("UPDATE checkpoint_place SET place = :place")
)

_ANSWERS: Final[dict[str, Callable[[random.Random], dict[str, Any]]]] = {
    "langkah_1": lambda chance: {"catatan": f"berkas {chance.randrange(10**6)}"},
    "langkah_2": lambda chance: {"keputusan_2": chance.choice(("Ya", "Tidak")), "alasan": "kurang KK"},
    "langkah_3": lambda chance: {"surat": f"nomor {chance.randrange(10**6)}"},
    "ingatkan": lambda _: {},
}


@dataclass
class Installation:
    """A database with its keys and its second place, in one folder."""

    folder: Path
    url: str
    keys: KeyRing
    store: Store = field(init=False)
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.url, enqueue=enqueue)
        self.world = World(self.store)

    @property
    def place(self) -> Path:
        """Its second place."""
        return self.folder / "tempat"

    @property
    def public(self) -> tuple[PublicKey, ...]:
        """The keys that may have signed."""
        return tuple(key.public for key in self.keys.keys)

    def seal(self) -> list[int]:
        """Makes the checkpoints that are due and brings them to the second place."""
        self.world.now += timedelta(seconds=61)
        made = seal(self.store, Sealing(self.keys), self.world.now)
        published = publish(self.store, self.place, self.world.now)
        assert published.refused is None, published.refused
        return made

    def work(self, chance: random.Random, steps: int, *, pauses: bool = True) -> None:
        """So many things that people do, drawn by lot; what is refused is refused. In `pauses` checkpoints are made."""
        self.world.now += timedelta(seconds=chance.randrange(1, 60))
        cases = self._cases()
        for _ in range(steps):
            deed = chance.choices(_DEEDS, _WEIGHTS if pauses else (*_WEIGHTS[:-1], 0))[0]
            try:
                deed(self, chance, cases)
            except Refusal:
                continue

    def close(self) -> None:
        """Gives the connections back."""
        self.store.close()

    def _cases(self) -> list[int]:
        with self.store.reading() as reading:
            return list(cases_after(reading))


def _start(here: Installation, chance: random.Random, cases: list[int]) -> None:
    key = f"KK-{chance.randrange(10**6)}" if chance.random() < 0.5 else None
    body = here.world.run(STAF, StartCase("serba", business_key=key))
    cases.append(body["case"])


def _complete(here: Installation, chance: random.Random, cases: list[int]) -> None:
    case = chance.choice(cases) if cases else 0
    with here.store.reading() as reading:
        tasks = reading.all(OPEN_TASKS, case=case)
    for task in chance.sample(tasks, min(1, len(tasks))):
        actor = KASI if "kasi" in (task["candidates"] or "") else STAF
        if chance.random() < 0.2:
            here.world.run(actor, Claim(case, task["n"]))
        answers = _ANSWERS[task["element"]](chance) if task["element"] in _ANSWERS else {}
        here.world.run(actor, Complete(case, task["n"], answers))


def _remark(here: Installation, chance: random.Random, cases: list[int]) -> None:
    if cases:
        here.world.run(STAF, Comment(chance.choice(cases), f"catatan {chance.randrange(10**9)}"))


def _paper(here: Installation, chance: random.Random, cases: list[int]) -> None:
    if cases:
        body = b"%PDF-1.7 " + str(chance.randrange(40)).encode()  # the same papers come again
        paper = here.world.run(STAF, StoreDocument("surat.pdf", body))
        here.world.run(STAF, AttachDocument(chance.choice(cases), paper))


def _erase(here: Installation, chance: random.Random, cases: list[int]) -> None:
    case = chance.choice(cases) if cases else 0
    with here.store.reading() as reading:
        kept = reading.all(KEPT_VALUES, case=case)
    chosen = [(row["event"], row["name"]) for row in kept if chance.random() < 0.3]
    if chosen:
        here.world.run(OWNER, EraseValues(case, "permintaan pemohon", chosen))


def _hold(here: Installation, chance: random.Random, cases: list[int]) -> None:
    if cases:
        command = chance.choice((SetLegalHold, SetLegalHold, LiftLegalHold))
        here.world.run(AUDITOR, command(chance.choice(cases), "pemeriksaan khusus"))


def _cancel(here: Installation, chance: random.Random, cases: list[int]) -> None:
    if cases:
        here.world.run(OWNER, Cancel(chance.choice(cases), "dicabut pemohon"))


def _deploy(here: Installation, chance: random.Random, cases: list[int]) -> None:
    del cases
    diagram = (HERE / "serba.bpmn").read_bytes().replace(b"Mencatat berkas", f"Catat {chance.randrange(99)}".encode())
    here.world.run(OWNER, Deploy("uji", "serba", {"serba.bpmn": diagram}))


def _pause(here: Installation, chance: random.Random, cases: list[int]) -> None:
    del chance, cases
    here.seal()


_DEEDS: Final[tuple[Callable[[Installation, random.Random, list[int]], None], ...]] = (
    _start,
    _complete,
    _remark,
    _paper,
    _erase,
    _hold,
    _cancel,
    _deploy,
    _pause,
)
_WEIGHTS: Final = (8, 40, 10, 8, 4, 2, 1, 1, 5)


def prepared(folder: Path, url: str | None = None) -> Installation:
    """A new installation in a folder: its office, an SOP in force, nothing sealed yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tempat").mkdir(exist_ok=True)
    here = Installation(folder, url or f"sqlite:///{folder / 'lajur.sqlite'}", keys_of(folder / "kunci"))
    upgrade(here.store)
    here.world.furnish("serba.bpmn")
    return here


def reopened(folder: Path) -> Installation:
    """An installation in its folder once more, later than all that it holds; its second place went along."""
    here = Installation(folder, f"sqlite:///{folder / 'lajur.sqlite'}", keys_of(folder / "kunci"))
    with here.store.transaction() as tx:
        tx.run(_MOVED, place=str(here.place))
        row = tx.one(LAST_CHECKPOINT)
    if row is not None:
        here.world.now = max(here.world.now, moment(row["at"]) + timedelta(seconds=1))
    return here
