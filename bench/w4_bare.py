"""A bare Flask endpoint with one INSERT and COMMIT on our server: `python -m bench.w4_bare FILE` says its port."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import Flask, request

from engine.app.front import Front
from engine.polling import Room
from engine.serve import Serving, reserve, serve
from engine.settings import Settings, load

__all__: list[str] = []

_BUSY: Final = 30.0  # seconds that a writer waits for another one


def application(file: str) -> Flask:
    """`POST /catat` writes what it was sent as a row and commits; durable as our own database is."""
    app, here = Flask("ukur"), threading.local()

    def connection() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(here, "connection", None)
        if found is None:
            found = here.connection = sqlite3.connect(file, timeout=_BUSY, isolation_level=None)
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = FULL")
            found.execute("CREATE TABLE IF NOT EXISTS catatan (id INTEGER PRIMARY KEY, isi TEXT NOT NULL)")
        return found

    @app.post("/catat")
    def keep() -> dict[str, int]:
        writer = connection()
        writer.execute("BEGIN IMMEDIATE")
        made = writer.execute("INSERT INTO catatan (isi) VALUES (?)", [request.get_data(as_text=True)]).lastrowid
        writer.execute("COMMIT")
        return {"id": made or 0}

    return app


def build(settings: Settings) -> tuple[Front, Callable[[], None]]:
    """The same front, room and threads as our own application has."""
    file = settings.database_url.removeprefix("sqlite:///")
    app = application(file)
    return Front(app, Room(settings.parked_polls), settings.threads), lambda: None


def _announce(settings: Settings) -> None:
    print(f"siap http://127.0.0.1:{settings.port}", flush=True)


if __name__ == "__main__":
    chosen = load(database_url=f"sqlite:///{Path(sys.argv[1])}", port=0, secret_key="ukuran", log_level="warning")  # noqa: S106
    serve(Serving(reserve(chosen), build, _announce))
