"""One contender of W1 in a process of its own: `python -m bench.contenders NAME FILE CASES` prints JSON."""

from __future__ import annotations

import gc
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from bench.models import OURS, forms, procedure
from bench.naive import Naive
from bench.office import ANSWER, Office, open_office
from bench.recorder import Recorder, RowsOnly

__all__ = ["walk"]

# Steps 1 to 9, a Tidak back to 5, and on to the end: 22 completions.
LENGTH: Final = 22


def walk() -> Iterator[dict[str, Any]]:
    """The answers of one case in order."""
    for step in range(1, LENGTH + 1):
        answers = dict(ANSWER)
        if step in (9, 14):  # the ninth step, in both rounds
            answers["keputusan_9"] = "Tidak" if step == 9 else "Ya"
        yield answers


def _timed(cases: int, complete: Callable[[], Iterator[Callable[[], None]]]) -> dict[str, float]:
    """Runs the completions of some cases; starting a case is not measured."""
    wall = cpu = 0.0
    count = 0
    for _ in range(cases):
        for step in complete():
            began, used = time.perf_counter(), time.process_time()
            step()
            wall += time.perf_counter() - began
            cpu += time.process_time() - used
            count += 1
    return {"wall": wall / count * 1000, "cpu": cpu / count * 1000, "completions": count}


def _ours(office: Office) -> Iterator[Callable[[], None]]:
    task = office.start("w1")["opened"][0]["task"]
    for answers in walk():
        body: dict[str, Any] = {}
        yield lambda task=task, answers=answers, body=body: body.update(office.complete(task, answers))  # type: ignore[misc]
        if body["opened"]:
            task = body["opened"][0]["task"]


def _plain(file: Path, cases: int) -> dict[str, float]:
    """Replays the very statements of the rows-only run on a copy of its start, with nothing but sqlite3."""
    recorder = Recorder(open_office(file.with_name("record.sqlite"), procedure(OURS), forms()))
    steps = recorder.record(cases, walk)
    source = sqlite3.connect(recorder.before)
    target = sqlite3.connect(file, isolation_level=None, cached_statements=512)
    source.backup(target)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000"):
        target.execute(f"PRAGMA {pragma}")
    cursor = target.cursor()

    def replay() -> Iterator[Callable[[], None]]:
        for setup, statements in steps:
            _run(cursor, setup)
            yield lambda statements=statements: _run(cursor, statements)  # type: ignore[misc]

    return _timed(1, replay)


def _run(cursor: sqlite3.Cursor, statements: list[tuple[str, str, Any]]) -> None:
    for how, sql, params in statements:
        if how == "many":
            cursor.executemany(sql, params)
        else:
            cursor.execute(sql, params).fetchall()


def main(name: str, file: Path, cases: int) -> dict[str, float]:
    """The costs of one contender: wall and CPU ms a completion."""
    if name == "plain":
        return _plain(file, cases)
    office = open_office(file, procedure(OURS), forms())
    run: Callable[[], Iterator[Callable[[], None]]]
    if name == "ours":
        run = lambda: _ours(office)  # noqa: E731
    elif name == "rows":
        rows = RowsOnly(office, walk)
        run = rows.case
    else:
        naive = Naive(office, walk)
        run = naive.case
    _timed(2, run)
    before = _size(office, file)
    gc.collect()
    found = _timed(cases, run)
    found["bytes"] = (_size(office, file) - before) / found["completions"]
    return found


def _size(office: Office, file: Path) -> int:
    """Bytes of the database once delivered outbox rows and expired keys are purged, after a checkpoint."""
    with office.desk.store.transaction():
        pass
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("DELETE FROM idempotency_key")
        connection.commit()
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
