"""The simulator against examples worked out by hand from 13.3.6 and 13.3.7: standard loops and multi-instance."""

from __future__ import annotations

import pytest

from tests.simulator.hand import NOW, begun, changed, done, here, occurred, raised, started, the, value
from tests.simulator.marking import Refused

TURNS = "user a b\nloop a while {before}lagi = true{most}\nflow a > b"


def test_a_loop_has_its_first_turn_and_then_asks() -> None:
    game = begun(TURNS.format(before="", most=""))
    assert here(game) == "a"
    done(game, "a", lagi=True)
    assert here(game) == "a"
    assert done(game, "a", lagi=False).path == [("left", "a"), ("flow", "a-b"), ("entered", "b")]


def test_one_that_tests_before_may_have_no_turn() -> None:
    assert here(begun(TURNS.format(before="before ", most=""))) == "b"
    game = begun(TURNS.format(before="before ", most=""), lagi=True)
    assert here(game) == "a"
    done(game, "a", lagi=False)
    assert here(game) == "b"


@pytest.mark.parametrize("before", ["", "before "])
def test_the_maximum_ends_it(before: str) -> None:
    game = begun(TURNS.format(before=before, most=" at most 2"), lagi=True)
    done(game, "a")
    assert here(game) == "a"
    done(game, "a")
    assert here(game) == "b"


def test_the_condition_knows_how_many_turns_are_done_and_each_turn_has_a_number_of_its_own() -> None:
    game = begun("user a b\nloop a while loopCounter < 3\nflow a > b")
    numbers = [the(game, "a", 1).number]
    for _ in range(2):
        done(game, "a")
        numbers.append(the(game, "a", 1).number)
    assert (numbers, here(game)) == ([2, 3, 4], "a")
    done(game, "a")
    assert here(game) == "b"


def test_the_events_on_a_loop_listen_from_its_first_turn_to_its_last() -> None:
    game = begun("user a b\nloop a while lagi = true\non a beside m message surat\nflow a > b", lagi=True)
    listening = the(game, "m")
    done(game, "a")
    assert the(game, "m") == listening
    assert listening.host == the(game, "a").number
    done(game, "a", lagi=False)
    assert here(game) == "b"


EACH = (
    "start s\nuser before a after\nflow s > before\nflow before > a\nflow a > after\nloop a {kind} over daftar as butir"
)


def test_a_parallel_one_opens_all_items_at_once_in_their_order() -> None:
    game = begun(EACH.format(kind="parallel"))
    step = done(game, "before", daftar=["x", "y", "z"])
    assert step.of("entered") == ["a"], "entered once as a whole"
    assert [(work.number, work.item) for work in game.works()] == [(3, 0), (4, 1), (5, 2)]
    assert [value(game, "butir", number) for number in (3, 4, 5)] == ["x", "y", "z"]
    done(game, "a", 1)
    done(game, "a", 0)
    assert here(game) == "a"
    assert done(game, "a").path == [("left", "a"), ("flow", "a-after"), ("entered", "after")]


def test_a_sequential_one_has_one_item_after_the_other_and_their_numbers_are_set_aside() -> None:
    game = begun(EACH.format(kind="sequential"))
    done(game, "before", daftar=["x", "y"])
    seen = []
    while here(game) == "a":
        work = game.works()[0]
        seen.append((work.number, work.item, value(game, "butir", work.number)))
        done(game, "a")
    assert (seen, here(game)) == ([(3, 0, "x"), (4, 1, "y")], "after")


@pytest.mark.parametrize("kind", ["parallel", "sequential"])
def test_without_items_it_passes_at_once(kind: str) -> None:
    game = begun(EACH.format(kind=kind) + " out hasil of nilai")
    step = done(game, "before", daftar=[])
    assert (here(game), value(game, "hasil")) == ("after", [])
    assert step.of("left") == ["before", "a"]


@pytest.mark.parametrize("wrong", [None, "x", 3, {"a": 1}])
def test_what_is_no_list_is_refused(wrong: object) -> None:
    game = begun(EACH.format(kind="parallel"))
    with pytest.raises(Refused) as refusal:
        done(game, "before", daftar=wrong)
    assert (refusal.value.reason, refusal.value.element, here(game)) == ("loop", "a", "before")


@pytest.mark.parametrize(
    ("number", "opened"), [(0, ""), (2, "a a"), (-1, None), (True, None), (None, None), ("2", None)]
)
def test_a_number_of_items(number: object, opened: str | None) -> None:
    game = begun("start s\nuser t a\nflow s > t\nflow t > a\nloop a parallel times banyak")
    if opened is None:
        with pytest.raises(Refused):
            done(game, "t", banyak=number)
    else:
        done(game, "t", banyak=number)
        assert here(game) == opened


def test_what_is_answered_in_an_item_is_its_own() -> None:
    game = begun(EACH.format(kind="parallel") + " out hasil of nilai", daftar=["x", "y", "z"])
    done(game, "before")
    first, second, _ = (work.number for work in game.works())
    step = done(game, "a", 1, nilai=2)
    assert step.homes == {"nilai": second}
    assert done(game, "a", 0, nilai=1).homes == {"nilai": first}
    done(game, "a")
    assert value(game, "hasil") == [1, 2, None]
    assert "nilai" not in game.marking.variables[0]


def test_the_completion_condition_sees_the_item_that_has_ended_and_cancels_the_others() -> None:
    game = begun(EACH.format(kind="parallel") + ' until butir = "y" out hasil of nilai', daftar=["x", "y", "z"])
    done(game, "before")
    done(game, "a", 0, nilai=1)
    assert here(game) == "a a"
    last = game.works()[-1].number
    assert done(game, "a", 0, nilai=2).cancelled == {last}
    assert (here(game), value(game, "hasil")) == ("after", [1, 2, None])


