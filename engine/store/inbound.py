"""Queries on what arrives: who may send, what came, and links for somebody outside."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, insert, select, text, update

from engine.store.query import Query
from engine.store.tables_inbound import inbound, link, received
from engine.store.tables_people import post

__all__ = [
    "CHANGE_INBOUND",
    "DELETE_INBOUND",
    "END_LINK",
    "INBOUND",
    "INBOUNDS",
    "INBOUND_BY_NAME",
    "INSERT_INBOUND",
    "INSERT_LINK",
    "KEPT_COUNTS",
    "LINKS_OF_CASE",
    "LINK_BY_SECRET",
    "LOCK_INBOUND",
    "LOCK_LINK",
    "LOCK_RECEIVED",
    "OUTSIDE_POSTS",
    "PURGE_RECEIVED",
    "RECEIVE",
    "RECEIVED",
    "RECEIVED_BEFORE",
    "ROTATE_INBOUND",
    "SETTLE_RECEIVED",
    "USE_LINK",
]

_id: Final[BindParameter[Any]] = bindparam("id")
_of: Final[BindParameter[Any]] = bindparam("inbound")
_FACTS: Final = ("verify", "header", "mapping", "active")

INSERT_INBOUND: Final = Query(
    "A new sender; gives its id.",
    insert(inbound)
    .values({name: bindparam(name) for name in (*_FACTS, "name", "office", "secret", "created_at", "created_by")})
    .returning(inbound.c.id),
)
INBOUND: Final = Query("A sender by its id.", select(inbound).where(inbound.c.id == _id))
LOCK_INBOUND: Final = Query("A sender, held.", select(inbound).where(inbound.c.id == _id).with_for_update())
INBOUND_BY_NAME: Final = Query("A sender by its name.", select(inbound).where(inbound.c.name == bindparam("name")))
INBOUNDS: Final = Query(
    "The senders of some offices.",
    select(inbound)
    .where(inbound.c.office.in_(bindparam("offices", expanding=True)))
    .order_by(inbound.c.office, inbound.c.id),
)
CHANGE_INBOUND: Final = Query(
    "Changes how a sender proves himself and what his messages mean.",
    update(inbound).where(inbound.c.id == _of).values({name: bindparam(name) for name in _FACTS}),
)
ROTATE_INBOUND: Final = Query(
    "A new secret; the one before counts until a time.",
    update(inbound)
    .where(inbound.c.id == _of)
    .values(secret=bindparam("sealed"), old_secret=bindparam("before"), old_until=bindparam("until")),
)
DELETE_INBOUND: Final = Query("Takes a sender away.", delete(inbound).where(inbound.c.id == _id))
RECEIVE: Final = Query(
    "Notes a message; gives its id, nothing when it came before.",
    text(
        "INSERT INTO received (inbound_id, message_id, at, status, message, payload, case_id, id_text, en_text) "
        "VALUES (:inbound, :message_id, :at, :status, :message, :payload, :case, :id_text, :en_text) "
        "ON CONFLICT (inbound_id, message_id) DO NOTHING RETURNING id"
    ),
)
RECEIVED_BEFORE: Final = Query(
    "What became of a message that came before.",
    select(received).where(received.c.inbound_id == _of, received.c.message_id == bindparam("message_id")),
)
RECEIVED: Final = Query(
    "A page of what a sender sent, newest first.",
    select(received)
    .where(
        received.c.inbound_id == _of,
        received.c.status.in_(bindparam("states", expanding=True)),
        received.c.id < bindparam("before"),
    )
    .order_by(received.c.id.desc())
    .limit(bindparam("limit")),
)
KEPT_COUNTS: Final = Query(
    "How many messages of each sender wait for a person.",
    text("SELECT inbound_id, count(*) AS n FROM received WHERE status = 'KEPT' GROUP BY inbound_id"),
)
LOCK_RECEIVED: Final = Query("A message, held.", select(received).where(received.c.id == _id).with_for_update())
SETTLE_RECEIVED: Final = Query(
    "What became of a message; its values are kept no longer.",
    update(received)
    .where(received.c.id == bindparam("received"))
    .values(status=bindparam("status"), case_id=bindparam("case"), payload=None),
)
PURGE_RECEIVED: Final = Query(
    "Forgets what was settled long ago, and that it came.",
    delete(received).where(received.c.at < bindparam("before"), received.c.status != "KEPT"),
)
INSERT_LINK: Final = Query(
    "A link; gives its id.",
    insert(link)
    .values(
        {
            name: bindparam(name)
            for name in (
                "sha256", "case_id", "n", "element", "kind", "for_whom", "made_at", "made_by", "expires_at"
            )
        }
    )
    .returning(link.c.id),
)  # fmt: skip
OUTSIDE_POSTS: Final = Query(
    "Which of some posts stand outside of the office.",
    select(post.c.id).where(post.c.id.in_(bindparam("posts", expanding=True)), post.c.outside == 1),
)
LINK_BY_SECRET: Final = Query(
    "A link by the hash of its secret.", select(link).where(link.c.sha256 == bindparam("sha256"))
)
LOCK_LINK: Final = Query("A link, held.", select(link).where(link.c.id == _id).with_for_update())
LINKS_OF_CASE: Final = Query(
    "The links of a case, the newest first.",
    select(link).where(link.c.case_id == bindparam("case")).order_by(link.c.id.desc()),
)
USE_LINK: Final = Query(
    "A link was used.", update(link).where(link.c.id == bindparam("link")).values(used_at=bindparam("at"))
)
END_LINK: Final = Query(
    "A link counts no more.", update(link).where(link.c.id == bindparam("link")).values(revoked_at=bindparam("at"))
)
