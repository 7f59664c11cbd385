"""Timers, messages and the events on activities (BPMN 2.0.2, 13.3 and 13.5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bpmn.net import Net
from engine.spiff import Closed, NotOpen, Program, Token
from tests.spiff.nets import NOW, net, program, timer

HOUR = timedelta(hours=1)


def guarded(kind: str, **details: Any) -> Net:
    """A step with an event `t` on it that leads to a step of its own."""
    return net(
        f"s:start a:user t:{kind} b:user c:user e:end",
        "f0:s>a; f1:a>b; f2:t>c; f3:b>e; f4:c>e",
        t={"attached_to": "a", **details},
    )


def due(made: Program, state: bytes, element: str) -> datetime | None:
    return next((token.due for token in made.open(state) if token.element == element), None)


def test_an_event_on_an_activity_opens_and_closes_with_it() -> None:
    made = program(guarded("boundary_timer", **timer("duration", "PT1H")))
    move = made.start({}, NOW)
    assert move.opened == (Token(1, "a", "user"), Token(2, "t", "timer", host=1, due=NOW + HOUR))
    done = made.complete(move.state, 1, {}, NOW)
    assert done.closed == (Closed(1, "a", "user", False), Closed(2, "t", "timer", False))
    assert [token.element for token in made.open(done.state)] == ["b"]
    with pytest.raises(NotOpen):
        made.fire(done.state, 2, {}, NOW)


def test_an_interrupting_event_takes_its_activity_and_every_event_on_it() -> None:
    model = net(
        "s:start a:user t:boundary_timer m:boundary_message b:user c:user e:end",
        "f0:s>a; f1:a>b; f2:t>c; f3:b>e; f4:c>e; f5:m>e",
        t={"attached_to": "a", **timer("duration", "PT1H")},
        m={"attached_to": "a", "message": "batal"},
    )
    made = program(model)
    state = made.start({}, NOW).state
    move = made.fire(state, 2, {}, NOW + HOUR)
    assert sorted(move.closed) == [
        Closed(1, "a", "user", True),
        Closed(2, "t", "timer", False),
        Closed(3, "m", "message", True),
    ]
    assert move.opened == (Token(4, "c", "user"),)
    assert move.path == (("left", "a"), ("entered", "t"), ("left", "t"), ("flow", "f2"), ("entered", "c"))
    with pytest.raises(NotOpen):
        made.complete(move.state, 1, {}, NOW)
    other = made.receive(state, 3, {}, NOW)
    assert other.finished
    assert Closed(1, "a", "user", True) in other.closed


def test_an_event_that_does_not_interrupt_leaves_its_activity_open() -> None:
    made = program(guarded("boundary_timer", interrupting=False, **timer("duration", "PT1H")))
    move = made.fire(made.start({}, NOW).state, 2, {}, NOW + HOUR)
    assert move.closed == (Closed(2, "t", "timer", False),)
    assert [token.element for token in made.open(move.state)] == ["a", "c"]
    with pytest.raises(NotOpen):
        made.fire(move.state, 2, {}, NOW)


def test_a_message_that_does_not_interrupt_is_received_again_while_its_activity_is_open() -> None:
    made = program(guarded("boundary_message", interrupting=False, message="ingat"))
    move = made.start({}, NOW)
    for count in (1, 2, 3):
        move = made.receive(move.state, 2, {}, NOW)
        assert move.closed == ()
        assert [token.element for token in made.open(move.state)] == ["a", "t"] + ["c"] * count


def test_a_repeating_timer_fires_until_its_repetitions_are_used_up_each_time_with_a_new_number() -> None:
    made = program(guarded("boundary_timer", interrupting=False, **timer("cycle", "R3/PT1H")))
    move = made.start({}, NOW)
    numbers, times = [], []
    for _ in range(3):
        token = next(token for token in made.open(move.state) if token.element == "t")
        numbers.append(token.n)
        times.append(token.due)
        move = made.fire(move.state, token.n, {}, NOW + timedelta(days=1))
        assert Closed(token.n, "t", "timer", False) in move.closed
    assert due(made, move.state, "t") is None
    assert len(set(numbers)) == 3
    assert times == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR], "an occurrence that is late moves no other"


def test_a_repetition_without_end_goes_on_and_closes_with_its_activity() -> None:
    made = program(guarded("boundary_timer", interrupting=False, **timer("cycle", "R/P1D")))
    move = made.start({}, NOW)
    sizes = []
    for count in range(1, 50):
        token = next(token for token in made.open(move.state) if token.element == "t")
        assert token.due == NOW + timedelta(days=count)
        assert token.host == 1
        move = made.fire(move.state, token.n, {}, NOW)
        extra = next(token.n for token in made.open(move.state) if token.element == "c")
        sizes.append(len(move.state))
        move = made.complete(move.state, extra, {}, NOW)
    assert max(sizes) - min(sizes) <= 10
    assert [token.element for token in made.open(made.complete(move.state, 1, {}, NOW).state)] == ["b"]


def test_a_repetition_on_the_31st_comes_back_to_the_31st() -> None:
    made = program(guarded("boundary_timer", interrupting=False, **timer("cycle", "R/P1M")))
    move = made.start({}, NOW.replace(day=31))
    found = []
    for _ in range(4):
        token = next(token for token in made.open(move.state) if token.element == "t")
        assert token.due is not None
        found.append((token.due.month, token.due.day))
        move = made.fire(move.state, token.n, {}, NOW)
    assert found == [(2, 28), (3, 31), (4, 30), (5, 31)]


def test_a_timer_and_a_message_are_caught_in_the_flow() -> None:
    made = program(
        net(
            "s:start w:timer m:message e:end",
            "f0:s>w; f1:w>m; f2:m>e",
            w=timer("duration", "P1D"),
            m={"message": "surat", "correlation_key": "nomor"},
        )
    )
    assert made.reads == {"nomor"}
    move = made.start({"nomor": 17}, NOW)
    assert move.opened == (Token(1, "w", "timer", due=NOW + timedelta(days=1)),)
    with pytest.raises(NotOpen):
        made.complete(move.state, 1, {}, NOW)
    with pytest.raises(NotOpen):
        made.receive(move.state, 1, {}, NOW)
    move = made.fire(move.state, 1, {"nomor": "A-1/é"}, NOW)
    assert move.opened == made.open(move.state) == (Token(2, "m", "message", message="surat", key="A-1/é"),)
    assert made.receive(move.state, 2, {}, NOW).finished


@pytest.mark.parametrize(("value", "key"), [(17, "17"), (None, None), ("17", "17"), (True, "true"), ([1], "[1]")])
def test_a_correlation_key_is_text(value: object, key: str | None) -> None:
    made = program(net("s:start m:message", "f0:s>m", m={"message": "surat", "correlation_key": "nomor"}))
    assert made.start({"nomor": value}, NOW).opened[0].key == key


@pytest.mark.parametrize("by", ["receive", "complete"])
def test_a_receive_task_is_completed_by_its_message_or_by_hand(by: str) -> None:
    made = program(
        net(
            "s:start r:receive t:boundary_timer g:exclusive e:end f:end",
            "f0:s>r; f1:r>g; f2:g>e?hasil = 1; f4:g>f; f3:t>f",
            r={"message": "jawaban"},
            t={"attached_to": "r", "interrupting": False, **timer("duration", "P3D")},
            g={"default": "f4"},
        )
    )
    move = made.start({}, NOW)
    assert move.opened[0] == Token(1, "r", "receive", message="jawaban")
    assert move.opened[1].host == 1
    reminded = made.fire(move.state, 2, {}, NOW)
    assert reminded.ended == ("f",)
    done = getattr(made, by)(reminded.state, 1, {"hasil": 1}, NOW)
    assert done.ended == ("e",)
    assert done.finished
    assert done.path[0] == ("left", "r")


def test_a_service_task_waits_for_a_worker_outside_with_its_topic() -> None:
    made = program(net("s:start w:service m:manual e:end", "f0:s>w; f1:w>m; f2:m>e", w={"topic": "kirim-surat"}))
    move = made.start({}, NOW)
    assert move.opened == (Token(1, "w", "service", topic="kirim-surat"),)
    move = made.complete(move.state, 1, {}, NOW)
    assert move.opened == (Token(2, "m", "manual"),)
    assert made.complete(move.state, 2, {}, NOW).finished


def test_each_token_of_an_activity_has_its_own_events() -> None:
    made = program(
        net(
            "s:start p:parallel a:user t:boundary_message c:user",
            "f0:s>p; f1:p>a; f2:p>a; f3:t>c",
            t={"attached_to": "a", "message": "batal"},
        )
    )
    move = made.start({}, NOW)
    assert [(token.n, token.element, token.host) for token in move.opened] == [
        (1, "a", None),
        (2, "t", 1),
        (3, "a", None),
        (4, "t", 3),
    ]
    assert [token.n for token in made.open(made.receive(move.state, 4, {}, NOW).state)] == [1, 2, 5]


def test_every_start_of_the_net_receives_a_token() -> None:
    move = program(net("s:start t:start a:user b:user", "f0:s>a; f1:t>b")).start({}, NOW)
    assert [token.element for token in move.opened] == ["a", "b"]
