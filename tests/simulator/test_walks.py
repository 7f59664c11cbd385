"""Random models, random walks: the engine does what the simulator does at every step."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.simulator.comparison import walked
from tests.simulator.kinds import TURNS, model
from tests.simulator.sketch import sketch
from tests.simulator.test_game_inclusive import ORDER

SEED, WALK_SEED = 20_260_101, 7
MODELS = 450


@pytest.mark.parametrize("turn", range(TURNS))
def test_random_walks_through_random_models_agree(turn: int) -> None:
    seeds = f"--seed {SEED} --walk-seed {WALK_SEED} --walks 1"
    print(f"python -m bench.walks {seeds} --models {MODELS}")
    outcomes: Counter[str] = Counter()
    for number in range(turn, MODELS, TURNS):
        kind, drawn = model(SEED, number)
        result = walked(drawn, f"{WALK_SEED}/{number}/0")
        assert result.disagreement is None, f"{kind}, {seeds} --first {number}: {result.disagreement}"
        outcomes[result.outcome] += 1
    assert outcomes["finished"] > 0, "walks that reach an end prove more"
    assert outcomes["undecided"] <= outcomes.total() / 10


@pytest.mark.parametrize(("joins", "moves"), [("one two", 2), ("two one", 3)])
def test_of_two_joins_that_may_fire_the_first_of_the_diagram_goes_first(joins: str, moves: int) -> None:
    result = walked(sketch(ORDER.format(joins=joins)), "order")
    assert (result.disagreement, result.outcome, result.moves) == (None, "finished", moves)


def test_the_same_seeds_give_the_same_models() -> None:
    assert [model(SEED, number) for number in range(40)] == [model(SEED, number) for number in range(40)]
    assert model(SEED, 1) != model(SEED + 1, 1)
