"""Who is told of events: subscriptions with how they stand, their deliveries, and each attempt with why it failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from engine.commands.refusals import NotFound
from engine.events import moment
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.queries.look import MOST_ID, Look
from engine.queries.names import Office, office
from engine.queries.occurrences import TRIAL, occurrence, trial, with_fields
from engine.store import webhooks as stored
from engine.store.cases import CASE
from engine.store.people import OFFICES
from engine.store.reading import Row
from webhooks.shape import body, message_id

__all__ = [
    "PAGE",
    "STATES",
    "Attempt",
    "Delivery",
    "Hook",
    "HookFacts",
    "Sent",
    "deliveries",
    "delivery",
    "hook",
    "hooks",
    "offices_with_hooks",
    "tends_hooks",
]

PAGE: Final = 50
STATES: Final = ("WAITING", "DONE", "PARKED", "DROPPED")
_TIMED: Final = 50  # deliveries whose latency counts


@dataclass(frozen=True, slots=True)
class HookFacts:
    """What a subscription asks for; empty `kinds` and `sops` mean all."""

    name: str
    url: str
    kinds: tuple[str, ...]
    sops: tuple[str, ...]
    fields: tuple[str, ...]
    topic: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: its HTTP status (None: no answer), how long it took, and why it went as it did in both languages."""

    n: int
    at: datetime
    answer: int | None
    ms: int
    code: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to one subscription. `case` is None for a trial; `next_at`: when it is tried next, None
    while another one has its turn.
    """

    id: int
    case: int | None
    number: str | None
    event: int
    kind: str
    status: str
    created_at: datetime
    next_at: datetime | None
    done_at: datetime | None
    attempts: int
    last: Attempt | None


@dataclass(frozen=True, slots=True)
class Hook:
    """A subscription with how it stands. `old_until`: so long the secret before counts too; `ms` is the median."""

    id: int
    office: Office
    facts: HookFacts
    why: str | None
    old_until: datetime | None
    created_at: datetime
    created_by: str
    waiting: int
    waiting_since: datetime | None
    parked: int
    ms: int | None
    last: Delivery | None
    may_answers: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery with its attempts, the last first, and the body as it is sent.

    `body` is None where it is not kept; `without` when answers stand in it that the actor does not get to see.
    """

    hook: Hook
    line: Delivery
    attempts: tuple[Attempt, ...]
    body: bytes | None
    without: bool


def tends_hooks(actor: Actor) -> bool:
    """True for who looks after the connections of any office."""
    return may(actor, "webhooks", Facts(EVERYWHERE)) or any(
        may(actor, "webhooks", Facts(place)) for _, place in actor.grants
    )


def offices_with_hooks(look: Look) -> tuple[Office, ...]:
    """The offices whose connections the actor looks after, by name."""
    rows = look.reading.all(OFFICES)
    return tuple(
        Office(row["id"], row["name"], row["region"], row["zone"])
        for row in rows
        if may(look.actor, "webhooks", Facts(row["id"]))
    )


def hooks(look: Look, after: int = 0) -> tuple[list[Hook], int | None]:
    """A page of the subscriptions of these offices by their age, and where the next begins."""
    places = [one.id for one in offices_with_hooks(look)]
    if not places:
        return [], None
    rows = sorted(look.reading.all(stored.WEBHOOKS, offices=places), key=lambda row: int(row["id"]))
    found = [row for row in rows if row["id"] > after]
    shown = found[:PAGE]
    return _hooks(look, shown), shown[-1]["id"] if len(found) > PAGE else None


def hook(look: Look, id: int) -> Hook:
    """One subscription; NotFound when the actor may not know it."""
    return _hooks(look, [_row(look, id)])[0]


def deliveries(
    look: Look, hook: int, states: Sequence[str] = STATES, before: int | None = None
) -> tuple[list[Delivery], int | None]:
    """A page of the deliveries of a subscription, the newest first, and where the next begins."""
    _row(look, hook)
    asked = {"webhook": hook, "states": list(states), "before": before or MOST_ID, "limit": PAGE + 1}
    rows = look.reading.all(stored.DELIVERIES, **asked)
    return _lines(look, rows[:PAGE]), rows[PAGE - 1]["id"] if len(rows) > PAGE else None


def delivery(look: Look, hook: int, id: int) -> Sent:
    """One delivery; NotFound when there is none of this subscription that the actor may see."""
    above = _row(look, hook)
    row = look.reading.one(stored.DELIVERY, id=id)
    if row is None or row["webhook_id"] != hook:
        raise NotFound("no-delivery", f"Kiriman {id} tidak ada.", f"There is no delivery {id}.")
    whole = may(look.actor, "webhook-answers", Facts(above["office"]))
    attempts = tuple(_attempt(one) for one in look.reading.all(stored.ATTEMPTS, id=id))
    sent = _body(look, above, row, answers=whole)
    return Sent(_hooks(look, [above])[0], _lines(look, [row])[0], attempts, sent, bool(above["fields"]) and not whole)


