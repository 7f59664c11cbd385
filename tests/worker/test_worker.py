"""Timers fire once, in due order, after downtime, beside other workers, and never because of a wrong clock."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.commands.case import Resume, Suspend
from engine.commands.incident import RetryIncident
from engine.commands.retries import DEFAULT
from engine.commands.timer import ConfirmClock
from engine.events import Event, instant
from engine.store import Store
from engine.store.history import cases_after, stream
from engine.store.jobs import DUE_COUNT
from engine.worker import ClockWatch, Worker
from tests.commands.world import OWNER, World


@pytest.fixture
def world(store: Store) -> World:
    """An office with a diagram of three timers in one case."""
    return World(store).furnish("pewaktu.bpmn", "macet.bpmn")


def worker(world: World, **given: Any) -> Worker:
    """A worker on the world's clock."""
    return Worker(world.desk, clock=lambda: world.now, **given)


def fired(world: World, case: int) -> list[Event]:
    """The timers that fired in a case."""
    with world.store.reading() as reading:
        return [event for event in stream(reading, case) if event.kind == "TimerFired"]


def due(world: World) -> int:
    """How many timers are due now."""
    with world.store.reading() as reading:
        return int(reading.value(DUE_COUNT, now=instant(world.now)))


def test_a_timer_fires_when_it_is_due_and_not_before(world: World) -> None:
    case = world.start("pewaktu")["case"]
    world.now += timedelta(minutes=59)
    assert worker(world).round().fired == 0
    world.now += timedelta(minutes=2)
    assert worker(world).round().fired == 1
    assert [event.element for event in fired(world, case)] == ["satu_jam"]
    world.prove(case)


def test_after_a_month_of_downtime_every_timer_fires_once_in_due_order(world: World) -> None:
    cases = [world.start("pewaktu")["case"] for _ in range(5)]
    world.now += timedelta(days=31)
    one = worker(world)
    assert one.round().fired == 15
    assert one.round().fired == 0
    for case in cases:
        assert [event.element for event in fired(world, case)] == ["satu_jam", "dua_jam", "tiga_jam"]
        world.prove(case)


def test_several_workers_fire_every_timer_once(world: World) -> None:
    cases = [world.start("pewaktu")["case"] for _ in range(12)]
    world.now += timedelta(days=1)
    workers = [worker(world) for _ in range(4)]

    def work(one: Worker) -> None:
        while due(world):
            one.round()

    threads = [threading.Thread(target=work, args=(one,)) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for case in cases:
        assert [event.element for event in fired(world, case)] == ["satu_jam", "dua_jam", "tiga_jam"]
        world.prove(case)


def test_a_timer_that_fails_is_tried_again_and_then_becomes_an_incident(world: World) -> None:
    case = world.start("macet")["case"]
    world.now += timedelta(hours=2)
    for attempt in range(1, DEFAULT.attempts + 1):
        done = worker(world).round()
        assert (done.fired, done.failed) == (0, 1), attempt
        assert worker(world).round().failed == 0, "it waits before the next attempt"
        world.now = (DEFAULT.after(attempt, world.now) or world.now) + timedelta(seconds=1)
    with world.store.reading() as reading:
        raised = [event for event in stream(reading, case) if event.kind == "IncidentRaised"]
    assert len(raised) == 1
    assert "no-flow" in raised[0].data["message"]
    world.now += timedelta(days=1)
    assert worker(world).round().failed == 0
    world.run(OWNER, RetryIncident(case, raised[0].number))
    assert worker(world).round().failed == 1


def test_a_suspended_case_fires_nothing_and_catches_up(world: World) -> None:
    case = world.start("pewaktu")["case"]
    world.run(OWNER, Suspend(case, "audit"))
    world.now += timedelta(days=1)
    assert worker(world).round().fired == 0
    world.run(OWNER, Resume(case))
    assert worker(world).round().fired == 3
    world.prove(case)


def test_a_clock_that_goes_back_fires_nothing_twice_and_makes_no_negative_duration(world: World) -> None:
    case = world.start("pewaktu")["case"]
    world.now += timedelta(minutes=61)
    one = worker(world)
    assert one.round().fired == 1
    world.now -= timedelta(hours=3)
    assert one.round().fired == 0
    body = world.start("pewaktu")
    world.complete_any(body)
    world.now += timedelta(hours=3)
    with world.store.reading() as reading:
        for each in cases_after(reading):
            times = [event.recorded_at for event in stream(reading, each)]
            assert times == sorted(times)
    assert len(fired(world, case)) == 1


def test_a_jump_forward_holds_timers_until_an_administrator_confirms(world: World) -> None:
    world.start("pewaktu")
    steady = [0.0]
    one = worker(world, monotonic=lambda: steady[0])
    assert not one.round().held
    world.now += timedelta(days=400)
    steady[0] += 1
    assert one.round().held
    assert one.round().held
    world.run(OWNER, ConfirmClock())
    done = one.round()
    assert (done.held, done.fired) == (False, 3)


def test_a_jump_forward_is_forgotten_when_the_clock_returns(world: World) -> None:
    world.start("pewaktu")
    steady = [0.0]
    one = worker(world, monotonic=lambda: steady[0])
    one.round()
    world.now += timedelta(days=400)
    assert one.round().held
    world.now -= timedelta(days=400)
    done = one.round()
    assert (done.held, done.fired) == (False, 0)


def test_a_clock_that_goes_on_evenly_is_never_held() -> None:
    watch, now = ClockWatch(), datetime(2026, 1, 1).astimezone()
    assert not any(watch.look(now + timedelta(seconds=i), float(i)) for i in range(0, 100_000, 600))
