"""Queries on who wants to be told of events, what is on its way, and what went wrong."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, delete, func, insert, select, text, update

from engine.store.query import Query
from engine.store.tables import event
from engine.store.tables_webhooks import attempt, delivery, webhook

__all__ = [
    "ATTEMPTS",
    "ATTEMPTS_OF",
    "CHANGE_WEBHOOK",
    "COUNTS",
    "DELETE_DELIVERIES",
    "DELETE_WEBHOOK",
    "DELIVERIES",
    "DELIVERY",
    "DROP_DELIVERY",
    "EVENTS_BETWEEN",
    "FIRST_WAITING",
    "INSERT_WEBHOOK",
    "LOCK_DELIVERY",
    "LOCK_WEBHOOK",
    "NEXT_TRIAL",
    "PUSHING",
    "PUT_ATTEMPT",
    "PUT_PUSH",
    "PUT_TRIAL",
    "REPLAY_DELIVERY",
    "REPLAY_PARKED",
    "ROTATE_SECRET",
    "WEBHOOK",
    "WEBHOOKS",
]

_id: Final[BindParameter[Any]] = bindparam("id")
_of: Final[BindParameter[Any]] = bindparam("webhook")
_FACTS: Final = ("name", "url", "kinds", "sops", "fields", "topic", "active", "why")

EVENTS_BETWEEN: Final = Query(
    "The events of a case from one number to another.",
    select(event)
    .where(
        event.c.case_id == bindparam("case"),
        event.c.number >= bindparam("first"),
        event.c.number <= bindparam("last"),
    )
    .order_by(event.c.number),
)
INSERT_WEBHOOK: Final = Query(
    "A new subscription; gives its id.",
    insert(webhook)
    .values({name: bindparam(name) for name in (*_FACTS, "office", "secret", "created_at", "created_by")})
    .returning(webhook.c.id),
)
WEBHOOK: Final = Query("A subscription by its id.", select(webhook).where(webhook.c.id == _id))
LOCK_WEBHOOK: Final = Query("A subscription, held.", select(webhook).where(webhook.c.id == _id).with_for_update())
WEBHOOKS: Final = Query(
    "The subscriptions of some offices, by office and age.",
    select(webhook)
    .where(webhook.c.office.in_(bindparam("offices", expanding=True)))
    .order_by(webhook.c.office, webhook.c.id),
)
CHANGE_WEBHOOK: Final = Query(
    "Changes what a subscription asks for.",
    update(webhook).where(webhook.c.id == _of).values({name: bindparam(name) for name in _FACTS}),
)
ROTATE_SECRET: Final = Query(
    "A new secret; the one before counts until a time.",
    update(webhook)
    .where(webhook.c.id == _of)
    .values(secret=bindparam("sealed"), old_secret=bindparam("before"), old_until=bindparam("until")),
)
DELETE_WEBHOOK: Final = Query("Takes a subscription away.", delete(webhook).where(webhook.c.id == _id))
DELETE_DELIVERIES: Final = Query(
    "What is on its way to a subscription that is gone goes nowhere.",
    update(delivery)
    .where(delivery.c.webhook_id == _of, delivery.c.status.in_(["WAITING", "PARKED"]))
    .values(status="DROPPED", done_at=bindparam("at")),
)
_shown: Final = select(delivery).where(delivery.c.webhook_id == _of)
DELIVERIES: Final = Query(
    "A page of the deliveries of a subscription in some states, newest first.",
    _shown.where(
        delivery.c.status.in_(bindparam("states", expanding=True)),
        delivery.c.id < bindparam("before"),
    )
    .order_by(delivery.c.id.desc())
    .limit(bindparam("limit")),
)
DELIVERY: Final = Query("A delivery by its id.", select(delivery).where(delivery.c.id == _id))
LOCK_DELIVERY: Final = Query("A delivery, held.", select(delivery).where(delivery.c.id == _id).with_for_update())
ATTEMPTS: Final = Query(
    "The attempts of a delivery, the last first.",
    select(attempt).where(attempt.c.delivery_id == _id).order_by(attempt.c.at.desc()),
)
ATTEMPTS_OF: Final = Query(
    "The attempts of some deliveries, the last of each last.",
    select(attempt)
    .where(attempt.c.delivery_id.in_(bindparam("deliveries", expanding=True)))
    .order_by(attempt.c.delivery_id, attempt.c.at),
)
FIRST_WAITING: Final = Query(
    "The delivery of a subscription that is tried next.",
    _shown.where(delivery.c.status == "WAITING").order_by(delivery.c.run_at, delivery.c.id).limit(1),
)
COUNTS: Final = Query(
    "How many deliveries of some subscriptions wait or are parked, and since when the oldest.",
    select(
        delivery.c.webhook_id,
        delivery.c.status,
        func.count().label("n"),
        func.min(delivery.c.created_at).label("since"),
    )
    .where(
        delivery.c.webhook_id.in_(bindparam("webhooks", expanding=True)),
        delivery.c.status.in_(["WAITING", "PARKED"]),
    )
    .group_by(delivery.c.webhook_id, delivery.c.status),
)
_again: Final = {
    "status": "WAITING",
    "run_at": bindparam("at"),
    "attempts": 0,
    "began_at": None,
    "done_at": None,
}
REPLAY_DELIVERY: Final = Query(
    "A delivery is tried again from the start.", update(delivery).where(delivery.c.id == _of).values(_again)
)
REPLAY_PARKED: Final = Query(
    "All that is parked of a subscription is tried again.",
    update(delivery).where(and_(delivery.c.webhook_id == _of, delivery.c.status == "PARKED")).values(_again),
)
DROP_DELIVERY: Final = Query(
    "A delivery goes nowhere any more.",
    update(delivery).where(delivery.c.id == _of).values(status="DROPPED", done_at=bindparam("at")),
)
PUSHING: Final = Query(
    "The subscriptions that service tasks are pushed to.",
    select(webhook).where(webhook.c.active == 1, webhook.c.topic.is_not(None)).order_by(webhook.c.id),
)
PUT_PUSH: Final = Query(
    "How the push of a service task ended; gives the number of its delivery.",
    text(
        "INSERT INTO delivery (webhook_id, case_id, event, kind, status, created_at, run_at, attempts, began_at, "
        "done_at, code, answer, ms) VALUES (:webhook, :case, :event, 'ServiceTask', :status, :at, :at, 1, :at, :at, "
        ":code, :answer, :ms) ON CONFLICT (webhook_id, case_id, event) DO UPDATE SET status = excluded.status, "
        "attempts = delivery.attempts + 1, done_at = excluded.done_at, code = excluded.code, "
        "answer = excluded.answer, ms = excluded.ms RETURNING id"
    ),
)
PUT_ATTEMPT: Final = Query(
    "One push of a service task.",
    text(
        "INSERT INTO attempt (delivery_id, n, at, ms, answer, code, id, en) SELECT :delivery, attempts, :at, :ms, "
        ":answer, :code, :id_text, :en_text FROM delivery WHERE id = :delivery ON CONFLICT DO NOTHING"
    ),
)
NEXT_TRIAL: Final = Query(
    "The number of the next trial message of a subscription: below zero, each smaller than the last.",
    select(func.coalesce(func.min(delivery.c.event), 0) - 1).where(
        delivery.c.webhook_id == _of, delivery.c.case_id == 0, delivery.c.event < 0
    ),
)
PUT_TRIAL: Final = Query(
    "A trial message; gives its id.",
    text(
        "INSERT INTO delivery (webhook_id, case_id, event, kind, status, created_at, run_at) "
        "VALUES (:webhook, 0, :event, 'Ping', 'WAITING', :at, :at) RETURNING id"
    ),
)
