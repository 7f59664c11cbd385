"""Finds the running case that a path names, for who asks."""

from __future__ import annotations

from engine.api import asking, sight
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.cases import CASE
from engine.store.reading import Row

__all__ = ["running_case", "whole_case"]


def running_case(reading: Reading, id: str) -> Row:
    """The case with its definition; NotFound for one that has ended or that the actor may not read."""
    row = sight.case_row(reading, asking.me(), asking.number(id))
    if row["ended_at"] is not None:
        raise NotFound("ended", f"Kasus {id} sudah berakhir.", f"Process instance with id {id} does not exist.")
    return row


def whole_case(reading: Reading, id: str) -> Row:
    """The same with all its columns, such as its state."""
    row = running_case(reading, id)
    found = reading.one(CASE, case=row["id"])
    assert found is not None
    return row | found
