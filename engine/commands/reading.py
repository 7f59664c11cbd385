"""That somebody read personal data of cases: one event a reader, case and hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.canonical import Json
from engine.commands.desk import Work, handles
from engine.commands.finding import case_facts
from engine.events import instant
from engine.policy import AUDITOR, OWNER, Actor, Facts
from engine.store import NewEvent, Reading
from engine.store.cases import CASE
from engine.store.reads import BEGIN_READ, NUMBER_READ, RECORDED

__all__ = ["PAGES", "RecordRead", "unrecorded"]

PAGES: Final = ("api", "case", "export", "paper", "personal", "replay", "search", "story")
"""By what a case is read."""
_HOUR: Final = 3_600_000_000  # microseconds
_AT_ONCE: Final = 400  # case ids in one question


@dataclass(frozen=True, slots=True)
class RecordRead:
    """The actor reads these cases by one of PAGES."""

    cases: tuple[int, ...]
    page: str


@handles(RecordRead)
def record_read(work: Work, command: RecordRead) -> dict[str, Json]:
    """Writes down what was not in this hour; `recorded` are the cases of which it did.

    A case in which the actor takes part leaves no trace: reading it is his work. Refuses who may not read by his role.
    """
    recorded: list[Json] = []
    for case, facts in unrecorded(work.tx, work.context.actor, command.cases, work.now):
        work.demand("record-read", facts)
        if _begun(work, case, command.page):
            recorded.append(case)
    return {"recorded": recorded}


def unrecorded(reading: Reading, actor: Actor, cases: Iterable[int], now: datetime) -> Iterator[tuple[int, Facts]]:
    """Those of the cases that the actor reads by his role alone and of which no read of his stands in this hour."""
    if not any(role in (OWNER, AUDITOR) for role, _ in actor.grants):
        return
    found = sorted(cases)
    asked = {"login": actor.login, "hour": instant(now) // _HOUR}
    for first in range(0, len(found), _AT_ONCE):
        some = found[first : first + _AT_ONCE]
        known = {row["case_id"] for row in reading.all(RECORDED, cases=some, **asked)}
        for case in some:
            row = None if case in known else reading.one(CASE, case=case)
            facts = None if row is None else case_facts(reading, actor, row)
            if facts is not None and not facts.takes_part:
                yield case, facts


def _begun(work: Work, case: int, page: str) -> bool:
    """False when another request of the same reader wrote it down meanwhile."""
    login, at = work.context.actor.login, instant(work.now)
    hour = at // _HOUR
    if not work.tx.run(BEGIN_READ, case=case, login=login, hour=hour, at=at, page=page):
        return False
    made = work.append(NewEvent(0, "PersonalDataRead", {"case": case, "page": page}))
    work.tx.run(NUMBER_READ, case=case, who=login, when=hour, number=made.number)
    return True
