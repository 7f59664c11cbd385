"""What begins cases by itself: the messages, signals, conditions and timers of the definitions in force."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bpmn.net import Trigger
from engine import expressions
from engine.canonical import dumps
from engine.commands.desk import Work
from engine.commands.refusals import NotPossible
from engine.events import instant
from engine.spiff import ProgramRefused, TimerUnreadable
from engine.spiff.timing import Cycle, Timing, timing
from engine.store.jobs import DROP_START_TIMERS, INSERT_JOB, job_row
from engine.store.messages import DROP_STARTS, INSERT_START
from engine.store.reading import Row

__all__ = ["put_in_force", "take_out_of_force", "timer_job", "timing_of"]


def put_in_force(work: Work, definition: int, starts: Mapping[str, Trigger], zone: ZoneInfo) -> None:
    """Lets a definition begin cases by itself. A time that has passed begins none. Raises NotPossible."""
    named, timed = [], []
    for element, trigger in starts.items():
        if trigger.kind == "timer":
            timed += _timer(work, definition, element, (trigger, zone))
        else:
            name = (trigger.condition if trigger.kind == "condition" else trigger.name) or ""
            named.append({"definition_id": definition, "element": element, "kind": trigger.kind, "name": name})
    work.tx.later(INSERT_START, named)
    work.tx.later(INSERT_JOB, timed)


def take_out_of_force(work: Work, definition: int) -> None:
    """A definition begins no more cases by itself; what began to arrive still does."""
    work.tx.run(DROP_STARTS, definition=definition)
    work.tx.run(DROP_START_TIMERS, definition=definition)


def timing_of(element: str, trigger: Trigger, zone: ZoneInfo) -> Timing:
    """The timer of a start event, compiled. Raises ProgramRefused."""
    assert trigger.timer is not None
    return timing(element, trigger.timer, expressions.compile, zone)


def timer_job(definition: int, element: str, due: int, cycle: Cycle | None) -> Row:
    """The job of an occurrence (instant) of a timer start event."""
    given = {"definition_id": definition, "element": element, "payload": dumps(None if cycle is None else list(cycle))}
    return job_row("START_TIMER", 0, due, **given)


def _timer(work: Work, definition: int, element: str, how: tuple[Trigger, ZoneInfo]) -> list[Row]:
    now = instant(work.now)
    try:
        clock = timing_of(element, *how)
        due, cycle = clock.first({}, work.now)
        if cycle is not None and due < now:
            return [timer_job(definition, element, *found) for found in _ahead(clock, cycle, now)]
    except (ProgramRefused, TimerUnreadable) as refused:
        raise NotPossible(
            "timer-unreadable",
            f"Waktu mulai “{element}” harus tanggal, jangka waktu, atau pengulangan ISO 8601 yang tetap.",
            f"The time of the start event “{element}” must be a fixed ISO 8601 date, duration or repetition.",
            element=element,
        ) from refused
    return [timer_job(definition, element, due, cycle)] if due >= now else []


def _ahead(clock: Timing, cycle: Cycle, now: int) -> list[tuple[int, Cycle]]:
    """The first occurrence that has not passed; none when the repetitions are used up by then."""

    def after(steps: int) -> tuple[int, Cycle] | None:
        """The occurrence so many further; one step is the next."""
        left = None if cycle.left is None else cycle.left - steps + 1
        if left is not None and left < 1:
            return None
        return clock.next(Cycle(left, cycle.k + steps - 1, cycle.base, cycle.span))

    def passed(steps: int) -> bool:
        found = after(steps)
        return found is not None and found[0] < now

    high = 1
    while passed(high):
        high *= 2
    low = high // 2  # the last that is known to have passed
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if passed(middle) else (low, middle)
    found = after(high)
    return [] if found is None else [found]
