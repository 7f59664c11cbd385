"""The simulator against examples worked out by hand from BPMN 2.0.2, paragraph 13.4.3: when an inclusive join fires."""

from __future__ import annotations

import pytest

from tests.simulator.hand import begun, done, here

BLOCK = """
    start s
    user ask a b c
    or split join
    flow s > ask
    flow ask > split
    flow split > a if nilai >= 1
    flow split > b if nilai >= 2
    flow a > join
    flow b > join
    flow join > c
    """


def test_it_waits_for_a_branch_that_has_a_token() -> None:
    game = begun(BLOCK)
    done(game, "ask", nilai=2)
    done(game, "a")
    assert here(game) == "b"
    assert done(game, "b").flows == {"b-join": 1, "join-c": 1}
    assert here(game) == "c"


def test_it_does_not_wait_for_a_branch_that_has_none() -> None:
    game = begun(BLOCK)
    done(game, "ask", nilai=1)
    done(game, "a")
    assert here(game) == "c"


def test_it_stops_waiting_when_the_token_takes_another_way() -> None:
    game = begun(
        """
        start s
        and fork
        user a b c
        or join
        xor x
        end away
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > join
        flow b > x
        flow x > join if nilai = 1
        flow x > away default
        flow join > c
        """
    )
    done(game, "a")
    assert here(game) == "b"
    assert done(game, "b").flows == {"b-x": 1, "x-away": 1, "join-c": 1}
    assert here(game) == "c"


def test_a_token_that_can_also_reach_a_flow_with_a_token_does_not_hold_it_back() -> None:
    game = begun(
        """
        start s
        and fork
        user a b c
        or join
        xor x
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > join
        flow b > x
        flow x > a if nilai = 1
        flow x > join default
        flow join > c
        """
    )
    done(game, "a")
    assert here(game) == "b c", "b reaches a-join, that has a token, as well as x-join, that has none"


def test_a_token_behind_the_join_does_not_hold_it_back() -> None:
    game = begun(
        """
        start s
        or join
        user a b
        xor again
        end e
        flow s > join
        flow join > a
        flow a > again
        flow again > join if nilai = 1
        flow again > e default
        """
    )
    assert here(game) == "a", "nothing but the start can reach it first"
    done(game, "a", nilai=1)
    assert here(game) == "a"
    done(game, "a", nilai=2)
    assert game.tokens == 0


def test_a_path_through_the_join_itself_does_not_count() -> None:
    game = begun(
        """
        start s
        and fork
        or join
        user a b c
        xor again
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > join
        flow b > join
        flow join > again
        flow again > a if nilai = 1
        flow again > c default
        """
    )
    done(game, "a")
    assert here(game) == "b", "b reaches a-join, that has a token, but only through the join"
    done(game, "b")
    assert here(game) == "c"


def test_a_token_in_an_activity_can_come_by_the_events_on_it() -> None:
    game = begun(
        """
        start s
        and fork
        user a b c
        or join
        end e
        on b interrupting t message surat
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > join
        flow b > e
        flow t > join
        flow join > c
        """
    )
    done(game, "a")
    assert here(game) == "b t", "b itself leads to the end, but its event leads to the join"
    assert done(game, "b").flows == {"b-e": 1, "join-c": 1}


def test_it_takes_one_token_of_each_flow_that_has_one() -> None:
    game = begun(
        """
        start s
        and fork
        user a b c
        or join
        flow s > fork
        flow fork > a
        flow fork > a
        flow fork > b
        flow a > join
        flow b > join
        flow join > c
        """
    )
    done(game, "a")
    done(game, "a")
    assert here(game) == "b"
    done(game, "b")
    assert here(game) == "c c", "once with a token of each flow, once with the one that was left"


TWO_JOINS = """
    start s
    and fork
    user a b c d
    or {joins}
    flow s > fork
    flow fork > a
    flow fork > b
    flow a > one
    flow b > two
    flow one > two
    flow two > one
    flow one > c
    flow two > d
    """


def test_two_joins_that_wait_for_each_other_stay_stuck() -> None:
    game = begun(TWO_JOINS.format(joins="one two"))
    done(game, "a")
    done(game, "b")
    assert here(game) == ""
    assert game.tokens == 2


def test_of_two_joins_that_may_fire_the_first_of_the_diagram_goes_first() -> None:
    text = """
        start s
        and fork
        user a b c d
        or {joins}
        and last
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > one
        flow a > two
        flow b > one
        flow b > two
        flow one > last
        flow two > last
        flow last > c
        """
    first, second = (begun(text.format(joins=joins)) for joins in ("one two", "two one"))
    for game in (first, second):
        done(game, "a")
        assert here(game) == "b"
    assert list(done(first, "b").flows)[-3:] == ["one-last", "two-last", "last-c"]
    assert list(done(second, "b").flows)[-3:] == ["two-last", "one-last", "last-c"]


ORDER = """
    start s
    and fork
    or {joins}
    xor x g
    user c
    flow s > fork
    flow fork > one
    flow fork > one
    flow fork > g
    flow one > x
    flow x > g if nilai = 1
    flow x > two default
    flow g > two
    flow two > c
    """


@pytest.mark.parametrize(("joins", "reached"), [("one two", "c"), ("two one", "c c")])
def test_which_join_goes_first_can_change_what_happens(joins: str, reached: str) -> None:
    assert here(begun(ORDER.format(joins=joins))) == reached


def test_a_join_waits_until_everything_automatic_has_run() -> None:
    game = begun(
        """
        start s
        and fork
        or join
        xor x y
        user c
        flow s > fork
        flow fork > join
        flow fork > x
        flow x > y
        flow y > join
        flow join > c
        """
    )
    assert here(game) == "c"
