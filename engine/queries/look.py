"""Who looks, when, and at what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.library import Definition, Library
from engine.policy import Actor
from engine.store import Reading

__all__ = ["Look"]


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
