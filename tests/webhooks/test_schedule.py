"""Deliveries are tried again for three days, as the receiver asks, and not longer."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest

from webhooks.schedule import SPAN, STEPS, Meaning, Tried, meaning, next_try, retry_after

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("seed", range(50))
def test_tries_go_from_five_seconds_to_a_day_over_three_days_and_end(seed: int) -> None:
    luck, at, number = random.Random(seed), NOW, 1
    tries = [NOW]
    while (following := next_try(Tried(number, NOW, at), luck.random())) is not None:
        assert following > at
        at, number = following, number + 1
        tries.append(at)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert min(gaps) == gaps[0] >= timedelta(seconds=5)
    assert max(gaps) <= timedelta(hours=24) * 1.15
    assert SPAN - timedelta(hours=1) <= tries[-1] - NOW <= SPAN
    assert 10 <= len(tries) <= 13


def test_two_deliveries_are_not_tried_at_the_same_moment() -> None:
    assert next_try(Tried(4, NOW, NOW), 0.1) != next_try(Tried(4, NOW, NOW), 0.9)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 5),
        ("9999999999", 86_400),
        ("Fri, 20 Nov 2026 12:02:00 GMT", 120),
        ("Fri, 20 Nov 2026 19:02:00 +0700", 120),
        ("Fri, 20 Nov 2020 12:02:00 GMT", 5),
        ("Fri, 20 Nov 2099 12:02:00 GMT", 86_400),
        ("soon", None),
        ("-5", None),
        ("1e3", None),
        ("", None),
        (None, None),
        ("9" * 500, None),
        ("Fri, 99 Nov 2026 12:02:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date_within_bounds(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))


def test_a_receiver_is_never_asked_sooner_than_it_said_and_cannot_be_asked_for_ever() -> None:
    asked = timedelta(seconds=100)
    assert next_try(Tried(1, NOW, NOW), 0.0, asked) == NOW + asked
    assert next_try(Tried(8, NOW, NOW), 0.0, asked) == NOW + asked
    assert next_try(Tried(21, NOW, NOW), 0.5, asked) == NOW + STEPS[-1]
    assert next_try(Tried(3, NOW, NOW + timedelta(hours=71.5)), 0.0, timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (200, Meaning.DELIVERED),
        (204, Meaning.DELIVERED),
        (299, Meaning.DELIVERED),
        (101, Meaning.RETRY),
        (301, Meaning.MOVED),
        (308, Meaning.MOVED),
        (400, Meaning.RETRY),
        (404, Meaning.RETRY),
        (410, Meaning.GONE),
        (429, Meaning.WAIT),
        (500, Meaning.RETRY),
        (503, Meaning.WAIT),
    ],
)
def test_each_status_means_one_thing(status: int, meant: Meaning) -> None:
    assert meaning(status) is meant
