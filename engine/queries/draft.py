"""What a person has typed into a form and not handed in yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.commands.draft import DraftPlace
from engine.events import moment
from engine.queries.look import Look
from engine.store.drafts import DRAFTS

__all__ = ["Draft", "drafts"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One text: who saved it is the person who looks, from the page `tab`; `filled` as a form sends it."""

    tab: str
    revision: int
    filled: Mapping[str, Sequence[str]]
    saved_at: datetime


def drafts(look: Look, place: DraftPlace) -> tuple[Draft, ...]:
    """The person's own drafts for a form, the last saved first; nobody reads those of others."""
    where = {"case": place.case, "n": place.n, "start": place.start, "login": look.actor.login}
    return tuple(
        Draft(row["tab"], row["revision"], json.loads(row["filled"]), moment(row["saved_at"]))
        for row in look.reading.all(DRAFTS, **where)
    )
