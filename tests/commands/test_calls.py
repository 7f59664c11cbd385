"""A call activity is a case of its own: what goes in and comes out, its errors and escalations, and its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.canonical import dumps
from engine.commands.case import Cancel, StartCase
from engine.commands.definition import Deploy
from engine.commands.incident import RetryIncident
from engine.store import Store
from engine.store.jobs import INSERT_JOB, job_row
from tests.commands.look import incidents, kinds, open_at, row, values
from tests.commands.world import HERE, KASI, OWNER, STAF, World, task_of


@pytest.fixture
def world(store: Store) -> World:
    """An office with a process that calls another."""
    return World(store).furnish("panggil.bpmn")


def called(world: World, **answers: Any) -> tuple[int, int]:
    """A case that has called another: both."""
    body = world.start("panggil")
    given = {"pemohon": "Sari", "jumlah": 2, "nomor": "KK-1"} | answers
    world.complete(STAF, task_of(body, "minta"), **given)
    world.work()
    return body["case"], body["case"] + 1


def test_what_goes_in_and_comes_out_and_who_called_whom(world: World) -> None:
    caller, child = called(world)
    found = row(world, child)
    assert (found["parent_case"], found["business_key"], found["started_by"]) == (caller, "KK-1", "lajur")
    assert values(world, child) == {"nama": "Sari", "banyak": 3}
    assert open_at(world, caller) == {}
    world.complete(KASI, open_at(world, child)["kerja"], putusan="Ya", rahasia="x")
    assert row(world, child)["outcome"] == "Ditelaah"
    world.work()
    assert list(open_at(world, caller)) == ["akhir"]
    assert values(world, caller) == {"pemohon": "Sari", "jumlah": 2, "nomor": "KK-1", "hasil": "Ya"}
    assert kinds(world, caller) == ["CaseStarted", "TaskCompleted", "CallReturned"]
    assert world.jobs() == []


def test_an_error_of_the_called_case_is_caught_by_the_caller(world: World) -> None:
    caller, child = called(world)
    world.complete(KASI, open_at(world, child)["kerja"], putusan="Tolak")
    assert (row(world, child)["status"], row(world, child)["outcome"]) == ("COMPLETED", "Ditolak")
    world.work()
    assert list(open_at(world, caller)) == ["perbaiki"]
    assert values(world, caller)["kode"] == "E-TOLAK"
    assert world.jobs() == [], "the timer went with the activity"


def test_an_error_that_nobody_catches_is_an_incident_of_the_caller(world: World) -> None:
    caller, child = called(world)
    world.complete(KASI, open_at(world, child)["kerja"], putusan="Lain")
    world.work()
    found = incidents(world, caller)
    assert [(one["kind"], one["element"]) for one in found] == [("error", "telaah")]
    assert row(world, caller)["status"] == "ACTIVE"
    world.run(OWNER, RetryIncident(caller, found[0]["event"]))
    world.work()
    assert len(incidents(world, caller)) == 1, "tried again, refused again"


def test_an_escalation_reaches_the_caller_and_the_called_case_goes_on(world: World) -> None:
    caller, child = called(world)
    world.complete(KASI, open_at(world, child)["kerja"], putusan="Naik")
    world.work()
    assert list(open_at(world, caller)) == ["lihat"]
    assert list(open_at(world, child)) == ["lanjut"]
    world.complete(KASI, open_at(world, child)["lanjut"])
    world.work()
    assert sorted(open_at(world, caller)) == ["akhir", "lihat"]


def test_a_caller_that_waits_no_more_ends_the_called_case(world: World) -> None:
    caller, child = called(world)
    world.now += timedelta(days=2)
    world.work()
    assert list(open_at(world, caller)) == ["susul"]
    assert (row(world, child)["status"], row(world, child)["outcome"]) == ("CANCELLED", "Dibatalkan")
    assert world.jobs() == []
    assert incidents(world, caller) == []


def test_a_caller_that_is_cancelled_takes_the_called_case_with_it(world: World) -> None:
    caller, child = called(world)
    world.run(OWNER, Cancel(caller, "pemohon mundur"))
    world.work()
    assert row(world, child)["status"] == "CANCELLED"
    assert world.jobs() == []


def test_a_call_that_was_not_begun_yet_never_begins(world: World) -> None:
    body = world.start("panggil")
    world.complete(STAF, task_of(body, "minta"), pemohon="Sari", jumlah=2, nomor="KK-1")
    world.run(OWNER, Cancel(body["case"], "salah"))
    world.work()
    assert world.dump()["process_instance"][1:] == []


def test_a_called_case_that_is_cancelled_is_an_incident_and_can_be_called_again(world: World) -> None:
    caller, child = called(world)
    world.run(OWNER, Cancel(child, "salah orang"))
    world.work()
    found = incidents(world, caller)
    assert [(one["kind"], one["element"]) for one in found] == [("call", "telaah")]
    world.run(OWNER, RetryIncident(caller, found[0]["event"]))
    world.work()
    assert values(world, child + 1) == {"nama": "Sari", "banyak": 3}
    assert row(world, child + 1)["business_key"] == "KK-1"
    world.complete(KASI, open_at(world, child + 1)["kerja"], putusan="Ya")
    world.work()
    assert list(open_at(world, caller)) == ["akhir"]


def test_a_job_whose_token_or_case_is_gone_by_now_does_nothing(world: World) -> None:
    caller, child = called(world)
    with world.store.transaction() as tx:
        given = {"n": 99, "payload": dumps({"case": child, "code": "E-TOLAK", "message": None})}
        tx.many(INSERT_JOB, [job_row(kind, caller, 0, **given) for kind in ("ESCALATION", "ERROR")])
    before = bytes(row(world, caller)["state"])
    world.work()
    assert (bytes(row(world, caller)["state"]), incidents(world, caller)) == (before, [])
    world.run(OWNER, Cancel(caller, "mundur"))
    world.work()
    with world.store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("RETURN", caller, 0, **given), job_row("CANCEL", child, 0)])
    world.work()
    assert world.jobs() == []
    assert kinds(world, caller)[-1] == kinds(world, child)[-1] == "CaseCancelled"


def test_the_modelers_text_for_the_same_business_key_gives_the_callers(store: Store) -> None:
    world = World(store).furnish()
    diagram = (HERE / "panggil.bpmn").read_bytes()
    same = diagram.replace(b'businessKey="${nomor}"', b'businessKey="#{execution.processBusinessKey}"')
    assert same != diagram
    world.run(OWNER, Deploy("uji", "panggil", {"panggil.bpmn": same}))
    body = world.run(STAF, StartCase("panggil", business_key="BK-9"))
    world.complete(STAF, task_of(body, "minta"), pemohon="Sari", jumlah=2, nomor="KK-1")
    world.work()
    assert row(world, body["case"] + 1)["business_key"] == "BK-9"
