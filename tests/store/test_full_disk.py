"""A full disk: a clear refusal that changes nothing, and work that goes on when there is space again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol

import httpx
import pytest

from engine.commands.case import StartCase
from engine.store import Query, Store, StoreFull
from engine.store.history import cases_after, stream
from engine.store.migrate import upgrade
from engine.store.tables_work import job
from engine.worker import Worker
from tests.api.office import PASSWORD, SKM, Office
from tests.commands.world import STAF, World
from tests.torture.pages import Person
from tests.torture.small_disk import CannotMount, on_small_disk

LONG: Final = "x" * 3000
NO_LIMIT: Final = 1_073_741_823
FAILED_JOBS: Final = Query("Timers of which an attempt failed.", job.select().where(job.c.attempts > 0))


class Disk(Protocol):
    """What can be filled and emptied."""

    def fill(self) -> None: ...
    def empty(self) -> None: ...


@dataclass(frozen=True)
class PageLimit:
    """SQLite refuses as on a full disk when its file may not grow."""

    store: Store

    def fill(self) -> None:
        """The file keeps its present size."""
        self._limit(int(self._ask("PRAGMA page_count")))

    def empty(self) -> None:
        """The file may grow again."""
        self._limit(NO_LIMIT)

    def _limit(self, pages: int) -> None:
        self._ask(f"PRAGMA max_page_count = {pages}")

    def _ask(self, sql: str) -> Any:
        with self.store._connections.writer() as connection:
            return connection.cursor().execute(sql).fetchone()[0]


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple[Store, Disk]]:
    store = Store(f"sqlite:///{folder / 'lajur.sqlite'}")
    yield store, PageLimit(store)
    store.close()


@contextmanager
def _postgresql() -> Iterator[tuple[Store, Disk]]:
    try:
        with on_small_disk("postgresql") as (url, disk):
            store = Store(url)
            yield store, disk
            store.close()
    except CannotMount as error:
        pytest.skip(f"A tablespace on a small disk has to be mounted, which needs root: {error}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Disk]]:
    """A store with all tables, and the disk under it."""
    with _sqlite(tmp_path) if request.param == "sqlite" else _postgresql() as (store, disk):
        upgrade(store)
        yield store, disk


def test_it_refuses_whole_commands_and_takes_the_same_ones_again(place: tuple[Store, Disk]) -> None:
    store, disk = place
    world = World(store).furnish("serba.bpmn")
    disk.fill()
    acknowledged: dict[str, int] = {}
    for number in itertools.count():
        key, command = f"kunci-{number}", StartCase("serba", answers={"catatan": LONG})
        before = world.dump()
        try:
            acknowledged[key] = world.run(STAF, command, key)["case"]
        except StoreFull:
            break
    assert world.dump() == before
    with pytest.raises(StoreFull):
        world.run(STAF, command, key)
    disk.empty()
    for known, case in acknowledged.items():
        assert world.result(STAF, command, known).body["case"] == case
    done = world.result(STAF, command, key)
    assert done.status == "done"
    with store.reading() as reading:
        assert list(cases_after(reading)) == sorted([*acknowledged.values(), int(str(done.body["case"]))])
    for case in acknowledged.values():
        world.prove(case)


def test_a_timer_waits_for_space_and_has_not_failed(place: tuple[Store, Disk]) -> None:
    store, disk = place
    world = World(store).furnish("pewaktu.bpmn")
    cases = [world.start("pewaktu")["case"] for _ in range(40)]
    world.now += timedelta(days=1)
    disk.fill()
    one = Worker(world.desk, clock=lambda: world.now)
    for _ in range(8):  # more often than a timer is tried before it becomes an incident
        with pytest.raises(StoreFull):
            one.round()
        world.now += timedelta(minutes=4)
    disk.empty()
    with store.reading() as reading:
        assert reading.all(FAILED_JOBS) == []
    assert one.round().failed == 0
    while one.round().fired:
        pass
    for case in cases:
        with store.reading() as reading:
            kinds = [event.kind for event in stream(reading, case)]
        assert (kinds.count("TimerFired"), kinds.count("IncidentRaised")) == (3, 0)
        world.prove(case)


def refused(send: Callable[[], httpx.Response]) -> httpx.Response:
    """The first answer that is none of success: a few small requests still find room."""
    return next(answer for answer in (send() for _ in range(2000)) if not (answer.is_success or answer.is_redirect))


def test_programs_and_people_hear_that_the_disk_is_full(place: tuple[Store, Disk]) -> None:
    office, disk = Office(place[0]), place[1]
    case = office.case()
    with httpx.Client(transport=httpx.WSGITransport(office.app), base_url="http://lajur") as client:
        person, auth = Person(client, "staf", PASSWORD), ("staf", PASSWORD)
        person.sign_in()
        person.open(f"/mulai/{SKM}")
        disk.fill()
        v1 = refused(lambda: client.post("/api/v1/cases", json={"sop": SKM}, auth=auth))
        assert v1.status_code == 507
        assert v1.json() == {"code": "store-full", "id": StoreFull.id, "en": StoreFull.en, "facts": {}}
        rest = refused(lambda: client.post(f"/engine-rest/process-definition/key/{SKM}/start", json={}, auth=auth))
        assert (rest.status_code, rest.json()["message"]) == (507, f"{StoreFull.id} / {StoreFull.en}")
        for language, sentence in (("id", StoreFull.id), ("en", StoreFull.en)):
            client.cookies.set("bahasa", language)
            page = refused(lambda: person.send(f"/mulai/{SKM}", _kunci=""))
            assert page.status_code == 507
            assert sentence in page.text
        assert client.get("/readyz").status_code == client.get("/kotak-tugas").status_code == 200
        assert client.get(f"/api/v1/cases/{case}", auth=auth).status_code == 200
        disk.empty()
        assert person.send(f"/mulai/{SKM}").status_code == 303
