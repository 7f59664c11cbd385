"""Webhooks from the command line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.house.running import inside

URL = "https://penerima.example.com/masuk"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the demo's database."""
    for name in os.environ:
        if name.startswith("LAJUR_"):
            monkeypatch.delenv(name)
    assert inside("init", "--demo", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_subscription_is_made_listed_tried_and_gets_a_new_secret(home: Path) -> None:
    asked = ("webhook", "add", "bunut-hilir", "Gerbang", URL, "--kind", "TaskCompleted", "--field", "nama_pemohon")
    made, again = inside(*asked, cwd=home), inside("webhook", "rotate", "1", cwd=home)
    secrets = [made.stdout.strip(), again.stdout.strip()]
    assert all(re.fullmatch(r"whsec_[A-Za-z0-9+/=]+", one) for one in secrets), made.stderr + again.stderr
    assert len(set(secrets)) == 2
    assert inside("webhook", "test", "1", cwd=home).returncode == 0
    listed = inside("webhook", "list", cwd=home).stdout
    told = inside("webhook", "deliveries", "1", "--state", "WAITING", cwd=home).stdout
    assert "1 menunggu/waiting" in listed
    assert "Ping" in told
    for file in home.rglob("*"):
        assert not file.is_file() or not [one for one in secrets if one.encode() in file.read_bytes()]
    assert inside("webhook", "add", "bunut-hilir", "Gerbang", "http://10.0.0.1/", cwd=home).returncode == 1
    assert inside("webhook", "add", "tidak-ada", "Gerbang", URL, cwd=home).returncode == 1
    assert inside("webhook", "rotate", "7", cwd=home).returncode == 1
