"""Tokens and links from the command line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.house.running import inside

ISSUER = "https://masuk.contoh.invalid"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database and the account of a machine."""
    for name in os.environ:
        if name.startswith("LAJUR_"):
            monkeypatch.delenv(name)
    assert inside("init", cwd=tmp_path).returncode == 0
    assert inside("user", "add", "absensi", "--name", "Mesin absensi", "--machine", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_token_is_made_for_a_script_listed_and_revoked(home: Path) -> None:
    made = inside("user", "token", "add", "absensi", "loket", "--scope", "external", "--scope", "read", cwd=home)
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"lajur_[\w-]{43}\n", made.stdout), "nothing but the secret, for a script to take"
    listed = inside("user", "token", "list", "absensi", cwd=home).stdout
    assert listed.split()[:4] == ["1", "loket", "external", "read"]
    assert made.stdout.strip() not in listed
    assert inside("user", "token", "revoke", "1", cwd=home).returncode == 0
    assert "counts no more" in inside("user", "token", "list", "absensi", cwd=home).stdout
    for file in home.rglob("*"):
        assert not file.is_file() or made.stdout.strip().encode() not in file.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["token", "add", "tidak-ada", "x", "--scope", "read"],
        ["token", "add", "absensi", "x", "--scope", "read", "--days", "9999"],
        ["token", "list", "tidak-ada"],
        ["token", "revoke", "7"],
        ["link", "tidak-ada", "123", "--issuer", ISSUER],
        ["link", "absensi", "--issuer", ISSUER],
        ["link", "absensi", "123"],
    ],
)
def test_what_cannot_be_is_refused_in_two_sentences(home: Path, arguments: list[str]) -> None:
    done = inside("user", *arguments, cwd=home)
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: ")
    assert "\nError: " in done.stderr


def test_an_identity_is_linked_once_and_unlinked(home: Path) -> None:
    assert inside("user", "link", "absensi", "123", "--issuer", ISSUER, cwd=home).returncode == 0
    assert inside("user", "link", "admin", "123", "--issuer", ISSUER, cwd=home).returncode == 1
    assert inside("user", "link", "absensi", "--take", "--issuer", ISSUER, cwd=home).returncode == 0
    assert inside("user", "link", "admin", "123", "--issuer", ISSUER, cwd=home).returncode == 0
