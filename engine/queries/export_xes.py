"""A log of cases as XES (IEEE 1849-2016), written as it is read: concept, lifecycle, organizational, time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import quoteattr

from engine.events import Event, closed_tasks, opened_tasks
from engine.queries.chart import Chart
from engine.queries.exported import Written
from engine.queries.steps import step
from engine.store import Reading
from engine.store.exports import EVENTS_AFTER
from engine.store.history import event_of
from engine.store.reading import Row

__all__ = ["FOOT", "HEAD", "trace"]

HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xes.features="">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace">
<string key="concept:name" value="-"/>
</global>
<global scope="event">
<string key="concept:name" value="-"/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
</global>
<classifier name="Langkah" keys="concept:name lifecycle:transition"/>
<string key="lifecycle:model" value="standard"/>
"""
FOOT: Final = "</log>\n"
_AT_ONCE: Final = 500  # events in one question
_HANDS: Final = {
    "TaskClaimed": "start",
    "TaskAssigned": "assign",
    "TaskDelegated": "reassign",
    "TaskReleased": "reassign",
    "TaskResolved": "reassign",
}
_DONE: Final = frozenset(
    {
        "CallReturned",
        "ExternalTaskCompleted",
        "MessageReceived",
        "SignalReceived",
        "TaskCompleted",
        "TimerFired",
    }
)
_GONE: Final = "\ufffd"
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _attribute(kind: str, key: str, value: str) -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(_NO_XML.sub(_GONE, value))}/>"


def _date(key: str, at: datetime) -> str:
    return f'<date key="{key}" value="{at.astimezone(UTC).isoformat(timespec="milliseconds")}"/>'


@dataclass(slots=True)
class _Trace:
    """What is known of a case while its events go by: the element of each open task."""

    chart: Chart
    written: Written
    withdrawn: frozenset[int]
    open: dict[int, str] = field(default_factory=dict)

    def take(self, event: Event) -> Iterator[str]:
        """The lines of one event of ours: none, or several."""
        n = event.data.get("task", event.data.get("n"))
        element = event.element or (self.open.get(n) if isinstance(n, int) else None)
        if event.kind in _DONE and element:
            undone = event.number in self.withdrawn
            yield self._line(event, (element, n), "pi_abort" if undone else "complete")
            self.open.pop(n, None) if isinstance(n, int) else None
        elif event.kind in _HANDS and element:
            yield self._line(event, (element, n), _HANDS[event.kind])
        for gone in closed_tasks(event.data):
            if gone in self.open:
                yield self._line(event, (self.open.pop(gone), gone), "withdraw", engine=True)
        for task in opened_tasks(event.data):
            self.open[task.n] = task.element
            yield self._line(event, (task.element, task.n), "schedule", engine=True)

    def _line(self, event: Event, what: tuple[str, object], transition: str, *, engine: bool = False) -> str:
        element, n = what
        told = step(self.chart, element)
        parts = [
            _attribute("string", "concept:name", told.title or element),
            _attribute("string", "concept:instance", str(n)) if n is not None else "",
            _attribute("string", "lifecycle:transition", transition),
            _date("time:timestamp", event.happened_at),
        ]
        if not engine and event.actor:
            parts.append(_attribute("string", "org:resource", self.written.person(event.actor)))
            if event.acting_for:
                parts.append(_attribute("string", "org:role", self.written.post(event.acting_for)))
        parts.append(_attribute("string", "lajur:elemen", element))
        parts.append(f'<int key="lajur:peristiwa" value="{event.number}"/>')
        self.written.events += 1
        return f"<event>{''.join(parts)}</event>\n"


def trace(reading: Reading, row: Row, chart: Chart, written: Written) -> Iterator[str]:
    """The lines of a case; `written` counts them and gives people and posts their names."""
    withdrawn = frozenset(
        event.data["completion"] for event in _events(reading, row["id"]) if event.kind == "CompletionWithdrawn"
    )
    yield "<trace>" + _attribute("string", "concept:name", row["number"])
    yield _attribute("string", "lajur:sop", chart.key) + _attribute("string", "lajur:namasop", chart.name)
    yield f'<int key="lajur:versi" value="{chart.version}"/>' + _attribute("string", "lajur:kantor", row["office"])
    yield _attribute("string", "lajur:keadaan", row["status"])
    yield (_attribute("string", "lajur:hasil", row["outcome"]) if row["outcome"] else "") + "\n"
    followed = _Trace(chart, written, withdrawn)
    for event in _events(reading, row["id"]):
        yield from followed.take(event)
    yield "</trace>\n"


def _events(reading: Reading, case: int) -> Iterator[Event]:
    """The history of a case, some at a time, however long it is."""
    after = 0
    while rows := reading.all(EVENTS_AFTER, case=case, after=after, limit=_AT_ONCE):
        for one in rows:
            yield event_of(one)
        after = rows[-1]["number"]
