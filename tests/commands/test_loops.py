"""Many at once: the tasks of a multi-instance step, each with its item and its own answers, and what they cost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from engine.commands.answers import sight_of, variables
from engine.commands.modification import AddItems
from engine.commands.refusals import NotPossible
from engine.commands.task import Claim, Complete
from engine.library import Definition
from engine.store import Query, Store
from engine.store.cases import CASE, LOCK_TASK, OPEN_TASKS
from tests.commands.look import events, open_at, values
from tests.commands.world import OWNER, STAF, World

COUNT = Query("The counters of the groups.", text("SELECT candidates, open FROM group_count ORDER BY candidates"))


@pytest.fixture
def world(store: Store) -> World:
    """An office with a step that is done once for each of a list."""
    return World(store).furnish("luas.bpmn")


def spread(world: World, people: list[Any], enough: int = 10**9) -> tuple[int, list[int]]:
    """A case with a task for each person: its id and the numbers of the tasks."""
    case = world.start("luas")["case"]
    world.complete(STAF, open_at(world, case)["isi"], daftar=people, cukup=enough)
    return case, tasks(world, case)


def tasks(world: World, case: int) -> list[int]:
    """The numbers of the open tasks of the loop."""
    with world.store.reading() as reading:
        return [row["n"] for row in reading.all(OPEN_TASKS, case=case) if row["element"] == "periksa"]


def seen(world: World, case: int, n: int) -> dict[str, Any]:
    """What somebody sees of the variables who does a task."""
    with world.store.transaction() as tx:
        found = tx.one(LOCK_TASK, case=case, n=n)
        assert found is not None
        definition: Definition = world.desk.library.definition(tx, found["definition_id"])
        return variables(tx, case, sight_of(definition, found))


def test_each_task_sees_its_item_and_keeps_its_own_answers(world: World) -> None:
    case, numbers = spread(world, ["Ani", {"nama": "Budi"}, None])
    assert [seen(world, case, n)["orang"] for n in numbers] == ["Ani", {"nama": "Budi"}, None]
    assert [seen(world, case, n)["loopCounter"] for n in numbers] == [0, 1, 2]
    world.run(STAF, Complete(case, numbers[1], {"nilai": 7}))
    assert "nilai" not in values(world, case)
    assert "nilai" not in seen(world, case, numbers[0])
    assert seen(world, case, numbers[1])["nilai"] == 7
    assert events(world, case)[-1].data["homes"] == {"nilai": numbers[1]}


def test_the_list_is_that_of_the_beginning_whatever_is_answered_later(world: World) -> None:
    case, numbers = spread(world, ["Ani", "Budi"])
    world.run(STAF, Complete(case, numbers[0], {"daftar": ["lain"], "orang": "lain"}))
    assert seen(world, case, numbers[1])["orang"] == "Budi"
    assert values(world, case)["daftar"] == ["Ani", "Budi"]


def test_the_tasks_stand_in_the_event_as_one_run(world: World) -> None:
    case, numbers = spread(world, list("abcde"))
    data = events(world, case)[-1].data
    assert data["items"] == [[numbers[0], "periksa", "uji/staf", None, 5, [numbers[0] - 1], 0]]
    assert "opened" not in data
    assert numbers == list(range(numbers[0], numbers[0] + 5))


def test_when_enough_have_answered_the_others_are_closed_in_runs(world: World) -> None:
    case, numbers = spread(world, list("abcdef"), enough=2)
    world.run(STAF, Complete(case, numbers[3], {}))
    world.run(STAF, Complete(case, numbers[1], {}))
    assert tasks(world, case) == []
    assert events(world, case)[-1].data["closed"] == [numbers[0], numbers[2], [numbers[4], numbers[5]]]
    with world.store.reading() as reading:
        assert reading.all(COUNT) == [{"candidates": "uji/staf", "open": 0}]


def test_items_can_be_added_while_it_runs(world: World) -> None:
    case, numbers = spread(world, ["Ani", "Budi"])
    loop = numbers[0] - 1
    body = world.run(OWNER, AddItems(case, loop, ["Candra", "Dewi"]))
    more = [int(row["task"].split("-")[1]) for row in body["opened"]]
    assert [seen(world, case, n)["orang"] for n in more] == ["Candra", "Dewi"]
    assert [seen(world, case, n)["loopCounter"] for n in more] == [2, 3]
    with pytest.raises(NotPossible, match="not-open"):
        world.run(OWNER, AddItems(case, numbers[0], ["Eka"]))
    for n in numbers + more:
        world.run(STAF, Complete(case, n, {}))
    with pytest.raises(NotPossible, match="not-open"):
        world.run(OWNER, AddItems(case, loop, ["Eka"]))


def test_an_empty_list_passes_and_what_is_no_list_is_refused(world: World) -> None:
    case, numbers = spread(world, [])
    assert (numbers, open_at(world, case)) == ([], {})
    case = world.start("luas")["case"]
    before = world.dump()
    with pytest.raises(NotPossible, match="loop-unreadable"):
        world.complete(STAF, open_at(world, case)["isi"], daftar="Ani", cukup=1)
    assert world.dump() == before


def test_ten_thousand_items_cost_no_more_each_than_ten(world: World) -> None:
    sent: list[int] = []
    for people in (10, 10_000):
        case, numbers = spread(world, [{"nama": f"Warga {place}"} for place in range(people)])
        assert len(numbers) == people
        world.run(STAF, Claim(case, numbers[people // 2]))
        for n in numbers[: 5 if people == 10 else 50]:
            statements: list[str] = []
            world.store.watch = statements.append
            world.run(STAF, Complete(case, n, {"nilai": n}))
            world.store.watch = None
            sent.append(len(statements))
        world.prove(case)
        with world.store.reading() as reading:
            found = reading.one(CASE, case=case)
        assert found is not None
        assert len(found["state"]) < 3_000
        assert len(tasks(world, case)) == people - (5 if people == 10 else 50)
        assert values(world, case).keys() == {"daftar", "cukup"}
    assert len(set(sent)) == 1
    assert sent[0] <= 10
