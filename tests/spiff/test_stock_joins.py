"""Joins in loops take their own tokens, where SpiffWorkflow alone fires them early."""

from __future__ import annotations

import json
from random import Random

import pytest

from bpmn.net import Net
from engine.spiff import Program
from tests.spiff.nets import NOW, net
from tests.spiff.stock import Stock, ours

AGAIN = {"default": "fa"}


def in_a_loop(branches: str) -> Net:
    """A fork, a user task for each letter, a join, a step and a way back to the fork."""
    ways = ";".join(f"i{name}:bagi>{name}; o{name}:{name}>gabung" for name in branches)
    return net(
        "mulai:start lagi:exclusive bagi:parallel gabung:parallel akhir:user putusan:exclusive selesai:end "
        + " ".join(f"{name}:user" for name in branches),
        f'f0:mulai>lagi; f1:lagi>bagi; {ways}; f2:gabung>akhir; f3:akhir>putusan; f4:putusan>selesai?keputusan = "Ya";'
        "fa:putusan>lagi",
        putusan=AGAIN,
    )


IN_A_BRANCH = net(
    "mulai:start luar:parallel samping:user lagi:exclusive bagi:parallel a:user b:user gabung:parallel akhir:user "
    "putusan:exclusive terakhir:parallel selesai:end",
    "f0:mulai>luar; f1:luar>samping; f2:luar>lagi; f3:lagi>bagi; f4:bagi>a; f5:bagi>b; f6:a>gabung; f7:b>gabung;"
    'f8:gabung>akhir; f9:akhir>putusan; fy:putusan>terakhir?keputusan = "Ya"; fa:putusan>lagi; fs:samping>terakhir;'
    "fz:terakhir>selesai",
    putusan=AGAIN,
)


def walk(branches: str, seed: int, passes: int) -> list[tuple[str, list[str]]]:
    """Which task is completed, and what is open then, by the token game: every branch before `akhir`."""
    rng, steps = Random(seed), []
    for _ in range(passes):
        order = rng.sample(branches, len(branches))
        for place, name in enumerate(order):
            steps.append((name, sorted(order[place + 1 :]) or ["akhir"]))
        steps.append(("akhir", sorted(branches)))
    return steps


def agrees(stock: Stock, steps: list[tuple[str, list[str]]], beside: list[str]) -> bool:
    for element, expected in steps:
        if element not in stock.ready():
            return False
        stock.complete(element, keputusan="Tidak")
        if stock.ready() != sorted(expected + beside):
            return False
    return True


def follow(made: Program, steps: list[tuple[str, list[str]]], beside: list[str]) -> list[int]:
    """Makes the walk on ours, which must agree at every step; the size of each state."""
    state, sizes = made.start({}, NOW).state, []
    for element, expected in steps:
        n = next(token.n for token in made.open(state) if token.element == element)
        state = made.complete(state, n, {"keputusan": "Tidak"}, NOW).state
        assert sorted(token.element for token in made.open(state)) == sorted(expected + beside)
        sizes.append(len(state))
    return sizes


@pytest.mark.parametrize("branches", ["ab", "abc"])
def test_stock_fires_a_join_in_a_loop_without_all_its_tokens(branches: str) -> None:
    wrong = [seed for seed in range(20) if not agrees(Stock(in_a_loop(branches)), walk(branches, seed, 6), [])]
    assert len(wrong) > 15


@pytest.mark.parametrize("branches", ["ab", "abc", "abcd"])
def test_a_join_in_a_loop_waits_for_every_branch_of_its_pass(branches: str) -> None:
    made = ours(in_a_loop(branches))
    for seed in range(20):
        sizes = follow(made, walk(branches, seed, 30), [])
        assert max(sizes) < 130


def test_stock_fires_a_join_in_a_loop_in_a_parallel_branch_early_and_grows() -> None:
    wrong = [seed for seed in range(10) if not agrees(Stock(IN_A_BRANCH), walk("ab", seed, 6), ["samping"])]
    assert len(wrong) >= 8
    stock = Stock(IN_A_BRANCH)
    before = stock.size()
    for element, _ in walk("ab", 0, 1) * 5:
        if element in stock.ready():
            stock.complete(element, keputusan="Tidak")
    assert stock.size() > 2 * before


def test_a_join_in_a_loop_in_a_parallel_branch_waits_and_the_state_stays_as_small_as_what_is_open() -> None:
    made = ours(IN_A_BRANCH)
    for seed in range(20):
        sizes = follow(made, walk("ab", seed, 60), ["samping"])
        assert max(sizes) - min(sizes) < 50


def test_an_arrival_is_kept_for_the_arc_that_it_came_by() -> None:
    made = ours(in_a_loop("ab"))
    state = made.start({}, NOW).state
    state = made.complete(state, made.open(state)[1].n, {}, NOW).state
    assert json.loads(state)["a"] == [["ob", 1]]
