"""Commands on webhooks: who is told of events, with which secret, and what becomes of deliveries that failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.managing import demand_office
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.events import instant
from engine.policy import Facts, may
from engine.queries.occurrences import KINDS
from engine.store import NewEvent
from engine.store import webhooks as queries
from engine.store.reading import Row

__all__ = [
    "ChangeWebhook",
    "CreateWebhook",
    "DeleteWebhook",
    "DisableWebhook",
    "DropDelivery",
    "ReplayDelivery",
    "ReplayParked",
    "RotateWebhookSecret",
    "TryWebhook",
    "Wanted",
]

BOTH: Final = timedelta(hours=24)
"""How long the secret before counts beside a new one."""
_LONGEST: Final = 100
_MOST: Final = 100  # names in one list
_SLUG: Final = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a subscription asks for: empty `kinds` and `sops` mean all, `fields` are the answers that it gets.

    `url` was checked by who hands the command in (`webhooks.addresses.precheck`). With a `topic` it gets the service
    tasks of that topic and no events.
    """

    name: str
    url: str
    kinds: tuple[str, ...] = ()
    sops: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    topic: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class CreateWebhook:
    """Tell somebody of the events of an office; `sealed` is the secret as engine.secret_box sealed it."""

    office: str
    wanted: Wanted
    sealed: bytes


@dataclass(frozen=True, slots=True)
class ChangeWebhook:
    """Change what a subscription asks for, or switch it on and off."""

    id: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class RotateWebhookSecret:
    """Give a subscription a new secret; the one before counts beside it for a day, so that nothing is refused."""

    id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class DeleteWebhook:
    """Take a subscription away; what is on its way goes nowhere."""

    id: int


@dataclass(frozen=True, slots=True)
class DisableWebhook:
    """Switch a subscription off whose receiver answered that it wants nothing any more."""

    id: int


@dataclass(frozen=True, slots=True)
class TryWebhook:
    """Send a trial message."""

    id: int


@dataclass(frozen=True, slots=True)
class ReplayDelivery:
    """Try a delivery again from the start: one that was parked, delivered or dropped."""

    id: int


@dataclass(frozen=True, slots=True)
class ReplayParked:
    """Try all again that is parked of a subscription."""

    webhook: int


@dataclass(frozen=True, slots=True)
class DropDelivery:
    """Let a delivery go nowhere; the next of its case takes its turn."""

    id: int


@handles(CreateWebhook)
def create_webhook(work: Work, command: CreateWebhook) -> Body:
    """Creates it; Invalid names every mistake, NotFound an office that is not there."""
    work.demand("webhooks", Facts(command.office))
    demand_office(work, command.office)
    row = _row(work, command.office, command.wanted)
    made = {"office": command.office, "secret": command.sealed, "created_by": work.context.actor.login}
    id = work.tx.value(queries.INSERT_WEBHOOK, **row, **made, created_at=instant(work.now))
    _changed(work, "created", {"webhook": id, "office": command.office}, row)
    return {"id": id}


@handles(ChangeWebhook)
def change_webhook(work: Work, command: ChangeWebhook) -> Body:
    """Changes it; what waits is sent to the new address. Nothing is written when nothing differs."""
    before = _held(work, command.id)
    row = _row(work, before["office"], command.wanted)
    if any(before[name] != value for name, value in row.items()):
        work.tx.run(queries.CHANGE_WEBHOOK, webhook=command.id, **row)
        _changed(work, "changed", {"webhook": command.id, "office": before["office"]}, row)
    return {"id": command.id}


@handles(RotateWebhookSecret)
def rotate_secret(work: Work, command: RotateWebhookSecret) -> Body:
    """Replaces the secret; both count for a day."""
    row = _held(work, command.id)
    until = work.now + BOTH
    work.tx.run(
        queries.ROTATE_SECRET,
        webhook=command.id,
        sealed=command.sealed,
        before=bytes(row["secret"]),
        until=instant(until),
    )
    _changed(work, "secret", {"webhook": command.id, "office": row["office"], "until": until})
    return {"id": command.id, "until": instant(until)}


@handles(DeleteWebhook)
def delete_webhook(work: Work, command: DeleteWebhook) -> Body:
    """Takes it away with its secrets; its deliveries can be looked at for a while."""
    row = _held(work, command.id)
    work.tx.run(queries.DELETE_DELIVERIES, webhook=command.id, at=instant(work.now))
    work.tx.run(queries.DELETE_WEBHOOK, id=command.id)
    _changed(work, "deleted", {"webhook": command.id, "office": row["office"]})
    return {"id": command.id}


@handles(DisableWebhook)
def disable_webhook(work: Work, command: DisableWebhook) -> Body:
    """Switches it off; again, or when it is gone, nothing changes."""
    row = work.tx.one(queries.LOCK_WEBHOOK, id=command.id)
    if row is None:
        return {"id": command.id, "changed": False}
    work.demand("disable-webhook", Facts(row["office"]))
    if row["active"]:
        facts = {name: row[name] for name in ("name", "url", "kinds", "sops", "fields", "topic")}
        work.tx.run(queries.CHANGE_WEBHOOK, webhook=command.id, **facts, active=0, why="gone")
        _changed(work, "disabled", {"webhook": command.id, "office": row["office"], "why": "gone"})
    return {"id": command.id, "changed": bool(row["active"])}


