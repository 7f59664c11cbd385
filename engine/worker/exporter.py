"""Runs the exports that people asked for, on a thread of its own; one that a dead process left goes on where it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from engine.commands.desk import Desk
from engine.commands.export_run import SILENT, Stopped, run_export
from engine.events import instant
from engine.store import StoreError
from engine.store.exports import NEXT_EXPORT

__all__ = ["Exporter"]

_log = structlog.get_logger("lajur.exporter")


@dataclass
class Exporter:
    """Looks for exports that were asked for."""

    desk: Desk
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self, pause: float = 1.0) -> None:
        """Works until `stop`."""
        while not self._stop.is_set():
            try:
                if self.round():
                    continue
            except StoreError as error:
                _log.warning("export", error=str(error))
            except Stopped:
                return
            except Exception:  # noqa: BLE001 - the outer loop: it records and goes on
                _log.exception("export")
            self._stop.wait(pause)

    def stop(self) -> None:
        """Ends `run`; an export that is under way is gone on with by the next process."""
        self._stop.set()

    def round(self) -> bool:
        """Runs the next export; False when none was asked for."""
        with self.desk.store.reading() as reading:
            silent = instant(self.clock() - SILENT)
            number = reading.value(NEXT_EXPORT, silent_since=silent)
        return number is not None and run_export(self.desk, number, self.clock, self._stop.is_set)
