"""What a process does for the proof: it makes checkpoints, and runs the examinations that people ask for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from engine.proof.examine import Examination
from engine.proof.keys import KeyRing, keys_of
from engine.proof.places import file_of
from engine.proof.sealing import Sealing
from engine.settings import Settings, checkpoint_key, checkpoint_places
from engine.store import Store
from engine.worker.checkpoints import Checkpoints
from engine.worker.examiner import Examiner

__all__ = ["Prover", "against", "checkpoints_of", "prover", "ring_of"]


@dataclass(frozen=True, slots=True)
class Prover:
    """Two threads: neither a disk that hangs nor a long examination keeps the other, or anybody, waiting."""

    checkpoints: Checkpoints
    examiner: Examiner

    def threads(self) -> list[tuple[str, Callable[[], None]]]:
        """What to run, by name."""
        return [("checkpoints", self.checkpoints.run), ("examiner", self.examiner.run)]

    def start(self) -> list[threading.Thread]:
        """The threads, running."""
        made = [threading.Thread(target=run, name=name, daemon=True) for name, run in self.threads()]
        for thread in made:
            thread.start()
        return made

    def stop(self) -> None:
        """Ends both after their present work."""
        self.checkpoints.stop()
        self.examiner.stop()


def ring_of(settings: Settings) -> KeyRing | None:
    """The keys of this installation, made at first use; None where none are set. Raises KeysRefused."""
    file = checkpoint_key(settings)
    return None if file is None else keys_of(file)


def checkpoints_of(store: Store, settings: Settings) -> Checkpoints:
    """What makes the checkpoints of this installation."""
    ring = ring_of(settings)
    every = timedelta(seconds=settings.checkpoint_seconds)
    places = checkpoint_places(settings)
    if settings.checkpoints is None:
        for place in places:
            place.mkdir(parents=True, exist_ok=True)
    return Checkpoints(store, None if ring is None else Sealing(ring, every), places)


def against(settings: Settings) -> Examination:
    """What the history of this installation is compared with: the first second place that has its file.

    Makes nothing. Raises KeysRefused.
    """
    file, places = checkpoint_key(settings), checkpoint_places(settings)
    ring = None if file is None or not file.exists() else keys_of(file)
    keys = () if ring is None else tuple(key.public for key in ring.keys)
    origin = None if ring is None else ring.origin
    there = (place for place in places if origin is None or file_of(place, origin).exists())
    return Examination(next(there, places[0] if places else None), keys, origin=origin)


def prover(store: Store, settings: Settings) -> Prover:
    """What this process does for the proof."""
    return Prover(checkpoints_of(store, settings), Examiner(store, lambda: against(settings)))
