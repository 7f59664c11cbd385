"""The rows of what a move lets wait, and of what waits no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.canonical import dumps, loads
from engine.commands.desk import Work
from engine.events import instant
from engine.spiff import Move, Token
from engine.store.jobs import DROP_TOKEN_JOBS, INSERT_JOB, job_row
from engine.store.messages import DROP_MESSAGE, KEPT
from engine.store.reading import Row
from engine.store.waits import DROP_EXTERNAL, DROP_SUBSCRIPTION, INSERT_EXTERNAL, INSERT_SUBSCRIPTION

__all__ = ["cease", "envelope", "fits", "wait"]

_NAMED: Final = {"message": "message", "receive": "message", "signal": "signal"}
_WITH_JOBS: Final = frozenset({"timer", "call"})


def wait(work: Work, row: Mapping[str, Any], move: Move) -> None:
    """Lets timers, messages, signals and service tasks wait; a kept message reaches who began to wait for it."""
    at, case = instant(work.now), row["id"]
    jobs: list[Row] = []
    named: list[tuple[Token, Row]] = []
    external: list[Row] = []
    for token in move.opened:
        place: Row = {"case_id": case, "n": token.n, "element": token.element}
        if token.kind == "timer" and token.due is not None:
            jobs.append(job_row("TIMER", case, instant(token.due), n=token.n, element=token.element))
        elif token.kind in _NAMED:
            asked = {"message": token.message or token.element, "correlation": token.key, "opened_at": at}
            named.append((token, place | asked | {"kind": _NAMED[token.kind]}))
        elif token.kind == "service":
            seen = {"scope": ",".join(map(str, token.scopes)) or None, "item": token.item}
            external.append(place | {"topic": token.topic or token.element, "opened_at": at} | seen)
    work.tx.later(INSERT_SUBSCRIPTION, [asked for _, asked in named])
    work.tx.later(INSERT_EXTERNAL, external)
    work.tx.offer(task["topic"] for task in external)
    waiting = [asked for _, asked in named if asked["kind"] == "message"]
    work.tx.later(INSERT_JOB, jobs + _meet(work, row, waiting))


def cease(work: Work, case: int, move: Move) -> None:
    """Ends the rows of tokens that wait no more."""
    gone: dict[str, list[Row]] = {}
    for closed in move.closed:
        gone.setdefault(closed.kind, []).append({"case": case, "n": closed.n})
    named = [row for kind in _NAMED for row in gone.get(kind, ())]
    work.tx.later(DROP_TOKEN_JOBS, [row for kind in _WITH_JOBS for row in gone.get(kind, ())])
    work.tx.later(DROP_SUBSCRIPTION, named)
    work.tx.later(DROP_EXTERNAL, gone.get("service", []))


def envelope(kept: Mapping[str, Any]) -> bytes:
    """The payload of a job that carries a kept message."""
    found = {name: kept[name] for name in ("name", "business_key", "correlation", "until")}
    return dumps(found | {"kind": "message", "values": loads(bytes(kept["payload"]))})


def fits(asked: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """True when a message (`told`) is for who waits (`asked`): business keys and declared keys are equal to the letter.

    Who declares no key of his own is found by the business key of his case.
    """
    key = told["correlation"]
    if told["business_key"] is not None and told["business_key"] != asked["business_key"]:
        return False
    return key is None or key == (asked["business_key"] if asked["correlation"] is None else asked["correlation"])


def _meet(work: Work, row: Mapping[str, Any], waiting: Iterable[Row]) -> list[Row]:
    """Jobs that bring kept messages to tokens that begin to wait for them; each message goes to one."""
    jobs, kept = [], dict[str, list[Row]]()
    for asked in waiting:
        name = asked["message"]
        if name not in kept:
            kept[name] = work.tx.all(KEPT, name=name, now=instant(work.now))
        mine = asked | {"business_key": row["business_key"]}
        found = next((told for told in kept[name] if fits(mine, told)), None)
        if found is not None:
            kept[name].remove(found)
            work.tx.run(DROP_MESSAGE, id=found["id"])
            given: dict[str, Any] = {"n": asked["n"], "element": asked["element"], "payload": envelope(found)}
            jobs.append(job_row("RECEIVE", row["id"], instant(work.now), **given))
    return jobs
