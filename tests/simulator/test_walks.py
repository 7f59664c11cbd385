"""Random models, random walks: the engine does what the simulator does at every step."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.simulator.comparison import Result, walked
from tests.simulator.kinds import TURNS, model
from tests.simulator.rules import RULES
from tests.simulator.sketch import sketch
from tests.simulator.test_game_inclusive import ORDER

SEED, WALK_SEED = 20_260_101, 7
MODELS = 432
PLAIN, BLOCKS, GRAPHS = range(9), range(9, 15), range(15, TURNS)
RARE = {"scope opened by hand", "dropped before its turn", "condition found false again"}
"""Rules that a small sample may miss; `python -m bench.walks` says how often it met each."""


def _walked(turn: int) -> list[Result]:
    """One walk through each model of a kind; AssertionError at a disagreement."""
    seeds = f"--seed {SEED} --walk-seed {WALK_SEED} --walks 1"
    print(f"python -m bench.walks {seeds} --models {MODELS}")
    results = []
    for number in range(turn, MODELS, TURNS):
        kind, drawn = model(SEED, number)
        results.append(walked(drawn, f"{WALK_SEED}/{number}/0"))
        assert results[-1].disagreement is None, f"{kind}, {seeds} --first {number}: {results[-1].disagreement}"
    return results


@pytest.mark.parametrize("turn", PLAIN)
def test_walks_through_models_of_gateways_tasks_and_simple_events_agree(turn: int) -> None:
    outcomes = Counter(result.outcome for result in _walked(turn))
    assert outcomes["finished"] > 0, "walks that reach an end prove more"
    assert outcomes["undecided"] <= outcomes.total() / 10


@pytest.mark.parametrize("turn", GRAPHS)
def test_walks_through_graphs_of_every_element_agree(turn: int) -> None:
    outcomes = Counter(result.outcome for result in _walked(turn))
    assert outcomes["finished"] > 0
    assert outcomes["undecided"] <= outcomes.total() / 10


def test_walks_through_blocks_of_every_element_agree_and_meet_every_rule() -> None:
    met: Counter[str] = Counter()
    for turn in BLOCKS:
        for result in _walked(turn):
            met += result.rules
    assert set(RULES) - RARE <= set(met)


@pytest.mark.parametrize(("joins", "moves"), [("one two", 2), ("two one", 3)])
def test_of_two_joins_that_may_fire_the_first_of_the_diagram_goes_first(joins: str, moves: int) -> None:
    result = walked(sketch(ORDER.format(joins=joins)), "order")
    assert (result.disagreement, result.outcome, result.moves) == (None, "finished", moves)


def test_the_same_seeds_give_the_same_models() -> None:
    assert [model(SEED, number) for number in range(40)] == [model(SEED, number) for number in range(40)]
    assert model(SEED, 1) != model(SEED + 1, 1)
