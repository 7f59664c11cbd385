"""Seals what happened with checkpoints and brings them to the second places, beside the jobs and never in their way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

from engine.proof.places import Published, publish
from engine.proof.sealing import Sealing, TreeDamaged, seal
from engine.store import Store, StoreError

__all__ = ["Checkpoints"]

PAUSE: Final = 1.0  # seconds
_log = structlog.get_logger("lajur.checkpoints")


@dataclass
class Checkpoints:
    """Makes a checkpoint when something happened and it is time, on its own thread: a disk that hangs holds nobody.

    Without `sealing` (PostgreSQL without a key) it does nothing.
    """

    store: Store
    sealing: Sealing | None
    places: tuple[Path, ...] = ()
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _stop: threading.Event = field(default_factory=threading.Event)
    lagging: dict[Path, str] = field(default_factory=dict)
    _published: bool = False

    def run(self, pause: float = PAUSE) -> None:
        """Works until `stop`."""
        if self.sealing is None:
            _log.warning("no-checkpoints", why="LAJUR_CHECKPOINT_KEY is not set")
            return
        while not self._stop.is_set():
            try:
                self.round()
            except (StoreError, TreeDamaged) as error:
                _log.warning("checkpoint", error=str(error) or error.en)
            except Exception:  # noqa: BLE001 - the outer loop: it records and goes on
                _log.exception("checkpoint")
            self._stop.wait(pause)

    def stop(self) -> None:
        """Ends `run` after its present round."""
        self._stop.set()

    def round(self, *, again: bool = False) -> list[int]:
        """Seals when it is time; then, or with `again`, every place gets what it lacks. The numbers that were made."""
        if self.sealing is None:
            return []
        now = self.clock()
        made = seal(self.store, self.sealing, now)
        if made or again or self.lagging or not self._published:
            for place in self.places:
                self._told(publish(self.store, place, now))
            self._published = True
        return made

    def _told(self, found: Published) -> None:
        """Says in the log when a place begins to lag, and when it has caught up."""
        before = self.lagging.pop(found.place, None)
        if found.refused is None:
            if before is not None:
                _log.info("checkpoint-place-caught-up", place=str(found.place), checkpoint=found.number)
            return
        self.lagging[found.place] = found.refused.en
        if before != found.refused.en:
            _log.warning("checkpoint-place-lags", place=str(found.place), why=found.refused.en)
