"""Who a message or signal is for: tokens that wait, definitions that begin by it, and nobody yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from engine.canonical import dumps
from engine.commands.desk import Work
from engine.commands.refusals import Conflict, NotFound
from engine.events import instant, moment
from engine.store import NewEvent
from engine.store.jobs import job_row
from engine.store.lists import Page
from engine.store.messages import BEGINNINGS, INSERT_MESSAGE, WAITING
from engine.store.reading import Row

__all__ = ["KEEP", "Address", "beginnings", "keep", "nobody", "receive_job", "several", "start_job", "waiting"]

KEEP: Final = timedelta(days=30)
"""How long a message that a case throws is kept when nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Address:
    """To whom: the exact name, and what narrows it: a case, a key of a definition, a business key, a declared key."""

    name: str
    case: int | None = None
    key: str | None = None
    business_key: str | None = None
    correlation: str | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Address:
        """That of a message on its way (the payload of a job)."""
        return cls(told["name"], None, None, told["business_key"], told["correlation"])


def waiting(work: Work, to: Address, kind: str = "message") -> list[Row]:
    """The tokens that wait for it, in the order of their cases."""
    named = {"case": to.case, "key": to.key, "business_key": to.business_key, "correlation": to.correlation}
    filters = {name: {name: value} for name, value in named.items() if value is not None}
    if any("\0" in value for value in (to.name, *named.values()) if isinstance(value, str)):
        return []  # no text in the database holds it
    return WAITING.rows(work.tx, Page(filters, given={"name": to.name, "kind": kind}))


def beginnings(work: Work, name: str, kind: str = "message", key: str | None = None) -> list[Row]:
    """The definitions in force that begin a case by it."""
    found = [] if "\0" in name else work.tx.all(BEGINNINGS, kind=kind, name=name)
    return [row for row in found if key in (None, row["key"])]


def receive_job(row: Mapping[str, Any], told: Mapping[str, Any], at: datetime) -> Row:
    """The job that brings it to a token that `waiting` gave."""
    place = {"n": row["n"], "element": row["element"]}
    return job_row("RECEIVE", row["case_id"], instant(at), payload=dumps(dict(told)), **place)


def start_job(row: Mapping[str, Any], told: Mapping[str, Any], at: datetime) -> Row:
    """The job that begins a case on a definition that `beginnings` gave."""
    place = {"definition_id": row["definition_id"], "element": row["element"]}
    return job_row("START", 0, instant(at), payload=dumps(dict(told)), **place)


def keep(work: Work, told: Mapping[str, Any], until: datetime) -> int:
    """Keeps a message for who will wait for it; its id. The history says so."""
    keys = {"business_key": told["business_key"], "correlation": told["correlation"]}
    kept = {"payload": dumps(told["values"]), "kept_at": instant(work.now), "until": instant(until)}
    id: int = work.tx.value(INSERT_MESSAGE, name=told["name"], **keys, **kept)
    answers = {"$businessKey": keys["business_key"], "$kunci": keys["correlation"]}
    answers = {name: value for name, value in answers.items() if value is not None}
    data = {"message": id, "name": told["name"], "until": moment(instant(until))}
    work.append(NewEvent(0, "MessageKept", data, answers=answers))
    return id


def several(name: str, rows: Sequence[Row]) -> Conflict:
    """More than one waits for a message that is for one."""
    count = len(rows)
    return Conflict(
        "several-wait",
        f"Ada {count} yang menunggu pesan “{name}”. Sebutkan kasus atau kuncinya.",
        f"{count} wait for the message “{name}”. Name the case or its key.",
        count=count,
    )


def nobody(name: str) -> NotFound:
    """Nobody waits for a message, or nobody that the actor may know of."""
    return NotFound(
        "nobody-waits",
        f"Tidak ada kasus yang menunggu pesan “{name}” dengan kunci itu.",
        f"No case waits for the message “{name}” with that key.",
    )
