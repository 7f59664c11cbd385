"""A few kills of who delivers in every test run; `make torture` does two hundred on each database."""

from __future__ import annotations

import random

from tests.torture.post import kill_the_post


def test_kills_lose_no_delivery_make_none_up_and_keep_the_order_of_each_case() -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    outcome = kill_the_post("sqlite", 2, seed)
    assert outcome.complaints == []
    assert " 0 deliveries" not in outcome.figures
