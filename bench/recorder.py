"""The rows of a completion without an engine, and a recorder of the statements that write them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.office import Office
from engine.canonical import dumps
from engine.commands.desk import Context
from engine.events import instant
from engine.store import NewEvent, Stamp
from engine.store.cases import CASE, LOCK_TASK
from engine.store.history import stream
from engine.store.keys import FIND_KEY

__all__ = ["Recorder", "RowsOnly", "Template"]

Walk = Callable[[], Iterator[dict[str, Any]]]
Statement = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """What one completion wrote in a case that ran through the engine."""

    task: int
    element: str | None
    acting_for: str | None
    data: dict[str, Any]
    answers: dict[str, Any]
    state: bytes | None
    closed: str
    opened: list[str]
    ends: dict[str, Any] | None
    body: dict[str, Any]


class RowsOnly:
    """Writes the rows of completions, learnt from one real case, with no executor and no form."""

    def __init__(self, office: Office, walk: Walk) -> None:
        self.office = office
        self._templates = list(self._learn(walk))

    def case(self) -> Iterator[Callable[[], None]]:
        """Starts a real case, then gives one step for each completion."""
        started = self.office.start("w1")
        for revision, template in enumerate(self._templates, 2):
            yield lambda template=template, revision=revision: self.write(  # type: ignore[misc]
                started["case"], template, revision, template.state
            )

    def write(self, case: int, template: Template, revision: int, state: bytes | None) -> None:
        """One transaction with the rows of one completion."""
        context = self.office.context()
        stamp = Stamp(context.actor.login, context.now)
        assert context.idempotency is not None
        with self.office.desk.store.transaction() as tx:
            tx.one(FIND_KEY, actor=context.actor.login, key=context.idempotency.key)
            row = tx.one(LOCK_TASK, case=case, n=template.task)
            assert row is not None
            tx.numbered(case, row["events"], row["last_at"])
            tx.append(
                NewEvent(case, "TaskCompleted", template.data, template.element, template.acting_for, template.answers),
                stamp,
            )
            if template.ends is not None:
                tx.append(NewEvent(case, "CaseCompleted", template.ends), stamp)
            for group in template.opened:
                tx.count(group, 1)
            tx.count(template.closed, -1)
            tx.case(case, {"state": state, "revision": revision})
            tx.remember(_key(context, template.body))

    def _learn(self, walk: Walk) -> Iterator[Template]:
        office = self.office
        body = office.start("w1")
        case, group = body["case"], body["opened"][0]["candidates"]
        for answers in walk():
            task = int(body["opened"][0]["task"].split("-")[1])
            body = office.complete(body["opened"][0]["task"], answers)
            with office.desk.store.reading() as reading:
                events = stream(reading, case)
                row = reading.one(CASE, case=case)
            assert row is not None
            event = next(one for one in reversed(events) if one.kind == "TaskCompleted")
            data = {name: value for name, value in event.data.items() if name != "answers"}
            opened = [found["candidates"] for found in body["opened"]]
            ends = dict(events[-1].data) if events[-1].kind == "CaseCompleted" else None
            state = None if row["state"] is None else bytes(row["state"])
            yield Template(task, event.element, event.acting_for, data, answers, state, group, opened, ends, body)
            group = opened[0] if opened else ""


def _key(context: Context, body: dict[str, Any]) -> dict[str, Any]:
    assert context.idempotency is not None
    return {
        "actor": context.actor.login,
        "key": context.idempotency.key,
        "fingerprint": context.idempotency.fingerprint,
        "body": dumps(body),
        "created_at": instant(context.now),
    }


class Recorder:
    """Records every statement that the rows-only run sends to SQLite."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.before: Path = Path()

    def record(self, cases: int, walk: Walk) -> list[tuple[list[Statement], list[Statement]]]:
        """For each completion the statements before it that are not measured, and its own; `before` is the start."""
        rows = RowsOnly(self._office, walk)
        store = self._office.desk.store
        self.before = Path(str(store.engine.url.database)).with_name("before.sqlite")
        with store.transaction() as tx:
            tx.touched()
        _copy(store.engine.url.database, self.before)
        seen: list[Statement] = []
        steps = []
        with _recorded(store, seen):
            for _ in range(cases):
                for step in rows.case():
                    setup = seen[:]
                    seen.clear()
                    step()
                    steps.append((setup, seen[:]))
                    seen.clear()
        return steps


def _copy(source: str | None, target: Path) -> None:
    with sqlite3.connect(str(source)) as one, sqlite3.connect(target) as other:
        one.backup(other)


@contextmanager
def _recorded(store: Any, seen: list[Statement]) -> Iterator[None]:
    """Wraps the cursors of a store's writer for a while."""
    connections = store._connections
    lend = connections.writer

    @contextmanager
    def writer() -> Iterator[Any]:
        with lend() as connection:
            yield _Connection(connection, seen)

    connections.writer = writer
    try:
        yield
    finally:
        connections.writer = lend


class _Connection:
    def __init__(self, connection: Any, seen: list[Statement]) -> None:
        self._connection, self._seen = connection, seen

    def cursor(self) -> _Cursor:
        return _Cursor(self._connection.cursor(), self._seen)


class _Cursor:
    def __init__(self, cursor: Any, seen: list[Statement]) -> None:
        self._cursor, self._seen = cursor, seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, params: Any = ()) -> Any:
        self._seen.append(("one", sql, params))
        return self._cursor.execute(sql, params)

    def executemany(self, sql: str, params: Any) -> Any:
        self._seen.append(("many", sql, params))
        return self._cursor.executemany(sql, params)
