"""Nothing turns the order of a case's timers: not one that comes back, not a case that somebody else holds."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from engine.commands.definition import Deploy
from engine.store import Store
from engine.store.cases import LOCK_CASE
from engine.store.history import stream
from engine.store.migrate import upgrade
from engine.worker import Worker
from tests.commands.world import OWNER, World

DIAGRAM: Final = Path(__file__).with_name("ulang.bpmn")
IN_DUE_ORDER: Final = ["tiap_jam", "tiap_jam", "batas", "tiap_jam"]


@pytest.fixture
def world(store: Store) -> World:
    """An office with a diagram in which one timer comes back before another is due."""
    return furnished(store)


def furnished(store: Store) -> World:
    """That office."""
    world = World(store).furnish()
    world.run(OWNER, Deploy("uji", "ulang", {DIAGRAM.name: DIAGRAM.read_bytes()}))
    return world


def fired(world: World, case: int) -> list[str | None]:
    """The elements whose timers fired in a case, in the order of its history."""
    with world.store.reading() as reading:
        return [event.element for event in stream(reading, case) if event.kind == "TimerFired"]


def test_after_downtime_a_timer_that_comes_back_fires_before_one_that_is_due_later(world: World) -> None:
    cases = [world.start("ulang")["case"] for _ in range(3)]
    world.now += timedelta(days=1)
    done = Worker(world.desk, clock=lambda: world.now).round()
    assert [fired(world, case) for case in cases] == [IN_DUE_ORDER] * 3
    assert (done.fired, done.failed) == (12, 0)
    for case in cases:
        world.prove(case)


@pytest.mark.postgresql
def test_a_case_that_somebody_else_holds_is_left_alone_until_the_next_round(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    upgrade(store)
    world = furnished(store)
    case, claims = world.start("ulang")["case"], Store(postgresql_url)
    world.now += timedelta(days=1)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with claims.transaction() as tx:
            tx.one(LOCK_CASE, case=case)
            held.set()
            release.wait(60)

    holder, tries = threading.Thread(target=hold), list[str]()

    def let_go_at_the_second_try(sql: str) -> None:
        tries.extend([sql] if "SKIP LOCKED" in sql else [])
        if len(tries) == 2:
            release.set()
            holder.join()

    holder.start()
    held.wait(60)
    store.watch = let_go_at_the_second_try
    one = Worker(world.desk, clock=lambda: world.now)
    assert (one.round().fired, len(tries)) == (0, 1)
    store.watch = None
    release.set()
    holder.join()
    assert one.round().fired == 4
    assert fired(world, case) == IN_DUE_ORDER
    claims.close()
    store.close()
