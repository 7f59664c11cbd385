"""The server: granian with one process on SQLite, or several processes on PostgreSQL."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from typing import Any, Final, Protocol, cast

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from engine import logs
from engine.lock import lock_database
from engine.metrics import SHARED_FOLDER
from engine.settings import Settings, sqlite_file

__all__ = ["ServerRefused", "Serving", "reserve", "serve"]


class Application(Protocol):
    """What a server process serves: an RSGI application whose requests may wait until they are told to stop."""

    def stop_waiting(self) -> None:
        """Answers all requests that wait."""


LOGGING: Final[dict[str, Any]] = {"handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}}
BACKLOG: Final = 1024
GRACE: Final = 10  # seconds that requests under way have to end


class ServerRefused(Exception):
    """The server cannot start; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Serving:
    """What each server process does: `build` gives its application, `announce` is called once by the first."""

    settings: Settings
    build: Callable[[Settings], tuple[Application, Callable[[], None]]]
    announce: Callable[[Settings], None]


def reserve(settings: Settings) -> Settings:
    """Makes sure that this process may serve; gives the settings with the port that it will have.

    Takes the lock of an SQLite database. Raises ServerRefused for a busy port or too many processes, and Locked.
    """
    database = sqlite_file(settings.database_url)
    if database is not None and settings.workers > 1:
        raise ServerRefused(
            "SQLite hanya untuk satu proses server: hapus LAJUR_WORKERS, atau pakai PostgreSQL.",
            "SQLite is for one server process: drop LAJUR_WORKERS, or use PostgreSQL.",
        )
    port = _free_port(settings.host, settings.port)
    if database is not None:
        lock_database(database)
    return settings.model_copy(update={"port": port})


def _free_port(host: str, port: int) -> int:
    """The port, if nobody listens there; for 0 a free one."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            return int(tried.getsockname()[1])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServerRefused(
                f"Port {port} sudah dipakai program lain. Pilih port lain, misalnya PORT={port + 1}.",
                f"Another program has port {port}. Choose another one, such as PORT={port + 1}.",
            ) from None
        raise ServerRefused(
            f"Alamat {host} port {port} tidak dapat dipakai: {error.strerror}.",
            f"The address {host} port {port} cannot be used: {error.strerror}.",
        ) from None


def serve(serving: Serving) -> None:
    """Serves until SIGINT or SIGTERM; `reserve` comes before it."""
    settings = serving.settings
    together = settings.workers > 1
    folder = tempfile.mkdtemp(prefix="lajur-metrics-") if together else None
    if folder is not None:
        os.environ[SHARED_FOLDER] = folder
    # One process is forked, so that it shares the lock; several start afresh, so that they count together.
    multiprocessing.set_start_method("spawn" if together else "fork", force=True)
    first, ending = multiprocessing.Semaphore(1), multiprocessing.Semaphore(0)
    server = _Server(
        "lajur",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        workers=settings.workers,
        backlog=BACKLOG,
        backpressure=BACKLOG + settings.parked_polls,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
        workers_kill_timeout=GRACE,
        respawn_failed_workers=True,
    )
    server.ending = ending
    try:
        server.serve(target_loader=cast(Any, partial(_start, serving, first, ending)), wrap_loader=False)
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


class _Server(MPServer):
    """Tells its processes that the end begins before it waits for the requests under way."""

    ending: Any = None

    def signal_handler_interrupt(self, *signal: Any, **more: Any) -> None:
        """SIGINT or SIGTERM came; each process takes one of the permits."""
        for _ in range(2 * self.workers):
            self.ending.release()
        super().signal_handler_interrupt(*signal, **more)  # type: ignore[no-untyped-call]


def _start(serving: Serving, first: Any, ending: Any) -> Application:
    """In each server process: its application, its worker, and an eye on the process that started it."""
    logs.configure(serving.settings.log_level, serving.settings.log_format)
    application, stop = serving.build(serving.settings)
    Finalize(None, stop, exitpriority=10)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watched = (parent.sentinel, application)
        threading.Thread(target=_leave_with, args=watched, name="parent", daemon=True).start()
    threading.Thread(target=_stop_waiting, args=(ending, application), name="ending", daemon=True).start()
    if first.acquire(block=False):
        threading.Thread(target=_announce, args=(serving,), name="announce", daemon=True).start()
    return application


def _announce(serving: Serving) -> None:
    """Says that the server is ready once it takes connections, which it does after its application is built."""
    settings = serving.settings
    while True:
        try:
            socket.create_connection((settings.host, settings.port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            serving.announce(settings)
            return


def _stop_waiting(ending: Any, application: Application) -> None:
    """Answers the requests that wait once the end begins: nobody should have to wait for them."""
    ending.acquire()
    application.stop_waiting()


def _leave_with(sentinel: int, application: Application) -> None:
    """Ends this process when the one that started it has died."""
    wait([sentinel])
    application.stop_waiting()
    os.kill(os.getpid(), signal.SIGTERM)
