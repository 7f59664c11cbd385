"""A service task is lent to one worker: beside others, across leaps of the clock, through suspension and the end."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.commands.case import Cancel, Resume, Suspend
from engine.commands.definition import Deploy
from engine.commands.desk import Context
from engine.commands.external_task import CompleteExternal, FailExternal
from engine.commands.external_task_lock import ExtendExternal, FetchExternal, LockExternal, NotLocked, Wanted
from engine.commands.incident import RetryIncident
from engine.commands.refusals import Invalid, NotFound, NotPossible
from engine.policy import Actor
from engine.polling import Fetcher
from engine.store.external_offers import Offer, Order
from tests.commands.look import incidents
from tests.commands.world import MACHINE, OWNER, World, person

DIAGRAMS = Path(__file__).parents[1] / "api"
HOME = person("mesin", grants=(("worker", "uji"),))
AWAY = person("mesin-lain", grants=(("worker", "lain"),))
MINUTE = 60_000


@pytest.fixture
def services(world: World) -> World:
    for name in ("layanan.bpmn", "layanan_banyak.bpmn"):
        world.run(OWNER, Deploy("uji", name, {name: (DIAGRAMS / name).read_bytes()}))
    return world


def fetch(worker: str = "w", most: int = 10, topic: str = "kirim", milliseconds: int = MINUTE) -> FetchExternal:
    return FetchExternal(worker, (Wanted(Offer(topic), milliseconds),), most)


def lent(world: World, command: FetchExternal, actor: Actor = HOME) -> list[Any]:
    tasks: list[Any] = world.run(actor, command)["tasks"]
    return tasks


def test_workers_that_fetch_at_the_same_time_get_different_tasks(services: World) -> None:
    items = 48
    services.start("layanan_banyak", MACHINE, daftar=[f"Desa {number}" for number in range(items)])
    locked: Counter[tuple[int, int]] = Counter()
    guard, wrong = threading.Lock(), list[Exception]()
    ready = threading.Barrier(8)

    def work(number: int) -> None:
        worker, context = f"w-{number}", Context(HOME, services.now)
        ready.wait()
        try:
            while tasks := services.desk.run(context, fetch(worker, 3, "kirim-satu")).body["tasks"]:
                assert isinstance(tasks, list)
                for case, n in tasks:
                    with guard:
                        locked[case, n] += 1
                    services.desk.run(context, CompleteExternal(case, n, worker))
        except Exception as error:  # noqa: BLE001 - told by the test
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(locked.values()) == [1] * items
    assert len(lent(services, fetch("w", topic="catat"))) == 1, "the loop is over"


def test_tasks_of_other_offices_are_not_lent(services: World) -> None:
    services.start("layanan", MACHINE)
    assert lent(services, fetch(), AWAY) == []
    asked = FetchExternal("w", (Wanted(Offer("kirim", frozenset({"uji"})), MINUTE),), 1)
    assert lent(services, asked, AWAY) == []
    assert len(lent(services, fetch(), HOME)) == 1


def test_a_leap_of_the_clock_ends_no_lock(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    steady = [0.0]
    fetcher = Fetcher(services.desk, lambda: steady[0])

    def at(seconds: float, leapt: timedelta = timedelta(0)) -> Context:
        steady[0] = seconds
        return Context(HOME, start + timedelta(seconds=seconds) + leapt)

    start, hour = services.now, timedelta(hours=1)
    assert fetcher.fetch(at(0), fetch("pertama")) == [(case, 1)]
    assert fetcher.fetch(at(1, hour), fetch("kedua")) == [], "an hour on the wall, a second in truth"
    services.desk.run(at(2, hour), ExtendExternal(case, 1, "pertama", MINUTE))
    assert fetcher.fetch(at(61, hour), fetch("kedua")) == []
    assert fetcher.fetch(at(63, hour), fetch("kedua")) == [(case, 1)]


def test_a_clock_that_is_set_back_ends_no_lock_either(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    steady = [0.0]
    fetcher, start = Fetcher(services.desk, lambda: steady[0]), services.now
    assert fetcher.fetch(Context(HOME, start), fetch("pertama")) == [(case, 1)]
    steady[0] = 59
    assert fetcher.fetch(Context(HOME, start + timedelta(seconds=59, hours=-1)), fetch("kedua")) == []


def test_time_that_passes_on_all_clocks_ends_locks(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    steady = [0.0]
    fetcher, start = Fetcher(services.desk, lambda: steady[0]), services.now
    assert fetcher.fetch(Context(HOME, start), fetch("pertama")) == [(case, 1)]
    steady[0] = 3600
    assert fetcher.fetch(Context(HOME, start + timedelta(hours=1)), fetch("kedua")) == [(case, 1)]


def test_what_has_failed_keeps_waiting_through_a_suspension(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    lent(services, fetch())
    services.run(HOME, FailExternal(case, 1, "w", "x", retries=0))
    services.run(OWNER, Suspend(case, "audit"))
    services.run(OWNER, Resume(case))
    services.now += timedelta(hours=1)
    assert lent(services, fetch()) == [], "no attempts are left"
    services.run(OWNER, Suspend(case, "audit"))
    services.run(OWNER, RetryIncident(case, incidents(services, case)[0]["event"]))
    assert lent(services, fetch()) == [], "its case is suspended"
    services.run(OWNER, Resume(case))
    assert lent(services, fetch()) == [[case, 1]]


def test_reporting_a_failure_twice_makes_one_incident(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    lent(services, fetch())
    for _ in range(2):
        services.run(HOME, FailExternal(case, 1, "w", "x", retries=0))
    assert len(incidents(services, case)) == 1
    services.run(HOME, FailExternal(case, 1, "w", "x", retries=1))
    assert incidents(services, case) == []


def test_a_case_that_ends_takes_its_tasks_from_their_workers(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    lent(services, fetch())
    services.run(OWNER, Cancel(case, "uji"))
    with pytest.raises(NotFound, match="no-external-task"):
        services.run(HOME, CompleteExternal(case, 1, "w"))
    services.now += timedelta(hours=1)
    assert lent(services, fetch()) == []


def test_a_lock_is_asked_for_properly(services: World) -> None:
    case = services.start("layanan", MACHINE)["case"]
    for wrong in (LockExternal(case, 1, "", MINUTE), LockExternal(case, 1, "w", 0)):
        with pytest.raises(Invalid):
            services.run(HOME, wrong)
    with pytest.raises(NotLocked, match="not-your-lock"):
        services.run(HOME, CompleteExternal(case, 1, "w"))
    services.run(HOME, LockExternal(case, 1, "w", 10**15))
    assert lent(services, fetch("x")) == []
    with pytest.raises(NotPossible):
        services.run(HOME, LockExternal(case, 1, "x", MINUTE))


def test_the_longest_free_comes_first_among_equals(services: World) -> None:
    cases = [services.start("layanan", MACHINE)["case"] for _ in range(3)]
    assert lent(services, fetch("w", 2, milliseconds=1_000)) == [[cases[0], 1], [cases[1], 1]]
    services.now += timedelta(minutes=1)
    assert lent(services, fetch("w", 1)) == [[cases[2], 1]]
    newest = FetchExternal("w", (Wanted(Offer("kirim"), MINUTE),), 1, Order(oldest_first=False))
    assert lent(services, newest) == [[cases[1], 1]]
