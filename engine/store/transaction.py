"""The only writer: one transaction, one commit. Events come first, rows follow through the applier."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy.engine import Dialect

from engine.canonical import commitment, dumps, leaf
from engine.events import Event, changes, instant, moment
from engine.store import writes
from engine.store.errors import StoreUncertain
from engine.store.query import Query
from engine.store.reading import Cursor, Reading, Row, Watch

__all__ = ["NewEvent", "Stamp", "Transaction", "committed"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts, for which post, and when; `happened_at` is earlier when a paper office enters later."""

    actor: str | None
    now: datetime
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has a number; `answers` are values that stay outside of it behind commitments."""

    case: int
    kind: str
    data: Mapping[str, Any]
    element: str | None = None
    acting_for: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


class Transaction(Reading):
    """Buffers what a command writes and sends it at the end in a fixed order, each table in one statement."""

    def __init__(self, cursor: Cursor, dialect: Dialect, watch: Watch | None = None) -> None:
        super().__init__(cursor, dialect, watch)
        self._numbers: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._at = 0
        self._cases: dict[int, Row] = {}
        self._events: list[Row] = []
        self._answers: list[Row] = []
        self._changes: dict[tuple[str, str], dict[tuple[Any, ...], Row]] = {}
        self._rows: list[tuple[Query, list[Row]]] = []
        self._counts: dict[str, int] = {}
        self._key: Row | None = None
        self.offers: set[str] = set()

    def say(self, word: str) -> None:
        """Begins or ends the transaction."""
        self._cursor.execute(word)

    def leave(self) -> None:
        """Gives the cursor back."""
        self._cursor.close()

    def run(self, query: Query, **values: Any) -> int:
        """Runs a writing query at once; the number of rows that it touched."""
        self._execute(query, values)
        return self._cursor.rowcount

    def many(self, query: Query, rows: Sequence[Row]) -> None:
        """Runs a writing query at once for each row, as one statement."""
        if not rows:
            return
        prepared = [query.prepared(self.dialect, row) for row in rows]
        sql = prepared[0][0]
        if self._watch is not None:
            self._watch(sql)
        if len(rows) == 1:
            self._cursor.execute(sql, prepared[0][1])
        else:
            self._cursor.executemany(sql, [params for _, params in prepared])

    def later(self, query: Query, rows: list[Row]) -> None:
        """Runs a writing query at the end, after the events."""
        if rows:
            self._rows.append((query, rows))

    def numbered(self, case: int, events: int, last_at: int = 0) -> None:
        """Says how many events a case has and when the last was recorded: `append` goes on from there."""
        self._numbers[case], self._last[case] = events, last_at

    def append(self, event: NewEvent, stamp: Stamp) -> Event:
        """Numbers an event, commits to its answers, hashes it and notes what it changes. Sent by `flush`."""
        number = self._number(event.case)
        data = dict(event.data)
        if event.answers:
            data["answers"] = self._keep(event.case, number, event.answers)
        now = self._monotonic(event.case, stamp.now)
        happened = stamp.happened_at or now
        made = Event(event.case, number, event.kind, event.element, stamp.actor, event.acting_for, happened, now, data)
        self._events.append(_row(made))
        for change in changes(made):
            self._note(change.table, change.op, change.key, change.row)
        return made

    def case(self, case: int, values: Row) -> None:
        """Notes columns of a case that no event folds (state, revision, business key)."""
        self._cases.setdefault(case, {}).update(values)

    def count(self, candidates: str | None, change: int) -> None:
        """Notes that a group has that many more (or fewer) open tasks."""
        if candidates is not None:
            self._counts[candidates] = self._counts.get(candidates, 0) + change

    def remember(self, key: Row) -> None:
        """Notes the idempotency key; it is stored with success and in this transaction."""
        self._key = key

    def offer(self, topics: Iterable[str]) -> None:
        """Notes that service tasks of these topics may be fetched once this is committed; then who waits is told."""
        self.offers.update(topics)

    def touched(self) -> list[Row]:
        """The streams that got events: case_id, first and last number, created_at (instant)."""
        return [
            {"case_id": case, "first": first, "last": self._numbers[case], "created_at": self._at}
            for case, first in self._first.items()
        ]

    def flush(self) -> None:
        """Sends everything that is noted; called once, just before the commit."""
        self._write_cases()
        self.many(writes.INSERT_EVENT, self._events)
        self.many(writes.INSERT_ANSWER, self._answers)
        for (table, op), rows in self._changes.items():
            self._write(table, op, rows)
        for query, queued in self._rows:
            self.many(query, queued)
        if self._key is not None:
            self.many(writes.INSERT_KEY, [self._key])
        counts = [{"candidates": group, "change": change} for group, change in sorted(self._counts.items()) if change]
        self.many(writes.ADD_COUNT, counts)

    def _number(self, case: int) -> int:
        if case == 0:
            self._numbers[0] = self.value(writes.NEXT_IN_SERIES, name="events", step=1)
        else:
            self._numbers[case] += 1
        self._first.setdefault(case, self._numbers[case])
        return self._numbers[case]

    def _monotonic(self, case: int, now: datetime) -> datetime:
        """The time to record: a clock that was set back never makes a case's history run backwards."""
        at = max(instant(now), self._last.get(case, 0))
        self._last[case] = self._at = at
        return now if at == instant(now) else moment(at)

    def _keep(self, case: int, number: int, answers: Mapping[str, Any]) -> dict[str, str]:
        commitments: dict[str, str] = {}
        for name, value in answers.items():
            salt, stored = os.urandom(16), dumps(value)
            commitments[name] = commitment(salt, stored)
            self._answers.append({"case_id": case, "event": number, "name": name, "salt": salt, "value": stored})
        return commitments

    def _note(self, table: str, op: str, key: tuple[Any, ...], row: Row) -> None:
        if table == "process_instance":
            self._cases.setdefault(key[0], {}).update(row | ({"new": True} if op == "put" else {}))
            return
        puts = self._changes.get((table, "put"), {})
        if op == "set" and key in puts:
            puts[key].update(row)
        elif op in ("put", "drop") and table == "variable":
            self._changes.get((table, "drop" if op == "put" else "put"), {}).pop(key, None)  # the last one counts
            self._changes.setdefault((table, op), {})[key] = row
        else:
            self._changes.setdefault((table, op), {}).setdefault(key, {}).update(row)

    def _write_cases(self) -> None:
        for case, row in self._cases.items():
            new = row.pop("new", False)
            row |= {"events": self._numbers[case], "last_at": self._last[case]}
            if new:
                self.many(writes.put("process_instance"), [writes.BLANK_CASE | row | {"id": case}])
            else:
                self.many(writes.set_("process_instance", row), [row | {"id": case}])
        for case in self._numbers.keys() - self._cases.keys() - {0}:
            if case in self._first:
                row = {"events": self._numbers[case], "last_at": self._last[case]}
                self.many(writes.set_("process_instance", row), [row | {"id": case}])

    def _write(self, table: str, op: str, rows: dict[tuple[Any, ...], Row]) -> None:
        """One statement for each set of columns; mostly that is one."""
        if op == "drop":
            self.many(writes.drop(table), [dict(zip(writes.KEYS[table], key, strict=True)) for key in rows])
            return
        shapes: dict[tuple[str, ...], list[Row]] = {}
        for key, row in rows.items():
            named = dict(zip(writes.KEYS[table], key, strict=True))
            shapes.setdefault(tuple(row), []).append(named | row)
        for columns, found in shapes.items():
            self.many(writes.put(table) if op == "put" else writes.set_(table, columns), found)


@contextmanager
def committed(tx: Transaction, begin: str) -> Iterator[None]:
    """Begins, lets the block work, sends what is noted and commits: the only commit there is.

    Raises StoreUncertain when the connection was lost before COMMIT was answered.
    """
    try:
        tx.say(begin)
        yield
        tx.flush()
        _commit(tx)
    except BaseException:
        with suppress(sqlite3.Error, psycopg.Error):
            tx.say("ROLLBACK")
        raise
    finally:
        tx.leave()


def _commit(tx: Transaction) -> None:
    try:
        tx.say("COMMIT")
    except psycopg.OperationalError as error:
        if error.sqlstate is None:  # no word from the server: it may have committed
            raise StoreUncertain(str(error)) from error
        raise


def _row(event: Event) -> Row:
    data = dumps(event.data)
    happened, recorded = instant(event.happened_at), instant(event.recorded_at)
    row: Row = {
        "case_id": event.case,
        "number": event.number,
        "schema": event.schema,
        "kind": event.kind,
        "element": event.element,
        "actor": event.actor,
        "acting_for": event.acting_for,
        "happened_at": happened,
        "recorded_at": recorded,
    }
    row["leaf"] = leaf(list(row.values()), data)
    row["data"] = data
    return row
