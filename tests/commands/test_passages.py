"""What a case passed is told from its events: sub-processes, lists, interruptions, branches that meet, calls."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from engine.commands.case import Cancel
from engine.queries.passages import Passage, Passages, passages
from engine.queries.replay import replay
from engine.store import Store
from tests.commands.look import events, open_at, row
from tests.commands.world import OWNER, STAF, World


@pytest.fixture
def world(store: Store) -> World:
    """An office with cases that have something inside."""
    return World(store).furnish("lintasan.bpmn")


def begun(world: World, key: str, *items: str) -> int:
    """A case of which the first step is done, with a list."""
    case = world.start(key)["case"]
    world.complete(STAF, f"{case}-1", daftar=list(items))
    return int(case)


def told(world: World, case: int) -> list[Passage]:
    """The passages of a case."""
    return passages(events(world, case), definition(world, case).process.elements)


def definition(world: World, case: int) -> Any:
    """The definition of a case."""
    with world.store.reading() as reading:
        return world.desk.library.definition(reading, row(world, case)["definition_id"])


def at(world: World, case: int, element: str) -> list[Passage]:
    """The passages through one element."""
    return [one for one in told(world, case) if one.element == element]


def do_all(world: World, case: int) -> None:
    """Does every open task until the case has ended."""
    while tasks := open_at(world, case):
        world.complete(STAF, next(iter(tasks.values())))


def test_what_is_inside_a_sub_process_knows_the_passage_around_it(world: World) -> None:
    case = begun(world, "sekali")
    do_all(world, case)
    found = told(world, case)
    (around,) = [one for one in found if one.element == "sekali_bagian"]
    inside = [one for one in found if one.parent is around]
    assert [one.element for one in inside] == ["sekali_dalam", "sekali_kerja", "sekali_beres"]
    assert not any(one.cancelled or one.until is None for one in told(world, case))
    assert (around.first, around.last) == (2, 3)


def test_an_interrupted_sub_process_is_cancelled_with_what_is_inside(world: World) -> None:
    case = begun(world, "serentak", "a", "b")
    world.now += timedelta(hours=2)
    world.work()
    cancelled = [one.element for one in told(world, case) if one.cancelled]
    assert cancelled == ["serentak_bagian", "serentak_kerja", "serentak_kerja"]
    assert [one.until is None for one in told(world, case)].count(True) == 0
    assert not at(world, case, "serentak_batas")[0].cancelled


def test_each_item_of_a_list_is_a_passage_inside_that_of_all(world: World) -> None:
    case = begun(world, "gilir", "a", "b", "c")
    body, *items = at(world, case, "gilir_periksa")
    assert (body.body, body.item, [one.parent for one in items]) == (True, False, [body])
    world.complete(STAF, open_at(world, case)["gilir_periksa"])
    body, *items = at(world, case, "gilir_periksa")
    assert [one.until is None for one in (body, *items)] == [True, False, True]
    do_all(world, case)
    body, *items = at(world, case, "gilir_periksa")
    assert [one.n for one in items] == sorted(one.n or 0 for one in items)
    assert (len(items), body.cancelled, any(one.cancelled for one in items)) == (3, False, False)
    assert body.until == items[-1].until


def test_a_token_that_waits_at_a_join_is_known_until_the_join_goes_on(world: World) -> None:
    case = begun(world, "gilir", "a")
    world.complete(STAF, open_at(world, case)["gilir_periksa"])
    world.complete(STAF, open_at(world, case)["gilir_kiri"])
    followed = Passages.of(definition(world, case).process.elements)
    for event in events(world, case):
        followed.take(event)
    assert dict(followed.waiting) == {("gilir_temu", "gilir_6"): 1}
    last = list(replay(definition(world, case), events(world, case)))[-1]
    assert [(one.element, one.flow, one.count) for one in last.after.joins] == [("gilir_temu", "gilir_6", 1)]
    assert [one.element for one in last.after.stands] == ["gilir_kanan"]
    do_all(world, case)
    ended = list(replay(definition(world, case), events(world, case)))[-1]
    assert (ended.after.stands, ended.after.joins, ended.after.scopes) == ((), (), ())


def test_a_replay_goes_from_frame_to_frame_without_a_gap(world: World) -> None:
    case = begun(world, "serentak", "a", "b")
    world.complete(STAF, open_at(world, case)["serentak_kerja"])
    frames = list(replay(definition(world, case), events(world, case)))
    assert all(one.after == two.before for one, two in pairwise(frames))
    assert frames[1].after.scopes == ("serentak_bagian",)
    assert [(one.element, one.count, len(one.tokens)) for one in frames[1].after.stands] == [("serentak_kerja", 2, 2)]
    assert [(one.element, one.count) for one in frames[2].after.stands] == [("serentak_kerja", 1)]


def test_a_cancelled_case_leaves_nothing_open(world: World) -> None:
    case = begun(world, "gilir", "a", "b")
    world.run(OWNER, Cancel(case, "uji"))
    assert [(one.element, one.cancelled) for one in told(world, case)][-2:] == [("gilir_periksa", True)] * 2
    assert all(one.until is not None for one in told(world, case))


def test_a_call_names_the_case_that_it_called(store: Store) -> None:
    world = World(store).furnish("panggil.bpmn")
    case = world.start("panggil")["case"]
    world.complete(STAF, open_at(world, case)["minta"], pemohon="Sari", jumlah=1, nomor="KK")
    world.work()
    world.run(OWNER, Cancel(case + 1, "uji"))
    assert [one.called for one in at(world, case, "telaah")] == [None], "it did not come back"


def test_a_long_list_is_told_in_one_go(world: World) -> None:
    case = begun(world, "serentak", *map(str, range(300)))
    found = told(world, case)
    assert len([one for one in found if one.element == "serentak_kerja"]) == 300
    assert len({one.n for one in found if one.element == "serentak_kerja"}) == 300
