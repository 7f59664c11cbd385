"""What an event says to somebody outside: facts without personal values, and answers for who named them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Occurrence"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event of a case, as a story for others.

    `facts` holds what is nobody's personal value (task number, outcome, post); it leaves with every delivery.
    `answers` holds answers by field name; one leaves only where the subscription names its field. `sop` is the key of
    the definition, `post` the post (`office/slug`) that acted, never a person. Both instants are aware.
    """

    office: str
    case: int
    number: int
    kind: str
    happened_at: datetime
    recorded_at: datetime
    sop: str | None = None
    element: str | None = None
    post: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