def _body(look: Look, hook: Row, row: Row, *, answers: bool) -> bytes | None:
    """What is sent: made anew as the sender makes it; what was erased meanwhile leaves no more."""
    message = message_id(hook["id"], row["case_id"], row["event"])
    told = trial(hook, row) if row["kind"] == TRIAL else None
    if told is None:
        told = occurrence(look.reading, look.library, row["case_id"], row["event"])
    if told is None:
        return None
    fields = hook["fields"].split() if answers else ()
    return body(with_fields(look.reading, told, fields), message, fields)


def _row(look: Look, id: int) -> Row:
    row = look.reading.one(stored.WEBHOOK, id=id)
    if row is None or not may(look.actor, "webhooks", Facts(row["office"])):
        raise NotFound("no-webhook", f"Langganan {id} tidak ada.", f"There is no subscription {id}.")
    return row


def _hooks(look: Look, rows: Sequence[Row]) -> list[Hook]:
    if not rows:
        return []
    counts = {
        (one["webhook_id"], one["status"]): one
        for one in look.reading.all(stored.COUNTS, webhooks=[row["id"] for row in rows])
    }
    offices = {id: office(look.reading, id) for id in {row["office"] for row in rows}}
    return [_hook(look, row, offices[row["office"]], counts) for row in rows]


def _hook(look: Look, row: Row, place: Office, counts: dict[tuple[int, str], Row]) -> Hook:
    waiting, parked = counts.get((row["id"], "WAITING")), counts.get((row["id"], "PARKED"))
    done = _of_state(look, row["id"], "DONE", _TIMED)
    times = [one["ms"] for one in done if one["ms"] is not None]
    until = row["old_until"]
    return Hook(
        id=row["id"],
        office=place,
        facts=_facts(row),
        why=row["why"],
        old_until=moment(until) if until is not None and moment(until) > look.now else None,
        created_at=moment(row["created_at"]),
        created_by=row["created_by"],
        waiting=waiting["n"] if waiting else 0,
        waiting_since=moment(waiting["since"]) if waiting else None,
        parked=parked["n"] if parked else 0,
        ms=round(median(times)) if times else None,
        last=_last(look, row, done[:1]),
        may_answers=may(look.actor, "webhook-answers", Facts(row["office"])),
    )


def _facts(row: Row) -> HookFacts:
    kinds, sops, fields = (tuple(row[name].split()) for name in ("kinds", "sops", "fields"))
    return HookFacts(row["name"], row["url"], kinds, sops, fields, row["topic"], bool(row["active"]))


def _last(look: Look, hook: Row, done: Sequence[Row]) -> Delivery | None:
    """The delivery that was tried last, as far as its kind of end tells."""
    tried = [*done, *_of_state(look, hook["id"], "PARKED", 1)]
    first = look.reading.one(stored.FIRST_WAITING, webhook=hook["id"])
    if first is not None and first["attempts"]:
        return _lines(look, [first])[0]
    newest = max(tried, key=lambda row: int(row["done_at"] or row["run_at"]), default=None)
    return None if newest is None else _lines(look, [newest])[0]


def _of_state(look: Look, hook: int, state: str, most: int) -> list[Row]:
    return look.reading.all(stored.DELIVERIES, webhook=hook, states=[state], before=MOST_ID, limit=most)


def _lines(look: Look, rows: Iterable[Row]) -> list[Delivery]:
    found = list(rows)
    if not found:
        return []
    last = {
        one["delivery_id"]: _attempt(one)
        for one in look.reading.all(stored.ATTEMPTS_OF, deliveries=[row["id"] for row in found])
    }
    cases = {id: look.reading.one(CASE, case=id) for id in {row["case_id"] for row in found} - {0}}
    return [_line(row, cases.get(row["case_id"]), last.get(row["id"])) for row in found]


def _line(row: Row, case: Row | None, last: Attempt | None) -> Delivery:
    waits = row["status"] == "WAITING" and row["run_at"] < _HELD
    return Delivery(
        id=row["id"],
        case=row["case_id"] or None,
        number=case["number"] if case else None,
        event=row["event"],
        kind=row["kind"],
        status=row["status"],
        created_at=moment(row["created_at"]),
        next_at=moment(row["run_at"]) if waits else None,
        done_at=moment(row["done_at"]) if row["done_at"] is not None else None,
        attempts=row["attempts"],
        last=last,
    )


_HELD: Final = 2**62
"""The time of a delivery whose turn has not come (webhooks.rows)."""


def _attempt(row: Row) -> Attempt:
    return Attempt(row["n"], moment(row["at"]), row["answer"], row["ms"], row["code"], row["id"], row["en"])
