"""When a timer of the diagram fires: its text, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from bpmn.net import Timer, TimerKind
from engine.spiff.durations import Repeat, Span, read_date, read_repeat, read_span
from engine.spiff.refusals import ProgramRefused, TimerUnreadable
from engine.spiff.tokens import Compile, Compiled

__all__ = ["Cycle", "Timing", "instant", "moment", "timing"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LITERAL: Final = re.compile(r"[-+]?P(?:T?\d|T?$)|R\d*(?:/|$)", re.ASCII | re.IGNORECASE)
"""How an ISO 8601 text begins: one with a slip in it is no name of a variable."""

When = datetime | Span | Repeat


class Cycle(NamedTuple):
    """Where a repeating timer stands: occurrences left (None: without end), which one comes, from when, how far apart.

    `base` is in microseconds since 1970, `span` an ISO 8601 duration: occurrence `k` is at `base + k * span`.
    """

    left: int | None
    k: int
    base: int
    span: str


def instant(moment: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """The aware time (UTC) of microseconds since 1970."""
    return _EPOCH + instant * _MICROSECOND


@dataclass(frozen=True, slots=True)
class Timing:
    """A timer: a fixed time, or the expression that gives it."""

    element: str
    kind: TimerKind
    fixed: When | None
    expression: Compiled | None
    zone: tzinfo

    def first(self, values: Mapping[str, object], now: datetime) -> tuple[int, Cycle | None]:
        """When it is due first (microseconds since 1970), and how it repeats. Raises TimerUnreadable."""
        value: object = self.fixed
        try:
            if self.expression is not None:
                value = self.expression(values)
                return self._due(_read(self.kind, value, self.zone), now)
            assert self.fixed is not None
            return self._due(self.fixed, now)
        except (ValueError, OverflowError) as error:
            raise TimerUnreadable(self.element, value) from error

    def next(self, cycle: Cycle) -> tuple[int, Cycle] | None:
        """When it is due again after an occurrence, or None when its repetitions are used up."""
        left = None if cycle.left is None else cycle.left - 1
        if left == 0:
            return None
        after = Cycle(left, cycle.k + 1, cycle.base, cycle.span)
        return self._at(after), after

    def _due(self, when: When, now: datetime) -> tuple[int, Cycle | None]:
        if isinstance(when, datetime):
            return instant(when), None
        if isinstance(when, Span):
            return instant(when.after(now, 1, self.zone)), None
        base, k = (now, 1) if when.start is None else (when.start, 0)
        cycle = Cycle(when.times, k, instant(base), when.span.text)
        return self._at(cycle), cycle

    def _at(self, cycle: Cycle) -> int:
        try:
            return instant(read_span(cycle.span).after(moment(cycle.base), cycle.k, self.zone))
        except (ValueError, OverflowError) as error:
            raise TimerUnreadable(self.element, cycle.span) from error


def timing(element: str, timer: Timer, compile_expression: Compile, zone: tzinfo) -> Timing:
    """The timer compiled: an ISO 8601 text, quoted or not, or an expression. Raises ProgramRefused."""
    text = timer.text.strip()
    bare = text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    try:
        return Timing(element, timer.kind, _read(timer.kind, bare, zone), None, zone)
    except (ValueError, OverflowError) as error:
        if bare is not text or not text or _LITERAL.match(bare):
            raise _refused(element, timer) from error
    try:
        expression = compile_expression(text)
        fixed = None if expression.names else _read(timer.kind, expression({}), zone)
    except (ValueError, OverflowError) as error:
        raise _refused(element, timer) from error
    return Timing(element, timer.kind, fixed, None if fixed is not None else expression, zone)


def _read(kind: TimerKind, value: object, zone: tzinfo) -> When:
    if kind == "date":
        return read_date(value, zone)
    if not isinstance(value, str):
        raise ValueError(f"no ISO 8601 text: {value!r}")
    return read_span(value) if kind == "duration" else read_repeat(value, zone)


_EXAMPLES: Final[Mapping[TimerKind, tuple[str, str, str]]] = {
    "date": ("tanggal", "date", "2026-03-31T08:00:00+08:00"),
    "duration": ("jangka waktu", "duration", "PT1H, P3D, P1M"),
    "cycle": ("pengulangan", "repetition", "R3/PT1H, R/P1D"),
}


def _refused(element: str, timer: Timer) -> ProgramRefused:
    kata, word, example = _EXAMPLES[timer.kind]
    return ProgramRefused(
        element,
        f"Waktu “{timer.text}” bukan {kata} ISO 8601 dan bukan nama isian. Tulis misalnya {example}.",
        f"The time “{timer.text}” is no ISO 8601 {word} and no variable. Write for example {example}.",
    )
