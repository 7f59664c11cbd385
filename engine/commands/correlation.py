"""Who a message or signal is for: tokens that wait, definitions that begin by it, and nobody yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from engine.canonical import dumps
from engine.commands.correlation_local import local
from engine.commands.desk import Work
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound
from engine.events import instant, moment
from engine.spiff.mapping import said
from engine.store import NewEvent
from engine.store.held_values import MOST, Condition, conditions
from engine.store.jobs import job_row
from engine.store.listings import Filters
from engine.store.lists import Page
from engine.store.messages import BEGINNINGS, INSERT_MESSAGE, WAITING
from engine.store.reading import Row

__all__ = ["KEEP", "Address", "beginnings", "keep", "nobody", "receive_job", "several", "start_job", "waiting"]

KEEP: Final = timedelta(days=30)
"""How long a message that a case throws is kept when nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Address:
    """To whom: the exact name, and what narrows it: a case, a key of a definition, a business key, a declared key.

    `keys` are variables of the case with their values, `local` those of the scopes around who waits. A single one of
    `keys` also fits who declares a key of that value.
    """

    name: str
    case: int | None = None
    key: str | None = None
    business_key: str | None = None
    correlation: str | None = None
    office: str | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Address:
        """That of a message on its way (the payload of a job)."""
        return cls(told["name"], None, None, told["business_key"], told["correlation"])


def waiting(work: Work, to: Address, kind: str = "message") -> list[Row]:
    """The tokens that wait for it, in the order of their cases. Raises Invalid for keys that cannot be looked for."""
    named = {"case": to.case, "key": to.key, "business_key": to.business_key, "correlation": to.correlation}
    named["office"] = to.office
    filters: Filters = {name: {name: value} for name, value in named.items() if value is not None}
    if any("\0" in value for value in (to.name, *named.values()) if isinstance(value, str)):
        return []  # no text in the database holds it
    given = {"name": to.name, "kind": kind}
    rows = WAITING.rows(work.tx, Page(filters | _held(to.keys), given=given))
    if len(to.keys) == 1:
        declared = {"declared": {"declared": said(next(iter(to.keys.values())))}}
        known = {(row["case_id"], row["n"]) for row in rows}
        more = WAITING.rows(work.tx, Page(filters | declared, given=given))
        rows = sorted([*rows, *(row for row in more if (row["case_id"], row["n"]) not in known)], key=_place)
    return local(work, rows, to.local) if to.local else rows


def _place(row: Row) -> tuple[int, int]:
    return row["case_id"], row["n"]


def _held(keys: Mapping[str, Any]) -> Filters:
    try:
        return conditions("held", [Condition(name, "eq", _single(value)) for name, value in keys.items()])
    except ValueError as error:
        kata = f"Paling banyak {MOST} kunci, masing-masing teks, bilangan, tanggal, atau nilai benar/salah."
        words = f"At most {MOST} keys, each a text, a number, a date or a truth value."
        raise Invalid([FieldProblem("correlationKeys", kata, words)]) from error


def _single(value: Any) -> Any:
    """As held values are compared; ValueError for a list or an object."""
    if isinstance(value, date):
        return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | dict | bytes) or (isinstance(value, str) and "\0" in value):
        raise ValueError(value)
    return value


def beginnings(work: Work, to: Address, kind: str = "message", definition: int | None = None) -> list[Row]:
    """The definitions in force that begin a case by it."""
    found = [] if "\0" in to.name else work.tx.all(BEGINNINGS, kind=kind, name=to.name)
    return [
        row
        for row in found
        if to.key in (None, row["key"])
        and to.office in (None, row["office"])
        and definition in (None, row["definition_id"])
    ]


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
