"""Clicking twice, two people at once, and refusals: exactly one answer counts, and nothing else changes."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from engine.commands.case import Cancel, Comment, StartCase, Suspend
from engine.commands.desk import Context, Idempotency
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible, Refusal, Unprocessable
from engine.commands.task import Claim, Complete
from engine.store.history import stream
from tests.commands.world import KASI, OWNER, STAF, World, person, task_of


def first(world: World) -> tuple[int, int]:
    """A new case and the number of its first task."""
    body = world.start("serba")
    return body["case"], int(body["opened"][0]["task"].split("-")[1])


def test_the_same_key_gives_the_first_answer_again(world: World) -> None:
    case, n = first(world)
    command = Complete(case, n, {"catatan": "lengkap"})
    one, two = world.result(STAF, command, "k1"), world.result(STAF, command, "k1")
    assert (one.status, two.status) == ("done", "repeated")
    assert one.body == two.body
    with world.store.reading() as reading:
        assert [event.kind for event in stream(reading, case)].count("TaskCompleted") == 1


def test_the_same_key_for_another_request_is_refused(world: World) -> None:
    case, n = first(world)
    world.result(STAF, Complete(case, n, {"catatan": "lengkap"}), "k1")
    before = world.dump()
    with pytest.raises(Unprocessable):
        world.result(STAF, Comment(case, "lain"), "k1")
    assert world.dump() == before


def test_a_key_belongs_to_its_actor_and_is_kept_only_with_success(world: World) -> None:
    case, n = first(world)
    with pytest.raises(NotFound):
        world.result(person("orang"), Complete(case, n, {}), "k1")
    with pytest.raises(NotAllowed):
        world.result(STAF, Suspend(case), "k2")
    assert world.result(STAF, Complete(case, n, {}), "k1").status == "done"
    assert world.result(OWNER, Suspend(case), "k2").status == "done"


def test_starting_twice_with_one_key_starts_one_case(world: World) -> None:
    bodies: list[Any] = []

    def start() -> None:
        bodies.append(world.desk.run(context, StartCase("serba")).body)

    context = Context(STAF, world.now, Idempotency("k", b"x" * 32))
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies) == 4
    assert all(body == bodies[0] for body in bodies)


def test_of_two_people_who_complete_one_task_exactly_one_succeeds(world: World) -> None:
    case, n = first(world)
    people = [person(f"staf{i}", "staf") for i in range(4)]
    ends: list[Any] = []

    def complete(number: int) -> None:
        try:
            ends.append(world.desk.run(Context(people[number], world.now), Complete(case, n, {})).status)
        except Refusal as refused:
            ends.append(refused)

    threads = [threading.Thread(target=complete, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends.count("done") == 1
    losers = [end for end in ends if end != "done"]
    assert all(isinstance(end, Conflict) and end.facts["status"] == "DONE" for end in losers)
    assert len({end.facts["closed_by"] for end in losers}) == 1
    world.prove(case)


@pytest.mark.parametrize(
    ("actor", "command", "refusal"),
    [
        (STAF, Claim(1, 99), NotFound),
        (KASI, Complete(1, 1, {}), NotFound),
        (person("orang"), Comment(1, "?"), NotFound),
        (STAF, Cancel(1, "x"), NotAllowed),
        (OWNER, Cancel(1, " "), Invalid),
        (STAF, Comment(1, " "), Invalid),
        (STAF, StartCase("tidak_ada"), NotFound),
        (KASI, StartCase("serba"), NotAllowed),
        (STAF, Complete(1, 1, {"$x": 1}), Invalid),
    ],
)
def test_a_refusal_changes_nothing(world: World, actor: Any, command: object, refusal: type[Refusal]) -> None:
    assert first(world) == (1, 1)
    before = world.dump()
    with pytest.raises(refusal) as refused:
        world.result(actor, command, "kunci")
    assert refused.value.id
    assert refused.value.en
    assert world.dump() == before


def test_an_answer_without_a_way_on_is_refused_and_the_task_stays_open(world: World) -> None:
    case, n = first(world)
    body = world.complete(STAF, f"{case}-{n}")
    before = world.dump()
    with pytest.raises(NotPossible, match="no-flow"):
        world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Mungkin")
    assert world.dump() == before
    world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Ya")


def test_a_claimed_task_waits_for_its_holder(world: World) -> None:
    case, n = first(world)
    world.run(STAF, Claim(case, n))
    with pytest.raises(Conflict, match="task-claimed"):
        world.result(person("lain", "staf"), Complete(case, n, {}))
    world.run(STAF, Complete(case, n, {}))


def test_a_suspended_case_takes_no_answer(world: World) -> None:
    case, n = first(world)
    world.run(OWNER, Suspend(case, "audit"))
    with pytest.raises(NotPossible, match="case-suspended"):
        world.result(STAF, Complete(case, n, {}))


def test_a_cancelled_case_has_no_open_task_and_no_wait(world: World) -> None:
    case, n = first(world)
    world.run(STAF, Complete(case, n, {}))
    body = world.run(OWNER, Cancel(case, "pemohon mundur"))
    assert body["status"] == "CANCELLED"
    rows = world.dump()
    assert rows["job"] == rows["subscription"] == rows["external_task"] == []
    assert {row[6] for row in rows["task"]} == {"DONE", "CANCELLED"}
    assert all(count == 0 for _, count in rows["group_count"])
