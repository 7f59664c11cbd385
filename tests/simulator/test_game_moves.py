"""The simulator against examples worked out by hand: 13.4.4, 10.5 throws and conditions, and tokens moved by hand."""

from __future__ import annotations

import pytest

from tests.simulator.hand import begun, changed, done, here, modified, occurred, started, the, work
from tests.simulator.marking import Change, Refused

CHOICE = """
    start s
    events g
    message m surat
    timer t PT1H
    catch c condition nilai = 1
    user a b
    flow s > g
    flow g > m
    flow g > t
    flow g > c
    flow m > a
    flow t > b
    flow c > b
    """


def test_the_first_event_behind_an_event_based_gateway_takes_the_token() -> None:
    game = begun(CHOICE)
    assert (here(game), game.tokens) == ("c m t", 1)
    step = occurred(game, "m")
    path = [("left", "g"), ("flow", "g-m"), ("entered", "m"), ("left", "m"), ("flow", "m-a"), ("entered", "a")]
    assert (here(game), step.path) == ("a", path)


def test_a_condition_behind_it_may_occur_too() -> None:
    game = begun(CHOICE)
    changed(game, nilai=1)
    assert here(game) == "b"


def test_a_receive_task_behind_it_is_done_by_its_message() -> None:
    game = begun(
        "start s\nevents g\nreceive r surat\ntimer t PT1H\nuser a\nflow s > g\nflow g > r\nflow g > t\nflow r > a"
    )
    assert [thing.kind for thing in game.works()] == ["message", "timer"]
    occurred(game, "r")
    assert here(game) == "a"


def test_its_token_holds_back_an_inclusive_join_that_it_can_reach() -> None:
    game = begun(
        """
        start s
        and f
        events g
        message m surat
        timer t PT1H
        user a b
        or j
        flow s > f
        flow f > g
        flow f > a
        flow g > m
        flow g > t
        flow m > j
        flow a > j
        flow j > b
        """
    )
    done(game, "a")
    assert here(game) == "m t"
    occurred(game, "t")
    assert here(game) == "b"


CONDITION = """
    start s
    user a b
    on a {manner} c condition nilai >= 2
    flow s > a
    flow c > b
    """


def test_a_condition_occurs_when_it_is_true_at_rest() -> None:
    game = begun(CONDITION.format(manner="interrupting"))
    changed(game, nilai=1)
    assert here(game) == "a c"
    changed(game, nilai=2)
    assert here(game) == "b"


def test_one_that_is_true_from_the_beginning_occurs_at_once() -> None:
    assert here(begun(CONDITION.format(manner="interrupting"), nilai=3)) == "b"
    assert here(begun("start s\ncatch c condition nilai = 1\nuser a\nflow s > c\nflow c > a", nilai=1)) == "a"


def test_one_beside_occurs_again_only_after_it_was_false() -> None:
    game = begun(CONDITION.format(manner="beside"), nilai=2)
    assert here(game) == "a b c"
    changed(game, nilai=3)
    assert here(game) == "a b c"
    changed(game, nilai=0)
    changed(game, nilai=2)
    assert here(game) == "a b b c"


def test_only_its_value_at_rest_counts() -> None:
    game = begun(
        """
        start s
        and fork
        user t
        task one two
        user a b
        on a beside c condition nilai = 1
        given one x = 1
        gives one nilai = ${satu}
        gives two nilai = ${dua}
        flow s > fork
        flow fork > t
        flow fork > a
        flow t > one
        flow one > two
        flow c > b
        """,
        satu=1,
        dua=2,
    )
    done(game, "t")
    assert here(game) == "a c", "nilai was 1 and is 2 when everything rests"


def test_an_empty_scope_ends_before_a_condition_is_asked() -> None:
    inside = "handler h\nin h\nbegin hs condition nilai = 1\nuser b\nflow hs > b\nout"
    game = begun(f"sub p\nuser after\nflow p > after\nin p\nuser a\n{inside}\nout")
    done(game, "a", nilai=1)
    assert here(game) == "after"


def test_the_case_ends_before_a_condition_is_asked() -> None:
    game = begun("start s\nuser a\nflow s > a\nhandler h\nin h\nbegin hs condition nilai = 1\nuser b\nflow hs > b\nout")
    done(game, "a", nilai=1)
    assert game.finished


