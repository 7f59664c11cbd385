"""The cases that a case has to do with: who called it, whom it called, and whose messages reached it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.canonical import loads
from engine.commands.finding import case_facts
from engine.policy import may
from engine.queries.look import Look
from engine.store.calls import ORIGINS, RELATIVES
from engine.store.cases import CASE
from engine.store.reading import Row

__all__ = ["Kin", "kin"]

How = Literal["caller", "called", "sender"]
MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Kin:
    """Another case, and `how` it has to do with this one; `may_read` when the person may open it."""

    how: How
    number: str
    title: str
    status: str
    outcome: str | None
    may_read: bool


def kin(look: Look, case: int) -> tuple[Kin, ...]:
    """Its caller, those that it called, oldest first, and those whose messages or signals came to it."""
    row = look.reading.one(CASE, case=case)
    if row is None:
        return ()
    rows = look.reading.all(RELATIVES, case=case, parent=row["parent_case"], limit=MANY)
    found = [_kin(look, one, "caller" if one["id"] == row["parent_case"] else "called") for one in rows]
    senders: dict[int, None] = {}
    for event in look.reading.all(ORIGINS, case=case, limit=MANY):
        data: Any = loads(bytes(event["data"]))
        if isinstance(data.get("from"), int) and data["from"] != case:
            senders[data["from"]] = None
    told = (look.reading.one(CASE, case=one) for one in senders)
    return (*found, *(_kin(look, one, "sender") for one in told if one is not None))


def _kin(look: Look, row: Row, how: How) -> Kin:
    return Kin(
        how=how,
        number=row["number"],
        title=look.definition(row["definition_id"]).name,
        status=row["status"],
        outcome=row["outcome"],
        may_read=may(look.actor, "read-case", case_facts(look.reading, look.actor, row)),
    )
