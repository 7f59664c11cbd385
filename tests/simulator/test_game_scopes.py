"""The simulator against examples worked out by hand: 13.3.4 sub-processes, 13.5.4 event sub-processes, 13.5.6 ends."""

from __future__ import annotations

import pytest

from tests.simulator.hand import begun, done, here, occurred, started, the

SUB = """
    start s
    sub p
    user after
    end e
    flow s > p
    flow p > after
    flow after > e
    in p
      start ps
      and fork
      user a b
      end pe
      flow ps > fork
      flow fork > a
      flow fork > b
      flow b > pe
    out
    """


def test_a_sub_process_ends_when_no_token_is_left_in_it() -> None:
    game = begun(SUB)
    assert here(game) == "a b"
    done(game, "a")
    assert here(game) == "b"
    step = done(game, "b")
    assert (step.ended, step.path[-3:]) == ([], [("left", "p"), ("flow", "p-after"), ("entered", "after")])
    assert done(game, "after").ended == ["e"], "an end inside a sub-process is no end of the case"
    assert game.finished


def test_without_starts_all_begins_in_it_that_nothing_leads_to() -> None:
    game = begun(
        """
        user t
        sub p
        in p
          user a c
          throw go link sana
          catch come link sana
          handler h
          on a beside m message surat
          flow a > go
          flow come > c
          in h
            begin hs beside message jawaban
            user d
            flow hs > d
          out
        out
        flow t > p
        """
    )
    done(game, "t")
    assert here(game) == "a hs m"
    done(game, "a")
    assert here(game) == "c hs"


def test_a_join_counts_the_tokens_of_its_own_scope() -> None:
    text = """
        start s
        and twice
        sub p
        end e
        flow s > twice
        flow twice > p
        flow twice > p
        flow p > e
        in p
          start ps
          and fork join
          user a b c
          flow ps > fork
          flow fork > a
          flow fork > b
          flow a > join
          flow b > join
          flow join > c
        out
        """
    game = begun(text)
    done(game, "a", 0)
    done(game, "b", 1)
    assert here(game) == "a b", "one branch of each of the two is done"
    done(game, "b", 0)
    assert here(game) == "a c"


def test_an_inclusive_join_is_held_back_by_tokens_of_its_own_scope_alone() -> None:
    text = """
        start s
        and split
        sub p
        user a b c
        or join
        flow s > split
        flow split > p
        flow split > a
        flow p > join
        flow a > join
        flow join > b
        in p
          user x
          end pe
          flow x > pe
        out
        """
    game = begun(text)
    done(game, "a")
    assert here(game) == "x", "the sub-process is a token that can come"
    done(game, "x")
    assert here(game) == "b"


HANDLER = """
    start s
    sub p
    user after
    on p beside letter message luar
    flow s > p
    flow p > after
    flow letter > after
    in p
      start ps
      user a
      end pe
      flow ps > a
      flow a > pe
      handler h
      in h
        begin hs {manner}message surat
        user b
        end he
        flow hs > b
        flow b > he
      out
    out
    """


def test_an_event_sub_process_beside_runs_again_and_again_and_holds_its_scope_open() -> None:
    game = begun(HANDLER.format(manner="beside "))
    assert here(game) == "a hs letter"
    step = occurred(game, "hs")
    assert step.path == [("entered", "h"), ("entered", "hs"), ("left", "hs"), ("flow", "hs-b"), ("entered", "b")]
    occurred(game, "hs")
    assert here(game) == "a b b hs letter"
    done(game, "a")
    done(game, "b")
    assert here(game) == "b hs letter"
    assert done(game, "b").of("left")[-2:] == ["h", "p"]
    assert here(game) == "after"


def test_an_interrupting_one_cancels_all_else_in_its_scope_but_not_what_listens_on_it() -> None:
    game = begun(HANDLER.format(manner=""))
    work = the(game, "a").number
    step = occurred(game, "hs")
    assert step.cancelled >= {work}
    assert here(game) == "b letter", "the start listens no more, the event on the sub-process does"
    occurred(game, "letter")
    assert here(game) == "after b letter"
    done(game, "b")
    assert here(game) == "after after"


def test_an_interrupting_one_cancels_others_that_run_and_their_starts() -> None:
    game = begun(
        """
        start s
        user a
        handler one two
        flow s > a
        in one
          begin ones beside message surat
          user b
          flow ones > b
        out
        in two
          begin twos message batal
          user c
          end ce
          flow twos > c
          flow c > ce
        out
        """
    )
    occurred(game, "ones")
    assert here(game) == "a b ones twos"
    occurred(game, "twos")
    assert here(game) == "c"
    assert done(game, "c").ended == ["ce"], "an interrupting event sub-process of the process ends the case"
    assert game.finished


