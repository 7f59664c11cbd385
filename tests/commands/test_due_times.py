"""The due times of tasks, worked out by hand; each command is proven, so that history and rows agree on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine.commands.case import Resume, Suspend
from engine.commands.definition import Deploy
from engine.commands.office_calendar import AddCalendarDays, ChangeCalendarHours, ChangeCalendarYear
from engine.commands.refusals import Invalid, NotAllowed
from engine.commands.task_facts import ChangeTask
from engine.events import moment
from engine.policy import Actor
from engine.store import Store
from engine.store.cases import OPEN_TASKS
from tests.commands.test_walk import history
from tests.commands.world import HERE, KASI, OWNER, STAF, World, task_of

WIB = timedelta(hours=7)
FORM = b'{"id": "%s", "type": "default", "schemaVersion": 18, "components": [%s]}'
VILLAGES = b'{"type": "textarea", "id": "F1", "key": "desa", "label": "Desa", "properties": {"daftar": "ya"}}'
ANSWER = b'{"type": "textfield", "id": "F2", "key": "keputusan", "label": "Sesuai?", "validate": {"required": true}}'
RECORDED = frozenset({"uji/staf", "uji/pemohon"})
RECORDER = Actor("staf", "Staf", frozenset({"uji/staf"}), RECORDED, RECORDED, records={"uji/pemohon": "uji/staf"})


@pytest.fixture
def world(store: Store) -> World:
    """An office with the diagram `tenggat` in force, on Friday 2026-11-27 at 11.20 WIB."""
    found = World(store).furnish()
    diagram = (HERE / "tenggat.bpmn").read_bytes()
    forms = {"tenggat.form": FORM % (b"tenggat", VILLAGES), "periksa.form": FORM % (b"periksa", ANSWER)}
    found.run(OWNER, Deploy("uji", "tenggat", {"tenggat.bpmn": diagram} | forms))
    return at(found, "2026-11-27 11:20")


def at(world: World, local: str) -> World:
    """The next command comes at this time of the office."""
    world.now = datetime.fromisoformat(local).replace(tzinfo=UTC) - WIB - timedelta(seconds=1)
    return world


def open_tasks(world: World, case: int) -> list[dict[str, Any]]:
    """The open tasks of a case, with `due` and `warn` on the office's clock."""
    with world.store.reading() as reading:
        rows = reading.all(OPEN_TASKS, case=case)
    return [row | {"due": _local(row["due_at"]), "warn": _local(row["warn_at"])} for row in rows]


def _local(at: int | None) -> str | None:
    return None if at is None else f"{moment(at) + WIB:%Y-%m-%d %H:%M}"


def due(world: World, body: dict[str, Any]) -> tuple[str | None, str | None]:
    """When the only open task of the case is due, and from when on nearly."""
    (task,) = open_tasks(world, body["case"])
    return task["due"], task["warn"]


def examined(world: World, answer: str) -> dict[str, Any]:
    """A case that was recorded and then examined with this answer."""
    body = world.complete_any(world.start("tenggat"))
    return world.complete(KASI, body["opened"][0]["task"], keputusan=answer)


def test_friday_noon_eleven_minutes_end_a_minute_after_the_break(world: World) -> None:
    # Ten minutes until 11.30, the break until 13.00, one more minute; nearly due after half of it, five minutes.
    assert due(world, world.start("tenggat")) == ("2026-11-27 13:01", "2026-11-27 11:25")


def test_of_a_range_the_larger_part_counts(world: World) -> None:
    body = world.start("tenggat")
    at(world, "2026-11-30 08:00")
    assert due(world, world.complete_any(body)) == ("2026-11-30 08:10", "2026-11-30 08:05")


def test_the_time_of_the_whole_service_and_a_blank_norm_give_no_due_time(world: World) -> None:
    body = examined(world, "Ya")
    assert [row["element"] for row in body["opened"]] == ["ketik"]
    assert due(world, body) == (None, None)
    assert due(world, world.complete_any(body)) == (None, None)


def test_the_time_of_people_outside_is_never_due_and_the_second_round_gets_a_time_of_its_own(world: World) -> None:
    body = examined(world, "Tidak")
    assert task_of(body, "lengkapi")
    assert due(world, body) == (None, None)
    at(world, "2026-12-01 15:55")
    body = world.complete_any(body, RECORDER)
    # Five minutes on Tuesday until 16.00, five on Wednesday from 07.30.
    assert due(world, body) == ("2026-12-02 07:35", "2026-12-01 16:00")


