"""The judge of the long proofs sees what is lost, double, altered, unusable or fired at the wrong time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text

from engine.events import Event
from engine.store import Query, Store
from engine.store.migrate import upgrade
from tests.api.office import Office
from tests.torture.clients import Ledger
from tests.torture.timers import wrong_timers
from tests.torture.verdict import Verdict, judge

NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
WAITS: Final = [[2, "jeda", "timer"]]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with one case whose first two steps are done."""
    store = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(store)
    found = Office(store)
    found.case(done=2)
    return found


def verdict(office: Office, *completed: str, sql: str = "", started: int = 1) -> Verdict:
    """The verdict when these were acknowledged and somebody changed the database."""
    if sql:
        with office.store.transaction() as tx:
            tx.run(Query("Spoils the database.", text(sql)))
    office.store.close()
    ledger = Ledger(completed=dict.fromkeys(completed, "klien"), started={started: "klien"})
    return judge(office.store.url, ledger)


def test_what_is_there_is_sound_and_ends(office: Office) -> None:
    found = verdict(office, "1-1", "1-2")
    assert (found.cases, found.completions, found.complaints()) == (1, 2, [])


def test_an_acknowledged_completion_or_case_that_is_not_there_is_lost(office: Office) -> None:
    assert verdict(office, "1-1", "1-3", started=7).lost == ["task 1-3", "case 7"]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE task SET closed_by = 'orang lain' WHERE n = 1", "faults"),
        ("UPDATE process_instance SET state = NULL", "faults"),
        ("UPDATE process_instance SET state = x'00'", "unusable"),
        ("UPDATE task SET status = 'DONE'", "unusable"),
    ],
)
def test_a_spoiled_row_or_state_is_seen(sql: str, found: str, office: Office) -> None:
    assert getattr(verdict(office, sql=sql), found)


def fired(n: int, element: str, due: float, late: float = 0.1) -> Event:
    """A timer that fired; due in seconds after noon."""
    at = NOON + timedelta(seconds=due)
    then = at + timedelta(seconds=late)
    return Event(1, n, "TimerFired", element, "lajur", None, then, then, {"n": n, "due": at})


def story(*later: Event, **started: Any) -> list[Event]:
    """A case that begins with a wait, and what came later."""
    return [Event(1, 1, "CaseStarted", None, "staf", None, NOON, NOON, {"waits": WAITS} | started), *later]


SOUND: Final = [fired(3, "ulang", 1), fired(5, "ulang", 2), fired(2, "jeda", 2.5), fired(4, "lewat", 2.8)]
LAST: Final = fired(6, "ulang", 3)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda: [*SOUND, LAST], ""),
        (lambda: SOUND, "ulang fired 2 times"),
        (lambda: [*SOUND, LAST, LAST], "6 fired 2 times"),
        (lambda: [*SOUND[:3], LAST, SOUND[3]], "out of due order"),
        (lambda: [*SOUND[:3], LAST], "jeda and lewat fired 1 and 0 times"),
        (lambda: [*SOUND, fired(6, "ulang", 3, -0.1)], "6 fired before it was due"),
    ],
)
def test_timers_that_are_missing_double_early_or_out_of_order_are_seen(
    spoil: Callable[[], list[Event]], words: str
) -> None:
    wrong = wrong_timers(1, story(*spoil()))
    assert words in "; ".join(wrong)
    assert bool(wrong) == bool(words)


def test_reminders_may_end_with_an_answer() -> None:
    answered = Event(1, 9, "TaskCompleted", "langkah_jawab", "staf", None, NOON, NOON, {"task": 1})
    assert wrong_timers(1, story(*SOUND, answered)) == []
