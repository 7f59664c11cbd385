"""Jobs of every kind beside each other: nothing is lost or done twice, no case starves, a wrong clock holds no call."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from engine.canonical import loads
from engine.commands.definition import Deploy
from engine.commands.desk import Desk
from engine.commands.message import Correlate
from engine.commands.signal import ThrowSignal
from engine.commands.timer import ConfirmClock
from engine.events import instant
from engine.library import Library
from engine.store import Store
from engine.store.history import answers
from engine.store.jobs import DUE_COUNT
from engine.store.migrate import upgrade
from engine.worker import Worker
from engine.worker.loop import BATCH
from tests.commands.look import events, kinds, open_at, row
from tests.commands.world import KASI, OWNER, STAF, World
from tests.proven import prove

DIAGRAM: Final = Path(__file__).with_name("ramai.bpmn")
MANY: Final = 12


@pytest.fixture
def world(store: Store) -> World:
    """An office with cases that call, throw and wait."""
    return furnished(store)


def furnished(store: Store) -> World:
    """That office."""
    world = World(store).furnish("panggil.bpmn", "luas.bpmn", "bermula.bpmn", "surat.bpmn")
    world.run(OWNER, Deploy("uji", "ramai", {DIAGRAM.name: DIAGRAM.read_bytes()}))
    return world


def calling(world: World) -> int:
    """A case that has asked for another."""
    case = world.start("panggil")["case"]
    world.complete(STAF, open_at(world, case)["minta"], pemohon="Sari", jumlah=1, nomor="KK")
    return int(case)


def receiving(world: World) -> int:
    """A case that waits for a signal."""
    case = world.start("luas")["case"]
    world.complete(STAF, open_at(world, case)["isi"], daftar=["Ani"], cukup=9)
    return int(case)


def received(world: World, case: int) -> list[Any]:
    """What the messages that reached a case brought, in order."""
    return [event.data["n"] for event in events(world, case) if event.kind == "MessageReceived"]


def test_a_case_with_very_many_jobs_keeps_no_other_waiting(world: World) -> None:
    busy = world.start("ramai")["case"]
    for _ in range(BATCH + 50):
        world.run(OWNER, Correlate("kabar", case=busy, all=True))
    others = [world.start("ramai")["case"] for _ in range(5)]
    for case in others:
        world.run(OWNER, Correlate("kabar", case=case, all=True))
    one = Worker(world.desk, clock=lambda: world.now)
    one.round()
    assert [len(received(world, case)) for case in others] == [1] * 5
    assert 0 < len(received(world, busy)) < BATCH + 50
    world.work()
    assert len(received(world, busy)) == BATCH + 50


def test_the_jobs_of_a_case_are_done_in_the_order_in_which_they_came(world: World) -> None:
    case = world.start("ramai")["case"]
    for place in range(25):
        world.run(OWNER, Correlate("kabar", case=case, all=True, answers={"nomor": place}))
    world.work()
    with world.store.reading() as reading:
        found = sorted((number, loads(bytes(one["value"]))) for (number, _), one in answers(reading, case).items())
    assert [value for _, value in found] == list(range(25))


def test_while_a_jump_of_the_clock_holds_the_timers_calls_and_messages_go_on(world: World) -> None:
    case, steady = calling(world), [0.0]
    one = Worker(world.desk, clock=lambda: world.now, monotonic=lambda: steady[0])
    one.round()
    world.complete(KASI, open_at(world, case + 1)["kerja"], putusan="Ya")
    other = calling(world)
    world.now += timedelta(days=400)
    steady[0] += 1
    done = one.round()
    assert (done.held, done.failed) == (True, 0)
    assert list(open_at(world, case)) == ["akhir"], "its call came back"
    assert list(open_at(world, other + 1)) == ["kerja"], "its call began"
    assert [job["kind"] for job in world.jobs() if job["case_id"] == other] == ["TIMER"]
    world.run(OWNER, ConfirmClock())
    one.round()
    assert list(open_at(world, other)) == ["susul"]


@pytest.mark.postgresql
def test_workers_beside_each_other_lose_nothing_and_do_nothing_twice(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    upgrade(store)
    world = furnished(store)
    callers = [calling(world) for _ in range(MANY)]
    waiting = [receiving(world) for _ in range(MANY)]
    senders = [world.start("kirim")["case"] for _ in range(MANY)]
    for place, case in enumerate(senders):
        world.complete(STAF, open_at(world, case)["tulis"], apa="mohon" if place % 2 else "surat", nomor=f"A-{place}")
    world.run(OWNER, ThrowSignal("libur"))
    together(world, postgresql_url)
    cases = sorted(found[0] for found in world.dump()["process_instance"])
    started = [case for case in cases if row(world, case)["parent_case"] is not None]
    assert sorted(row(world, case)["parent_case"] for case in started) == callers
    for case in started:
        world.complete(KASI, open_at(world, case)["kerja"], putusan="Ya")
    together(world, postgresql_url)
    assert [list(open_at(world, case)) for case in callers] == [["akhir"]] * MANY
    assert [kinds(world, case).count("SignalReceived") for case in waiting] == [1] * MANY
    begun = Counter(next(iter(open_at(world, case)), "") for case in cases)
    assert (begun["p_kerja"], begun["s_kerja"]) == (MANY // 2, 1)
    assert len(world.dump()["message"]) == MANY // 2
    assert [job["kind"] for job in world.jobs()] == ["START_TIMER"]
    for case in cases:
        prove(world.desk, case)


def together(world: World, url: str) -> None:
    """Three workers, each with connections of its own, until nothing is due."""
    failed: list[int] = []

    def work() -> None:
        desk = Desk(Store(url), Library())
        one = Worker(desk, clock=lambda: world.now)
        while due(world):
            failed.append(one.round().failed)
        desk.store.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(failed) == 0


def due(world: World) -> int:
    """How many jobs are due now."""
    with world.store.reading() as reading:
        return int(reading.value(DUE_COUNT, now=instant(world.now)))
