"""Due times and working time that were worked out by hand, each with its working beside it.

Unless a line says otherwise the office keeps the hours of Perpres 21/2023: Monday to Thursday 07:30-12:00 and
13:00-16:00, Friday 07:30-11:30 and 13:00-16:30, 450 minutes a day; in Ramadan (19 February to 20 March 2026) Monday to
Thursday 08:00-12:00 and 12:30-15:00, Friday 08:00-11:30 and 12:30-15:30, 390 minutes. Times are those of the office.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.norms import norm_of
from engine.workdays import Calendar, calendar_of, due_at, left, worked
from engine.workdays_hours import Changes, read_changes
from engine.workdays_words import left_words

LAW = Changes()
SIX = read_changes({"jam": dict.fromkeys(("senin", "selasa", "rabu", "kamis", "jumat", "sabtu"), "07:30-13:00")})
OPEN = read_changes({"cuti_bersama": "masuk"})
FLOOD = read_changes({"perubahan": [{"tanggal": "2026-09-08", "sampai": "2026-09-09", "alasan": "Banjir"}]})
SHORT = read_changes({"perubahan": [{"tanggal": "2026-09-08", "jam": "08:00-10:00", "alasan": "Pelantikan"}]})
NIGHT = read_changes({"jam": {"kamis": "20:00-24:00", "jumat": "00:00-04:00"}})

DUES = [
    # Friday noon
    # 11:20 + 10 min = 11:30, the end of the morning: due there, not after the prayers.
    ("2026-11-20 11:20", "PT10M", LAW, "2026-11-20 11:30"),
    # 10 min to 11:30, the 11th after the break, 13:00 to 13:01.
    ("2026-11-20 11:20", "PT11M", LAW, "2026-11-20 13:01"),
    # Begins in the break, which ends at 13:00; + 30.
    ("2026-11-20 12:15", "PT30M", LAW, "2026-11-20 13:30"),
    # 30 min on Friday (16:00-16:30), 30 on Monday from 07:30.
    ("2026-11-20 16:00", "PT1H", LAW, "2026-11-23 08:00"),
    # A range is due by the larger: 10 min.
    ("2026-11-18 09:00", "PT5M/PT10M", LAW, "2026-11-18 09:10"),
    # 480 min from Monday 07:30: 450 that day, 30 on Tuesday from 07:30.
    ("2026-11-16 07:30", "PT480M", LAW, "2026-11-17 08:00"),
    # 450 min from Monday 07:30 are the whole day: 16:00.
    ("2026-11-16 07:30", "PT450M", LAW, "2026-11-16 16:00"),
    # Monday 10:00-12:00 120, 13:00-16:00 180, Tuesday 07:30-08:30 60: 360.
    ("2026-11-16 10:00", "PT360M", LAW, "2026-11-17 08:30"),
    # The day after Tuesday is Wednesday: its end.
    ("2026-11-17 10:00", "P1D", LAW, "2026-11-18 16:00"),
    # The working date after Friday is Monday.
    ("2026-11-20 10:00", "P1D", LAW, "2026-11-23 16:00"),
    # Thursday's next date is Friday, which ends at 16:30.
    ("2026-11-19 15:59", "P1D", LAW, "2026-11-20 16:30"),
    # A week is five working dates: Thu 19, Fri 20, Mon 23, Tue 24, Wed 25.
    ("2026-11-18 10:00", "P1W", LAW, "2026-11-25 16:00"),
    # Ramadan
    # The eve, 18 Feb, still ends at 16:00 (30 min); the rest, 30, from 08:00 on the 19th.
    ("2026-02-18 15:30", "PT1H", LAW, "2026-02-19 08:30"),
    # Fri 20 Feb 11:00-11:30 30 min, then 12:30-13:00 30.
    ("2026-02-20 11:00", "PT1H", LAW, "2026-02-20 13:00"),
    # Mon 23 Feb 390 min, Tue 08:00-09:30 90: 480.
    ("2026-02-23 08:00", "PT480M", LAW, "2026-02-24 09:30"),
    # One working date later, however long: Tuesday in Ramadan ends at 15:00.
    ("2026-02-23 08:00", "P1D", LAW, "2026-02-24 15:00"),
    # 17 March, Ramadan, 14:30-15:00 30 min. 18 cuti bersama, 19 Nyepi, 20 cuti bersama, 21-22 Idulfitri, 23 and 24
    # cuti bersama; Wed 25 has ordinary hours: 07:30 + 30.
    ("2026-03-17 14:30", "PT1H", LAW, "2026-03-25 08:00"),
    # cuti bersama
    # After Tue 17 March the next working dates are Wed 25 and Thu 26.
    ("2026-03-17 09:00", "P2D", LAW, "2026-03-26 16:00"),
    # The same for a service that works on cuti bersama: Wed 18, Fri 20 (still Ramadan, to 15:30).
    ("2026-03-17 09:00", "P2D", OPEN, "2026-03-20 15:30"),
    # Wed 13 May 15:50 10 min; 14 Kenaikan, 15 cuti bersama, Mon 18 07:30 + 5.
    ("2026-05-13 15:50", "PT15M", LAW, "2026-05-18 07:35"),
    # Wed 23 Dec; 24 cuti bersama, 25 Natal, Mon 28.
    ("2026-12-23 12:00", "P1D", LAW, "2026-12-28 16:00"),
    # midnight
    # At midnight Tuesday has begun: the first day counted is Wednesday.
    ("2026-11-17 00:00", "P1D", LAW, "2026-11-18 16:00"),
    # A minute before midnight the date is still Monday: the first day counted is Tuesday.
    ("2026-11-16 23:59", "P1D", LAW, "2026-11-17 16:00"),
    # Nobody works at midnight: 07:30 + 1.
    ("2026-11-17 00:00", "PT1M", LAW, "2026-11-17 07:31"),
    # A night service: Thu 20:00-24:00 and Fri 00:00-04:00. 23:30 + 30 min is midnight itself.
    ("2026-11-19 23:30", "PT30M", NIGHT, "2026-11-20 00:00"),
    # 30 min to midnight, 30 after it.
    ("2026-11-19 23:30", "PT1H", NIGHT, "2026-11-20 00:30"),
    # year end
    # Thu 31 Dec 15:00-16:00 60 min; Fri 1 Jan 2027 is a holiday; Mon 4 from 07:30 60.
    ("2026-12-31 15:00", "PT2H", LAW, "2027-01-04 08:30"),
    # After 31 Dec: Mon 4 Jan, (Tue 5 Isra Mikraj), Wed 6.
    ("2026-12-31 10:00", "P2D", LAW, "2027-01-06 16:00"),
    # months
    # 31 January has no such date in February: the 28th, a Saturday; Mon 2 March in Ramadan, 15:00.
    ("2026-01-31 10:00", "P1M", LAW, "2026-03-02 15:00"),
    # 17 July to 17 August, a holiday: Tue 18.
    ("2026-07-17 10:00", "P1M", LAW, "2026-08-18 16:00"),
    # 10 December to 10 January 2027, a Sunday: Mon 11.
    ("2026-12-10 10:00", "P1M", LAW, "2027-01-11 16:00"),
    # offices
    # Six days of 330 min: Fri 12:30-13:00 30, Sat 07:30-08:00 30.
    ("2026-11-20 12:30", "PT1H", SIX, "2026-11-21 08:00"),
    # Flood on Tue 8 and Wed 9: the working date after Mon 7 is Thu 10.
    ("2026-09-07 10:00", "P1D", FLOOD, "2026-09-10 16:00"),
    # Tue 8 from 08:00 to 10:00 only: Mon 15:00-16:00 60, Tue 120, Wed from 07:30 60: 240.
    ("2026-09-07 15:00", "PT4H", SHORT, "2026-09-09 08:30"),
]


def at(text: str, calendar: Calendar) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


@pytest.mark.parametrize(("start", "duration", "changes", "expected"), DUES)
def test_a_norm_is_due_when_it_is_by_hand(start: str, duration: str, changes: Changes, expected: str) -> None:
    calendar = calendar_of("WITA", changes)
    found = due_at(at(start, calendar), norm_of({"sop:durasi": duration}), calendar)
    assert found == at(expected, calendar)


# The same instants in three zones; the office's own clock decides.
ZONES = [
    # 08:00Z is 15:00 in WIB: 60 min are left that day.
    ("WIB", "2026-11-17T08:00:00Z", "PT1H", "2026-11-17T09:00:00Z"),
    # 08:00Z is 16:00 in WITA, closing time: next day 07:30-08:30 WITA is 23:30Z-00:30Z.
    ("WITA", "2026-11-17T08:00:00Z", "PT1H", "2026-11-18T00:30:00Z"),
    # 08:00Z is 17:00 in WIT: next day 08:30 WIT is 23:30Z of the same day.
    ("WIT", "2026-11-17T08:00:00Z", "PT1H", "2026-11-17T23:30:00Z"),
    # 16:30Z on Mon 16 is 23:30 of the 16th in WIB: due Tue 17 16:00 WIB, 09:00Z.
    ("WIB", "2026-11-16T16:30:00Z", "P1D", "2026-11-17T09:00:00Z"),
    # 16:30Z is 00:30 of Tue 17 in WITA: due Wed 18 16:00 WITA, 08:00Z.
    ("WITA", "2026-11-16T16:30:00Z", "P1D", "2026-11-18T08:00:00Z"),
    # 15:10Z on 31 Dec is 00:10 on 1 Jan 2027 in WIT: a holiday; after it Mon 4, 16:00 WIT, 07:00Z.
    ("WIT", "2026-12-31T15:10:00Z", "P1D", "2027-01-04T07:00:00Z"),
]


@pytest.mark.parametrize(("zone", "start", "duration", "expected"), ZONES)
def test_the_clock_of_the_office_decides(zone: str, start: str, duration: str, expected: str) -> None:
    found = due_at(datetime.fromisoformat(start), norm_of({"sop:durasi": duration}), calendar_of(zone))
    assert found == datetime.fromisoformat(expected)


LEFT = [
    # 15:48-16:00 is 12 min.
    ("2026-11-17 15:48", "2026-11-17 16:00", 12, ("sisa 12 menit kerja", "12 working minutes left")),
    # 10:00-12:00 and 13:00-14:05: 120 + 65, not counting the break.
    ("2026-11-17 10:00", "2026-11-17 14:05", 185, ("sisa 3 jam 5 menit kerja", "3 h 5 min of work left")),
    # Fri 16:20-16:30 10 min, Mon 07:30-07:40 10: twenty minutes, though a week end lies between.
    ("2026-11-20 16:20", "2026-11-23 07:40", 20, ("sisa 20 menit kerja", "20 working minutes left")),
    # Tue from 10:00 300 min, Wed and Thu 450 each: 1,200; after Wed and Thu 10:00 two whole days are over.
    ("2026-11-17 10:00", "2026-11-19 16:00", 1200, ("sisa 2 hari kerja", "2 working days left")),
    # Due Tue 16:00, now Wed 07:30: no work was done in between.
    ("2026-11-18 07:30", "2026-11-17 16:00", 0, ("baru saja lewat", "just past due")),
    # Due Tue 16:00, now Thu 16:00: Wed and Thu.
    ("2026-11-19 16:00", "2026-11-17 16:00", 900, ("lewat 2 hari kerja", "2 working days late")),
    # A minute before that it is one day and 449 minutes.
    ("2026-11-19 15:59", "2026-11-17 16:00", 899, ("lewat 1 hari kerja", "1 working day late")),
    # Due Tue 17 March 15:00 (Ramadan), now Thu 26 March 07:30: only Wed 25 was worked, 450 min.
    ("2026-03-26 07:30", "2026-03-17 15:00", 450, ("lewat 1 hari kerja", "1 working day late")),
    # A day in Ramadan is a day though it has 390 min: Mon 23 Feb 08:00 to Tue 24 Feb 08:00.
    ("2026-02-23 08:00", "2026-02-24 08:00", 390, ("sisa 1 hari kerja", "1 working day left")),
    # Over the year end: Thu 31 Dec 12:00-16:00 180 min, Mon 4 Jan 07:30-08:00 30.
    ("2026-12-31 12:00", "2027-01-04 08:00", 210, ("sisa 3 jam 30 menit kerja", "3 h 30 min of work left")),
]


@pytest.mark.parametrize(("now", "due", "minutes", "words"), LEFT)
def test_what_is_left_is_said_as_by_hand(now: str, due: str, minutes: int, words: tuple[str, str]) -> None:
    calendar = calendar_of("WIB")
    since, until = sorted((at(now, calendar), at(due, calendar)))
    assert worked(since, until, calendar) == minutes
    assert left_words(left(at(now, calendar), at(due, calendar), calendar)) == words


def test_a_short_day_is_a_day_as_far_as_the_same_part_of_it() -> None:
    # Mon 10:00 is 150 of 450 min into the day, a third; Tue, short, 08:00-10:00: at 08:40 it is 40 of 120, a third.
    # 300 min are left of Monday: at 08:39, 339 min, it is not a whole day yet.
    calendar = calendar_of("WITA", SHORT)
    start = at("2026-09-07 10:00", calendar)
    assert left_words(left(start, at("2026-09-08 08:39", calendar), calendar))[0] == "sisa 5 jam 39 menit kerja"
    assert left_words(left(start, at("2026-09-08 08:40", calendar), calendar))[0] == "sisa 1 hari kerja"
