"""The calendar of an office: its years with their decrees, and what it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from holidays import country_holidays

from engine.norms import Span
from engine.workdays import Calendar, calendar_of, due, worked
from engine.workdays_hours import (
    ORDINARY,
    RAMADAN,
    CalendarRefused,
    Changes,
    hours_words,
    read_changes,
    read_hours,
)
from engine.workdays_years import national, read_year

FILES = (2025, 2026, 2027)


@pytest.mark.parametrize("year", FILES)
def test_a_year_with_a_file_names_its_decree_and_has_the_days_that_the_package_has(year: int) -> None:
    found = national(year)
    assert "Keputusan Bersama" in found.decree
    assert found.source
    public = country_holidays("ID", years=year, categories=("public",))
    both = country_holidays("ID", years=year, categories=("public", "government"))
    assert [day for day, _ in found.holidays] == sorted(public)
    assert [day for day, _ in found.joint_leave] == sorted(set(both) - set(public))


@pytest.mark.parametrize("year", FILES)
def test_ramadan_ends_on_the_eve_of_idulfitri(year: int) -> None:
    found = national(year)
    ((_, until),) = found.ramadan
    assert "Idulfitri" in dict(found.holidays)[until + timedelta(days=1)]


def test_a_year_whose_decree_was_not_read_says_so() -> None:
    assert national(2026).certain
    assert not national(2027).certain
    assert "nomornya belum" in national(2027).decree


def test_a_year_without_a_file_is_estimated_and_says_so() -> None:
    found = national(2030)
    assert not found.certain
    assert not found.decree
    assert "holidays" in found.source
    assert date(2030, 8, 17) in dict(found.holidays)
    assert found.ramadan == ((date(2030, 1, 6), date(2030, 2, 3)), (date(2030, 12, 26), date(2031, 1, 24)))


def test_years_beyond_all_knowledge_have_week_ends_only() -> None:
    calendar = calendar_of("WIB")
    assert national(3000).holidays == ()
    assert sum(bool(day.hours) for day in calendar.days(3000)) == 261


def test_the_law_gives_450_minutes_a_day_and_390_in_ramadan() -> None:
    assert [sum(until - since for since, until in day) for day in ORDINARY] == [450] * 5 + [0, 0]
    assert [sum(until - since for since, until in day) for day in RAMADAN] == [390] * 5 + [0, 0]


def test_a_year_that_an_administrator_corrected_counts_instead() -> None:
    corrected = read_year("{tahun: 2026, dasar: Keputusan uji, pasti: true, libur: {2026-11-18: Pemilihan}}")
    start = datetime(2026, 11, 17, 3, tzinfo=UTC)
    assert due(start, Span(days=1), calendar_of("WIB")) == datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert due(start, Span(days=1), calendar_of("WIB", None, (corrected,))) == datetime(2026, 11, 19, 9, tzinfo=UTC)


def test_days_say_why_they_differ() -> None:
    said = {"perubahan": [{"tanggal": "2026-12-07", "alasan": "Hari jadi"}]}
    days = {day.day: day for day in calendar_of("WITA", read_changes(said)).days(2026)}
    assert len(days) == 365
    assert (days[date(2026, 12, 7)].hours, days[date(2026, 12, 7)].reason) == ((), "Hari jadi")
    assert days[date(2026, 12, 24)].reason == "Kelahiran Yesus Kristus (cuti bersama)"
    assert days[date(2026, 3, 2)].reason == "Ramadan"
    assert days[date(2026, 12, 8)].reason == ""


def test_of_changes_of_one_day_the_last_counts() -> None:
    twice = [{"tanggal": "2026-12-07"}, {"tanggal": "2026-12-07", "jam": "08:00-09:00"}]
    days = {day.day: day for day in calendar_of("WIB", read_changes({"perubahan": twice})).days(2026)}
    assert hours_words(days[date(2026, 12, 7)].hours) == "08:00-09:00"


def test_hours_are_written_as_they_are_read() -> None:
    for text in ("", "07:30-12:00, 13:00-16:00", "00:00-24:00"):
        assert hours_words(read_hours(text)) == text
    assert read_hours("7.30-12.00") == ((450, 720),)


@pytest.mark.parametrize(
    "said",
    [
        {"jam": {"senin": "07:30"}},
        {"jam": {"senin": "12:00-07:30"}},
        {"jam": {"senin": "07:30-12:00, 11:00-13:00"}},
        {"jam": {"senin": "07:30-24:01"}},
        {"jam": {"senin": "07:60-12:00"}},
        {"jam": {"monday": "07:30-12:00"}},
        {"jam": {"senin": ""}},
        {"jam": "07:30-12:00"},
        {"cuti_bersama": "kadang"},
        {"hari": []},
        {"perubahan": [{"alasan": "tanpa tanggal"}]},
        {"perubahan": [{"tanggal": "7 Desember"}]},
        {"perubahan": [{"tanggal": "2026-12-07", "sampai": "2026-12-06"}]},
        {"perubahan": [{"tanggal": "2026-12-07", "sampai": "2028-12-07"}]},
        {"perubahan": ["2026-12-07"]},
    ],
)
def test_an_office_cannot_change_to_what_cannot_be(said: dict[str, Any]) -> None:
    with pytest.raises(CalendarRefused) as refused:
        read_changes(said)
    assert refused.value.id != refused.value.en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tahun: 2028",
        "{tahun: dua, dasar: SKB}",
        "{tahun: 2028, dasar: SKB, libur: {2027-01-01: Tahun Baru}}",
        "{tahun: 2028, dasar: SKB, libur: [2028-01-01]}",
        "{tahun: 2028, dasar: SKB, hari: {}}",
        "{tahun: 2028, dasar: SKB, ramadan: [{mulai: 2028-01-28}]}",
        "{tahun: 2028, dasar: SKB, ramadan: [{mulai: 2028-01-28, sampai: 2028-01-28}]}",
        "{tahun: 2028, dasar: SKB, libur: {2028-02-30: Tidak ada}}",
        "tahun: [",
    ],
)
def test_a_year_without_decree_or_with_other_days_is_refused(text: str) -> None:
    with pytest.raises(CalendarRefused):
        read_year(text)


def test_the_same_office_gives_the_same_calendar() -> None:
    assert calendar_of("WIB", Changes()) is calendar_of("WIB", Changes())
    assert isinstance(calendar_of("WIT"), Calendar)


def test_nothing_is_due_beyond_the_calendar() -> None:
    for span in (Span(months=12 * 9000), Span(days=3000), Span(minutes=2_000_000)):
        with pytest.raises(OverflowError):
            due(datetime(9990, 1, 1, tzinfo=UTC), span, calendar_of("WIB"))


def test_nothing_was_worked_before_the_start() -> None:
    late, early = datetime(2026, 11, 18, 5, tzinfo=UTC), datetime(2026, 11, 17, 5, tzinfo=UTC)
    assert worked(late, early, calendar_of("WIB")) == 0
