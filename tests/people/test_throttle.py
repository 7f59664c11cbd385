"""Guessing passwords gets slower with every attempt, in all processes, and forgetting one does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.commands.desk import Desk
from engine.events import instant
from engine.library import Library
from engine.store import Store
from engine.store import throttle as failed
from engine.throttle import FIRST, FORGOTTEN, FREE, FREE_ADDRESS, LONGEST, Failures, keys, wait
from engine.worker import Worker

SECOND = 1_000_000
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KEY, HERE = "kunci-untuk-uji-coba", "10.0.0.7"


def after(failures: int, seconds: float = 0) -> int:
    """The wait after so many failures, the last of them so many seconds ago."""
    return wait(Failures(failures, 0), None, int(seconds * SECOND))


def test_the_first_failures_cost_nothing() -> None:
    assert after(FREE - 1) == 0
    assert wait(None, None, 0) == 0


def test_each_further_failure_doubles_the_wait_up_to_five_minutes() -> None:
    waits = [after(FREE + more) for more in range(7)]
    assert waits == [15, 30, 60, 120, 240, 300, 300]
    assert waits[0] == FIRST
    assert waits[-1] == LONGEST == after(10**6)


def test_the_wait_runs_down_and_failures_are_forgotten() -> None:
    assert after(FREE, 10) == 5
    assert after(FREE, 14.2) == 1
    assert after(FREE, 15) == 0
    assert after(10**6, FORGOTTEN.total_seconds()) == 0


def test_a_clock_that_was_set_back_makes_no_wait_longer() -> None:
    assert after(FREE, -600) == 15
    assert after(FREE, -86_400) == 0


def test_an_address_that_tries_many_names_waits_as_well() -> None:
    assert wait(None, Failures(FREE_ADDRESS - 1, 0), 0) == 0
    assert wait(None, Failures(FREE_ADDRESS, 0), 0) > 0


def test_another_person_of_the_same_office_is_not_held_up() -> None:
    own, place = keys(KEY, "camat", HERE)
    assert keys(KEY, "Camat", HERE) == (own, place)
    assert keys(KEY, "sekcam", HERE)[0] != own
    assert keys(KEY, "sekcam", HERE)[1] == place
    assert place not in keys(KEY, "camat", "10.0.0.8")
    assert own not in keys(KEY, "camat", "10.0.0.8")


def test_of_an_ipv6_address_its_network_counts() -> None:
    assert keys(KEY, "a", "2001:db8:1:2::1") == keys(KEY, "a", "2001:db8:1:2:ffff::9")
    assert keys(KEY, "a", "2001:db8:1:2::1") != keys(KEY, "a", "2001:db8:1:3::1")
    assert keys(KEY, "a", f"::ffff:{HERE}") == keys(KEY, "a", HERE)


def test_what_is_kept_tells_neither_login_nor_address_without_the_key() -> None:
    found = keys(KEY, "camat", HERE)
    assert keys("kunci-lain", "camat", HERE) != found
    assert all(len(key) == 16 and b"camat" not in key for key in found)


def test_failures_stand_in_the_database_and_end_after_a_while(store: Store) -> None:
    own, place = keys(KEY, "camat", HERE)
    later = int(FORGOTTEN.total_seconds()) * SECOND
    for at in (10, 20):
        with store.transaction() as tx:
            failed.note(tx, (own, place), at)
    with store.reading() as reading:
        assert failed.failures(reading, own) == Failures(2, 20)
        assert failed.failures(reading, b"lain") is None
    with store.transaction() as tx:
        failed.note(tx, (own,), 20 + later)
        failed.forget(tx, place)
    with store.reading() as reading:
        assert failed.failures(reading, own) == Failures(1, 20 + later)
        assert failed.failures(reading, place) is None
    with store.transaction() as tx:
        assert tx.run(failed.PURGE_FAILURES, before=20 + later) == 0
        assert tx.run(failed.PURGE_FAILURES, before=21 + later) == 1


def test_the_worker_forgets_failures_that_count_no_more(store: Store) -> None:
    keys_ = keys(KEY, "camat", HERE)
    with store.transaction() as tx:
        failed.note(tx, keys_, instant(NOW))
    for minutes, left in ((15, Failures(1, instant(NOW))), (17, None)):
        at = NOW + timedelta(minutes=minutes)
        Worker(Desk(store, Library()), clock=lambda at=at: at).clean()  # type: ignore[misc]
        with store.reading() as reading:
            assert failed.failures(reading, keys_[0]) == left