def test_a_link_leads_to_its_other_end_as_a_flow_does() -> None:
    game, step = started("start s\nthrow go link sana\ncatch come link sana\nuser a\nflow s > go\nflow come > a")
    assert here(game) == "a"
    assert step.path[3:7] == [("entered", "go"), ("left", "go"), ("entered", "come"), ("left", "come")]


def test_a_token_can_reach_a_join_through_a_link() -> None:
    game = begun(
        """
        start s
        and f
        user a b c
        or j
        throw go link sana
        catch come link sana
        flow s > f
        flow f > a
        flow f > b
        flow a > j
        flow b > go
        flow come > j
        flow j > c
        """
    )
    done(game, "a")
    assert here(game) == "b"
    done(game, "b")
    assert here(game) == "c"


def test_what_is_thrown_leaves_the_case_with_its_payload() -> None:
    _, step = started(
        "throw t signal pasang with x = ${nilai + 1}\nfinish e message surat with y = a\nflow t > e",
        nilai=1,
    )
    found = [(one.kind, one.element, one.name, one.values) for one in step.sent]
    assert found == [("signal", "t", "pasang", {"x": 2}), ("message", "e", "surat", {"y": "a"})]


def test_a_signal_is_caught_like_a_message() -> None:
    game = begun("catch c signal pasang\nuser a\nflow c > a")
    assert the(game, "c").kind == "signal"
    occurred(game, "c")
    assert here(game) == "a"


def test_a_rule_task_waits_for_a_worker() -> None:
    game = begun("rule r aturan\nuser a\nflow r > a")
    assert the(game, "r").kind == "service"
    done(game, "r")
    assert here(game) == "a"


MOVED = """
    start s
    user a b
    sub p
    flow s > a
    flow a > b
    flow b > p
    in p
      start ps
      user c
      and f j
      user d e
      flow ps > c
      flow c > f
      flow f > d
      flow f > e
      flow d > j
      flow e > j
      handler h
      in h
        begin hs beside message surat
      out
    out
    """


def test_a_token_is_moved() -> None:
    game = begun(MOVED)
    step = modified(game, Change("stop", work(game, "a")), Change("before", element="b"))
    assert (here(game), step.path, step.cancelled) == ("b", [("entered", "b")], {1})


def test_a_token_is_put_behind_an_element() -> None:
    game = begun(MOVED)
    step = modified(game, Change("after", element="a"))
    assert (here(game), step.path) == ("a b", [("flow", "a-b"), ("entered", "b")])


def test_a_sub_process_opens_for_a_token_that_is_put_into_it() -> None:
    game = begun(MOVED)
    modified(game, Change("before", element="d"))
    assert here(game) == "a d hs", "without its start, with what listens in it"
    modified(game, Change("before", element="c"))
    assert here(game) == "a c d hs", "the one that is open"


def test_what_would_not_be_clear_is_refused() -> None:
    game = begun(MOVED.replace("flow b > p", "flow b > p\nflow b > p"))
    modified(game, Change("after", element="b"))
    before = game.marking
    for change in (
        Change("before", element="d"),
        Change("before", element="j"),
        Change("before", element="h"),
        Change("after", element="hs"),
        Change("before", element="tidak-ada"),
        Change("before", element="d", scope=999),
    ):
        with pytest.raises(Refused) as refusal:
            modified(game, change)
        assert (refusal.value.reason, game.marking is before) == ("cannot-modify", True)
    modified(game, Change("before", element="d", scope=the(game, "p", 1).number))
    assert here(game) == "a c c d hs hs"


def test_a_case_cannot_be_emptied() -> None:
    game = begun(MOVED)
    with pytest.raises(Refused):
        modified(game, Change("stop", work(game, "a")))


def test_a_stopped_item_is_out_and_the_loop_goes_on() -> None:
    game = begun("start s\nuser a b\nloop a sequential over daftar\nflow s > a\nflow a > b", daftar=[1, 2])
    modified(game, Change("stop", work(game, "a")))
    assert [thing.item for thing in game.works()] == [1]
    step = modified(game, Change("stop", work(game, "a")))
    assert (here(game), step.path) == ("b", [("left", "a"), ("flow", "a-b"), ("entered", "b")])


def test_a_stopped_turn_takes_its_loop_with_it() -> None:
    game = begun("start s\nuser a b\nloop a while lagi = true\nflow s > a\nflow s > b")
    modified(game, Change("stop", the(game, "a", 1).number))
    assert here(game) == "b"
    assert len(game.marking.things) == 2