@handles(TryWebhook)
def try_webhook(work: Work, command: TryWebhook) -> Body:
    """Puts a trial message on its way; NotPossible while the subscription is off."""
    row = _held(work, command.id)
    if not row["active"]:
        raise NotPossible(
            "webhook-off",
            "Langganan ini dimatikan. Hidupkan dahulu, lalu uji.",
            "This subscription is off. Switch it on, then test it.",
        )
    number = work.tx.value(queries.NEXT_TRIAL, webhook=command.id)
    id = work.tx.value(queries.PUT_TRIAL, webhook=command.id, event=number, at=instant(work.now))
    return {"id": command.id, "delivery": id}


@handles(ReplayDelivery)
def replay_delivery(work: Work, command: ReplayDelivery) -> Body:
    """Tries it again, at once and for three days more; one that waits already is only tried at once."""
    row = _delivery(work, command.id)
    work.tx.run(queries.REPLAY_DELIVERY, webhook=command.id, at=instant(work.now))
    return _handled(work, "replayed", row)


@handles(ReplayParked)
def replay_parked(work: Work, command: ReplayParked) -> Body:
    """Tries them again; how many."""
    row = _held(work, command.webhook)
    count = work.tx.run(queries.REPLAY_PARKED, webhook=command.webhook, at=instant(work.now))
    if count:
        _changed(work, "replayed", {"webhook": command.webhook, "office": row["office"], "count": count})
    return {"id": command.webhook, "count": count}


@handles(DropDelivery)
def drop_delivery(work: Work, command: DropDelivery) -> Body:
    """Drops it; NotPossible for one that was delivered."""
    row = _delivery(work, command.id)
    if row["status"] == "DONE":
        raise NotPossible("delivered", "Kiriman ini sudah diterima.", "This delivery was taken already.")
    work.tx.run(queries.DROP_DELIVERY, webhook=command.id, at=instant(work.now))
    return _handled(work, "dropped", row)


def _held(work: Work, id: int) -> Row:
    """The subscription, held; NotFound when the actor may not know it."""
    row = work.tx.one(queries.LOCK_WEBHOOK, id=id)
    if row is None or not may(work.context.actor, "webhooks", Facts(row["office"])):
        raise NotFound("no-webhook", f"Langganan {id} tidak ada.", f"There is no subscription {id}.")
    return row


def _delivery(work: Work, id: int) -> Row:
    row = work.tx.one(queries.LOCK_DELIVERY, id=id)
    if row is None:
        raise NotFound("no-delivery", f"Kiriman {id} tidak ada.", f"There is no delivery {id}.")
    return row | {"office": _held(work, row["webhook_id"])["office"]}


def _handled(work: Work, change: str, row: Row) -> Body:
    said = {"webhook": row["webhook_id"], "office": row["office"], "delivery": row["id"]}
    _changed(work, change, said | {"case": row["case_id"], "number": row["event"]})
    return {"id": row["id"], "webhook": row["webhook_id"]}


def _changed(work: Work, change: str, data: dict[str, Any], row: Row | None = None) -> None:
    """What changed, for the history; the address may hold a key and stands there as a commitment, no secret at all."""
    said = (
        {name: row[name] for name in ("kinds", "sops", "fields", "topic", "active") if row and row[name]} if row else {}
    )
    answers = {"$nama": row["name"], "$alamat": row["url"]} if row else {}
    work.append(NewEvent(0, "WebhookChanged", {"change": change} | data | said, answers=answers))


def _row(work: Work, office: str, wanted: Wanted) -> Row:
    """The columns of what is asked for; Invalid names every mistake. Answers leave by a process owner's word alone."""
    if wanted.fields or wanted.topic is not None:
        work.demand("webhook-answers", Facts(office))
    problems = [problem for problem in _problems(wanted) if problem is not None]
    if problems:
        raise Invalid(problems)
    lists = {name: " ".join(dict.fromkeys(getattr(wanted, name))) for name in ("kinds", "sops", "fields")}
    facts = {"name": wanted.name.strip(), "url": wanted.url, "topic": wanted.topic, "why": None}
    return facts | lists | {"active": int(wanted.active)}


def _problems(wanted: Wanted) -> list[FieldProblem | None]:
    name = wanted.name.strip()
    named = 0 < len(name) <= _LONGEST and name.isprintable()
    unknown = sorted(set(wanted.kinds) - set(KINDS))
    return [
        None if named else _problem("name", f"Beri nama, paling panjang {_LONGEST} huruf.", "Give it a name."),
        _problem("kinds", f"Peristiwa {unknown[0]} tidak dikenal.", f"There is no event {unknown[0]}.")
        if unknown
        else None,
        _of_names("sops", wanted.sops, ("Tulis kunci SOP", "Write keys of SOPs")),
        _of_names("fields", wanted.fields, ("Tulis nama isian", "Write names of fields")),
        _of_names("topic", () if wanted.topic is None else (wanted.topic,), ("Tulis topik", "Write a topic")),
    ]


def _of_names(field: str, names: tuple[str, ...], words: tuple[str, str]) -> FieldProblem | None:
    if len(names) <= _MOST and all(_SLUG.fullmatch(one) for one in names):
        return None
    id, en = words
    return _problem(
        field,
        f"{id}, paling banyak {_MOST}, tanpa spasi di dalamnya.",
        f"{en}, at most {_MOST}, without blanks inside.",
    )


def _problem(field: str, id: str, en: str) -> FieldProblem:
    return FieldProblem(field, id, en)