def test_items_of_a_list_are_due_in_one_run(world: World) -> None:
    body = world.start("tenggat", desa=["Jongkong", "Nanga Bunut", "Semangut"])
    body = world.complete(KASI, world.complete_any(body)["opened"][0]["task"], keputusan="Ya")
    body = world.complete_any(world.complete_any(body), KASI)
    tasks = open_tasks(world, body["case"])
    assert {(row["element"], row["due"]) for row in tasks} == {("desa", "2026-11-30 16:00")}  # one working day: Monday
    assert len(tasks) == 3
    (run,) = history(world, body["case"])[-1].data["dues"]
    assert run[:2] == [tasks[0]["n"], tasks[2]["n"]]
    for _ in tasks:
        (first, *_) = open_tasks(world, body["case"])
        body = world.complete(STAF, f"{body['case']}-{first['n']}")
    assert due(world, body)[0] == "2026-12-31 23:59"  # the due date of the diagram wins over its norm


def test_a_changed_calendar_counts_for_what_opens_later(world: World) -> None:
    before = world.start("tenggat")
    day = date(2026, 11, 27)
    world.run(OWNER, AddCalendarDays("uji", day, day, "", "Hari jadi kabupaten", "SK Bupati 1/2026"))
    at(world, "2026-11-27 11:20")
    after = world.start("tenggat")
    assert due(world, before)[0] == "2026-11-27 13:01"
    assert due(world, after)[0] == "2026-11-30 07:41"


def test_hours_and_a_year_that_an_administrator_wrote_count(world: World) -> None:
    week = dict.fromkeys(("senin", "selasa", "rabu", "kamis", "jumat"), "08:00-11:25")
    world.run(OWNER, ChangeCalendarHours("uji", {"jam": week, "hampir": 20}))
    facts = {"dasar": "Keputusan Bersama 1", "pasti": True, "libur": {"2026-11-30": "Hari percobaan"}}
    world.run(OWNER, ChangeCalendarYear(2026, facts))
    at(world, "2026-11-27 11:20")
    # Five minutes on Friday, six on Tuesday; nearly due with 20 % left, after eight.
    assert due(world, world.start("tenggat")) == ("2026-12-01 08:06", "2026-12-01 08:03")


def test_a_suspended_case_gets_back_what_its_tasks_had_left(world: World) -> None:
    body = world.start("tenggat")
    at(world, "2026-11-27 11:24")
    world.run(OWNER, Suspend(body["case"], "menunggu pemilik proses"))
    at(world, "2026-12-03 09:00")
    world.run(OWNER, Resume(body["case"]))
    # Seven of eleven minutes were left, less the second that each command took.
    assert due(world, body)[0] == "2026-12-03 09:07"


def test_a_due_time_that_somebody_sets_is_nearly_due_at_half_of_it_too(world: World) -> None:
    body = world.start("tenggat")
    case, n = (int(part) for part in body["opened"][0]["task"].split("-"))
    at(world, "2026-11-30 08:00")
    world.run(OWNER, ChangeTask(case, n, {"due": datetime(2026, 11, 30, 3, 0, tzinfo=UTC)}))
    assert due(world, body) == ("2026-11-30 10:00", "2026-11-30 09:00")
    world.run(OWNER, ChangeTask(case, n, {"due": None}))
    assert due(world, body) == (None, None)


def test_calendars_are_changed_by_administrators_of_their_office(world: World) -> None:
    day = date(2026, 12, 7)
    for command in (
        AddCalendarDays("uji", day, day, "", "Libur"),
        ChangeCalendarHours("uji", None),
        ChangeCalendarYear(2027, None),
    ):
        with pytest.raises(NotAllowed):
            world.run(STAF, command)
    for wrong in (
        AddCalendarDays("uji", day, day, "25:00-26:00", "x"),
        AddCalendarDays("uji", day, day, "", " "),
        AddCalendarDays("uji", day, date(2026, 12, 1), "", "x"),
        ChangeCalendarYear(2027, {"libur": {}}),
        ChangeCalendarHours("uji", {"hampir": 0}),
    ):
        with pytest.raises(Invalid):
            world.run(OWNER, wrong)
