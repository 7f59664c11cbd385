"""What one server process runs: the desk with its measurements, the application, the worker and who wakes polls."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Callable

import engine.commands
from engine.api.rest_external_fetch import FETCHER
from engine.app import create_app
from engine.app.front import Front
from engine.app.neighbours import neighbours
from engine.app.proving import prover
from engine.commands.desk import Context, Desk, Result
from engine.library import Library
from engine.metrics import command_timer
from engine.polling import Fetcher, Room, Scout
from engine.settings import Settings
from engine.store import Store
from engine.worker import Worker
from engine.worker.exporter import Exporter
from webhooks import outbox

__all__ = ["MeasuredDesk", "build", "open_desk", "open_worker"]

PATIENCE = 5.0  # seconds that the worker has to end its present command


class MeasuredDesk(Desk):
    """A desk that times its commands."""

    def run(self, context: Context, command: object) -> Result:
        """Runs a command as Desk does, and times it."""
        with command_timer(type(command).__name__) as outcome:
            result = super().run(context, command)
            outcome.word = result.status
            return result


def open_desk(settings: Settings) -> Desk:
    """A desk on the database of these settings that knows every command; its store is to be closed."""
    for module in pkgutil.iter_modules(engine.commands.__path__, "engine.commands."):
        importlib.import_module(module.name)
    return MeasuredDesk(Store(settings.database_url, enqueue=outbox.enqueue), Library())


def open_worker(desk: Desk) -> Worker:
    """A worker at this desk, not running yet."""
    return Worker(desk)


def build(settings: Settings) -> tuple[Front, Callable[[], None]]:
    """What one server process serves, with its threads running: the worker, who wakes polls; and how to stop these."""
    desk = open_desk(settings)
    application = create_app(desk, settings)
    fetcher: Fetcher = application.extensions[FETCHER]
    room = Room(settings.parked_polls)
    scout, worker = Scout(room, desk.store, fetcher), open_worker(desk)
    outward, exporter = neighbours(desk, settings), Exporter(desk)
    proving = prover(desk.store, settings) if settings.embedded_worker else None
    working: list[tuple[str, Callable[[], None]]] = []
    if proving is not None:
        working = [("worker", worker.run), ("webhooks", outward.run), ("exports", exporter.run), *proving.threads()]
    threads = [threading.Thread(target=run, name=name, daemon=True) for name, run in (("polling", scout.run), *working)]
    for thread in threads:
        thread.start()

    def stop() -> None:
        worker.stop()
        outward.stop()
        exporter.stop()
        if proving is not None:
            proving.stop()
        scout.stop()
        for thread in threads:
            thread.join(PATIENCE)
        desk.store.close()

    return Front(application, room, settings.threads), stop