@pytest.mark.parametrize(
    ("condition", "works"),
    [("nrOfCompletedInstances = 2", 2), ("nrOfActiveInstances = 2", 1), ("nrOfInstances = 3", 1)],
)
def test_the_counters_of_a_parallel_one(condition: str, works: int) -> None:
    game = begun(EACH.format(kind="parallel") + f" until {condition}", daftar=[1, 2, 3])
    done(game, "before")
    for _ in range(works):
        assert here(game).startswith("a")
        done(game, "a")
    assert here(game) == "after"


def test_a_sequential_one_has_one_item_at_work() -> None:
    text = EACH.format(kind="sequential") + " until nrOfActiveInstances = 0\ngiven a kerja = ${nrOfActiveInstances}"
    game = begun(text, daftar=[1, 2])
    done(game, "before")
    assert value(game, "kerja", game.works()[0].number) == 1
    done(game, "a")
    assert here(game) == "after", "in the condition none is at work"


def test_an_item_that_is_cancelled_gives_what_it_has() -> None:
    text = """
        start s
        sub p
        user after
        flow s > p
        flow p > after
        loop p parallel over daftar as butir until nilai = 2 out hasil of nilai
        in p
          user a b
          flow a > b
        out
        """
    game = begun(text, daftar=[1, 2])
    done(game, "a", 0, nilai=7)
    done(game, "a", 0, nilai=2)
    assert here(game) == "b b"
    done(game, "b", 1)
    assert (here(game), value(game, "hasil")) == ("after", [7, 2])


def test_items_of_what_does_not_wait_begin_and_end_in_their_turn() -> None:
    text = "start s\nsend a surat\nuser b\nflow s > a\nflow a > b\nloop a {kind} over daftar as butir until butir = 2"
    for kind in ("parallel", "sequential"):
        game, step = started(text.format(kind=kind), daftar=[1, 2, 3])
        assert here(game) == "b"
        assert len(step.sent) == 2


SUB = """
    start s
    sub p
    user after
    on p {manner} m message surat
    flow s > p
    flow p > after
    flow m > after
    loop p {kind} over daftar as butir
    in p
      user a b
      flow a > b
    out
    """


def test_each_item_of_a_sub_process_is_a_scope_of_its_own() -> None:
    game = begun(SUB.format(manner="beside", kind="parallel"), daftar=[1, 2])
    assert here(game) == "a a m"
    scopes = [the(game, "p", place).number for place in (1, 2)]
    assert [work.scope for work in game.works("user")] == scopes
    assert done(game, "a", 1, nilai=5).homes == {"nilai": scopes[1]}
    done(game, "b")
    assert here(game) == "a m"
    occurred(game, "m")
    assert here(game) == "a after m"
    done(game, "a")
    done(game, "b")
    assert here(game) == "after after"


def test_an_event_that_interrupts_ends_the_loop_with_all_its_items() -> None:
    game = begun(SUB.format(manner="interrupting", kind="sequential"), daftar=[1, 2])
    done(game, "a")
    step = occurred(game, "m")
    assert (here(game), step.of("left")) == ("after", ["p", "m"])


def test_an_error_of_an_item_is_caught_on_the_activity_as_a_whole() -> None:
    game = begun(
        "user a b c\nloop a parallel over daftar\non a interrupting e error E1\nflow a > b\nflow e > c", daftar=[1, 2]
    )
    step = raised(game, "a", "E1", nilai=3)
    assert (here(game), len(step.cancelled & {2, 3})) == ("c", 2)
    assert value(game, "nilai") == 3, "what comes with it is kept outside of the loop"


def test_items_can_be_added_while_it_runs() -> None:
    for kind, here_now in (("parallel", "a a a"), ("sequential", "a")):
        game = begun(EACH.format(kind=kind) + " out hasil of nilai", daftar=["x", "y"])
        done(game, "before")
        if kind == "sequential":
            done(game, "a", nilai=0)
        game.extend(the(game, "a").number, ["z"], NOW)
        assert here(game) == here_now
        while here(game).startswith("a") and here(game) != "after":
            work = game.works()[0].number
            done(game, "a", nilai=value(game, "butir", work))
        assert value(game, "hasil") == (["x", "y", "z"] if kind == "parallel" else [0, "y", "z"])


def test_only_a_list_can_be_added_to() -> None:
    game = begun("user a\nloop a parallel times 2")
    with pytest.raises(Refused):
        game.extend(the(game, "a").number, [1], NOW)


def test_a_loop_in_a_loop_has_its_own_items() -> None:
    game = begun(
        """
        sub p
        loop p sequential over daftar as baris
        in p
          user a
          loop a parallel over baris as butir
        out
        """,
        daftar=[[1, 2], [3]],
    )
    assert here(game) == "a a"
    done(game, "a")
    done(game, "a")
    assert (here(game), value(game, "butir", game.works()[0].number)) == ("a", 3)
    done(game, "a")
    assert game.finished


def test_an_event_sub_process_in_an_item_is_of_that_item() -> None:
    game = begun(
        """
        sub p
        loop p parallel over daftar as butir
        in p
          user a
          handler h
          in h
            begin hs condition butir = 2 and tolak = true
            user b
            flow hs > b
          out
        out
        """,
        daftar=[1, 2, 3],
    )
    changed(game, tolak=True)
    assert here(game) == "a a b hs hs"
