"""Cases of nothing but timers: put in force through the API, and judged by their histories."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import httpx

from engine.commands.desk import Desk
from engine.events import Event
from engine.worker import Worker
from tests.torture.clients import OFFICE, PASSWORD, REMINDED

__all__ = ["REMINDERS", "catch_up", "deploy", "wrong_timers"]

REMINDERS: Final = Path(__file__).with_name("pengingat.bpmn")
_PAUSE, _LATE, _AGAIN, _TIMES = "jeda", "lewat", "ulang", 3


def deploy(url: str) -> None:
    """The process owner puts the diagram in force; raises httpx.HTTPStatusError."""
    answer = httpx.post(
        f"{url}/engine-rest/deployment/create",
        data={"deployment-name": "pengingat", "tenant-id": OFFICE},
        files={"diagram": (REMINDERS.name, REMINDERS.read_bytes())},
        auth=("pemilik", PASSWORD),
        timeout=60,
    )
    answer.raise_for_status()


def catch_up(desk: Desk) -> tuple[int, list[str]]:
    """Fires what is still to fire, as if an hour had passed before each look; how many, and what is wrong."""
    fired = 0
    for hours in itertools.count(1):
        now = datetime.now(UTC) + timedelta(hours=hours)
        done = Worker(desk, clock=lambda at=now: at).round()  # type: ignore[misc]
        fired += done.fired
        if done.failed:
            return fired, [f"{done.failed} timers cannot be fired"]
        if not done.fired:
            return fired, []
    raise AssertionError


def wrong_timers(case: int, events: Sequence[Event]) -> list[str]:
    """What is wrong with the timers of a case that have all had their time; each fires once, in due order.

    The reminders of a task end with it, and nobody answers before the verdict but the clients.
    """
    fired = [event for event in events if event.kind == "TimerFired"]
    wrong = [f"{n} fired {many} times" for n, many in Counter(one.data["n"] for one in fired).items() if many > 1]
    wrong += [f"{one.data['n']} fired before it was due" for one in fired if one.recorded_at < one.data["due"]]
    if [one.data["due"] for one in fired] != sorted(one.data["due"] for one in fired):
        wrong.append("fired out of due order")
    times = Counter(one.element for one in fired)
    if any(row[1] == _PAUSE for event in events for row in event.data.get("waits", ())):
        answered = any(event.kind == "TaskCompleted" and event.element == REMINDED for event in events)
        if times[_PAUSE] != 1 or times[_LATE] != 1:
            wrong.append(f"{_PAUSE} and {_LATE} fired {times[_PAUSE]} and {times[_LATE]} times, not once each")
        if times[_AGAIN] > _TIMES or (times[_AGAIN] < _TIMES and not answered):
            wrong.append(f"{_AGAIN} fired {times[_AGAIN]} times, not {_TIMES}")
    return [f"timers of case {case}: {line}" for line in wrong]
