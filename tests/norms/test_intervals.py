"""Working time of random intervals is what a count minute by minute gives."""

from __future__ import annotations

import pytest

from tests.norms.intervals import OFFICES, compare


@pytest.mark.parametrize("office", OFFICES)
def test_random_intervals_have_the_working_time_that_a_count_by_minutes_gives(office: str) -> None:
    assert compare(office, 100, seed=20261121) == []
