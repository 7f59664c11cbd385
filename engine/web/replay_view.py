"""What the templates of a replay are given: verdicts, words and columns of the timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from engine.queries.reel import Moment
from engine.queries.replayed import Replay, Told
from engine.web.clock import short_day
from engine.web.filters import listed
from engine.web.replay_story import opening, paragraph, worth
from engine.web.replay_values import grouped, kilobytes, meter, normed, value, working
from engine.web.replay_words import heading, sentence
from engine.web.replay_words_parts import as_what, on_behalf, titled

__all__ = ["PAGE", "Column", "columns", "facts"]

PAGE: Final = 30
"""Moments that the page and the script get at once."""
NORM: Final = 20  # height of a bar that takes just its norm; one that takes twice as long is cut there
LEAST: Final = 3
_ENDS: Final = frozenset({"CaseCancelled", "CaseCompleted"})


@dataclass(frozen=True, slots=True)
class Column:
    """One moment on the timeline: a bar of a height (0 to 40), how much of it is past the norm, and its sign."""

    m: int
    label: str
    bar: int
    over: int
    kind: str
    day: str
    said: str
    outside: bool


def facts(replay: Replay, m: int) -> dict[str, Any]:
    """Everything that the templates ask of one moment."""
    told = replay.at(m)
    return {
        "replay": replay,
        "told": told,
        "m": m,
        "total": replay.total,
        "said": sentence(told),
        "heading": heading(told.step),
        "next_return": _next(replay, m, lambda one: one.returned),
        "next_late": _next(replay, m, lambda one: one.late),
        "tz": replay.office.tz,
        **_HELPERS,
    }


def _next(replay: Replay, m: int, wanted: Callable[[Moment], bool]) -> int | None:
    """The next moment of that kind, from the first again after the last."""
    moments = replay.reel.moments
    return next((one.m for one in chain(moments[m:], moments[:m]) if wanted(one)), None)


def columns(replay: Replay) -> list[Column]:
    """The timeline of a window."""
    found: list[Column] = []
    before = ""
    for told in replay.told:
        day = short_day(told.event.happened_at, replay.office.tz)
        found.append(_column(told, "" if day == before else day))
        before = day
    return found


def _column(told: Told, day: str) -> Column:
    moment = told.moment
    bar, over = _bar(moment)
    return Column(
        m=moment.m,
        label=told.step.no if told.event.kind == "TaskCompleted" and told.step.no else "",
        bar=bar,
        over=over,
        kind=_kind(told),
        day=day,
        said=sentence(told),
        outside=moment.spent is not None and moment.spent.outside,
    )


def _kind(told: Told) -> str:
    """The sign under the bar: a decision, a return, a step, an end, or a small dot for all else."""
    if told.moment.returned:
        return "kembali"
    if told.event.kind == "TaskCompleted":
        return "putusan" if told.moment.decisions else "langkah"
    if told.event.kind == "CaseStarted":
        return "mulai"
    return "akhir" if told.event.kind in _ENDS else "lain"


def _bar(moment: Moment) -> tuple[int, int]:
    """Height of the bar and of its part past the norm."""
    spent = moment.spent
    if spent is None:
        return 0, 0
    if not spent.allowed:
        return LEAST, 0
    high = max(LEAST, min(2 * NORM, round(spent.minutes / spent.allowed * NORM)))
    return high, max(0, high - NORM) if spent.late else 0


_HELPERS: Final[dict[str, Any]] = {
    "as_what": as_what,
    "columns": columns,
    "hash": grouped,
    "kilobytes": kilobytes,
    "listed": listed,
    "meter": meter,
    "normed": normed,
    "on_behalf": on_behalf,
    "opening": opening,
    "paragraph": paragraph,
    "places": lambda steps: listed([titled(one) for one in steps]),
    "sentence": sentence,
    "value": value,
    "working": working,
    "worth": worth,
}
"""What the templates call."""
