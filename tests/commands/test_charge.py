"""What people in charge do: modify and take it back, set variables, hold a case with all its jobs, mend incidents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.case import Cancel, Resume, StartCase, Suspend
from engine.commands.definition import Deploy
from engine.commands.external_task import CompleteExternal, FailExternal, ThrowExternal
from engine.commands.incident import RetryIncident
from engine.commands.job import FailJob, RunJob
from engine.commands.modification import After, Before, Modify, SetVariables, Stop
from engine.commands.refusals import Invalid, NotAllowed, NotFound, NotPossible
from engine.commands.signal import ThrowSignal
from engine.events import instant
from engine.store import Store
from engine.store.jobs import KINDS, TIMED
from tests.commands.look import events, incidents, kinds, open_at, row, values, wait_at
from tests.commands.world import HERE, KASI, MACHINE, OWNER, STAF, World


@pytest.fixture
def world(store: Store) -> World:
    """An office with a wide process, one that calls, one that begins by itself and letters."""
    return World(store).furnish("luas.bpmn", "panggil.bpmn", "bermula.bpmn", "surat.bpmn")


def wide(world: World) -> int:
    """A case in which everything waits at once."""
    case = world.start("luas")["case"]
    world.complete(STAF, open_at(world, case)["isi"], daftar=["Ani", "Budi"], cukup=9)
    return int(case)


def calling(world: World) -> int:
    """A case that asks for another one; the job is not run yet."""
    case = world.start("panggil")["case"]
    world.complete(STAF, open_at(world, case)["minta"], pemohon="Sari", jumlah=1, nomor="KK-1")
    return int(case)


def number(task: str) -> int:
    """The number of a task in its case."""
    return int(task.split("-")[1])


def test_a_case_is_modified_with_a_reason_and_a_second_modification_takes_it_back(world: World) -> None:
    case = world.start("luas")["case"]
    first = number(open_at(world, case)["isi"])
    body = world.run(OWNER, Modify(case, [Stop(first), Before("tutup")], "sudah diisi di kertas"))
    assert [one["element"] for one in body["opened"]] == ["tutup"]
    event = events(world, case)[-1]
    assert (event.kind, event.data["instructions"]) == ("CaseModified", [["stop", first], ["before", "tutup", None]])
    assert (event.data["closed"], list(event.data["answers"])) == ([first], ["$alasan"])
    world.run(OWNER, Modify(case, [Stop(number(open_at(world, case)["tutup"])), Before("isi")], "keliru"))
    assert list(open_at(world, case)) == ["isi"]
    world.run(OWNER, Modify(case, [Stop(number(open_at(world, case)["isi"])), After("tutup")], "selesai di kertas"))
    assert (row(world, case)["status"], row(world, case)["outcome"]) == ("COMPLETED", "Selesai")


@pytest.mark.parametrize(
    ("instructions", "reason", "refusal"),
    [
        ([Stop(1)], "habis", NotPossible),
        ([Stop(99)], "tidak ada", NotPossible),
        ([Before("tidak_ada")], "x", NotPossible),
        ([Before("temu")], "gerbang penggabung", NotPossible),
        ([Before("salah")], "kejadian pada langkah", NotPossible),
        ([Before("tutup"), Stop(99)], "yang kedua tidak bisa", NotPossible),
        ([Before("tutup", 7)], "", Invalid),
        ([], "kosong", Invalid),
    ],
)
def test_a_modification_that_cannot_work_changes_nothing(
    world: World, instructions: Any, reason: str, refusal: type[Exception]
) -> None:
    case = world.start("luas")["case"]
    before = world.dump()
    with pytest.raises(refusal):
        world.run(OWNER, Modify(case, instructions, reason))
    with pytest.raises(NotAllowed):
        world.run(STAF, Modify(case, [Before("tutup")], "bukan pemilik"))
    assert world.dump() == before


def test_variables_set_from_outside_may_let_a_condition_occur(world: World) -> None:
    case = wide(world)
    world.run(OWNER, SetVariables(case, {"siap": "belum", "besar": "x" * 100_000}))
    assert "-siap" not in events(world, case)[-1].data["path"]
    world.run(OWNER, SetVariables(case, {"siap": True}))
    assert "-siap" in events(world, case)[-1].data["path"]
    assert values(world, case)["siap"] is True
    with pytest.raises(NotPossible, match="not-open"):
        world.run(OWNER, SetVariables(case, {"siap": True}, scope=999))
    with pytest.raises(Invalid):
        world.run(OWNER, SetVariables(case, {}))


def test_a_variable_can_be_set_for_one_item_of_a_loop(world: World) -> None:
    case = wide(world)
    n = number(open_at(world, case)["periksa"])
    world.run(OWNER, SetVariables(case, {"catatan": "khusus"}, scope=n))
    assert "catatan" not in values(world, case)
    assert events(world, case)[-1].data["homes"] == {"catatan": n}


def test_an_error_of_a_worker_goes_where_the_diagram_says(world: World) -> None:
    case = wide(world)
    n = world.lend(case, wait_at(world, case, "hitung"))
    with pytest.raises(Invalid):
        world.run(MACHINE, ThrowExternal(case, n, "w", ""))
    world.run(MACHINE, ThrowExternal(case, n, "w", "E-1", "kolom 3 kosong", {"kolom": 3}))
    assert "betulkan" in open_at(world, case)
    assert values(world, case)["sebab"] == "kolom 3 kosong"
    assert values(world, case)["kolom"] == 3
    assert world.dump()["external_task"] == []


def test_an_error_that_nobody_catches_is_an_incident_and_nothing_moves(world: World) -> None:
    case = wide(world)
    n, state = world.lend(case, wait_at(world, case, "hitung")), bytes(row(world, case)["state"])
    assert world.run(MACHINE, ThrowExternal(case, n, "w", "E-9", "tidak dikenal"))["status"] == "INCIDENT"
    assert bytes(row(world, case)["state"]) == state
    found = incidents(world, case)
    assert [(one["kind"], one["n"]) for one in found] == [("external", n)]
    world.run(OWNER, RetryIncident(case, found[0]["event"]))
    world.run(MACHINE, CompleteExternal(case, n, "w", {"jumlah": 4}))
    assert incidents(world, case) == []


def test_a_service_task_is_offered_again_as_its_cycle_says(world: World) -> None:
    case = wide(world)
    n = world.lend(case, wait_at(world, case, "hitung"))
    assert world.run(MACHINE, FailExternal(case, n, "w", "kertas habis"))["retries"] == 1
    later = world.external(case, n)["locked_until"]
    assert later > instant(world.now)
    assert world.run(MACHINE, FailExternal(case, n, "w", "kertas habis"))["retries"] == 0
    assert len(incidents(world, case)) == 1


def test_what_is_taken_away_takes_its_incident_along(world: World) -> None:
    case = wide(world)
    n = world.lend(case, wait_at(world, case, "hitung"))
    world.run(MACHINE, ThrowExternal(case, n, "w", "E-9"))
    world.run(OWNER, Modify(case, [Stop(n), After("hitung")], "dihitung dengan tangan"))
    assert incidents(world, case) == []
    assert kinds(world, case)[-2:] == ["CaseModified", "IncidentResolved"]


def test_a_suspended_case_keeps_its_jobs_of_every_kind_and_refuses_to_move(world: World) -> None:
    case = wide(world)
    world.lend(case, wait_at(world, case, "hitung"))
    world.run(OWNER, ThrowSignal("libur"))
    world.run(OWNER, Suspend(case, "audit"))
    for command in (
        SetVariables(case, {"siap": True}),
        Modify(case, [Before("tutup")], "x"),
        Suspend(case),
    ):
        with pytest.raises(NotPossible, match="case-suspended"):
            world.run(OWNER, command)
    with pytest.raises(NotPossible, match="case-suspended"):
        world.run(MACHINE, ThrowExternal(case, wait_at(world, case, "hitung"), "w", "E-1"))
    world.work()
    assert [(job["kind"], job["parked"]) for job in world.jobs() if job["case_id"] == case] == [("RECEIVE", 2)]
    world.run(OWNER, Resume(case))
    world.work()
    assert "-libur" in events(world, case)[-1].data["path"]


def test_what_is_retried_in_a_suspended_case_waits_with_it(world: World) -> None:
    case = calling(world)
    job = next(job for job in world.jobs() if job["kind"] == "CALL")
    world.run(MACHINE, FailJob(job["id"], case, 0, "uji", "not-caught"))
    world.run(OWNER, Suspend(case))
    world.run(OWNER, RetryIncident(case, incidents(world, case)[0]["event"]))
    assert [one["parked"] for one in world.jobs() if one["kind"] == "CALL"] == [2]
    world.run(OWNER, Resume(case))
    world.work()
    assert list(open_at(world, case + 1)) == ["kerja"]


@pytest.mark.parametrize("answer", ["Ya", "Tolak", "Naik"])
def test_a_suspended_caller_starts_and_hears_nothing_until_it_goes_on(world: World, answer: str) -> None:
    case = calling(world)
    world.run(OWNER, Suspend(case))
    world.work()
    assert len(world.dump()["process_instance"]) == 1
    world.run(OWNER, Resume(case))
    world.work()
    world.run(OWNER, Suspend(case))
    world.complete(KASI, open_at(world, case + 1)["kerja"], putusan=answer)
    world.work()
    kind = {"Ya": "RETURN", "Tolak": "ERROR", "Naik": "ESCALATION"}[answer]
    assert [(job["kind"], job["parked"]) for job in world.jobs() if job["kind"] == kind] == [(kind, 2)]
    world.run(OWNER, Resume(case))
    world.work()
    assert list(open_at(world, case)) == [{"Ya": "akhir", "Tolak": "perbaiki", "Naik": "lihat"}[answer]]


def test_a_suspended_called_case_ends_all_the_same_when_its_caller_does(world: World) -> None:
    case = calling(world)
    world.work()
    world.run(OWNER, Suspend(case + 1))
    world.run(OWNER, Cancel(case, "mundur"))
    world.work()
    assert row(world, case + 1)["status"] == "CANCELLED"


def until(world: World, kind: str) -> dict[str, Any]:
    """Lets things happen until a job of the kind waits, and gives it."""
    for _ in _happenings(world):
        found = next((job for job in world.jobs() if job["kind"] == kind), None)
        if found is not None:
            return found
    raise AssertionError(kind)


def _happenings(world: World) -> Iterator[None]:
    yield  # START_TIMER waits since the deployment
    for answer in ("Naik", "Ya", "Tolak"):
        case = calling(world)
        yield  # CALL, and after it TIMER
        world.work()
        child = max(row[0] for row in world.dump()["process_instance"])
        world.complete(KASI, open_at(world, child)["kerja"], putusan=answer)
        yield  # ESCALATION, RETURN, ERROR
        world.work()
    case = calling(world)
    world.work()
    world.run(OWNER, Cancel(case, "mundur"))
    yield  # CANCEL
    for answers in ({"nomor": "A-1", "isi": "x"}, {"apa": "umum", "isi": "x"}):
        sender = world.start("kirim")["case"]
        world.complete(STAF, open_at(world, sender)["tulis"], **answers)
        yield  # MESSAGE, SIGNAL
    world.work()
    wide(world)
    world.run(OWNER, ThrowSignal("libur"))
    yield  # RECEIVE, START


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_job_of_any_kind_becomes_an_incident_that_can_be_retried(world: World, kind: str) -> None:
    job = until(world, kind)
    case, command = job["case_id"], RunJob(job["id"], job["case_id"])
    world.run(MACHINE, FailJob(job["id"], case, 0, "uji", "not-caught"))
    raised = [event for event in events(world, case) if event.kind == "IncidentRaised"][-1]
    assert (raised.data["kind"], raised.data["job"]) == (kind.lower().replace("_", "-"), job["id"])
    with pytest.raises(NotFound, match="no-job"):
        world.run(MACHINE, command)
    world.run(OWNER, RetryIncident(case, raised.number))
    with pytest.raises(NotPossible, match="resolved"):
        world.run(OWNER, RetryIncident(case, raised.number))
    world.now += timedelta(days=2)
    world.work()
    assert [one for one in world.jobs() if (one["id"], one["kind"]) == (job["id"], kind)] == []
    assert incidents(world, case) == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_job_of_any_kind_is_tried_again_with_back_off(world: World, kind: str) -> None:
    job = until(world, kind)
    run_at = job["run_at"]
    for attempts in range(4):
        world.run(MACHINE, FailJob(job["id"], job["case_id"], attempts, "uji"))
        with pytest.raises(NotFound, match="no-job"):
            world.run(MACHINE, FailJob(job["id"], job["case_id"], attempts, "noted before"))
        now = next(one for one in world.jobs() if one["id"] == job["id"])
        assert (now["attempts"], now["parked"], now["error"]) == (attempts + 1, 0, "uji")
        assert now["run_at"] > run_at or kind in TIMED
        run_at = now["run_at"]
    world.run(MACHINE, FailJob(job["id"], job["case_id"], 4, "uji"))
    assert next(one for one in world.jobs() if one["id"] == job["id"])["parked"] == 1


@pytest.mark.parametrize(("kind", "answer"), [("CALL", None), ("RETURN", "Ya"), ("ERROR", "Tolak")])
def test_the_jobs_of_an_element_are_retried_as_it_says(world: World, kind: str, answer: str | None) -> None:
    data = (HERE / "panggil.bpmn").read_bytes()
    cycle = b"<camunda:failedJobRetryTimeCycle>R2/PT1M</camunda:failedJobRetryTimeCycle>"
    data = data.replace(b'<camunda:in source="pemohon"', cycle + b'<camunda:in source="pemohon"')
    world.run(OWNER, Deploy("uji", "panggil", {"panggil.bpmn": data}))
    case = calling(world)
    if answer is not None:
        world.work()
        world.complete(KASI, open_at(world, case + 1)["kerja"], putusan=answer)
    job = next(job for job in world.jobs() if job["kind"] == kind)
    world.run(MACHINE, FailJob(job["id"], case, 0, "uji"))
    found = next(one for one in world.jobs() if one["id"] == job["id"])
    assert found["run_at"] == instant(world.now + timedelta(minutes=1))
    world.run(MACHINE, FailJob(job["id"], case, 1, "uji"))
    assert [(one["kind"], one["element"]) for one in incidents(world, case)] == [(kind.lower(), "telaah")]


def test_a_called_process_that_is_not_there_is_an_incident_until_it_is_deployed(world: World) -> None:
    data = (HERE / "panggil.bpmn").read_bytes()
    data = data.replace(b'calledElement="dipanggil"', b'calledElement="belum_ada"').replace(b'"panggil"', b'"lain"')
    data = data[: data.index(b'<bpmn:process id="dipanggil"')] + b"</bpmn:definitions>"
    world.run(OWNER, Deploy("uji", "lain", {"lain.bpmn": data}))
    case = world.run(STAF, StartCase("lain"))["case"]
    world.complete(STAF, open_at(world, case)["minta"], pemohon="Sari", jumlah=1, nomor="KK-1")
    world.work()
    found = incidents(world, case)
    assert [one["kind"] for one in found] == ["call"]
    assert "no-called-process" in found[0]["message"]
    called = (HERE / "panggil.bpmn").read_bytes().replace(b'id="dipanggil"', b'id="belum_ada"')
    called = called.replace(b'<bpmn:process id="panggil"', b'<bpmn:process id="panggil_lain"')
    world.run(OWNER, Deploy("uji", "menyusul", {"menyusul.bpmn": called}))
    world.run(OWNER, RetryIncident(case, found[0]["event"]))
    world.work()
    assert list(open_at(world, case + 1)) == ["kerja"]
