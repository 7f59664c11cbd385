"""What an incident of a job says never holds a value of somebody's."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text

from engine.canonical import dumps
from engine.commands.definition import Deploy
from engine.store import Query, Store, StoreConflict
from engine.store.errors import translated
from engine.worker import Worker
from tests.commands.look import events, open_at
from tests.commands.world import HERE, OWNER, STAF, World

SECRET = "Siti 6109"
DAMAGE = Query(
    "Puts something unreadable into the jobs of a case.", text("UPDATE job SET payload = :what WHERE kind = 'CALL'")
)


def asking(world: World, who: str) -> int:
    """A case that has asked for another."""
    case = world.start("panggil")["case"]
    world.complete(STAF, open_at(world, case)["minta"], pemohon=who, jumlah=1, nomor="KK")
    return int(case)


def complaint(world: World, case: int) -> str:
    """What the incident says once all attempts have failed."""
    worker = Worker(world.desk, clock=lambda: world.now)
    for _ in range(20):
        assert worker.round().fired == 0
        world.now = world.now.replace(year=world.now.year + 1)
        for event in events(world, case):
            if event.kind == "IncidentRaised":
                return str(event.data["message"])
    raise AssertionError("no incident")


def test_a_job_that_breaks_on_a_value_tells_what_broke_and_not_the_value(store: Store) -> None:
    world = World(store).furnish("panggil.bpmn")
    case = asking(world, "Sari")
    with store.transaction() as tx:
        assert tx.run(DAMAGE, what=dumps({"values": 1}).replace(b"1", b'{"$time":"%s"}' % SECRET.encode())) == 1
    message = complaint(world, case)
    assert "ValueError" in message
    assert SECRET not in message


def test_a_call_of_a_process_that_an_answer_names_tells_the_diagram_s_words(store: Store) -> None:
    world = World(store).furnish("panggil.bpmn")
    diagram = (HERE / "panggil.bpmn").read_bytes()
    changed = diagram.replace(b'calledElement="dipanggil"', b'calledElement="${pemohon}"')
    assert changed != diagram
    world.run(OWNER, Deploy("uji", "panggil", {"panggil.bpmn": changed}))
    message = complaint(world, asking(world, SECRET))
    assert "“${pemohon}”" in message
    assert SECRET not in message


def test_a_row_that_is_there_already_is_told_without_its_values() -> None:
    with pytest.raises(StoreConflict) as refused, translated():
        raise psycopg.errors.UniqueViolation(f"DETAIL: Key (name)=({SECRET}) already exists.")
    assert SECRET not in str(refused.value)
    assert "same record" in str(refused.value)
