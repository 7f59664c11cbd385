"""What leaves a case: messages, signals, calls, and what a called case tells its caller; all of it as jobs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.canonical import dumps
from engine.commands.answers import variables
from engine.commands.desk import Work
from engine.events import home_of, instant
from engine.library import Definition
from engine.spiff import Move, Sent, Thrown
from engine.store.calls import RUNNING_CALLED
from engine.store.jobs import CLEAR_JOBS, INSERT_JOB, RELEASE_RECEIVES, job_row
from engine.store.reading import Row

__all__ = ["Departure", "call_off", "close_case", "leave", "plain", "tell_caller"]


_SAME_KEY: Final = re.compile(r"\s*[#$]\{\s*execution\.processBusinessKey\s*\}\s*")


@dataclass(frozen=True, slots=True)
class Departure:
    """A move with the row of its case and the answers of its event."""

    move: Move
    row: Mapping[str, Any]
    answers: Mapping[str, Any]


def leave(work: Work, definition: Definition, gone: Departure) -> None:
    """Queues what a move of the case sends, in order."""
    move, row, at = gone.move, gone.row, instant(work.now)
    everything = _everything(work, gone) if any(one.all for one in move.sent) else {}
    found = ((one.element, definition.process.elements[one.element].call) for one in move.sent if one.kind == "call")
    known = everything, {element: call.business_key for element, call in found if call is not None}
    jobs = [job for one in move.sent if (job := _job(gone, one, at, known)) is not None]
    if row["parent_case"] is not None:
        told = [_thrown("ESCALATION", row, one, at) for one in move.escalated]
        jobs += told + ([_end(row, move, at)] if move.finished else [])
    work.tx.later(INSERT_JOB, jobs)
    call_off(work, row["id"], {one.n for one in move.closed if one.kind == "call" and one.cancelled})
    if move.finished:
        close_case(work, definition, row)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are variables: what begins with `$` is ours."""
    return {name: value for name, value in values.items() if name and not name.startswith("$")}


def call_off(work: Work, case: int, tokens: Collection[int] | None) -> None:
    """Lets the cases end that these tokens of the case called (None: all that it called)."""
    if tokens is not None and not tokens:
        return
    called = [one for one in work.tx.all(RUNNING_CALLED, case=case) if tokens is None or one["parent_n"] in tokens]
    at = instant(work.now)
    # Nothing of the called case comes before its end.
    work.tx.later(INSERT_JOB, [job_row("CANCEL", one["id"], 0, run_at=at, n=None) for one in called])


def tell_caller(work: Work, row: Mapping[str, Any]) -> None:
    """Tells the case that called this one that somebody cancelled it."""
    if row["parent_case"] is not None:
        work.tx.later(INSERT_JOB, [_to_caller("RETURN", row, instant(work.now), {})])


def close_case(work: Work, definition: Definition, row: Mapping[str, Any]) -> None:
    """Clears what still waits to reach a case that has ended; a message looks for somebody else."""
    if row["parent_case"] is not None:
        work.tx.run(CLEAR_JOBS, case=row["id"])
    if definition.listens:
        work.tx.run(RELEASE_RECEIVES, case=row["id"])


def _job(gone: Departure, one: Sent, at: int, known: tuple[Mapping[str, Any], Mapping[str, str | None]]) -> Row | None:
    """The job of what was sent; None for a call whose token was taken away in the same move."""
    everything, calls = known
    case, told = gone.row["id"], dict[str, Any]()
    if one.kind == "call":
        token = next((token for token in gone.move.opened if token.n == one.n), None)
        if token is None:
            return None
        # The modelers of the dialect write this text for “the same business key”.
        same = _SAME_KEY.fullmatch(calls.get(one.element) or "")
        key = gone.row["business_key"] if same else one.key
        told |= {"key": one.name, "business_key": key, "values": plain(one.values), "all": one.all}
        told |= {"scopes": list(token.scopes), "item": token.item}
        return job_row("CALL", case, at, n=one.n, element=one.element, payload=dumps(told))
    values = plain({**everything, **one.values} if one.all else one.values)
    told |= {"kind": one.kind, "name": one.name, "values": values, "from": case}
    # Without a key of its own a message is for the cases of the same business key.
    told |= {"correlation": one.key, "business_key": gone.row["business_key"] if one.key is None else None}
    return job_row(one.kind.upper(), case, at, element=one.element, payload=dumps(told))


def _everything(work: Work, gone: Departure) -> dict[str, Any]:
    """The variables of the case itself after the move."""
    known, homes = variables(work.tx, gone.row["id"]), {"homes": gone.move.homes}
    known |= {name: value for name, value in plain(gone.answers).items() if home_of(homes, name) == 0}
    return known | plain({one.name: one.value for one in gone.move.written if one.scope == 0})


def _end(row: Mapping[str, Any], move: Move, at: int) -> Row:
    if move.uncaught is not None:
        return _thrown("ERROR", row, move.uncaught, at)
    return _to_caller("RETURN", row, at, {})


def _thrown(kind: str, row: Mapping[str, Any], one: Thrown, at: int) -> Row:
    return _to_caller(kind, row, at, {"code": one.code, "message": one.message})


def _to_caller(kind: str, row: Mapping[str, Any], at: int, told: Mapping[str, Any]) -> Row:
    payload = dumps(dict(told) | {"case": row["id"]})
    return job_row(kind, row["parent_case"], at, n=row["parent_n"], payload=payload)
