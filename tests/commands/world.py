"""A small office whose commands are all proven: after each one, history gives the rows and the state."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from engine.canonical import loads
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.desk import Context, Desk, Idempotency, Result
from engine.commands.external_task_lock import LockExternal
from engine.commands.job import RunJob
from engine.commands.office import LoadOffice
from engine.commands.task import Complete
from engine.library import Library
from engine.policy import Actor
from engine.store import Query, Store
from engine.store.external_offers import EXTERNALS
from engine.store.lists import Page
from engine.store.tables import metadata
from engine.worker.loop import MACHINE, Worker
from tests.proven import prove

__all__ = ["AUDITOR", "KASI", "MACHINE", "OWNER", "STAF", "START", "World"]

HERE: Final = Path(__file__).parent
START: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OFFICE: Final = {
    "id": "uji",
    "kode": "UJ",
    "nama": "Kecamatan Uji",
    "wilayah": "Kabupaten Uji",
    "zona": "WIB",
    "jabatan": [
        {"slug": "staf", "nama": "Staf"},
        {"slug": "kasi", "nama": "Kasi"},
        {"slug": "camat", "nama": "Camat"},
        {"slug": "pemohon", "nama": "Pemohon", "luar": True, "pencatat": "staf"},
    ],
    "alias": [],
}


def person(login: str, *posts: str, grants: tuple[tuple[str, str], ...] = ()) -> Actor:
    """Somebody who holds these posts of the office."""
    held = frozenset(f"uji/{post}" for post in posts)
    return Actor(login, login.title(), held, held, held, frozenset(grants))


STAF: Final = person("staf", "staf")
KASI: Final = person("kasi", "kasi")
AUDITOR: Final = person("pemeriksa", grants=(("auditor", "*"),))
OWNER: Final = person("pemilik", grants=(("pemilik", "*"), ("administrator", "*")))


@dataclass
class World:
    """Runs commands at a time that tests turn; tests/conftest.py has each of them proven."""

    store: Store
    now: datetime = START
    desk: Desk = field(init=False)
    _keys: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, Library())

    def furnish(self, *diagrams: str) -> World:
        """Loads the office and puts the diagrams beside the tests in force."""
        self.run(OWNER, LoadOffice(OFFICE))
        for name in diagrams:
            self.run(OWNER, Deploy("uji", name, {name: (HERE / name).read_bytes()}))
        return self

    def run(self, actor: Actor, command: object, key: str | None = None) -> dict[str, Any]:
        """The command's body."""
        body: dict[str, Any] = self.result(actor, command, key).body
        return body

    def result(self, actor: Actor, command: object, key: str | None = None) -> Result:
        """The command's result, a second later than the last one."""
        self.now += timedelta(seconds=1)
        idempotency = None if key is None else Idempotency(key, repr(command).encode().ljust(32)[:32])
        return self.desk.run(Context(actor, self.now, idempotency), command)

    def start(self, key: str, actor: Actor = STAF, **answers: Any) -> dict[str, Any]:
        """Starts a case; the command's body."""
        return self.run(actor, StartCase(key, answers=answers))

    def complete(self, actor: Actor, task: str, **answers: Any) -> dict[str, Any]:
        """Completes a task by its outer id; the command's body."""
        case, n = task.split("-")
        return self.run(actor, Complete(int(case), int(n), answers))

    def complete_any(self, body: dict[str, Any], actor: Actor = STAF) -> dict[str, Any]:
        """Completes the first task that the command opened."""
        return self.complete(actor, body["opened"][0]["task"])

    def work(self) -> int:
        """Lets the worker do all that is due; how many jobs it did."""
        done, now = 0, self.now
        while did := Worker(self.desk, clock=lambda: now).round().fired:
            done += did
        return done

    def run_job(self, job: dict[str, Any]) -> dict[str, Any]:
        """Runs one job that is due."""
        return self.run(MACHINE, RunJob(job["id"], job["case_id"]))

    def lend(self, case: int, n: int, worker: str = "w", milliseconds: int = 3_600_000) -> int:
        """Lends a service task to a worker; its number."""
        self.run(MACHINE, LockExternal(case, n, worker, milliseconds))
        return n

    def external(self, case: int, n: int) -> dict[str, Any]:
        """The row of a service task that waits."""
        with self.store.reading() as reading:
            found = EXTERNALS.rows(reading, Page({"task": {"task_case": case, "task_n": n}}))
        return found[0]

    def jobs(self) -> list[dict[str, Any]]:
        """The jobs that wait, in their order, with what they carry."""
        with self.store.reading() as reading:
            rows = reading.all(Query("All jobs.", text("SELECT * FROM job ORDER BY id")))
        return [row | {"payload": row["payload"] and loads(bytes(row["payload"]))} for row in rows]

    def prove(self, case: int) -> None:
        """The rows are what the history folds to, and the executor reaches the stored state again."""
        prove(self.desk, case)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, to see that nothing changed."""
        with self.store.reading() as reading:
            tables = {
                name: reading.all(Query(f"All of {name}.", text(f'SELECT * FROM "{name}"'))) for name in metadata.tables
            }
        return {
            name: sorted(
                (
                    tuple(bytes(value) if isinstance(value, memoryview) else value for value in row.values())
                    for row in rows
                ),
                key=repr,
            )
            for name, rows in tables.items()
        }


def task_of(body: dict[str, Any], element: str) -> str:
    """The outer id of the task that the command opened at an element."""
    found: str = next(row["task"] for row in body["opened"] if row["element"] == element)
    return found
