"""A completion is taken back whole as long as nobody went on from it, and not a moment longer."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from engine.commands.answers import variables
from engine.commands.case import Comment
from engine.commands.refusals import Conflict, NotPossible
from engine.commands.task import Claim, Unclaim
from engine.commands.withdraw import WithdrawCompletion
from engine.queries.details import details
from engine.queries.history import position, story
from engine.queries.operations import operations
from engine.queries.replay import replay
from engine.store import Query, Store
from engine.store.cases import OPEN_TASKS
from engine.store.history import stream
from tests.commands.letters import CAMAT, KASI, STAF, Letter, letters
from tests.commands.world import World, person, task_of


def numbers(task: str) -> tuple[int, int]:
    case, n = task.split("-")
    return int(case), int(n)


def known(letter: Letter) -> dict[str, Any]:
    with letter.world.store.reading() as reading:
        return variables(reading, letter.case)


def open_tasks(letter: Letter) -> list[dict[str, Any]]:
    with letter.world.store.reading() as reading:
        return reading.all(OPEN_TASKS, case=letter.case)


def counts(letter: Letter) -> dict[str, int]:
    with letter.world.store.reading() as reading:
        rows = reading.all(Query("The counters.", text("SELECT candidates, open FROM group_count")))
    return {row["candidates"]: row["open"] for row in rows if row["open"]}


def test_the_case_stands_as_before_and_the_task_is_his_again(store: Store) -> None:
    letter = Letter(letters(store))
    letter.do(STAF, isi="konsep", hal="undangan")
    letter.do(KASI, keputusan_2="Tidak", alasan_2="kurang")
    before, counted, task = known(letter), counts(letter), letter.task
    letter.do(STAF, isi="konsep kedua", nomor_agenda="otomatis")
    body = letter.world.run(STAF, WithdrawCompletion(*numbers(task), "salah kirim"))
    assert body["task"] == task
    assert known(letter) == before
    assert counts(letter) == counted
    (row,) = open_tasks(letter)
    assert (f"{letter.case}-{row['n']}", row["assignee"], row["closed_at"]) == (task, "staf", None)
    letter.opened = [{"task": task}]
    again = letter.do(STAF, isi="konsep ketiga", hal="undangan")
    assert known(letter) | {"isi": 0} == before | {"isi": 0}
    assert numbers(again["opened"][0]["task"])[1] > max(numbers(task)), "no number of a task is given out twice"


def test_a_case_goes_on_to_its_end_after_withdrawals(store: Store) -> None:
    letter = Letter(letters(store))
    for _ in range(3):
        task = letter.task
        letter.do(STAF, isi="konsep")
        letter.world.run(STAF, WithdrawCompletion(*numbers(task)))
        letter.opened = [{"task": task}]
    letter.do(STAF, isi="konsep")
    letter.do(KASI, keputusan_2="Ya")
    letter.do(CAMAT, keputusan_3="Ya")
    assert letter.do(STAF)["status"] == "COMPLETED"


def test_nothing_is_withdrawn_once_the_next_task_is_claimed_but_again_when_it_is_free(store: Store) -> None:
    letter = Letter(letters(store))
    task = letter.task
    letter.do(STAF, isi="konsep")
    letter.world.run(KASI, Claim(*numbers(letter.task)))
    with pytest.raises(NotPossible) as refused:
        letter.world.run(STAF, WithdrawCompletion(*numbers(task)))
    assert refused.value.code == "next-claimed"
    letter.world.run(KASI, Unclaim(*numbers(letter.task)))
    letter.world.run(STAF, Comment(letter.case, "salah lampiran"))
    letter.world.run(STAF, WithdrawCompletion(*numbers(task)))
    with pytest.raises(Conflict):
        letter.do(KASI, keputusan_2="Ya")


def test_nothing_is_withdrawn_that_somebody_went_on_from_or_that_is_another_persons(store: Store) -> None:
    letter = Letter(letters(store))
    first = letter.task
    letter.do(STAF, isi="konsep")
    with pytest.raises(NotPossible) as refused:
        letter.world.run(person("rekan", "staf"), WithdrawCompletion(*numbers(first)))
    assert refused.value.code == "not-yours"
    letter.do(KASI, keputusan_2="Ya")
    with pytest.raises(NotPossible) as refused:
        letter.world.run(STAF, WithdrawCompletion(*numbers(first)))
    assert refused.value.code == "went-on"


def test_what_is_told_from_the_events_stands_where_the_case_stands(store: Store) -> None:
    letter = Letter(letters(store))
    letter.do(STAF, isi="konsep")
    letter.do(KASI, keputusan_2="Tidak", alasan_2="kurang")
    task = letter.task
    letter.do(STAF, isi="lagi")
    letter.world.run(STAF, WithdrawCompletion(*numbers(task)))
    letter.opened = [{"task": task}]
    with letter.world.store.reading() as reading:
        definition = letter.world.desk.library.definition(reading, letter.row()["definition_id"])
        events = stream(reading, letter.case)
        told = story(reading, definition, letter.case)
    (stand,) = list(replay(definition, events))[-1].after.stands
    assert (stand.element, stand.tokens) == ("langkah_1", (numbers(task)[1],))
    assert position(definition, told.entries).done == frozenset({"mulai"})
    assert [one.withdrawn for one in told.entries if one.kind == "TaskCompleted"] == [False, False, True]
    assert len(list(operations(events))) >= 3
    assert list(details(definition, events))
    letter.do(STAF, isi="akhir")
    with letter.world.store.reading() as reading:
        told = story(reading, definition, letter.case)
    assert [one.round for one in told.entries if one.kind == "TaskCompleted"] == [1, 1, 2, 2]


def test_a_task_that_is_open_is_not_withdrawn(store: Store) -> None:
    letter = Letter(letters(store))
    with pytest.raises(NotPossible) as refused:
        letter.world.run(STAF, WithdrawCompletion(*numbers(letter.task)))
    assert refused.value.code == "not-completed"


def test_what_began_a_wait_or_a_branch_is_not_withdrawn(world: World) -> None:
    body = world.start("serba")
    task = body["opened"][0]["task"]
    body = world.complete(STAF, task)  # the next step has a timer
    with pytest.raises(NotPossible) as refused:
        world.run(STAF, WithdrawCompletion(*numbers(task)))
    assert refused.value.code == "not-plain"
    second = task_of(body, "langkah_2")
    world.complete(KASI, second, keputusan_2="Ya")  # has a timer itself, and begins branches
    with pytest.raises(NotPossible):
        world.run(KASI, WithdrawCompletion(*numbers(second)))
