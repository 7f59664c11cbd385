"""Settings come from the environment, say what is wrong with them, and keep the key to themselves."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from engine import settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)


def test_the_environment_is_read_and_the_command_line_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAJUR_PORT", "9000")
    assert settings.load().port == 9000
    assert settings.load(port=9001, host=None).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("WORKERS", "0"),
        ("TIMEZONE", "Mars/Olympus"),
        ("DATABASE_URL", "mysql://a/b"),
        ("DEMO", "ya"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"LAJUR_{name}", value)
    with pytest.raises(settings.SettingsRefused) as refused:
        settings.load()
    assert refused.value.id.startswith(f"LAJUR_{name} ")
    assert refused.value.en.startswith(f"LAJUR_{name} ")


def test_a_file_name_stands_for_an_sqlite_database() -> None:
    assert settings.load(database_url="var/a.sqlite").database_url == "sqlite:///var/a.sqlite"


def test_a_misspelt_variable_is_named() -> None:
    assert settings.unknown({"LAJUR_PROT": "1", "LAJUR_PORT": "1", "PATH": ""}) == ["LAJUR_PROT"]


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    here = settings.load(database_url=str(tmp_path / "a.sqlite"))
    key = settings.secret_key(here)
    assert settings.secret_key(here) == key
    assert len(key) >= 40
    file = tmp_path / "a.sqlite.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.sqlite.key"]


def test_another_database_has_another_key(tmp_path: Path) -> None:
    keys = {settings.secret_key(settings.load(database_url=str(tmp_path / name))) for name in ("a.sqlite", "b.sqlite")}
    assert len(keys) == 2


def test_servers_on_postgresql_have_to_be_given_a_key() -> None:
    with pytest.raises(settings.SettingsRefused, match="LAJUR_SECRET_KEY"):
        settings.secret_key(settings.load(database_url="postgresql://a/b"))


def test_a_short_key_is_refused_and_a_key_is_never_printed() -> None:
    with pytest.raises(settings.SettingsRefused, match="too short"):
        settings.secret_key(settings.load(secret_key="rahasia"))
    assert "sangat-rahasia-sekali" not in repr(settings.load(secret_key="sangat-rahasia-sekali"))


@pytest.mark.parametrize(("url", "file"), [("sqlite:////a/b.db", "/a/b.db"), ("sqlite:///b%20c.db?x=1", "b c.db")])
def test_the_file_of_a_url_is_found(url: str, file: str) -> None:
    assert settings.sqlite_file(url) == Path(file)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(settings.SettingsRefused):
        settings.sqlite_file(url)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("192.168.1.9", False),
    ],
)
def test_loopback_addresses_are_told_from_others(host: str, expected: bool) -> None:
    assert settings.is_loopback(host) is expected
    assert settings.is_loopback("lajur.kab.go.id") is False
