"""Guessing passwords gets slower with every attempt, and forgetting one does not."""

from __future__ import annotations

from engine.web.throttle import FIRST, FORGOTTEN, FREE, FREE_ADDRESS, LONGEST, Throttle

HERE = "10.0.0.7"


def failing(times: int, at: float = 0.0) -> Throttle:
    """A throttle after some failures of one login."""
    found = Throttle()
    for _ in range(times):
        found.failed("camat", HERE, at)
    return found


def test_the_first_failures_cost_nothing() -> None:
    assert failing(FREE - 1).wait("camat", HERE, 0.0) == 0


def test_each_further_failure_doubles_the_wait_up_to_five_minutes() -> None:
    waits = [failing(FREE + more).wait("camat", HERE, 0.0) for more in range(7)]
    assert waits == [15, 30, 60, 120, 240, 300, 300]
    assert waits[0] == FIRST
    assert waits[-1] == LONGEST


def test_the_wait_runs_down_and_failures_are_forgotten() -> None:
    assert failing(FREE).wait("camat", HERE, 10.0) == 5
    assert failing(FREE).wait("camat", HERE, 15.0) == 0
    assert failing(FREE + 6).wait("camat", HERE, FORGOTTEN) == 0


def test_another_person_of_the_same_office_is_not_held_up() -> None:
    assert failing(FREE).wait("sekcam", HERE, 0.0) == 0
    assert failing(FREE).wait("camat", "10.0.0.8", 0.0) == 0
    assert failing(FREE).wait("Camat", HERE, 0.0) > 0


def test_an_address_that_tries_many_names_waits_as_well() -> None:
    found = Throttle()
    for number in range(FREE_ADDRESS):
        found.failed(f"nama-{number}", HERE, 0.0)
    assert found.wait("lain", HERE, 0.0) > 0


def test_a_right_password_forgets_the_failures_of_that_login() -> None:
    found = failing(FREE)
    found.succeeded("camat", HERE)
    assert found.wait("camat", HERE, 0.0) == 0
