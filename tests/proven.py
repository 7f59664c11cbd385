"""After every command that runs in this process, its case is proven: rows from history, state from answers."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.desk import Context, Desk, Result
from engine.proof.redrive import Erased, redrive
from engine.proof.verify import verify_case
from engine.store.cases import CASE

__all__ = ["prove", "prove_every_command", "prove_installation"]


def prove(desk: Desk, case: int) -> None:
    """The rows are what the history folds to, and the executor reaches the stored state from the answers."""
    with desk.store.reading() as reading:
        assert [fault.en for fault in verify_case(reading, case)] == []
        row = reading.one(CASE, case=case)
        assert row is not None
        state = None if row["state"] is None else bytes(row["state"])
        try:
            assert redrive(reading, desk.library, case) == state
        except Erased:
            assert state is None, "values that a running case goes by are never erased"


def prove_installation(desk: Desk) -> None:
    """The rows that belong to no case are what the installation's stream folds to."""
    with desk.store.reading() as reading:
        assert [fault.en for fault in verify_case(reading, 0)] == []


def prove_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets each command of a test be followed by its proof; the commands themselves stay as they are."""
    run = Desk.run

    def proven(desk: Desk, context: Context, command: object) -> Result:
        result = run(desk, context, command)
        case: Any = result.body.get("case")
        if desk.store.watch is None:
            prove(desk, case) if isinstance(case, int) else prove_installation(desk)
        return result

    monkeypatch.setattr(Desk, "run", proven)
