"""What people put beside the answers of a case: remarks and attachments, as its events tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, Select, and_, bindparam, select

from engine.canonical import loads
from engine.events import Event
from engine.store.history import event_of
from engine.store.query import Query
from engine.store.reading import Reading, Row
from engine.store.tables import answer, event

__all__ = ["PAPER", "TEXT", "Attached", "Remark", "attachments", "remarks"]

TEXT: Final = "$catatan"
"""The answer that holds the text of a remark."""
PAPER: Final = "$berkas"
"""The answer that holds what an attachment is called."""
_case: Final[BindParameter[Any]] = bindparam("case")


def _told(kinds: tuple[str, ...], name: str) -> Select[Any]:
    value = and_(answer.c.case_id == event.c.case_id, answer.c.event == event.c.number, answer.c.name == name)
    return (
        select(event, answer.c.value)
        .join(answer, value, isouter=True)
        .where(event.c.case_id == _case, event.c.kind.in_(kinds))
        .order_by(event.c.number)
    )


_REMARKS: Final = Query("The remarks on a case, oldest first.", _told(("CommentAdded",), TEXT))
_ATTACHMENTS: Final = Query(
    "What was attached to a case and taken off again, oldest first.",
    _told(("DocumentAttached", "DocumentDetached"), PAPER),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark by the event that added it; `text` is None when it was erased."""

    event: Event
    text: str | None

    @property
    def task(self) -> int | None:
        """The number of the task that it is about."""
        found: int | None = self.event.data.get("task")
        return found


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment by the event that attached it; `said` (name, title, description, kind) is empty when erased."""

    event: Event
    said: Mapping[str, str | None]

    @property
    def task(self) -> int | None:
        """The number of the task that it is about."""
        found: int | None = self.event.data.get("task")
        return found


def remarks(reading: Reading, case: int) -> list[Remark]:
    """The remarks on a case, oldest first."""
    return [Remark(made, value) for made, value in _events(reading.all(_REMARKS, case=case))]


def attachments(reading: Reading, case: int) -> dict[int, Attached]:
    """What is attached to a case now, by the number of the event that attached it, oldest first."""
    found: dict[int, Attached] = {}
    for made, value in _events(reading.all(_ATTACHMENTS, case=case)):
        if made.kind == "DocumentDetached":
            found.pop(made.data["attachment"], None)
        else:
            found[made.number] = Attached(made, value or {})
    return found


def _events(rows: list[Row]) -> list[tuple[Event, Any]]:
    return [(event_of(row), None if row["value"] is None else loads(bytes(row["value"]))) for row in rows]
