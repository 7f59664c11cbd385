"""What happened on paper is entered later: its time has to fit between the opening of the task and now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.commands.desk import Work
from engine.commands.refusals import FieldProblem, Invalid
from engine.events import instant
from engine.store.history import HAPPENED

__all__ = ["HAPPENED_AT", "demand_time"]

HAPPENED_AT: Final = "_terjadi"
"""The field that a refusal names; no answer may be called so."""


def demand_time(work: Work, row: Mapping[str, Any]) -> None:
    """Raises Invalid for a time of happening after now, or before the task was there.

    A task is there from when what opened it has happened, also when that was entered later itself.
    """
    at = work.context.happened_at
    if at is None:
        return
    if at > work.context.now:
        raise Invalid([FieldProblem(HAPPENED_AT, "Waktu ini belum tiba.", "This time has not come yet.")])
    opened = work.tx.value(HAPPENED, case=row["id"], recorded=row["opened_at"])
    if instant(at) < (row["opened_at"] if opened is None else opened):
        problem = FieldProblem(
            HAPPENED_AT,
            "Waktu ini sebelum tugasnya dibuka. Periksa tanggal dan jamnya.",
            "This is before the task was opened. Check the date and the time.",
        )
        raise Invalid([problem])
