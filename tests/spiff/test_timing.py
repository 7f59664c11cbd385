"""Times of timers: ISO 8601 texts, quoted or not, or variables; what is neither is refused when it is loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from engine.spiff import ProgramRefused, TimerUnreadable
from tests.spiff.nets import NOW, net, program, timer

WITA = timezone(timedelta(hours=8))


def first(kind: str, text: str, now: datetime = NOW, **values: Any) -> datetime | None:
    """When a timer is due, counted from `now`."""
    made = program(net("s:start w:timer", "f0:s>w", w=timer(kind, text)), zone=values.pop("zone", UTC))
    move = made.start(values, now)
    assert made.open(move.state) == move.opened
    return move.opened[0].due


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT1H", datetime(2030, 1, 31, 2, tzinfo=UTC)),
        ('"PT1H"', datetime(2030, 1, 31, 2, tzinfo=UTC)),
        ("'PT1H'", datetime(2030, 1, 31, 2, tzinfo=UTC)),
        ('="PT1H"', datetime(2030, 1, 31, 2, tzinfo=UTC)),
        ("${'PT1H'}", datetime(2030, 1, 31, 2, tzinfo=UTC)),
        (" pt90m ", datetime(2030, 1, 31, 2, 30, tzinfo=UTC)),
        ("PT0.5H", datetime(2030, 1, 31, 1, 30, tzinfo=UTC)),
        ("PT1,5S", datetime(2030, 1, 31, 1, 0, 1, 500_000, tzinfo=UTC)),
        ("P1D", datetime(2030, 2, 1, 1, tzinfo=UTC)),
        ("P1W", datetime(2030, 2, 7, 1, tzinfo=UTC)),
        ("P0.5W", datetime(2030, 2, 3, 13, tzinfo=UTC)),
        ("P1M", datetime(2030, 2, 28, 1, tzinfo=UTC)),
        ("P2M", datetime(2030, 3, 31, 1, tzinfo=UTC)),
        ("P1Y", datetime(2031, 1, 31, 1, tzinfo=UTC)),
        ("P2Y1M", datetime(2032, 2, 29, 1, tzinfo=UTC)),
        ("P1M1DT1H1M1S", datetime(2030, 3, 1, 2, 1, 1, tzinfo=UTC)),
        ("PT0S", datetime(2030, 1, 31, 1, tzinfo=UTC)),
    ],
)
def test_a_duration_is_counted_from_now_in_calendar_months_days_and_exact_time(text: str, expected: datetime) -> None:
    assert first("duration", text, datetime(2030, 1, 31, 1, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2030-03-31T08:00:00+08:00", datetime(2030, 3, 31, tzinfo=UTC)),
        ("2030-03-31T08:00:00Z", datetime(2030, 3, 31, 8, tzinfo=UTC)),
        ("2030-03-31T08:00", datetime(2030, 3, 31, tzinfo=UTC)),
        ('"2030-03-31"', datetime(2030, 3, 30, 16, tzinfo=UTC)),
    ],
)
def test_a_date_without_an_offset_is_the_zones(text: str, expected: datetime) -> None:
    assert first("date", text, zone=WITA) == expected


def test_a_calendar_day_and_month_are_those_of_the_zone() -> None:
    """01:00 of 1 March in WITA is still February in UTC: one month later is 1 April there."""
    now = datetime(2030, 2, 28, 17, tzinfo=UTC)
    assert first("duration", "P1M", now, zone=WITA) == datetime(2030, 3, 31, 17, tzinfo=UTC)
    assert first("duration", "P1M", now) == datetime(2030, 3, 28, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "text", "values", "expected"),
    [
        ("duration", "lama", {"lama": "PT2H"}, NOW + timedelta(hours=2)),
        ("duration", "=lama", {"lama": "PT2H"}, NOW + timedelta(hours=2)),
        ("duration", "${lama}", {"lama": "PT2H"}, NOW + timedelta(hours=2)),
        ("date", "tanggal_kegiatan", {"tanggal_kegiatan": date(2030, 5, 1)}, datetime(2030, 5, 1, tzinfo=UTC)),
        ("date", "kapan", {"kapan": "2030-05-01T07:30:00+07:00"}, datetime(2030, 5, 1, 0, 30, tzinfo=UTC)),
        ("date", "kapan", {"kapan": datetime(2030, 5, 1, 7, tzinfo=UTC)}, datetime(2030, 5, 1, 7, tzinfo=UTC)),
        ("cycle", "ulang", {"ulang": "R2/PT5M"}, NOW + timedelta(minutes=5)),
        ("cycle", "R2/2030-05-01T00:00:00Z/P1D", {}, datetime(2030, 5, 1, tzinfo=UTC)),
    ],
)
def test_a_timer_may_be_a_variable(kind: str, text: str, values: dict[str, Any], expected: datetime) -> None:
    assert first(kind, text, **values) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("duration", "1 jam"),
        ("duration", "PT"),
        ("duration", "P"),
        ("duration", "P1H"),
        ("duration", "PT1X"),
        ("duration", "-PT1H"),
        ("duration", "P1.5M"),
        ("duration", "PT1.5H30M"),
        ("duration", '"satu jam"'),
        ("duration", "5"),
        ("duration", "2030-01-01"),
        ("duration", ""),
        ("date", "PT1H"),
        ("date", "31-03-2030"),
        ("date", "2030-02-30"),
        ("date", "0001-01-01T00:00:00+14:00"),
        ("date", "segera mungkin"),
        ("cycle", "PT1H"),
        ("cycle", "0 0 9 * * ?"),
        ("cycle", "R0/PT1H"),
        ("cycle", "R3"),
        ("cycle", "R3/PT0S"),
        ("cycle", "R/2030-01-01"),
        ("cycle", "R3/PT1H/2030-01-01"),
    ],
)
def test_a_text_that_is_no_time_and_no_variable_is_refused_when_it_is_loaded(kind: str, text: str) -> None:
    with pytest.raises(ProgramRefused) as refusal:
        first(kind, text)
    assert refusal.value.element == "w"
    assert text in refusal.value.id
    assert text in refusal.value.en


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("duration", None),
        ("duration", 5),
        ("duration", "besok"),
        ("duration", "P999999Y"),
        ("date", "besok"),
        ("date", 20300101),
        ("cycle", "PT1H"),
        ("cycle", "R0/PT1H"),
    ],
)
def test_a_variable_that_gives_no_time_refuses_the_move_and_names_the_timer(kind: str, value: object) -> None:
    made = program(net("s:start a:user w:timer", "f0:s>a; f1:a>w", w=timer(kind, "kapan")))
    state = made.start({}, NOW).state
    with pytest.raises(TimerUnreadable) as refusal:
        made.complete(state, 1, {"kapan": value}, NOW)
    assert refusal.value.element == "w"
    assert made.open(state)[0].element == "a"


def test_a_time_without_an_offset_is_no_now() -> None:
    with pytest.raises(ValueError, match="aware"):
        first("duration", "PT1H", datetime(2030, 1, 1))  # noqa: DTZ001 - the point of the test
