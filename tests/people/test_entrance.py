"""A password lets in, is remembered, and is forgotten by every process at any change of the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine import passwords
from engine.commands.account import ChangeAccount, CreateAccount, Grant, Hold
from engine.commands.desk import Context, Desk
from engine.commands.office import LoadOffice
from engine.entrance import Entrance, Patience, Try
from engine.library import Library
from engine.store import Store
from engine.throttle import FREE
from tests.people.test_accounts import HASH, OFFICE, ROOT
from tests.people.test_passwords import QUICK

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KEY = "kunci-untuk-uji-coba"
RIGHT = "kata sandi"


class Town:
    """Two processes on one database, as far as signing in goes: each has a store and a memory of its own."""

    def __init__(self, store: Store) -> None:
        self.desk = Desk(store, Library())
        self.other = Store(store.url)
        self.here, self.there = Entrance(store, KEY), Entrance(self.other, KEY)
        self.run(LoadOffice(OFFICE))
        self.run(CreateAccount("ani", "Ani Suryani", HASH, "bh"))

    def run(self, command: object) -> Any:
        """A command of the administrator, at the first process."""
        return self.desk.run(Context(ROOT, NOW), command).body


@pytest.fixture
def town(store: Store) -> Iterator[Town]:
    """The town on each kind of database."""
    found = Town(store)
    yield found
    found.other.close()


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed, in order."""
    seen: list[str] = []
    matches = passwords.matches

    def watched(password: str, stored: str | None) -> bool:
        seen.append(password)
        return matches(password, stored)

    monkeypatch.setattr(passwords, "matches", watched)
    return seen


def enter(door: Entrance, password: str = RIGHT, seconds: float = 0) -> bool:
    """True when it lets in."""
    return door.account(Try("ani", password, "10.0.0.7", NOW + timedelta(seconds=seconds))) is not None


def test_a_password_that_was_verified_is_not_hashed_again(town: Town, hashes: list[str]) -> None:
    assert enter(town.here)
    assert enter(town.here)
    assert hashes == [RIGHT]


CHANGES: dict[str, Callable[[Town], Any]] = {
    "name": lambda town: town.run(ChangeAccount("ani", name="Ani Baru")),
    "password": lambda town: town.run(ChangeAccount("ani", password=QUICK.hash(RIGHT))),
    "closed and opened": lambda town: [town.run(ChangeAccount("ani", active=now)) for now in (False, True)],
    "role": lambda town: town.run(Grant("ani", "auditor", "bh")),
    "post": lambda town: town.run(Hold("ani", "bh/staf", date(2026, 1, 1))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_drops_what_is_remembered_also_in_another_process(
    town: Town, hashes: list[str], change: str
) -> None:
    for door in (town.here, town.there):
        assert enter(door)
    CHANGES[change](town)
    hashes.clear()
    for door in (town.here, town.there):
        assert enter(door)
    assert hashes == [RIGHT, RIGHT]


def test_a_closed_account_or_an_old_password_lets_nobody_in_anywhere(town: Town) -> None:
    doors = (town.here, town.there)
    assert all(enter(door) for door in doors)
    town.run(ChangeAccount("ani", active=False))
    assert not any(enter(door) for door in doors)
    town.run(ChangeAccount("ani", active=True))
    town.run(ChangeAccount("ani", password=QUICK.hash("sandi baru")))
    assert not any(enter(door) for door in doors)
    assert all(enter(door, "sandi baru") for door in doors)


def test_a_guess_counts_in_every_process(town: Town) -> None:
    for n in range(FREE):
        assert not enter(town.here if n % 2 else town.there, "salah")
    for door in (town.here, town.there):
        with pytest.raises(Patience) as told:
            enter(door)
        assert told.value.seconds == 15
    assert enter(town.there, seconds=15)
    assert not enter(town.here, "salah", seconds=15), "the right password made the count begin anew"


def test_a_client_that_works_is_never_locked_out_by_guesses(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert enter(town.here)
    for _ in range(FREE):
        enter(town.there, "salah")
    assert enter(town.here)
    monkeypatch.setattr("engine.entrance.time.monotonic", lambda: 10.0**9)
    assert enter(town.here), "it was forgotten meanwhile, and is verified again without a wait"
    with pytest.raises(Patience):
        enter(town.here, "salah")


def test_a_success_writes_nothing(town: Town) -> None:
    said: list[str] = []
    town.desk.store.watch = said.append
    assert enter(town.here)
    assert enter(town.here)
    assert [one for one in said if not one.lstrip().upper().startswith("SELECT")] == []


def test_a_name_that_no_account_has_is_counted_too_and_never_written_down(town: Town) -> None:
    door = town.here
    for _ in range(FREE):
        assert door.account(Try("rahasia-yang-salah-kolom", "x", "10.0.0.7", NOW)) is None
    with pytest.raises(Patience):
        door.account(Try("rahasia-yang-salah-kolom", "x", "10.0.0.7", NOW))
    assert door.account(Try("ani\x00", RIGHT, "10.0.0.7", NOW)) is None
