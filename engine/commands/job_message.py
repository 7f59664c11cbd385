"""Jobs of messages and signals: find who waits, spread, reach a token, begin a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.canonical import dumps, loads
from engine.commands.beginning import Beginning, begin
from engine.commands.correlation import (
    KEEP,
    Address,
    beginnings,
    keep,
    receive_job,
    several,
    start_job,
    waiting,
)
from engine.commands.desk import Body, Work
from engine.commands.finding import definition_of
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.sending import plain
from engine.events import instant, moment
from engine.store.definitions import IS_LIVE
from engine.store.jobs import INSERT_JOB, job_row
from engine.store.reading import Row
from engine.store.waits import SUBSCRIPTION

__all__ = ["deliver", "receive", "spread", "spread_job", "start"]


def deliver(work: Work, _: Row | None, job: Row) -> Body:
    """A message finds the one token that waits, else the one definition that begins by it; else it is kept."""
    told = _told(job)
    to = Address.of(told)
    found = waiting(work, to)
    if len(found) == 1:
        work.tx.later(INSERT_JOB, [receive_job(found[0], told, work.now)])
        return {"receivers": 1}
    begun = [] if found else beginnings(work, to)
    if found or len(begun) > 1:
        raise several(told["name"], found or begun)
    if begun:
        work.tx.later(INSERT_JOB, [start_job(begun[0], told, work.now)])
        return {"receivers": 1}
    until = told.get("until")
    return {"kept": keep(work, told, work.now + KEEP if until is None else moment(until))}


def spread(work: Work, _: Row | None, job: Row) -> Body:
    """A signal goes to every token that waits for it and to every definition that begins by it."""
    told = _told(job)
    to = Address(told["name"])
    found, begun = waiting(work, to, "signal"), beginnings(work, to, "signal")
    rows = [receive_job(row, told, work.now) for row in found] + [start_job(row, told, work.now) for row in begun]
    work.tx.later(INSERT_JOB, rows)
    return {"receivers": len(rows)}


def spread_job(work: Work, told: Mapping[str, Any]) -> Row:
    """The job of a signal from outside."""
    return job_row("SIGNAL", 0, instant(work.now), payload=dumps(dict(told)))


def receive(work: Work, row: Row | None, job: Row) -> Body:
    """A message or signal reaches its token; a message whose token is gone looks for another one."""
    assert row is not None
    told, case, n = _told(job), row["id"], job["n"]
    asked = work.tx.one(SUBSCRIPTION, case=case, n=n)
    if row["state"] is None or asked is None or (asked["kind"], asked["message"]) != (told["kind"], told["name"]):
        if told["kind"] == "message":
            again = job_row("MESSAGE", 0, instant(work.now), payload=dumps(told))
            work.tx.later(INSERT_JOB, [again])
        return {"case": case, "receivers": 0}
    definition, values = definition_of(work, row), plain(told["values"])
    program = program_of(work, definition, case)
    move = moved(lambda: program.receive(bytes(row["state"]), n, values, work.at(row)))
    kind = "SignalReceived" if told["kind"] == "signal" else "MessageReceived"
    data = {told["kind"]: told["name"], "n": n} | _origin(told)
    return record(work, definition, move, MoveEvent(row, kind, job["element"], data, values))


def start(work: Work, _: Row | None, job: Row) -> Body:
    """A case begins; nothing happens when its definition is in force no more."""
    told = _told(job)
    if not work.tx.value(IS_LIVE, id=job["definition_id"]):
        return {"receivers": 0}
    definition = work.library.definition(work.tx, job["definition_id"])
    data = {told["kind"]: told["name"]} | _origin(told)
    business_key = told["business_key"] if told["correlation"] is None else told["correlation"]
    return begin(work, definition, Beginning(plain(told["values"]), business_key, job["element"], data=data))


def _origin(told: Mapping[str, Any]) -> dict[str, Any]:
    """The case that threw it, when one did."""
    return {"from": told["from"]} if told.get("from") is not None else {}


def _told(job: Row) -> dict[str, Any]:
    found: Any = loads(bytes(job["payload"]))
    return dict(found)
