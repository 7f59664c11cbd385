"""How often what failed is tried again, as the diagram says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bpmn.document import read
from engine.commands.retries import DEFAULT, Retries, retries_of

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DIAGRAM = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:lajur:uji" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="uji" isExecutable="true">'
    '<serviceTask id="a" camunda:type="external" camunda:topic="t"><extensionElements>'
    "<camunda:failedJobRetryTimeCycle>%s</camunda:failedJobRetryTimeCycle></extensionElements></serviceTask>"
    "</process></definitions>"
)


class Definition:
    """As much of a definition as is asked for."""

    zone: Any = UTC

    def __init__(self, cycle: str) -> None:
        self.process = read((DIAGRAM % cycle).encode()).processes[0]


def waits(retries: Retries | None) -> list[float] | None:
    """The waits between the attempts, in seconds."""
    if retries is None:
        return None
    times = [retries.after(failures, NOW) for failures in range(1, retries.attempts)]
    assert retries.after(retries.attempts, NOW) is None
    return [(time - NOW).total_seconds() for time in times if time is not None]


@pytest.mark.parametrize(
    ("cycle", "expected"),
    [
        ("R5/PT1M", [60.0] * 4),
        (" R1/PT1M ", []),
        ("r3/pt10s", [10.0] * 2),
        ("PT10S,PT1M, PT1H", [10.0, 60.0, 3600.0]),
        ("PT5M", [300.0]),
        ("R2/P1D", [86_400.0]),
        ("R0/PT1M", None),
        ("R/PT1M", None),
        ("bukan waktu", None),
        ("R3/PT", None),
        ("${berapa}", None),
        ("", None),
    ],
)
def test_a_cycle_says_how_often_and_after_how_long(cycle: str, expected: list[float] | None) -> None:
    definition: Any = Definition(cycle)
    assert waits(retries_of(definition, "a")) == expected


def test_elsewhere_it_is_tried_five_times_in_seven_minutes() -> None:
    assert waits(DEFAULT) == [5.0, 20.0, 80.0, 320.0]
    assert retries_of(None, "a") is None
    definition: Any = Definition("R5/PT1M")
    assert retries_of(definition, "lain") is retries_of(definition, None) is None


def test_a_wait_beyond_all_calendars_is_the_last() -> None:
    assert DEFAULT.after(1, datetime.max.replace(tzinfo=UTC) - timedelta(seconds=1)) is None
