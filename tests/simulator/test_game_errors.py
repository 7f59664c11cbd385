"""The simulator against examples worked out by hand from 10.5.1 and 13.5.6: errors, escalations, cancellations."""

from __future__ import annotations

import pytest

from tests.simulator.hand import begun, done, here, raised, started, the, value
from tests.simulator.marking import Refused, Thrown

NESTED = """
    start s
    sub outer
    user after other
    flow s > outer
    flow outer > after
    on outer interrupting o error {outer}
    flow o > other
    in outer
      sub inner
      user b c
      on inner interrupting i error {inner}
      flow i > c
      flow inner > b
      in inner
        user a
        finish bad error E1
        flow a > bad
      out
    out
    """


@pytest.mark.parametrize(
    ("inner", "outer", "reached"),
    [("E1", "E1", "c"), ("E2", "E1", "other"), ("", "E1", "c"), ("E2", "", "other"), ("E1", "", "c")],
)
def test_the_nearest_catcher_of_an_error_takes_it(inner: str, outer: str, reached: str) -> None:
    game = begun(NESTED.format(inner=inner, outer=outer))
    done(game, "a")
    assert here(game) == reached


def test_an_error_that_nobody_catches_ends_the_whole_case() -> None:
    game = begun(NESTED.format(inner="E2", outer="E3"))
    step = done(game, "a")
    assert (game.finished, step.uncaught, step.ended) == (True, Thrown("error", "E1"), ["bad"])
    assert step.path[-1] == ("entered", "bad")


def test_it_cancels_what_is_beside_it_in_the_case() -> None:
    game = begun("user a b\nfinish bad error E1\nflow a > bad")
    work = the(game, "b").number
    step = done(game, "a")
    assert (step.cancelled, step.ended, game.finished) == ({work}, ["bad"], True)


CHOICE = """
    sub p
    user x y z
    on p interrupting one error
    on p interrupting two error E1
    on p interrupting three error E1
    flow one > x
    flow two > y
    flow three > z
    in p
      user a
      finish bad error {code}
      flow a > bad
    out
    """


@pytest.mark.parametrize(("code", "reached"), [("E1", "y"), ("E2", "x"), ("", "x")])
def test_the_same_code_goes_before_one_without_a_code_then_the_order_of_the_diagram(code: str, reached: str) -> None:
    game = begun(CHOICE.format(code=code))
    done(game, "a")
    assert here(game) == reached


WITHIN = """
    sub p
    user after
    on p interrupting o error E1 to kode
    flow o > after
    in p
      user a
      finish bad error E1
      flow a > bad
      handler h
      in h
        begin hs error E1 to kode
        user b
        finish again error E1
        flow hs > b
        flow b > again
      out
    out
    """


def test_the_event_sub_process_of_a_scope_is_nearer_than_the_event_on_it() -> None:
    game = begun(WITHIN)
    step = done(game, "a")
    assert here(game) == "b"
    assert step.of("entered") == ["bad", "h", "hs", "b"]
    assert value(game, "kode") == "E1"


def test_what_an_event_sub_process_throws_goes_to_the_events_around_it() -> None:
    game = begun(WITHIN)
    done(game, "a")
    done(game, "b")
    assert here(game) == "after"


ESCALATION = """
    start s
    sub p
    user after
    on p {manner} x escalation
    flow s > p
    flow p > after
    flow x > after
    in p
      user a b
      throw up escalation K1
      flow a > up
      flow up > b
    out
    """


def test_an_escalation_goes_to_its_catcher_first_and_then_on() -> None:
    game = begun(ESCALATION.format(manner="beside"))
    step = done(game, "a")
    assert here(game) == "after b"
    assert step.of("entered") == ["up", "x", "after", "b"]


def test_an_interrupting_catcher_takes_the_throwing_token_too() -> None:
    game = begun(ESCALATION.format(manner="interrupting"))
    step = done(game, "a")
    assert here(game) == "after"
    assert step.path[-5:] == [("left", "p"), ("entered", "x"), ("left", "x"), ("flow", "x-after"), ("entered", "after")]
    assert ("left", "up") not in step.path


def test_an_escalation_that_nobody_catches_changes_nothing() -> None:
    game = begun(ESCALATION.replace("on p {manner} x escalation", "on p beside x escalation K2"))
    step = done(game, "a")
    assert (here(game), step.escalated) == ("b", [Thrown("escalation", "K1")])


def test_an_escalation_at_an_end_consumes_its_token() -> None:
    event = "sub p\nuser x\non p beside e escalation K1\nflow e > x\n"
    game = begun(event + "in p\nuser a\nfinish up escalation K1\nflow a > up\nout")
    done(game, "a")
    assert here(game) == "x"


def test_an_escalation_starts_an_event_sub_process_beside_again_and_again() -> None:
    game = begun(
        """
        start s
        xor again
        user a
        throw up escalation K1
        handler h
        flow s > again
        flow again > a
        flow a > up
        flow up > again
        in h
          begin hs beside escalation K1 to kode
          user b
          flow hs > b
        out
        """
    )
    done(game, "a")
    done(game, "a")
    assert (here(game), value(game, "kode")) == ("a b b", "K1")


WORK = """
    start s
    sub p
    user after
    on p interrupting wide error
    flow s > p
    flow wide > after
    in p
      user a b c
      on a interrupting e error E1 to kode
      on a beside k escalation K1
      flow e > b
      flow k > c
    out
    """


def test_who_does_an_activity_may_raise_an_error_that_the_events_on_it_catch_first() -> None:
    one, other = begun(WORK), begun(WORK)
    work = the(one, "a").number
    assert work in raised(one, "a", "E1").cancelled
    assert (here(one), value(one, "kode")) == ("b", "E1")
    raised(other, "a", "E2")
    assert here(other) == "after"


def test_an_escalation_from_outside_leaves_its_activity_as_it_is() -> None:
    game = begun(WORK)
    assert raised(game, "a", "K1", "escalation").escalated == []
    assert here(game) == "a c"
    assert raised(game, "a", "K9", "escalation").escalated == [Thrown("escalation", "K9", "pesan", {})]
    assert here(game) == "a c"


def test_an_error_from_outside_that_nobody_catches_is_refused() -> None:
    game = begun("user a\non a interrupting e error E1")
    before = game.marking
    with pytest.raises(Refused) as refusal:
        raised(game, "a", "E2", nilai=1)
    assert (refusal.value.reason, refusal.value.element, game.marking) == ("not-caught", "a", before)


def test_a_cancelling_end_leaves_its_transaction_by_the_event_on_it() -> None:
    game = begun(
        """
        start s
        transaction t
        user after undone
        on t interrupting c cancel
        on t interrupting wide error
        flow s > t
        flow t > after
        flow c > undone
        in t
          and fork
          user a b
          finish stop cancel
          flow fork > a
          flow fork > b
          flow a > stop
        out
        """
    )
    other = the(game, "b").number
    step = done(game, "a")
    assert other in step.cancelled
    assert here(game) == "undone"


def test_an_error_behind_an_escalation_takes_the_throwing_token() -> None:
    game, step = started(
        """
        sub p
        user after
        on p beside k escalation K1
        on p interrupting e error E1
        flow k > after
        in p
          throw up escalation K1
          user a
          flow up > a
          handler h
          in h
            begin hs beside escalation K1
            finish bad error E1
            flow hs > bad
          out
        out
        """
    )
    assert game.finished
    assert "a" not in step.of("entered")


def test_an_error_start_is_no_open_thing() -> None:
    game = begun(WITHIN)
    assert here(game) == "a"
