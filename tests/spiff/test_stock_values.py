"""Values survive exactly, where SpiffWorkflow alone loses, merges, shares or refuses them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from engine.canonical import NotCanonical
from engine.spiff.state import decode
from tests.spiff.nets import NOW, net
from tests.spiff.stock import Stock, ours

TWO = net("mulai:start langkah:user kedua:user selesai:end", "f1:mulai>langkah; f2:langkah>kedua; f3:kedua>selesai")
FORK = net(
    "mulai:start bagi:parallel a:user b:user gabung:parallel c:user selesai:end",
    "f0:mulai>bagi; f1:bagi>a; f2:bagi>b; f3:a>gabung; f4:b>gabung; f5:gabung>c; f6:c>selesai",
)
ODD: tuple[object, ...] = (
    Decimal("1.50"),
    Decimal("0.1") + Decimal("0.2"),
    date(2030, 2, 28),
    datetime(2030, 2, 28, 8, 30, 0, 123456, tzinfo=UTC),
    2**70,
    -(2**63) - 1,
    b"\x00\xff",
    "Bùi Đức — 文件 🗂",
    [1, 1, 2, {"typename": "KTP", "": None}],
    {"$decimal": "bukan"},
    {"typename": "Task", "data": {}},
    0.1,
    "",
)


def kept(name: str, value: object) -> Any:
    """The value as a condition sees it after the state was saved and read again."""
    model = net(
        "mulai:start a:user b:user g:exclusive selesai:end",
        f"f1:mulai>a; f2:a>b; f3:b>g; f4:g>selesai?{name} = 1; f5:g>a",
        g={"default": "f5"},
    )
    made = ours(model)
    move = made.complete(made.start({}, NOW).state, 1, {name: value}, NOW)
    assert list(json.loads(move.state)["x"]) == [name]
    again = made.complete(move.state, 2, {}, NOW)
    assert made.complete(again.state, 3, {}, NOW).state.partition(b'"x":')[2] == move.state.partition(b'"x":')[2]
    return decode(move.state, {"a", "b"}).values[name]


@pytest.mark.parametrize("answers", [{"typename": "KTP"}, {"berkas": {"typename": "KTP"}}])
def test_stock_cannot_restore_a_case_with_a_field_named_typename(answers: dict[str, Any]) -> None:
    stock = Stock(TWO)
    stock.complete("langkah", **answers)
    text = stock.saved()
    with pytest.raises(TypeError):
        stock.restored(text)


@pytest.mark.parametrize("name", ["typename", "data", "v", "x", "class", "Start", "parent", "berkas_1"])
def test_a_field_may_have_any_name(name: str) -> None:
    assert kept(name, "KTP") == "KTP"


def test_stock_loses_data_silently_when_the_keys_of_its_state_come_in_another_order() -> None:
    stock = Stock(TWO, a=1)
    stock.complete("langkah", b=2)
    written, lost = json.loads(stock.saved()), 0
    for seed in range(10):
        shuffled = dict(written)
        shuffled["tasks"] = dict(Random(seed).sample(list(written["tasks"].items()), len(written["tasks"])))
        stock.restored(json.dumps(shuffled))
        lost += stock.tasks()[0].data != {"a": 1, "b": 2}
    assert lost >= 8


def test_a_state_means_the_same_with_its_keys_in_any_order() -> None:
    made = ours(
        net(
            "mulai:start langkah:user kedua:user g:exclusive selesai:end",
            "f1:mulai>langkah; f2:langkah>kedua; f3:kedua>g; f4:g>selesai?a = 1 and b.c = 2 and b.d = 3",
        )
    )
    state = made.complete(made.start({"a": 1}, NOW).state, 1, {"b": {"c": 2, "d": 3}}, NOW).state
    for seed in range(10):
        found = json.loads(state)
        found["x"] = {"b": {"d": 3, "c": 2}, "a": 1}
        shuffled = json.dumps(dict(Random(seed).sample(list(found.items()), len(found)))).encode()
        assert made.open(shuffled) == made.open(state)
        assert made.complete(shuffled, 2, {}, NOW) == made.complete(state, 2, {}, NOW)


def test_stock_lets_a_later_task_change_what_an_earlier_one_recorded() -> None:
    stock = Stock(TWO)
    stock.complete("langkah", berkas={"isi": ["KTP"]})
    stock.tasks()[0].data["berkas"]["isi"].append("KK")
    first = next(task for task in stock.workflow.get_tasks() if task.task_spec.name == "langkah")
    assert first.data == {"berkas": {"isi": ["KTP", "KK"]}}


def test_what_was_recorded_stays_when_the_answers_change_afterwards() -> None:
    made = ours(net("mulai:start a:user g:exclusive b:user", "f1:mulai>a; f2:a>g; f3:g>b?berkas.isi != 0"))
    answers = {"berkas": {"isi": ["KTP"]}}
    move = made.complete(made.start({}, NOW).state, 1, answers, NOW)
    before = bytes(move.state)
    answers["berkas"]["isi"].append("KK")
    made.complete(move.state, 2, answers, NOW)
    assert move.state == before
    assert b"KK" not in before


def test_stock_loses_items_of_lists_at_a_join() -> None:
    stock = Stock(FORK)
    stock.complete("a", daftar=[1, 1, 2])
    stock.complete("b", daftar=[3])
    assert stock.tasks()[0].data == {"daftar": [3]}


def test_nothing_is_merged_at_a_join_the_last_answer_stands_whole() -> None:
    model = net(
        "mulai:start bagi:parallel a:user b:user gabung:parallel g:exclusive c:user d:user",
        "f0:mulai>bagi; f1:bagi>a; f2:bagi>b; f3:a>gabung; f4:b>gabung; f5:gabung>g;"
        "f6:g>c?daftar = [1, 1, 2] and lain = 7; f7:g>d",
        g={"default": "f7"},
    )
    made = ours(model)
    state = made.complete(made.start({"lain": 7}, NOW).state, 2, {"daftar": [3]}, NOW).state
    move = made.complete(state, 1, {"daftar": [1, 1, 2]}, NOW)
    assert [token.element for token in move.opened] == ["c"]


@pytest.mark.parametrize("value", [Decimal("1.50"), date(2030, 1, 1), b"x"])
def test_stock_cannot_save_decimals_dates_and_bytes(value: object) -> None:
    stock = Stock(TWO)
    stock.complete("langkah", nilai=value)
    with pytest.raises(TypeError):
        stock.saved()


def test_stock_writes_nan_and_turns_true_back_into_one() -> None:
    stock = Stock(TWO)
    stock.complete("langkah", nilai=float("nan"))
    assert "NaN" in stock.saved()
    stock = Stock(TWO, nilai=1)
    stock.complete("langkah", nilai=True)
    stock.restored(stock.saved())
    assert stock.tasks()[0].data["nilai"] is not True


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_value_comes_back_exactly(value: object) -> None:
    found = kept("nilai", value)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("first", "then"), [(1, True), (True, 1), (False, 0)])
def test_a_truth_stays_a_truth_and_a_number_a_number(first: object, then: object) -> None:
    made = ours(net("mulai:start a:user g:exclusive b:user", "f1:mulai>a; f2:a>g; f3:g>b?nilai != 99"))
    state = made.complete(made.start({"nilai": first}, NOW).state, 1, {"nilai": then}, NOW).state
    assert json.loads(state)["x"]["nilai"] is then


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
def test_a_value_that_has_no_canonical_bytes_is_refused(value: object) -> None:
    made = ours(net("mulai:start a:user g:exclusive b:user", "f1:mulai>a; f2:a>g; f3:g>b?nilai != 1"))
    with pytest.raises(NotCanonical):
        made.start({"nilai": value}, NOW)
