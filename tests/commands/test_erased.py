"""What was erased is gone and the history still proves itself; only a value that the flow needs is missed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from engine.commands.erasure import EraseValues
from engine.commands.modification import AddItems
from engine.commands.task import Complete
from engine.proof.redrive import Erased, redrive
from engine.proof.verify import verify_case
from engine.store import Query, Store
from tests.commands.look import open_at, row, values
from tests.commands.world import OWNER, STAF, World

ERASE = Query(
    "Erases an answer wherever it stands.",
    text("UPDATE answer SET value = NULL, salt = NULL WHERE case_id = :case AND name = :name"),
)


@pytest.fixture
def world(store: Store) -> World:
    """An office with a process of scopes and large values."""
    return World(store).furnish("luas.bpmn")


def erased(world: World, case: int, name: str) -> None:
    """Erases the answers of that name."""
    with world.store.transaction() as tx:
        assert tx.run(ERASE, case=case, name=name) > 0


def driven(world: World, case: int) -> bytes | None:
    """The state that the recorded answers lead to."""
    with world.store.reading() as reading:
        return redrive(reading, world.desk.library, case)


def begun(world: World) -> int:
    """A case whose list stands outside of its state, with one item answered."""
    case = world.start("luas")["case"]
    people = [f"Warga nomor {place} dari dusun yang jauh" for place in range(60)]
    world.complete(STAF, open_at(world, case)["isi"], daftar=people, cukup=9, catatan="rahasia")
    task = open_at(world, case)["periksa"]
    n = int(task.split("-")[1])
    world.run(STAF, Complete(case, n, {"nilai": "rahasia juga"}))
    world.run(OWNER, AddItems(case, n - 1, ["Warga baru"]))  # reads the list, which stands outside of the state
    return int(case)


def test_values_that_nothing_reads_can_be_erased_and_the_flow_is_driven_again(world: World) -> None:
    case = begun(world)
    world.run(OWNER, EraseValues(case, "permintaan", names=["catatan", "nilai"]))
    with world.store.reading() as reading:
        assert list(verify_case(reading, case)) == []
    assert driven(world, case) == bytes(row(world, case)["state"])
    assert "catatan" not in values(world, case)
    world.complete(STAF, open_at(world, case)["periksa"], nilai="lagi")


@pytest.mark.parametrize("name", ["daftar", "cukup"])
def test_a_value_that_the_flow_reads_is_missed_when_it_is_driven_again(world: World, name: str) -> None:
    case = begun(world)
    erased(world, case, name)
    with pytest.raises(Erased, match=name):
        driven(world, case)
