"""What waits for messages and signals in the dialect: event subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.operation import Asked, operation
from engine.api.rest import filters_of, paged, paging, rest
from engine.api.rest_ids import case_number
from engine.api.schema import COUNT, INSTANT, TEXT, many, maybe, one_of, record
from engine.api.typed import stamp
from engine.commands.refusals import NotFound
from engine.store.listings import Filters
from engine.store.lists import Page
from engine.store.reading import Row
from engine.store.subscriptions import SUBSCRIPTIONS

__all__: list[str] = []

_TYPES: Final = {"message": "message", "signal": "signal", "conditional": "condition", "compensate": "compensation"}
_SHOWN: Final = {kind: type for type, kind in _TYPES.items()}
SUBSCRIPTION: Final = record(
    "EventSubscription",
    {
        "id": TEXT,
        "eventType": one_of(*_TYPES),
        "eventName": maybe(TEXT),
        "executionId": maybe(TEXT),
        "processInstanceId": maybe(TEXT),
        "activityId": TEXT,
        "createdDate": INSTANT,
        "tenantId": TEXT,
    },
)
_KIND: Final = asking.one_of(_TYPES)
FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "eventName": (asking.text, "name"),
    "eventType": (_KIND, "kind"),
    "processInstanceId": (case_number, "case"),
    "activityId": (asking.text, "element"),
    "tenantIdIn": (asking.names, "in_offices"),
    "withoutTenantId": (asking.flag, "nothing"),
}
_READERS: Final[dict[str, Reader]] = {
    **{name: reader for name, (reader, _) in FILTERS.items()},
    "eventSubscriptionId": asking.text,
    "executionId": asking.text,
    "includeEventSubscriptionsWithoutTenantId": asking.flag,  # each has an office
}
ORDERS: Final = {"created": "since", "tenantId": "office"}


@rest.get("/event-subscription")
@operation("Event Subscription", query=paging(ORDERS) | _READERS, answers={200: many(SUBSCRIPTION)})
def list_subscriptions(asked: Asked) -> Response:
    """What waits in cases that the actor may read, and what begins cases of SOPs that he knows."""
    with asking.desk().store.reading() as reading:
        rows = SUBSCRIPTIONS.rows(reading, paged(asked.query, _filters(asked.query), ORDERS))
    return answer([_shown(row) for row in rows])


@rest.get("/event-subscription/count")
@operation("Event Subscription", query=_READERS, answers={200: COUNT})
def count_subscriptions(asked: Asked) -> Response:
    """How many a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": SUBSCRIPTIONS.count(reading, Page(_filters(asked.query)))})


def _filters(found: Mapping[str, Any]) -> Filters:
    filters = filters_of(found, FILTERS) | sight.cases_of(asking.me())
    known = sight.definitions_of(asking.me()).get("seen")
    if known is not None:
        filters["known"] = {"known": known["offices"]}
    for name in ("eventSubscriptionId", "executionId"):
        if name in found:
            filters |= _by_id(found[name])
    if len({found[name] for name in ("eventSubscriptionId", "executionId") if name in found}) > 1:
        filters["nothing"] = {}
    return filters


def _by_id(id: str) -> Filters:
    """`417-3` is the token of a case, `12:mulai` the start event of a definition; anything else is nothing."""
    definition, colon, element = id.partition(":")
    try:
        if colon:
            return {"start": {"start_definition": asking.number(definition), "start_element": element}}
        case, n = asking.task_id(id)
    except NotFound:
        return {"nothing": {}}
    return {"token": {"token_case": case, "token_n": n}}


def _shown(row: Row) -> dict[str, Any]:
    case = None if row["case_id"] is None else str(row["case_id"])
    return {
        "id": f"{row['definition_id']}:{row['element']}" if case is None else f"{case}-{row['n']}",
        "eventType": _SHOWN[row["kind"]],
        "eventName": None if row["kind"] == "condition" else row["name"],
        "executionId": None if case is None else f"{case}-{row['n']}",
        "processInstanceId": case,
        "activityId": row["element"],
        "createdDate": stamp(row["since"], asking.zone()),
        "tenantId": row["office"],
    }
