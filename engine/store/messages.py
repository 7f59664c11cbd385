"""Queries of messages and signals: who waits for one, what begins by one, and those that are kept."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, and_, bindparam, delete, insert, or_, select

from engine.store.held_values import parts
from engine.store.lists import Listing
from engine.store.query import Query
from engine.store.tables import definition, process_instance
from engine.store.tables_work import message, start_subscription, subscription

__all__ = [
    "BEGINNINGS",
    "CONDITIONS",
    "DROP_MESSAGE",
    "DROP_STARTS",
    "EXPIRED",
    "INSERT_MESSAGE",
    "INSERT_START",
    "KEPT",
    "KEPT_MESSAGE",
    "MEETINGS",
    "WAITING",
]

_pi, _s, _m, _b = process_instance.c, subscription.c, message.c, start_subscription.c
_name: Final[BindParameter[Any]] = bindparam("name")
_kind: Final[BindParameter[Any]] = bindparam("kind")
_definition: Final[BindParameter[Any]] = bindparam("definition")
_limit: Final[BindParameter[Any]] = bindparam("limit")
_waits: Final = (
    _s.case_id,
    _s.n,
    _s.element,
    _s.correlation,
    _pi.business_key,
    _pi.definition_id,
    _pi.office,
    _pi.status,
)

WAITING: Final = Listing(
    "The tokens of cases that have not ended that wait for a message or signal of a name.",
    select(*_waits)
    .join(process_instance, _pi.id == _s.case_id)
    .join(definition, definition.c.id == _pi.definition_id)
    .where(_s.message == _name, _s.kind == _kind),
    parts("held", _s.case_id, 0)
    | {
        "case": _s.case_id == bindparam("case"),
        "office": _pi.office == bindparam("office"),
        "declared": _s.correlation == bindparam("declared"),
        "key": definition.c.key == bindparam("key"),
        "business_key": _pi.business_key == bindparam("business_key"),
        # Who declares no key of his own is found by the business key of his case.
        "correlation": or_(
            _s.correlation == bindparam("correlation"),
            and_(_s.correlation.is_(None), _pi.business_key == bindparam("correlation")),
        ),
    },
).sorted_by((_s.case_id, _s.n))

_begun: Final = (
    _b.definition_id,
    _b.element,
    _b.name,
    definition.c.key,
    definition.c.office,
)
BEGINNINGS: Final = Query(
    "The definitions that begin a case by a message or signal of a name.",
    select(*_begun)
    .join(definition, definition.c.id == _b.definition_id)
    .where(_b.kind == _kind, _b.name == _name)
    .order_by(_b.definition_id, _b.element),
)
CONDITIONS: Final = Query(
    "The definitions that begin a case when a condition holds.",
    select(*_begun)
    .join(definition, definition.c.id == _b.definition_id)
    .where(_b.kind == "condition")
    .order_by(_b.definition_id, _b.element),
)
INSERT_START: Final = Query(
    "Lets a definition begin cases by a message, signal or condition.", insert(start_subscription)
)
DROP_STARTS: Final = Query(
    "A definition begins no more cases by itself.",
    delete(start_subscription).where(_b.definition_id == _definition),
)

INSERT_MESSAGE: Final = Query(
    "Keeps a message that nobody waits for.",
    insert(message)
    .values({name: bindparam(name) for name in ("name", "business_key", "correlation", "payload", "kept_at", "until")})
    .returning(_m.id),
)
KEPT: Final = Query(
    "The messages of a name that are kept, oldest first; those that somebody else takes now are left out.",
    select(message)
    .where(_m.name == _name, _m.until > bindparam("now"))
    .order_by(_m.id)
    .with_for_update(skip_locked=True),
)
KEPT_MESSAGE: Final = Query(
    "A kept message, held; nothing when somebody else takes it.",
    select(message).where(_m.id == bindparam("id")).with_for_update(skip_locked=True),
)
DROP_MESSAGE: Final = Query("Forgets a kept message.", delete(message).where(_m.id == bindparam("id")))
EXPIRED: Final = Query(
    "Messages that were kept long enough, held.",
    select(_m.id, _m.name, _m.kept_at, _m.until)
    .where(_m.until <= bindparam("now"))
    .order_by(_m.id)
    .limit(_limit)
    .with_for_update(skip_locked=True),
)
MEETINGS: Final = Query(
    "Kept messages with a name that somebody waits for by now.",
    select(_m.id)
    .join(subscription, and_(_s.message == _m.name, _s.kind == "message"))
    .where(_m.until > bindparam("now"))
    .distinct()
    .order_by(_m.id)
    .limit(_limit),
)
