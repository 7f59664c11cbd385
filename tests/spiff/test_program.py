"""A case moves through activities, choices and ends."""

from __future__ import annotations

import pytest

from engine.spiff import Closed, NoFlow, NotOpen, StateUnreadable, Token
from tests.spiff.nets import NOW, net, program

RETURN = net(
    "mulai:start langkah_1:user putusan:exclusive langkah_2:user selesai:end",
    'f1:mulai>langkah_1; f2:langkah_1>putusan; f3:putusan>langkah_1?keputusan = "Tidak";'
    'f4:putusan>langkah_2?keputusan = "Ya"; f5:langkah_2>selesai',
)


def test_a_case_runs_from_its_start_to_its_end_with_its_path() -> None:
    made = program(RETURN)
    first = made.start({}, NOW)
    assert first.opened == (Token(1, "langkah_1", "user"),)
    assert first.path == (("entered", "mulai"), ("left", "mulai"), ("flow", "f1"), ("entered", "langkah_1"))
    again = made.complete(first.state, 1, {"keputusan": "Tidak"}, NOW)
    assert again.closed == (Closed(1, "langkah_1", "user", False),)
    assert again.opened == (Token(2, "langkah_1", "user"),)
    assert [id for what, id in again.path if what == "flow"] == ["f2", "f3"]
    on = made.complete(again.state, 2, {"keputusan": "Ya"}, NOW)
    assert made.open(on.state) == on.opened == (Token(3, "langkah_2", "user"),)
    assert not on.finished
    end = made.complete(on.state, 3, {}, NOW)
    assert end.finished
    assert not end.stuck
    assert end.ended == ("selesai",)
    assert end.path == (("left", "langkah_2"), ("flow", "f5"), ("entered", "selesai"))
    assert made.open(end.state) == ()


def test_when_no_condition_holds_the_move_is_refused_and_names_the_gateway() -> None:
    made = program(RETURN)
    state = made.start({}, NOW).state
    with pytest.raises(NoFlow) as refusal:
        made.complete(state, 1, {"keputusan": "Mungkin"}, NOW)
    assert refusal.value.element == "putusan"
    assert made.complete(state, 1, {"keputusan": "Ya"}, NOW).opened == (Token(2, "langkah_2", "user"),)


def test_a_token_that_is_not_open_is_refused() -> None:
    made = program(RETURN)
    state = made.start({}, NOW).state
    done = made.complete(state, 1, {"keputusan": "Tidak"}, NOW).state
    for move in (made.complete, made.fire, made.receive):
        with pytest.raises(NotOpen):
            move(done, 1, {}, NOW)
        with pytest.raises(NotOpen):
            move(done, 99, {}, NOW)
    with pytest.raises(NotOpen):
        made.fire(done, 2, {}, NOW)


@pytest.mark.parametrize(
    "bytes_",
    [b"", b"{}", b"[]", b'{"v":2}', b'{"a":[],"n":1,"t":[[1,"hilang"]],"v":1,"x":{}}', b'{"a":0,"n":1,"t":[],"v":1}'],
)
def test_bytes_that_are_no_state_are_refused(bytes_: bytes) -> None:
    with pytest.raises(StateUnreadable):
        program(RETURN).open(bytes_)


def test_only_variables_that_an_expression_names_are_kept() -> None:
    made = program(RETURN)
    assert made.reads == {"keputusan"}
    move = made.start({"keputusan": "Tidak", "rahasia": "jangan disimpan"}, NOW)
    assert b"Tidak" in move.state
    assert b"rahasia" not in move.state


def test_the_same_answers_give_the_same_bytes_in_any_order_of_keys() -> None:
    first, second = program(RETURN), program(RETURN)
    one = first.complete(first.start({}, NOW).state, 1, {"keputusan": "Ya", "b": 1}, NOW)
    two = second.complete(second.start({}, NOW).state, 1, {"b": 1, "keputusan": "Ya"}, NOW)
    assert one == two
