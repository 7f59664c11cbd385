"""The inbox shows every task once, in order, and stays flat however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from bench.plans import plan_of
from engine.commands.task import Claim
from engine.events import instant
from engine.policy import Actor
from engine.queries.cases import cases
from engine.queries.due import GROUPS
from engine.queries.inbox import Ask, Inbox, Order, tasks
from engine.queries.inbox_counts import counts
from engine.queries.look import Look
from engine.store import Query, Store
from engine.store.views_inbox import OF_GROUP, OF_HOLDER
from engine.store.words import OPEN_WITH_WORDS, asked, spans
from tests.commands.world import KASI, STAF, World

STAF_GROUP = "uji/staf"
ORDERS: tuple[Order, ...] = ("due", "old", "new", "number")


def with_groups(actor: Actor, *groups: str) -> Actor:
    """The person with the candidate groups that the store would give him."""
    return Actor(actor.login, actor.name, actor.posts, actor.answers, frozenset(groups), actor.grants)


STAF_MEMBER = with_groups(STAF, STAF_GROUP)
KASI_MEMBER = with_groups(KASI, "uji/kasi")


@pytest.fixture
def world(store: Store) -> World:
    """An office with the diagram `serba` in force."""
    return World(store).furnish("serba.bpmn")


def look_at(world: World, actor: Actor, ask: Ask) -> Inbox:
    """A page of the inbox."""
    with world.store.reading() as reading:
        return tasks(Look(reading, world.desk.library, actor, world.now), ask)


def started(world: World, n: int) -> list[str]:
    """The numbers of n new cases, each of which waits at its first step."""
    return [world.start("serba")["number"] for _ in range(n)]


def test_pages_show_every_open_task_once_longest_waiting_first(world: World) -> None:
    numbers = started(world, 45)
    seen: list[str] = []
    ask = Ask("posts")
    for _ in range(3):
        page = look_at(world, STAF_MEMBER, ask)
        seen.extend(row.number for row in page.rows)
        ask = Ask("posts", after=page.next)
    assert page.next is None
    assert seen == numbers


def test_tasks_of_several_groups_come_in_one_order(world: World) -> None:
    first, second, third = (world.start("serba") for _ in range(3))
    world.complete_any(second)
    both = with_groups(STAF, STAF_GROUP, "uji/kasi")
    found = [row.number for row in look_at(world, both, Ask("posts")).rows]
    assert found == [first["number"], third["number"], second["number"]]


def test_a_task_that_opened_at_the_same_instant_as_the_last_of_a_page_is_not_lost(world: World) -> None:
    numbers = started(world, 25)
    with world.store.transaction() as tx:
        tx.run(Query("One instant for all.", text("UPDATE task SET opened_at = 1000")))
    page = look_at(world, STAF_MEMBER, Ask("posts"))
    rest = look_at(world, STAF_MEMBER, Ask("posts", after=page.next))
    assert [row.number for row in (*page.rows, *rest.rows)] == numbers


def test_counts_and_boxes_follow_claims_and_completions(world: World) -> None:
    one, two = world.start("serba"), world.start("serba")
    case, n = (int(part) for part in one["opened"][0]["task"].split("-"))
    world.run(STAF, Claim(case, n))
    world.complete_any(two)
    with world.store.reading() as reading:
        found = counts(Look(reading, world.desk.library, STAF_MEMBER, world.now), "posts")
    assert (found.mine.n, found.posts, found.done.n) == (1, 1, 1)
    assert [row.number for row in look_at(world, STAF_MEMBER, Ask("mine")).rows] == [one["number"]]
    assert [row.number for row in look_at(world, STAF_MEMBER, Ask("done")).rows] == [two["number"]]


def test_a_return_is_counted_as_the_next_round_of_its_step(world: World) -> None:
    body = world.complete_any(world.start("serba"))
    world.complete(KASI, body["opened"][0]["task"], keputusan_2="Tidak")
    assert [row.round for row in look_at(world, STAF_MEMBER, Ask("posts")).rows] == [2]


@pytest.mark.parametrize("text_", ["BH", "tidak ada begitu"])
def test_a_search_without_hits_shows_nothing(world: World, text_: str) -> None:
    started(world, 2)
    assert look_at(world, STAF_MEMBER, Ask("posts", text=text_)).rows == ()


def test_a_search_finds_by_number_running_number_and_words(world: World) -> None:
    numbers = started(world, 3)
    for typed in (numbers[1], numbers[1].lower(), numbers[1][:-2], "2"):
        assert [row.number for row in look_at(world, STAF_MEMBER, Ask("posts", text=typed)).rows] == [numbers[1]]
    assert len(look_at(world, STAF_MEMBER, Ask("posts", text="mencatat serba")).rows) == 3
    assert len(look_at(world, STAF_MEMBER, Ask("posts", sop="serba")).rows) == 3
    assert look_at(world, STAF_MEMBER, Ask("posts", sop="lain")).rows == ()


def test_a_number_with_a_wrong_digit_is_called_so(world: World) -> None:
    number = started(world, 1)[0]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert look_at(world, STAF_MEMBER, Ask("posts", text=wrong)).wrong_number


def test_nobody_sees_tasks_or_cases_of_other_posts(world: World) -> None:
    number = started(world, 1)[0]
    assert look_at(world, KASI_MEMBER, Ask("posts")).rows == ()
    assert look_at(world, KASI_MEMBER, Ask("posts", text=number)).rows == ()
    with world.store.reading() as reading:
        assert cases(Look(reading, world.desk.library, KASI_MEMBER, world.now), text=number).rows == ()


def test_a_list_of_cases_shows_each_once_newest_first(world: World) -> None:
    numbers = started(world, 43)
    seen: list[str] = []
    before: int | None = None
    for _ in range(3):
        with world.store.reading() as reading:
            page = cases(Look(reading, world.desk.library, STAF_MEMBER, world.now), before=before)
        seen.extend(row.number for row in page.rows)
        before = page.next
    assert before is None
    assert seen == numbers[::-1]


def test_by_time_left_tasks_with_a_limit_come_first_and_each_stands_on_one_page(world: World) -> None:
    numbers = started(world, 45)
    now = instant(world.now)
    due = text(
        f"UPDATE task SET due_at = {now} + (case_id * 7 % 11 - 5) * 1000000, warn_at = {now} WHERE case_id % 3 <> 0"
    )
    with world.store.transaction() as tx:
        tx.run(Query("Limits in some order.", due))
    for order in ORDERS:
        seen: list[str] = []
        ask = Ask("posts", order=order)
        for _ in range(3):
            page = look_at(world, STAF_MEMBER, ask)
            seen.extend(row.number for row in page.rows)
            ask = Ask("posts", order=order, after=page.next)
        assert page.next is None
        assert sorted(seen) == numbers
        if order == "new":
            assert seen == numbers[::-1]
        elif order == "due":
            with world.store.reading() as reading:
                found = counts(Look(reading, world.desk.library, STAF_MEMBER, world.now), "posts").dues
            assert {group: tally.n for group, tally in found.items()} == {
                "late": 15,
                "soon": 15,
                "enough": 0,
                "free": 15,
            }
            assert sorted(seen[30:]) == numbers[2::3]
        else:
            assert seen == numbers
    for group, n in zip(GROUPS, (15, 15, 0, 15), strict=True):
        for order in ORDERS[:3]:
            page = look_at(world, STAF_MEMBER, Ask("posts", due=group, order=order))
            assert (len(page.rows), {row.due.group for row in page.rows}) == (min(n, 20), {group} if n else set())


def test_words_of_applicants_are_found_by_their_index_on_both_databases(world: World) -> None:
    values = {"login": "a", "groups": ["uji/staf"], **spans(asked("siti rahmah"))}
    with world.store.reading() as reading:
        if reading.dialect.name == "postgresql":  # a small table is read whole
            reading.all(Query("A setting.", text("SELECT set_config('enable_seqscan', 'off', true)")))
            reading.all(Query("A setting.", text("SELECT set_config('enable_bitmapscan', 'off', true)")))
        plan = plan_of(reading, OPEN_WITH_WORDS, values)
    assert "Seq Scan" not in plan
    assert "SEARCH case_word USING" in plan or "pk_case_word" in plan, plan
    assert "SCAN case_word" not in plan


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (OF_GROUP["old"], "ix_task_candidates"),
        (OF_GROUP["new"], "ix_task_candidates"),
        (OF_GROUP["due"], "ix_task_due"),
        (OF_GROUP["free"], "ix_task_due"),
        (OF_GROUP["number"], "ix_task_case"),
        (OF_HOLDER["old"], "ix_task_assignee"),
    ],
)
def test_a_page_is_read_by_its_index_without_sorting(sqlite_url: str, query: Query, index: str) -> None:
    world = World(_fresh(sqlite_url))
    with world.store.reading() as reading:
        values = {"group": "a", "login": "a", "at": 0, "case": 0, "n": 0, "limit": 21, "until": 9}
        sql, params = query.prepared(reading.dialect, {name: values[name] for name in values if _uses(query, name)})
        reading._cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = [str(row[3]) for row in reading._cursor.fetchall()]
    assert any(f"USING INDEX {index}" in line or f"USING COVERING INDEX {index}" in line for line in plan), plan
    inner = plan[: next(i for i, line in enumerate(plan) if "process_instance" in line)]
    assert not any("TEMP B-TREE" in line for line in inner), plan
    world.store.close()


def _uses(query: Query, name: str) -> bool:
    found: Any = query.statement.compile()
    return name in found.params


def _fresh(url: str) -> Store:
    from engine.store.migrate import upgrade

    store = Store(url)
    upgrade(store)
    return store
