"""What begins cases by itself: signals, conditions and the clock, of the versions in force and once each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands.definition import Deploy
from engine.commands.definition_force import Withdraw
from engine.commands.refusals import NotPossible
from engine.commands.signal import EvaluateStarts, ThrowSignal
from engine.events import instant
from engine.store import Store
from tests.commands.look import events, open_at, values
from tests.commands.world import HERE, MACHINE, OWNER, STAF, World

DIAGRAM = (HERE / "bermula.bpmn").read_bytes()


@pytest.fixture
def world(store: Store) -> World:
    """An office with a process for each way to begin."""
    return World(store).furnish("bermula.bpmn", "luas.bpmn", "surat.bpmn")


def begun(world: World) -> list[str]:
    """The first tasks of all cases, in the order in which they began."""
    cases = [row[0] for row in world.dump()["process_instance"]]
    return [next(iter(open_at(world, case)), "") for case in sorted(cases)]


def deploy(world: World, data: bytes) -> int:
    """Puts the diagram in force; the deployment's id."""
    body = world.run(OWNER, Deploy("uji", "bermula", {"bermula.bpmn": data}))
    return int(body["deployment"])


def test_a_signal_reaches_every_case_that_waits_and_begins_a_case_of_its_own(world: World) -> None:
    cases = []
    for _ in range(3):
        body = world.start("luas")
        world.complete(STAF, body["opened"][0]["task"], daftar=["a"], cukup=9)
        cases.append(body["case"])
    assert world.run(OWNER, ThrowSignal("libur", {"hari": "Senin"})) == {"receivers": 4}
    world.work()
    assert [values(world, case)["hari"] for case in cases] == ["Senin"] * 3
    assert [events(world, case)[-1].kind for case in cases] == ["SignalReceived"] * 3
    assert begun(world)[3] == "s_kerja"
    assert world.run(OWNER, ThrowSignal("libur")) == {"receivers": 1}, "those have gone on"
    assert world.run(OWNER, ThrowSignal("Libur")) == {"receivers": 0}


def test_a_signal_that_a_case_throws_is_spread_with_its_payload(world: World) -> None:
    body = world.start("luas")
    world.complete(STAF, body["opened"][0]["task"], daftar=["a"], cukup=9)
    thrower = world.start("kirim")
    world.complete(STAF, thrower["opened"][0]["task"], apa="umum", isi="besok")
    world.work()
    assert values(world, body["case"])["pengumuman"] == "besok"
    assert values(world, thrower["case"] + 1) == {"pengumuman": "besok"}


def test_a_condition_begins_a_case_when_it_holds_for_what_is_told(world: World) -> None:
    assert world.run(OWNER, EvaluateStarts({"tinggi_air": 300})) == {"receivers": 0}
    assert world.run(OWNER, EvaluateStarts({"tinggi_air": 301}, key="lain")) == {"receivers": 0}
    assert world.run(OWNER, EvaluateStarts({"tinggi_air": 301})) == {"receivers": 1}
    world.work()
    assert begun(world) == ["c_kerja"]
    assert values(world, 1) == {"tinggi_air": 301}


def test_a_repeating_start_begins_a_case_for_each_occurrence_also_after_a_month_of_downtime(world: World) -> None:
    world.now += timedelta(hours=23)
    world.work()
    assert begun(world) == []
    world.now += timedelta(days=31)
    world.work()
    assert begun(world) == ["w_kerja"] * 3
    due = [events(world, case)[0].data["due"] for case in (1, 2, 3)]
    assert [due[1] - due[0], due[2] - due[1]] == [timedelta(days=1)] * 2
    assert world.jobs() == []


def test_a_new_version_takes_over_what_begins_cases(world: World) -> None:
    first = [job for job in world.jobs() if job["kind"] == "START_TIMER"]
    world.now += timedelta(hours=5)
    deploy(world, DIAGRAM.replace(b"R3/P1D", b"R2/PT1H").replace(b"300", b"500"))
    second = [job for job in world.jobs() if job["kind"] == "START_TIMER"]
    assert len(first) == len(second) == 1
    assert second[0]["definition_id"] != first[0]["definition_id"]
    assert world.run(OWNER, EvaluateStarts({"tinggi_air": 400})) == {"receivers": 0}
    assert world.run(OWNER, ThrowSignal("libur")) == {"receivers": 1}


def test_a_version_that_is_withdrawn_gives_back_what_the_one_before_began(world: World) -> None:
    deployment = deploy(world, DIAGRAM.replace(b"R3/P1D", b"R2/PT1H").replace(b"300", b"500"))
    before = world.dump()["start_subscription"]
    world.run(OWNER, Withdraw(deployment))
    assert world.dump()["start_subscription"] != before
    assert world.run(OWNER, EvaluateStarts({"tinggi_air": 400})) == {"receivers": 1}
    assert [job["payload"]["values"] for job in world.jobs() if job["kind"] == "START"] == [{"tinggi_air": 400}]
    timers = [job for job in world.jobs() if job["kind"] == "START_TIMER"]
    assert [job["due_at"] - world_instant(world) for job in timers] == [86_400_000_000]


def world_instant(world: World) -> int:
    """The time at which the last but one command ran, in microseconds."""
    return instant(world.now - timedelta(seconds=1))


def test_a_case_that_cannot_begin_is_an_incident_and_holds_up_no_later_one(world: World) -> None:
    broken = DIAGRAM.replace(
        b'<bpmn:sequenceFlow id="w1" sourceRef="w_mulai" targetRef="w_kerja"/>',
        b'<bpmn:exclusiveGateway id="w_g"/><bpmn:sequenceFlow id="w0" sourceRef="w_mulai" targetRef="w_g"/>'
        b'<bpmn:sequenceFlow id="w1" sourceRef="w_g" targetRef="w_kerja"><bpmn:conditionExpression>ada = 1'
        b"</bpmn:conditionExpression></bpmn:sequenceFlow>",
    )
    deploy(world, broken)
    world.now += timedelta(days=10)
    for _ in range(6):
        world.work()
        world.now += timedelta(minutes=10)
    raised = [event for event in events(world, 0) if event.kind == "IncidentRaised"]
    assert [event.data["kind"] for event in raised] == ["start"] * 3
    assert begun(world) == []


def test_a_start_time_that_has_passed_begins_nothing_and_one_that_needs_a_variable_is_refused(world: World) -> None:
    cycle = b'<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R3/P1D</bpmn:timeCycle>'
    date = b"<bpmn:timeDate>%s</bpmn:timeDate>"
    deploy(world, DIAGRAM.replace(cycle, date % b"2020-01-01T00:00:00Z"))
    assert [job for job in world.jobs() if job["kind"] == "START_TIMER"] == []
    late = cycle.replace(b"R3/P1D", b"R4/2026-11-20T00:00:00Z/P2D")
    deploy(world, DIAGRAM.replace(cycle, late))
    assert [
        job["payload"]["cycle"] if isinstance(job["payload"], dict) else job["payload"][0] for job in world.jobs()
    ] == [2]
    with pytest.raises(NotPossible, match="timer-unreadable"):
        deploy(world, DIAGRAM.replace(cycle, date % b"${tanggal}"))


def test_the_machine_may_throw_and_a_clerk_may_not(world: World) -> None:
    assert world.run(STAF, ThrowSignal("libur")) == {"receivers": 0}
    assert world.run(MACHINE, ThrowSignal("libur")) == {"receivers": 1}
