"""The simulator against examples worked out by hand from BPMN 2.0.2, chapter 13: activities and gateways."""

from __future__ import annotations

import pytest

from tests.simulator.hand import NOW, begun, done, here
from tests.simulator.marking import Refused


def test_a_parallel_gateway_gives_a_token_to_each_flow_and_joins_one_of_each() -> None:
    game = begun(
        """
        start s
        and fork join
        user a b c
        end e
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > join
        flow b > join
        flow join > c
        flow c > e
        """
    )
    assert here(game) == "a b"
    done(game, "b")
    assert here(game) == "a"
    assert game.tokens == 2
    assert done(game, "a").flows == {"a-join": 1, "join-c": 1}
    assert here(game) == "c"
    assert done(game, "c").ended == ["e"]
    assert game.tokens == 0


SURPLUS = """
    start s
    and fork join
    user a b c
    flow s > fork
    flow fork > a
    flow fork > a
    flow fork > b
    flow a > join
    flow b > join
    flow join > c
    """


def test_a_parallel_join_leaves_what_is_more_than_one_token_a_flow() -> None:
    game = begun(SURPLUS)
    assert here(game) == "a a b"
    done(game, "a")
    done(game, "a")
    assert here(game) == "b"
    done(game, "b")
    assert here(game) == "c"
    assert game.marking.waiting == {(0, "a-join"): 1}
    done(game, "c")
    assert (game.works(), game.tokens) == ([], 1), "stuck: a token is left that nothing moves"


CHOICE = """
    start s
    user ask a b c
    {kind} g
    flow s > ask
    flow ask > g
    flow g > a if nilai >= 2
    flow g > b if nilai >= 1
    flow g > c {last}
    """


@pytest.mark.parametrize(
    ("kind", "nilai", "reached"),
    [("xor", 3, "a"), ("xor", 1, "b"), ("xor", 0, "c"), ("or", 3, "a b"), ("or", 1, "b"), ("or", 0, "c")],
)
def test_an_exclusive_gateway_takes_the_first_true_flow_and_an_inclusive_one_all_true_flows(
    kind: str, nilai: int, reached: str
) -> None:
    game = begun(CHOICE.format(kind=kind, last="default"))
    done(game, "ask", nilai=nilai)
    assert here(game) == reached


@pytest.mark.parametrize("kind", ["xor", "or"])
def test_without_a_true_flow_and_a_default_the_move_is_refused_and_nothing_changes(kind: str) -> None:
    game = begun(CHOICE.format(kind=kind, last="if nilai = 9"), nilai=2)
    before = game.marking
    with pytest.raises(Refused) as refusal:
        done(game, "ask", nilai=0)
    assert (refusal.value.reason, refusal.value.element) == ("no-flow", "g")
    assert game.marking is before
    assert (here(game), game.marking.variables) == ("ask", {0: {"nilai": 2}})


def test_an_exclusive_join_lets_each_token_through() -> None:
    game = begun(
        """
        start s
        and fork
        xor merge
        user a b c
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > merge
        flow b > merge
        flow merge > c
        """
    )
    done(game, "a")
    assert here(game) == "b c"
    done(game, "b")
    assert here(game) == "c c"


def test_several_flows_into_a_task_start_it_anew_and_several_out_of_it_each_get_a_token() -> None:
    game = begun(
        """
        start s
        user a b c d
        end e
        flow s > a
        flow a > b
        flow a > c
        flow b > d
        flow c > d
        flow d > e
        """
    )
    done(game, "a")
    assert here(game) == "b c"
    done(game, "c")
    assert here(game) == "b d"
    done(game, "b")
    assert here(game) == "d d"
    done(game, "d")
    assert game.tokens == 1
    done(game, "d")
    assert game.tokens == 0


@pytest.mark.parametrize(("nilai", "reached"), [(1, "b d"), (2, "b c d"), (0, "b d")])
def test_conditions_on_the_flows_of_a_task_choose_among_them(nilai: int, reached: str) -> None:
    game = begun(
        """
        start s
        user a b c d
        flow s > a
        flow a > b
        flow a > c if nilai > 1
        flow a > d if nilai < 3
        """
    )
    done(game, "a", nilai=nilai)
    assert here(game) == reached


def test_a_default_flow_of_a_task_is_taken_when_no_other_is() -> None:
    text = """
        start s
        user a b c
        flow s > a
        flow a > b if nilai > 1
        flow a > c default
        """
    one, other = begun(text), begun(text)
    done(one, "a", nilai=1)
    done(other, "a", nilai=2)
    assert (here(one), here(other)) == ("c", "b")


def test_an_endless_loop_without_a_wait_is_refused() -> None:
    game = begun(
        """
        start s
        user a
        xor x y
        flow s > a
        flow a > x
        flow x > y
        flow y > x
        """
    )
    with pytest.raises(Refused) as refusal:
        done(game, "a")
    assert refusal.value.reason == "too-many"
    assert here(game) == "a"


def test_without_a_start_event_everything_without_an_incoming_flow_begins() -> None:
    game = begun("user a b c\nand fork\nflow a > c\nflow fork > b\nflow fork > b")
    assert here(game) == "a b b"


def test_every_start_event_occurs() -> None:
    game = begun("start s t\nuser a b\nflow s > a\nflow t > b\nflow t > a")
    assert here(game) == "a a b"


def test_a_closed_thing_cannot_be_completed() -> None:
    game = begun("start s\nuser a b\nflow s > a\nflow a > b")
    first = game.works()[0].number
    done(game, "a")
    with pytest.raises(Refused) as refusal:
        game.finish(first, {}, NOW)
    assert refusal.value.reason == "not-open"


def test_the_case_has_one_scope_and_the_last_writer_wins() -> None:
    game = begun(
        """
        start s
        and fork
        user a b c d
        xor x
        flow s > fork
        flow fork > a
        flow fork > b
        flow b > x
        flow x > c if keputusan = "Ya"
        flow x > d default
        """,
        keputusan="Ya",
    )
    done(game, "a", keputusan="Tidak")
    done(game, "b")
    assert here(game) == "d"