def test_an_end_of_one_beside_is_no_end_of_the_case() -> None:
    game = begun(
        "start s\nuser a\nend e\nflow s > a\nflow a > e\nhandler h\nin h\nbegin hs beside message surat\nend he\n"
        "flow hs > he\nout"
    )
    assert occurred(game, "hs").ended == []
    assert done(game, "a").ended == ["e"]


def test_its_start_listens_with_its_scope_in_the_order_of_the_diagram() -> None:
    game = begun(HANDLER.format(manner="beside "))
    assert [thing.element for thing in game.works()] == ["letter", "hs", "a"]


def test_a_date_starts_one_beside_once_and_a_repetition_until_it_is_used_up() -> None:
    text = """
        start s
        user a
        handler h
        flow s > a
        in h
          begin hs beside {clock}
          user b
          flow hs > b
        out
        """
    once, twice = begun(text.format(clock="duration PT1H")), begun(text.format(clock="cycle R2/PT1H"))
    for game in (once, twice):
        occurred(game, "hs")
    assert (here(once), here(twice)) == ("a b", "a b hs")
    occurred(twice, "hs")
    assert here(twice) == "a b b"


def test_a_terminating_end_cancels_its_scope_which_ends_as_usual() -> None:
    game = begun(SUB.replace("end pe", "finish pe terminate"))
    work = the(game, "a").number
    step = done(game, "b")
    assert step.cancelled == {work}
    assert here(game) == "after"


def test_a_terminating_end_of_the_process_ends_the_case_with_what_listens_in_it() -> None:
    game = begun(
        """
        start s
        and fork
        user a b
        finish e terminate
        handler h
        flow s > fork
        flow fork > a
        flow fork > b
        flow a > e
        in h
          begin hs beside message surat
        out
        """
    )
    assert done(game, "a").ended == ["e"]
    assert (here(game), game.finished) == ("", True)


def test_what_a_termination_takes_before_its_turn_never_happens() -> None:
    _, step = started(
        """
        start s
        and fork
        user a b
        finish stop terminate
        flow s > fork
        flow fork > a
        flow fork > stop
        flow fork > b
        """
    )
    assert step.of("flow") == ["s-fork", "fork-a", "fork-stop"]
    assert step.of("entered") == ["s", "fork", "a", "stop"]


def test_the_first_of_several_tokens_goes_on_as_far_as_it_can_before_the_second_moves() -> None:
    _, step = started(
        """
        start s
        and fork
        task one two three
        user a b
        flow s > fork
        flow fork > one
        flow fork > three
        flow one > two
        flow two > a
        flow three > b
        """
    )
    assert step.of("entered") == ["s", "fork", "one", "two", "a", "three", "b"]


def test_of_several_empty_scopes_the_youngest_ends_first() -> None:
    _, step = started(
        """
        start s
        and fork
        sub p q
        task x y
        flow s > fork
        flow fork > p
        flow fork > q
        flow p > x
        flow q > y
        in p
          end pe
        out
        in q
          end qe
        out
        """
    )
    assert step.of("left") == ["s", "fork", "q", "y", "p", "x"]


@pytest.mark.parametrize(("at", "reached"), [("s", "a"), ("m", "b"), ("t", "b"), (None, "a a")])
def test_only_the_start_that_occurs_receives_a_token(at: str | None, reached: str) -> None:
    text = "start s o\nbegin m message surat\nbegin t duration PT1H\nuser a b\n"
    game, step = started(text + "flow s > a\nflow o > a\nflow m > b\nflow t > b", at)
    assert here(game) == reached
    assert step.path[0] == ("entered", at or "s")


def test_an_instantiating_receive_task_passes_the_message_that_began_the_case() -> None:
    game, step = started("start s\nreceive r surat\nuser a b\nflow r > a\nflow s > b\ninstantiate r", "r", nilai=1)
    assert (here(game), step.path) == ("a", [("entered", "r"), ("left", "r"), ("flow", "r-a"), ("entered", "a")])


def test_an_event_behind_an_instantiating_gateway_is_a_start() -> None:
    text = "start s\nevents g\nmessage m surat\nuser a\nflow g > m\nflow m > a\nflow s > a\ninstantiate g"
    game, step = started(text, "m")
    assert (here(game), step.path) == ("a", [("entered", "m"), ("left", "m"), ("flow", "m-a"), ("entered", "a")])
    assert here(started(text)[0]) == "a"


def test_an_event_behind_an_instantiating_receive_task_waits() -> None:
    game, _ = started("start s\nreceive r surat\nmessage m surat\nflow r > m\ninstantiate r", "r")
    assert here(game) == "m"


def test_a_token_that_can_never_go_on_keeps_its_scope_open_and_the_case_is_stuck() -> None:
    game = begun(
        """
        sub p
        user a b after
        flow p > after
        in p
          and join
          user c
          flow c > join
          flow join > join
        out
        """
    )
    for name in ("a", "b", "after", "c"):
        assert not game.stuck
        if name != "after":
            done(game, name)
    assert (here(game), game.finished, game.stuck, game.tokens) == ("", False, True, 1)
