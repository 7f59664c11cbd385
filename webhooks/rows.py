"""The statements of webhooks: subscriptions, the outbox, deliveries and their attempts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import TextClause, bindparam, text

__all__ = [
    "ATTEMPTED",
    "BACKLOG",
    "CLAIM",
    "DUE",
    "DUE_WEBHOOKS",
    "ENQUEUE",
    "FORGET_ATTEMPTS",
    "FORGET_DONE",
    "FORGOTTEN",
    "HELD",
    "HOOKS",
    "OUTBOX",
    "PUT_DELIVERY",
    "PUT_OFF",
    "QUEUES",
    "SETTLE",
    "SET_PACE",
    "STALLED",
    "TAKE_OUT",
    "TURN",
]

HELD: Final = 2**62
"""The time of a delivery whose turn has not come: one before it is still on its way."""


def _in(sql: str, *lists: str) -> TextClause:
    """A statement with lists (`IN :name`)."""
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in lists))


ENQUEUE: Final = text(
    "INSERT INTO outbox (case_id, first, last, created_at) VALUES (:case_id, :first, :last, :created_at)"
)
OUTBOX: Final = text("SELECT id, case_id, first, last, created_at FROM outbox ORDER BY id LIMIT :limit")
TAKE_OUT: Final = _in("DELETE FROM outbox WHERE id IN :ids", "ids")
HOOKS: Final = text("SELECT id, office, kinds, sops, topic, created_at FROM webhook WHERE active = 1")
QUEUES: Final = _in(
    "SELECT DISTINCT webhook_id, case_id FROM delivery WHERE status = 'WAITING' AND case_id IN :cases", "cases"
)
PUT_DELIVERY: Final = text(
    "INSERT INTO delivery (webhook_id, case_id, event, kind, status, created_at, run_at) "
    "VALUES (:webhook_id, :case_id, :event, :kind, 'WAITING', :created_at, :run_at) "
    "ON CONFLICT (webhook_id, case_id, event) DO NOTHING"
)
# Subscriptions with something due, after a given one, so that each has its turn.
DUE_WEBHOOKS: Final = text(
    "SELECT w.id, w.office, w.url, w.secret, w.old_secret, w.old_until, w.fields, w.slow FROM webhook w "
    "WHERE w.active = 1 AND w.slow = :slow AND w.id > :after AND EXISTS (SELECT 1 FROM delivery d "
    "WHERE d.webhook_id = w.id AND d.status = 'WAITING' AND d.run_at <= :now) ORDER BY w.id LIMIT :limit"
)
DUE: Final = text(
    "SELECT id, webhook_id, case_id, event, kind, run_at, attempts, began_at, created_at FROM delivery "
    "WHERE webhook_id = :webhook AND status = 'WAITING' AND run_at <= :now ORDER BY run_at, id LIMIT :limit"
)
CLAIM: Final = text("UPDATE delivery SET run_at = :until WHERE id = :id AND status = 'WAITING' AND run_at = :seen")
PUT_OFF: Final = text("UPDATE delivery SET run_at = :at WHERE id = :id AND status = 'WAITING' AND run_at = :lease")
SETTLE: Final = text(
    "UPDATE delivery SET status = :status, run_at = :run_at, attempts = :attempts, began_at = :began_at, "
    "done_at = :done_at, code = :code, answer = :answer, ms = :ms "
    "WHERE id = :id AND status = 'WAITING' AND (run_at = :lease OR :status = 'DONE')"
)
ATTEMPTED: Final = text(
    "INSERT INTO attempt (delivery_id, n, at, ms, answer, code, id, en) "
    "VALUES (:delivery_id, :n, :at, :ms, :answer, :code, :id, :en) ON CONFLICT (delivery_id, at) DO NOTHING"
)
SET_PACE: Final = text("UPDATE webhook SET slow = :slow WHERE id = :id AND slow <> :slow")
TURN: Final = text(
    "UPDATE delivery SET run_at = :now WHERE run_at = :held AND id = (SELECT id FROM delivery "
    "WHERE case_id = :case_id AND webhook_id = :webhook_id AND status = 'WAITING' ORDER BY event LIMIT 1)"
)
# First of their queue and yet held: the one before ended while this one was being written, or a subscription woke up.
STALLED: Final = text(
    "SELECT d.webhook_id, d.case_id, min(d.event) AS event FROM delivery d JOIN webhook w ON w.id = d.webhook_id "
    "WHERE d.status = 'WAITING' AND w.active = 1 GROUP BY d.webhook_id, d.case_id HAVING min(d.run_at) = :held"
)
BACKLOG: Final = text("SELECT count(*) AS n FROM outbox")
FORGOTTEN: Final = text("SELECT id FROM delivery WHERE done_at <= :before ORDER BY done_at LIMIT :limit")
FORGET_ATTEMPTS: Final = _in("DELETE FROM attempt WHERE delivery_id IN :ids", "ids")
FORGET_DONE: Final = _in("DELETE FROM delivery WHERE id IN :ids", "ids")
