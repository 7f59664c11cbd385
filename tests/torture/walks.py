"""Random models walked at random by the engine and by the simulator, which share no code."""

from __future__ import annotations

from bench import walks
from tests.torture.outcome import Outcome

__all__ = ["walk_models"]


FOUND = "var/walks"
"""Where a disagreement is left: a model and a walk that can become a fixture of tests/simulator/found."""


def walk_models(models: int, seed: int) -> Outcome:
    """So many models with a walk each, in two processes; a disagreement is printed, made as small as it gets."""
    given = ["--models", str(models), "--walks", "1", "--seed", str(seed), "--walk-seed", str(seed), "--out", FOUND]
    agreed = walks.main(given) == 0
    figures = f"{models} models, a walk each, --seed {seed} --walk-seed {seed}"
    return Outcome("walks", figures, [] if agreed else ["the engine and the simulator disagree"])
