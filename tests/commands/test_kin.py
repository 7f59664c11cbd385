"""A case shows who called it, whom it called, and whose messages it got; names alone to who may not open them."""

from __future__ import annotations

import pytest

from engine.policy import Actor
from engine.queries.kin import Kin, kin
from engine.queries.look import Look
from engine.store import Store
from engine.store.cases import CASE
from tests.commands.test_calls import called
from tests.commands.test_messages import sent, waiting
from tests.commands.world import OWNER, World


def seen(world: World, case: int, actor: Actor = OWNER) -> tuple[Kin, ...]:
    with world.store.reading() as reading:
        return kin(Look(reading, world.desk.library, actor, world.now), case)


@pytest.fixture
def world(store: Store) -> World:
    """An office with nothing in it yet."""
    return World(store)


def test_a_message_leads_back_to_who_sent_it(world: World) -> None:
    world.furnish("surat.bpmn", "bermula.bpmn")
    receiver, other = waiting(world, "A-2"), waiting(world, "A-1")
    thrower = sent(world, nomor="A-2", isi="halo")
    world.work()
    (found,) = seen(world, receiver)
    with world.store.reading() as reading:
        row = reading.one(CASE, case=thrower)
    assert row is not None
    assert (found.how, found.number) == ("sender", row["number"])
    assert seen(world, other) == ()


def test_a_call_links_both_histories(world: World) -> None:
    caller, child = called(world.furnish("panggil.bpmn"))
    ((down,), (up,)) = seen(world, caller), seen(world, child)
    assert (down.how, up.how) == ("called", "caller")
    assert (down.may_read, down.number != up.number) == (True, True)
    stranger = Actor("orang lain", "Orang lain")
    assert [one.may_read for one in seen(world, child, stranger)] == [False]
