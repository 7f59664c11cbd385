"""Writes an export part by part: each page of cases is a stretch that is there for good, so that a restart goes on."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from engine.canonical import loads
from engine.commands.desk import Context, Desk
from engine.commands.export import FinishExport
from engine.commands.reading import RecordRead, unrecorded
from engine.commands.refusals import Refusal
from engine.events import instant
from engine.policy import Actor
from engine.queries.acts import Asked, acts
from engine.queries.chart import Chart, chart
from engine.queries.export_csv import ACTS_HEAD, CASES_HEAD, act_lines, case_lines
from engine.queries.export_xes import FOOT, HEAD, trace
from engine.queries.exported import Order, Written
from engine.queries.look import Look
from engine.queries.search import search
from engine.store.exports import BEAT_EXPORT, DROP_PARTS, END_EXPORT, EXPORT, PUT_PART, TAKE_EXPORT
from engine.store.people import actor

__all__ = ["SILENT", "Page", "Stopped", "foot_of", "head_of", "pages", "run_export"]

SILENT: Final = timedelta(seconds=60)
"""After so long without a sign of life whoever ran an export is taken for dead."""
_PART: Final = 2 * 1024 * 1024  # bytes before packing
_PAGE: Final = 100  # cases
_ACTS: Final = 1_000


class Stopped(Exception):
    """The process ends in the middle of an export."""


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of an export: where the next begins (None: that was all), whose subjects are in it, and its lines."""

    next: str | None
    read: tuple[int, ...]
    lines: Iterator[str]


def head_of(order: Order) -> str:
    """What begins the file."""
    return {"csv": CASES_HEAD, "acts": ACTS_HEAD, "xes": HEAD}[order.format]


def foot_of(order: Order) -> str:
    """What ends it."""
    return FOOT if order.format == "xes" else ""


def page(written: Written, after: str) -> Page:
    """The next stretch, newest first, of what the person may read; `written` counts what its lines give."""
    look, order = written.look, written.order
    if order.format == "acts":
        shown = acts(look, _asked(order), after, _ACTS)
        return Page(shown.next, (), act_lines(shown.rows, written))
    found = search(look, order.wanted, after, _PAGE)
    read = tuple(row["id"] for row in found.rows) if order.about else ()
    if order.format == "csv":
        return Page(found.next, read, case_lines(found.rows, written))
    return Page(found.next, read, _traces(look, found.rows, written))


def pages(look: Callable[[], Any], order: Order) -> Iterator[str]:
    """The whole file as text; `look` opens a look for each stretch, so that none lasts long."""
    yield head_of(order)
    after: str | None = ""
    while after is not None:
        with look() as now:
            found = page(Written(now, order), after)
            yield from found.lines
        after = found.next
    yield foot_of(order)


def _traces(look: Look, rows: tuple[dict[str, Any], ...], written: Written) -> Iterator[str]:
    charts: dict[int, Chart] = {}
    for row in rows:
        sheet = charts.get(row["definition_id"])
        if sheet is None:
            sheet = charts[row["definition_id"]] = chart(look.reading, row["definition_id"])
        yield from trace(look.reading, row, sheet, written)
        written.cases += 1


def _asked(order: Order) -> Asked:
    said: dict[str, Any] = dict(order.acts)
    for name in ("since", "until"):
        said[name] = date.fromisoformat(said[name]) if said.get(name) else None
    return Asked(**said)


@dataclass(slots=True)
class _Run:
    """An export that is under way, and what of it is there for good."""

    desk: Desk
    number: int
    who: Actor
    order: Order
    clock: Callable[[], datetime]
    after: str
    cases: int
    events: int
    parts: int
    bytes: int
    waiting: list[str] = field(default_factory=list)
    held: int = 0

    def stretch(self) -> bool:
        """Writes the next page; False when there is none after it."""
        first = self.parts
        with self.desk.store.reading() as reading:
            look = Look(reading, self.desk.library, self.who, self.clock())
            written = Written(look, self.order, self.cases, self.events)
            found = page(written, self.after)
            self._trace(look, found.read)
            if not self.after and not first:
                self._put(head_of(self.order))
            for text in found.lines:
                self._put(text)
            if found.next is None:
                self._put(foot_of(self.order))
        self._flush()
        self.cases, self.events, self.after = written.cases, written.events, found.next or self.after
        self._beat()
        return found.next is not None

    def _trace(self, look: Look, read: tuple[int, ...]) -> None:
        """Writes down whose subjects leave, before they do."""
        fresh = tuple(case for case, _ in unrecorded(look.reading, self.who, read, look.now)) if read else ()
        if fresh:
            self.desk.run(Context(self.who, self.clock()), RecordRead(fresh, "export"))

    def _put(self, text: str) -> None:
        self.waiting.append(text)
        self.held += len(text)
        if self.held > _PART:
            self._flush()

    def _flush(self) -> None:
        """A part of its own in a transaction of its own: parts beyond what the run counts are written again."""
        body = "".join(self.waiting).encode("utf-8")
        self.waiting, self.held = [], 0
        if body:
            packed = gzip.compress(body, 6, mtime=0)
            with self.desk.store.transaction() as tx:
                tx.many(PUT_PART, [{"run": self.number, "n": self.parts, "body": packed}])
            self.parts, self.bytes = self.parts + 1, self.bytes + len(body)

    def _beat(self) -> None:
        with self.desk.store.transaction() as tx:
            tx.run(
                BEAT_EXPORT,
                run=self.number,
                at=instant(self.clock()),
                place=self.after,
                so_many=self.cases,
                of_events=self.events,
                of_parts=self.parts,
                of_bytes=self.bytes,
            )


def run_export(desk: Desk, number: int, clock: Callable[[], datetime], stop: Callable[[], bool]) -> bool:
    """Runs an export to its end, from where it got; False when somebody else has it. Raises Stopped when told to."""
    now = clock()
    with desk.store.transaction() as tx:
        if not tx.run(TAKE_EXPORT, run=number, at=instant(now), silent_since=instant(now - SILENT)):
            return False
        row = tx.one(EXPORT, run=number)
        assert row is not None
        tx.run(DROP_PARTS, run=number, number=row["parts"])
        who = actor(tx, row["asked_by"], now)
    try:
        if who is None:
            raise _gone()
        kept = loads(bytes(row["asked"]))
        assert isinstance(kept, dict)
        counts = (row["cases"], row["events"], row["parts"], row["bytes"])
        run = _Run(desk, number, who, Order.read(kept), clock, row["after"] or "", *counts)
        while run.stretch():
            if stop():
                raise Stopped
        desk.run(Context(who, clock()), FinishExport(run.order, number))
    except Refusal as refused:
        with desk.store.transaction() as tx:
            tx.run(END_EXPORT, run=number, how="FAILED", at=instant(clock()), because=f"{refused.id}\n{refused.en}")
    return True


def _gone() -> Refusal:
    return Refusal("no-account", "Akun yang memintanya tidak aktif lagi.", "The account that asked is active no more.")
