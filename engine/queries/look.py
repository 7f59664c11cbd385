"""Who looks, when, and at what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.library import Definition, Library
from engine.policy import Actor
from engine.store import Reading

__all__ = ["MOST_ID", "MOST_NUMBER", "Look"]

MOST_ID: Final = 2**63 - 1  # what the databases take for a case or an instant
MOST_NUMBER: Final = 2**31 - 1  # and for the number of a task or an event


@dataclass(frozen=True, slots=True)
class Look:
    """One look of a person: a snapshot of the database, the definitions, the person and the time (aware UTC)."""

    reading: Reading
    library: Library
    actor: Actor
    now: datetime

    def definition(self, id: int) -> Definition:
        """The definition that a case runs on."""
        return self.library.definition(self.reading, id)
