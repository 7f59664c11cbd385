"""What was done on paper is entered later, with the time when it happened beside that of recording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.store import Store
from engine.store.history import stream
from tests.api.office import NOW, Office
from tests.web.desk import Browser, number_of


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def completed(office: Office, case: int, task: int) -> datetime:
    """When the step has happened, by its event."""
    with office.store.reading() as reading:
        return next(
            one.happened_at for one in stream(reading, case) if one.kind == "TaskCompleted" and one.data["task"] == task
        )


def enter(office: Office, task: tuple[int, int], day: str, time: str) -> tuple[int, str]:
    n, page = task[1], "/tugas/{}-{}".format(*task)
    answers = {"nomor_agenda": "12", "tanggal_agenda": "20-11-2026"} if n == 2 else {"keputusan_3": "Ya"}
    answers |= dict.fromkeys(("skm_3", "foto_copy_ktp_3", "foto_copy_kk_3"), "ada") if n == 3 else {}
    answer = Browser(office, "kasi" if n == 3 else "staf").press(
        page, page, _aksi="kirim", _tanggal=day, _jam=time, **answers
    )
    return answer.status_code, answer.text


def test_both_times_are_kept_and_shown(office: Office) -> None:
    case = office.case(1)
    office.now = NOW + timedelta(hours=5)
    assert enter(office, (case, 2), "20-11-2026", "10.24")[0] == 303
    assert completed(office, case, 2) == datetime(2026, 11, 20, 3, 24, tzinfo=UTC), "10.24 WIB"
    shown = Browser(office, "staf").get(f"/berkas/{number_of(office, case)}")
    assert ">10.24</time>" in shown
    assert "dicatat hari ini 13.00" in shown


def test_the_next_step_may_have_happened_before_it_was_recorded(office: Office) -> None:
    case = office.case(1)
    office.now = NOW + timedelta(hours=5)
    assert enter(office, (case, 2), "20-11-2026", "10.24")[0] == 303
    status, text = enter(office, (case, 3), "20-11-2026", "10.20")
    assert (status, "sebelum tugasnya dibuka" in text) == (422, True)
    assert enter(office, (case, 3), "20-11-2026", "10.40")[0] == 303


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("20-11-2026", "14.30", "belum tiba"),
        ("19-11-2026", "10.24", "sebelum tugasnya dibuka"),
        ("20-11-2026", "", "Tulis tanggal dan jam"),
        ("31-02-2026", "10.24", "Tulis tanggal dan jam"),
        ("20-11-2026", "25.00", "Tulis tanggal dan jam"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_what_to_do(office: Office, day: str, time: str, words: str) -> None:
    case = office.case(1)
    office.now = NOW + timedelta(hours=5)
    status, text = enter(office, (case, 2), day, time)
    assert status == 422
    assert words in text
    assert f'name="_tanggal" value="{day}"' in text, "what was typed is still there"


def test_without_a_time_it_happened_when_it_was_entered(office: Office) -> None:
    case = office.case(1)
    office.now = NOW + timedelta(hours=5)
    assert enter(office, (case, 2), "", "")[0] == 303
    assert completed(office, case, 2) == office.now
