"""Random attacks on histories that checkpoints cover: all are found and named, and clean histories raise no alarm."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from engine.proof.examine import Examination, Verdict, examine
from engine.proof.sealing import Sealing, seal
from tests.torture.outcome import Outcome
from tests.torture.proof_attacks import ATTACKS, Done, Target, attack
from tests.torture.proof_pymerkle import examine as examine_again
from tests.torture.proof_raw import Raw
from tests.torture.proof_world import Installation, prepared, reopened

__all__ = ["Campaign", "Plan", "attack_histories", "campaign", "judge_here"]

_BASES: Final = 6
_STEPS: Final = 90  # things done in each database that is attacked
_LABEL: Final = re.compile(r" \d+|, depth \d|^\w+_?\w* (?=altered)")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many attacks, truncations and roll-backs, and clean databases, from which seed."""

    attacks: int = 10_000
    cuts: int = 1_000
    clean: int = 1_000
    seed: int = 0


@dataclass
class Campaign:
    """What came of it."""

    found: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    events: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line for people."""
        told = ", ".join(f"{count} {name}" for name, count in sorted(self.kinds.items()))
        both = f"{self.found['ours']} found by verify, {self.found['theirs']} by pymerkle"
        rate = self.events / self.seconds if self.seconds else 0
        return f"{self.found['all']} attacks ({told}): {both}; {self.clean} clean databases; {rate:,.0f} events/s"

    def judge(self, here: Installation, deeds: list[Done]) -> None:
        """Examines an attacked database both ways."""
        self.found["all"] += 1
        self.kinds.update(_LABEL.sub("", done.what) for done in deeds)
        told = "; ".join(f"{done.what} {done.case}-{done.number}" for done in deeds)
        verdict, again = self._examined(here)
        self.found["ours"] += not verdict.sound
        self.found["theirs"] += bool(again)
        if verdict.sound or not again:
            self.complaints.append(f"not found ({'verify' if verdict.sound else 'pymerkle'}): {told}")
            return
        wrong = _misnamed(verdict, deeds)
        if wrong is not None:
            self.complaints.append(f"{told}: {wrong}")

    def judge_clean(self, here: Installation) -> None:
        """Examines a database that nobody attacked."""
        self.clean += 1
        verdict, again = self._examined(here)
        if not verdict.sound or again:
            self.complaints.append(f"false alarm: {[fault.en for fault in verdict.faults[:3]]}, {again[:3]}")

    def _examined(self, here: Installation) -> tuple[Verdict, list[str]]:
        verdict = examine(here.store, Examination(here.place, here.public, origin=here.keys.origin))
        self.events, self.seconds = self.events + verdict.events, self.seconds + verdict.seconds
        with Raw(here.url) as raw:
            again = examine_again(raw, here.place / f"{here.keys.origin}.txt", here.public[-1].raw)
        return verdict, again


def _misnamed(verdict: Verdict, deeds: list[Done]) -> str | None:
    """What is wrong with the name of the first wrong event; None when nothing is."""
    placed = [done for done in deeds if done.position is not None]
    kinds = {fault.kind for fault in verdict.faults}
    missing = [done.what for done in deeds if not done.kinds & kinds and done.position is None]
    if missing and len(deeds) == 1:
        return f"named {sorted(kinds)} only"
    if not placed or verdict.first is None:
        return None
    wanted, first = min(placed, key=lambda done: done.position or 0), verdict.first
    if (first.case, first.event) != (wanted.case, wanted.number) or first.kind not in wanted.kinds:
        return f"named {first.kind} {first.case}-{first.event} ({first.en})"
    return None


def campaign(root: Path, plan: Plan) -> Campaign:
    """The whole campaign on SQLite, in a folder."""
    chance, done = random.Random(plan.seed), Campaign()
    bases = [_base(root / f"dasar-{n}", chance) for n in range(min(_BASES, plan.attacks + plan.cuts))]
    for number in range(plan.attacks):
        _told("attacks", number, plan.attacks)
        with _copy(chance.choice(bases)[1], root / "serang") as here:
            _attack(here, chance, done)
    for number in range(plan.cuts):
        _told("truncations and roll-backs", number, plan.cuts)
        older, newer = chance.choice(bases)
        if chance.random() < 0.5:
            with _copy(newer, root / "potong") as here:
                _cut(here, chance, done)
        else:
            with _copy(newer, root / "potong", older) as here:
                _roll_back(here, chance, done)
    for number in range(plan.clean):
        _told("clean databases", number, plan.clean)
        with _copy(bases[0][0], root / "bersih") as here:
            here.work(chance, chance.randrange(5, 40))
            if chance.random() < 0.8:
                here.seal()
            here.work(chance, chance.randrange(6))
            done.judge_clean(here)
    return done


def attack_histories(plan: Plan) -> Outcome:
    """The campaign as a proof."""
    with tempfile.TemporaryDirectory(prefix="lajur-bukti-") as name:
        found = campaign(Path(name), plan)
    return Outcome("proof", found.line(), found.complaints)


def _base(folder: Path, chance: random.Random) -> tuple[Path, Path]:
    """An older and a newer state of one installation, both closed; the second place is that of the newer."""
    older, newer = folder / "lama", folder / "baru"
    here = prepared(newer)
    here.work(chance, _STEPS // 3)
    here.seal()
    here.close()
    shutil.copytree(newer, older)
    here = reopened(newer)
    here.work(chance, _STEPS)
    here.seal()
    here.work(chance, 3)
    here.close()
    return older, newer


@contextmanager
def _copy(source: Path, target: Path, older: Path | None = None) -> Iterator[Installation]:
    """A copy to attack; with the database of an older state when there is one."""
    shutil.copytree(source, target)
    if older is not None:
        shutil.copyfile(older / "lajur.sqlite", target / "lajur.sqlite")
    here = reopened(target)
    try:
        yield here
    finally:
        here.close()
        shutil.rmtree(target)


def judge_here(here: Installation, names: list[str], chance: random.Random) -> Campaign:
    """Does these things to an installation and examines it."""
    done = Campaign()
    _attack(here, chance, done, names)
    return done


def _attack(here: Installation, chance: random.Random, done: Campaign, names: list[str] | None = None) -> None:
    names = names or chance.sample(sorted(ATTACKS), chance.choices((1, 2, 3), (8, 3, 1))[0])
    with Raw(here.url) as raw:
        size = raw.rows("SELECT max(size) AS size FROM checkpoint")[0]["size"]
        deeds = attack(Target(raw, here, chance, size, set()), names)
    if deeds:
        done.judge(here, deeds)


def _cut(here: Installation, chance: random.Random, done: Campaign) -> None:
    with Raw(here.url) as raw:
        size = raw.rows("SELECT max(size) AS size FROM checkpoint")[0]["size"]
        deeds = attack(Target(raw, here, chance, size, set()), ["cut-all"])
    done.judge(here, deeds)


def _roll_back(here: Installation, chance: random.Random, done: Campaign) -> None:
    """The database is an older one; sometimes work goes on, and sometimes it is sealed with the right key."""
    what = "rolled back"
    if chance.random() < 0.6:
        here.work(chance, chance.randrange(1, 8), pauses=False)
        what = "rolled back and went on"
        if chance.random() < 0.5:
            seal(here.store, Sealing(here.keys), here.world.now + timedelta(minutes=2))
            what = "rolled back and sealed again"
    done.judge(here, [Done(what, frozenset({"rolled-back"}))])


def _told(what: str, number: int, of: int) -> None:
    if of > 500 and number % 500 == 0:
        print(f"  proof: {number} of {of} {what}, {time.strftime('%H:%M:%S')}", flush=True)
