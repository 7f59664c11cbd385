"""A case shows what it waits for, the case that called it and those that it called."""

from __future__ import annotations

import pytest

from engine.policy import Actor
from engine.queries.case import CaseView, case_view
from engine.queries.look import Look
from engine.store import Store
from tests.commands.look import open_at, row
from tests.commands.world import KASI, OWNER, STAF, World


@pytest.fixture
def world(store: Store) -> World:
    """An office with a process that calls another, and one in which everything waits."""
    return World(store).furnish("panggil.bpmn", "luas.bpmn")


def seen(world: World, actor: Actor, case: int) -> CaseView:
    """The case as somebody sees it."""
    with world.store.reading() as reading:
        return case_view(Look(reading, world.desk.library, actor, world.now), row(world, case)["number"])


def test_caller_and_called_case_name_each_other(world: World) -> None:
    case = world.start("panggil")["case"]
    world.complete(STAF, open_at(world, case)["minta"], pemohon="Sari", jumlah=1, nomor="KK-1")
    before = seen(world, STAF, case)
    assert (before.called, before.here) == ((), frozenset({"telaah"}))
    world.work()
    view, child = seen(world, OWNER, case), seen(world, KASI, case + 1)
    assert [(one.number, one.title, one.status) for one in view.called] == [(child.number, "Dipanggil", "ACTIVE")]
    assert child.caller is not None
    assert (child.caller.number, child.caller.title) == (view.number, "Memanggil")
    assert (view.caller, child.called) == (None, ())
    assert (view.called[0].may_read, child.caller.may_read) == (True, False), "the kasi has no part in the caller"
    assert view.here == frozenset({"telaah"}), "what listens beside the call is not where the case stands"


def test_a_case_shows_everything_that_it_waits_for(world: World) -> None:
    case = world.start("luas")["case"]
    world.complete(STAF, open_at(world, case)["isi"], daftar=["Ani", "Budi"], cukup=9)
    view = seen(world, OWNER, case)
    assert view.here == frozenset({"periksa", "hitung", "libur", "siap"})
    assert [task.step.element for task in view.tasks] == ["periksa", "periksa"]
