"""Passwords are hashed, and verified credentials are remembered for a while."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher

from engine import passwords
from engine.passwords import Credentials, Crowded, WeakPassword, hashed, is_hash, matches

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # as good a hash, made in a millisecond


def account(**changes: Any) -> dict[str, Any]:
    """The row of an account whose password is `rahasia-benar`."""
    row = {"login": "ani", "name": "Ani", "password": QUICK.hash("rahasia-benar"), "active": 1, "session": b"1" * 16}
    return row | changes


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords whose hash was computed, in order."""
    seen: list[str] = []

    def watched(password: str, stored: str | None) -> bool:
        seen.append(password)
        return matches(password, stored)

    monkeypatch.setattr(passwords, "matches", watched)
    return seen


def test_a_hash_is_argon2id_and_fits_its_password_only() -> None:
    made = hashed("kata sandi panjang")
    assert is_hash(made)
    assert made.startswith("$argon2id$v=19$m=65536,t=3")
    assert matches("kata sandi panjang", made)
    assert not matches("kata sandi pendek", made)
    assert not matches("apa pun", None)
    assert not matches("apa pun", "bukan hash")


def test_a_sign_in_waits_for_its_turn_and_is_then_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    stored = QUICK.hash("rahasia-benar")
    with passwords._slots, passwords._slots:
        with pytest.raises(Crowded, match="at once"):
            matches("rahasia-benar", stored)
        with pytest.raises(Crowded):
            hashed("kata sandi panjang")
        with pytest.raises(Crowded):
            Credentials().check(account(), "rahasia-benar", at=0.0)
    assert matches("rahasia-benar", stored), "the turns were given back"


@pytest.mark.parametrize("password", ["", "123456789", "x" * 1001])
def test_a_password_is_not_too_short_or_too_long(password: str) -> None:
    with pytest.raises(WeakPassword):
        hashed(password)


def test_a_verified_credential_is_not_hashed_again_for_five_minutes(counted: list[str]) -> None:
    credentials, row = Credentials(), account()
    assert credentials.check(row, "rahasia-benar", at=0.0)
    assert credentials.check(dict(reversed(row.items())), "rahasia-benar", at=299.0)
    assert len(counted) == 1
    assert credentials.check(row, "rahasia-benar", at=300.0)
    assert len(counted) == 2


@pytest.mark.parametrize(
    "change",
    [{"session": b"2" * 16}, {"name": "Ani B."}, {"password": QUICK.hash("rahasia-benar")}, {"office": "x"}],
)
def test_any_change_of_the_account_drops_what_was_remembered(counted: list[str], change: dict[str, Any]) -> None:
    credentials, row = Credentials(), account()
    assert credentials.check(row, "rahasia-benar", at=0.0)
    assert credentials.check(row | change, "rahasia-benar", at=1.0)
    assert len(counted) == 2


def test_a_new_password_or_a_closed_account_lets_the_old_one_in_no_more() -> None:
    credentials = Credentials()
    assert credentials.check(account(), "rahasia-benar", at=0.0)
    assert not credentials.check(account(password=QUICK.hash("rahasia-baru")), "rahasia-benar", at=1.0)
    assert not credentials.check(account(active=0), "rahasia-benar", at=1.0)


def test_a_wrong_password_is_never_remembered(counted: list[str]) -> None:
    credentials, row = Credentials(), account()
    assert not credentials.check(row, "salah", at=0.0)
    assert not credentials.check(row, "salah", at=1.0)
    assert len(counted) == 2


def test_an_unknown_login_takes_the_time_of_a_hash_too(counted: list[str]) -> None:
    credentials = Credentials()
    assert not credentials.check(None, "apa pun", at=0.0)
    assert not credentials.check(account(password=None), "apa pun", at=0.0)
    assert counted == ["apa pun", "apa pun"]


def test_what_is_remembered_is_bounded_and_holds_no_password(counted: list[str]) -> None:
    credentials, rows = Credentials(most=2), [account(login=login) for login in ("a", "b", "c")]
    for row in rows:
        assert credentials.check(row, "rahasia-benar", at=0.0)
    assert "rahasia" not in repr(vars(credentials))
    assert credentials.check(rows[2], "rahasia-benar", at=1.0)
    assert len(counted) == 3
    assert credentials.check(rows[0], "rahasia-benar", at=1.0)
    assert len(counted) == 4
