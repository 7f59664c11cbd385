"""What a client is told while the server is busy, or somebody else was faster."""

from __future__ import annotations

import pytest

from engine import passwords
from engine.api.errors import outcome_of
from engine.store import StoreBusy, StoreConflict
from tests.api.office import Office


def test_a_crowd_of_sign_ins_is_told_to_come_again(shared: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    client = shared.app.test_client()
    with passwords._slots, passwords._slots:
        for path in ("/api/v1/tasks", "/engine-rest/task"):
            answer = client.get(path, auth=("staf", "kata sandi yang salah"))
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
            assert "sebentar lagi" in answer.text
    assert client.get("/api/v1/tasks", auth=("staf", "kata sandi yang salah")).status_code == 401


def test_a_record_that_is_there_already_is_a_conflict() -> None:
    assert outcome_of(StoreConflict()).status == 409
    assert outcome_of(StoreBusy()).status == 503
