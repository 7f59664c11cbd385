"""A few kills in every test run; `make torture` does two hundred on each database."""

from __future__ import annotations

import random

import pytest

from tests.torture.kill import Kills, kill_many


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_kills_at_random_moments_lose_and_double_nothing(database: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    report = kill_many(database, Kills(4, 4, seed))
    assert report.complaints() == []
    assert report.verdict.acknowledged > 0
    assert report.verdict.fired + report.verdict.fired_late > 0
