"""People in charge let jobs be tried again, at another time, not at all, or at once; incidents bear notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.case import Resume, Suspend
from engine.commands.incident import AnnotateIncident, RetryIncident
from engine.commands.job_hand import CASE_HELD, HELD, HastenJob, HoldJob, SetJobDue, SetJobRetries
from engine.commands.refusals import Invalid, NotAllowed, NotFound, NotPossible
from engine.events import instant, moment
from engine.policy import Actor
from engine.store import Store
from engine.store.history import folded_rows, stream
from engine.store.jobs import INSERT_JOB, job_row
from engine.worker import Worker
from tests.commands.look import incidents, kinds
from tests.commands.world import OWNER, STAF, World

AUDITOR = Actor("auditor", "Auditor", grants=frozenset({("auditor", "uji")}))
ELSEWHERE = Actor("jauh", "Jauh", grants=frozenset({("pemilik", "lain")}))


@pytest.fixture
def world(store: Store) -> World:
    """An office with a case whose timer cannot fire, and one whose timers can."""
    return World(store).furnish("macet.bpmn", "pewaktu.bpmn")


def stuck(world: World) -> tuple[int, dict[str, Any]]:
    """A case whose timer waits behind an incident, and that job."""
    case = world.start("macet")["case"]
    world.now += timedelta(hours=2)
    for _ in range(6):
        Worker(world.desk, clock=lambda: world.now).round()
        world.now += timedelta(hours=1)
    (job,) = [job for job in world.jobs() if job["case_id"] == case]
    assert job["parked"] == 1
    return case, job


def job_of(world: World, id: int) -> dict[str, Any]:
    """The job as it stands."""
    return next(job for job in world.jobs() if job["id"] == id)


def last(world: World, case: int) -> Any:
    """The last event of a case."""
    with world.store.reading() as reading:
        return stream(reading, case)[-1]


def test_new_retries_resolve_the_incident_and_are_all_tried(world: World) -> None:
    case, job = stuck(world)
    world.run(OWNER, SetJobRetries(job["id"], 2))
    assert incidents(world, case) == []
    assert kinds(world, case)[-2:] == ["JobRetriesSet", "IncidentResolved"]
    tried = 0
    for _ in range(4):
        tried += Worker(world.desk, clock=lambda: world.now).round().failed
        world.now += timedelta(hours=1)
    assert tried == 2
    assert len(incidents(world, case)) == 1


def test_no_retries_left_make_an_incident_that_a_person_can_retry(world: World) -> None:
    case = world.start("pewaktu")["case"]
    job = world.jobs()[0]
    world.run(OWNER, SetJobRetries(job["id"], 0))
    assert [row["job"] for row in incidents(world, case)] == [job["id"]]
    event = incidents(world, case)[0]["event"]
    with world.store.reading() as reading:
        told = [one for one in stream(reading, case) if one.kind == "JobRetriesSet"]
    assert (told[0].data["before"], told[0].data["retries"]) == (5, 0)
    world.now += timedelta(days=1)
    assert Worker(world.desk, clock=lambda: world.now).round().fired == 2
    world.run(OWNER, RetryIncident(case, event))
    assert Worker(world.desk, clock=lambda: world.now).round().fired == 1


@pytest.mark.parametrize("retries", [-1, 1_001])
def test_a_number_of_retries_without_sense_is_refused(world: World, retries: int) -> None:
    world.start("pewaktu")
    with pytest.raises(Invalid):
        world.run(OWNER, SetJobRetries(world.jobs()[0]["id"], retries))


def test_a_timer_fires_when_it_was_told_to(world: World) -> None:
    case = world.start("pewaktu")["case"]
    later = world.now + timedelta(days=9)
    job = next(job for job in world.jobs() if job["element"] == "satu_jam")
    world.run(OWNER, SetJobDue(job["id"], later))
    assert last(world, case).data["due"] == later
    assert last(world, case).data["before"] == moment(job["due_at"])
    world.now += timedelta(days=1)
    world.work()
    assert [event.element for event in _fired(world, case)] == ["dua_jam", "tiga_jam"]
    world.now = later + timedelta(seconds=1)
    world.work()
    assert _fired(world, case)[-1].data["due"] == later


def test_a_job_without_a_time_runs_at_once(world: World) -> None:
    case = world.start("pewaktu")["case"]
    job = next(job for job in world.jobs() if job["element"] == "tiga_jam")
    world.run(OWNER, SetJobDue(job["id"], None))
    assert job_of(world, job["id"])["run_at"] == instant(world.now)
    world.work()
    assert [event.element for event in _fired(world, case)] == ["tiga_jam"]


def test_a_held_job_waits_until_it_is_let_go(world: World) -> None:
    case = world.start("pewaktu")["case"]
    job = next(job for job in world.jobs() if job["element"] == "satu_jam")
    world.run(OWNER, HoldJob(job["id"], held=True))
    assert (last(world, case).kind, job_of(world, job["id"])["parked"]) == ("JobHeld", HELD)
    world.run(OWNER, HoldJob(job["id"], held=True))
    assert kinds(world, case).count("JobHeld") == 1
    world.now += timedelta(days=1)
    world.work()
    assert [event.element for event in _fired(world, case)] == ["dua_jam", "tiga_jam"]
    world.run(OWNER, Suspend(case, "uji"))
    world.run(OWNER, HoldJob(job["id"], held=False))
    assert job_of(world, job["id"])["parked"] == CASE_HELD
    world.run(OWNER, Resume(case))
    world.work()
    assert [event.element for event in _fired(world, case)][-1] == "satu_jam"


def test_a_hastened_timer_is_due_before_its_time(world: World) -> None:
    case = world.start("pewaktu")["case"]
    job = next(job for job in world.jobs() if job["element"] == "tiga_jam")
    world.run(OWNER, HastenJob(job["id"]))
    world.work()
    assert [event.element for event in _fired(world, case)] == ["tiga_jam"]
    assert "JobHastened" in kinds(world, case)


def test_a_hastened_job_leaves_its_incident_behind(world: World) -> None:
    case, job = stuck(world)
    world.run(OWNER, HastenJob(job["id"]))
    assert incidents(world, case) == []
    assert Worker(world.desk, clock=lambda: world.now).round().failed == 1


def test_nothing_is_hastened_in_a_suspended_case(world: World) -> None:
    case = world.start("pewaktu")["case"]
    world.run(OWNER, Suspend(case, "uji"))
    with pytest.raises(NotPossible):
        world.run(OWNER, HastenJob(world.jobs()[0]["id"]))


@pytest.mark.parametrize("command", [SetJobRetries(1, 1), SetJobDue(1, None), HoldJob(1, True), HastenJob(1)])
def test_only_owners_touch_jobs_and_strangers_know_of_none(world: World, command: Any) -> None:
    world.start("macet")
    assert job_of(world, 1)["element"] == "satu_jam"
    with pytest.raises(NotAllowed):
        world.run(AUDITOR, command)
    for actor in (ELSEWHERE, STAF):
        with pytest.raises((NotFound, NotAllowed)):
            world.run(actor, command)
    with pytest.raises(NotFound):
        world.run(OWNER, HoldJob(99, held=True))


def test_a_job_of_no_case_is_told_in_the_stream_of_the_installation(world: World) -> None:
    with world.store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("START", 0, 1, definition_id=1, element="mulai", payload=b"{}")])
    (job,) = [job for job in world.jobs() if job["kind"] == "START"]
    local = Actor("pemilik-uji", "Pemilik", grants=frozenset({("pemilik", "uji")}))
    world.run(local, SetJobRetries(job["id"], 0))
    with world.store.reading() as reading:
        (row,) = folded_rows(reading, 0)["incident"].values()
    assert (row["definition_id"], row["job"], row["element"]) == (1, job["id"], "mulai")
    with pytest.raises(NotFound):
        world.run(ELSEWHERE, RetryIncident(0, last(world, 0).number))
    world.run(local, AnnotateIncident(0, last(world, 0).number, "sudah ditanyakan"))
    world.run(local, SetJobRetries(job["id"], 3))
    with world.store.reading() as reading:
        (row,) = folded_rows(reading, 0)["incident"].values()
    assert row["resolved_by"] == "pemilik-uji"


def test_an_incident_bears_the_last_note_until_it_is_taken_away(world: World) -> None:
    case, _ = stuck(world)
    event = incidents(world, case)[0]["event"]
    world.run(OWNER, AnnotateIncident(case, event, "  menunggu jawaban kasi "))
    noted = last(world, case)
    assert incidents(world, case)[0]["note"] == noted.number
    assert list(noted.data["answers"]) == ["$catatan"]
    world.run(OWNER, AnnotateIncident(case, event, ""))
    assert incidents(world, case)[0]["note"] is None
    before = kinds(world, case)
    world.run(OWNER, AnnotateIncident(case, event, " "))
    assert kinds(world, case) == before
    with pytest.raises(Invalid):
        world.run(OWNER, AnnotateIncident(case, event, "x" * 4_001))
    with pytest.raises(NotAllowed):
        world.run(STAF, AnnotateIncident(case, event, "x"))


def _fired(world: World, case: int) -> list[Any]:
    with world.store.reading() as reading:
        return [event for event in stream(reading, case) if event.kind == "TimerFired"]
