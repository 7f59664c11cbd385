"""Executions in the dialect: those of a case, one, and what brings a signal or message to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_execution_found import Execution, execution_of, open_executions
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_instance_found import whole_case
from engine.api.rest_shapes import link
from engine.api.rest_wanted import Given, Wanted, bad, page_of, rows_of
from engine.api.schema import COUNT, FLAG, INSTANT, LINKS, TEXT, many, one_of, record
from engine.api.typed import stamp
from engine.commands.refusals import NotFound, NotPossible
from engine.commands.wait import AnswerWait
from engine.store import Reading
from engine.store.listings import CASES, Filters
from engine.store.listings_waits import SUBSCRIPTIONS
from engine.store.lists import Page
from engine.store.reading import Row

__all__: list[str] = []

_TAG: Final = "Execution"
EXECUTION: Final = record(
    "OpenExecution", {"links": LINKS, "id": TEXT, "processInstanceId": TEXT, "ended": FLAG, "tenantId": TEXT}
)
SUBSCRIPTION: Final = record(
    "ExecutionSubscription",
    {
        "id": TEXT,
        "eventType": one_of("message", "signal"),
        "eventName": TEXT,
        "executionId": TEXT,
        "processInstanceId": TEXT,
        "activityId": TEXT,
        "createdDate": INSTANT,
        "tenantId": TEXT,
    },
)
_OF_CASE: Final = {"processInstanceId": "case", "processDefinitionId": "definition", "processDefinitionKey": "key"}
_READ: Final = 100  # cases whose states are read for one answer
EXECUTIONS: Final = Wanted(
    orders={"instanceId": "instanceId"},
    more={
        "processInstanceId": case_number,
        "processDefinitionId": definition_number,
        "processDefinitionKey": asking.text,
        "activityId": asking.text,
        "messageEventSubscriptionName": asking.text,
        "signalEventSubscriptionName": asking.text,
    },
)


@rest.get("/execution")
@operation(_TAG, query=EXECUTIONS.query, answers={200: many(EXECUTION)})
def list_executions(asked: Asked) -> Response:
    """What is open in a case, or waits for a message or signal."""
    return _list(asked)


@rest.post("/execution")
@operation(_TAG, query=EXECUTIONS.paging, body=EXECUTIONS.body, answers={200: many(EXECUTION)})
def query_executions(asked: Asked) -> Response:
    """What is open in a case, or waits for a message or signal, asked for in the body."""
    return _list(asked)


@rest.get("/execution/count")
@operation(_TAG, query=EXECUTIONS.readers, answers={200: COUNT})
def count_executions(asked: Asked) -> Response:
    """How many executions a list would hold."""
    return _count(asked)


@rest.post("/execution/count")
@operation(_TAG, body=EXECUTIONS.body, answers={200: COUNT})
def query_executions_count(asked: Asked) -> Response:
    """How many executions a list would hold, asked for in the body."""
    return _count(asked)


@rest.get("/execution/<id>")
@operation(_TAG, answers={200: EXECUTION})
def get_execution(asked: Asked, id: str) -> Response:
    """One execution: a case, or what is open in it."""
    with asking.desk().store.reading() as reading:
        found = execution_of(reading, id)
    return answer(_execution(found.id, found.case, found.row))


@rest.post("/execution/<id>/signal")
@operation(_TAG, body={"variables": parts.VARIABLES}, answers={204: None})
def signal_execution(asked: Asked, id: str) -> Response:
    """Lets a receive task go on, or the event that waits there."""
    with asking.desk().store.reading() as reading:
        row = _waiting(reading, id, {})
    return _answered(row, asked)


@rest.get("/execution/<id>/messageSubscriptions/<name>")
@operation(_TAG, answers={200: SUBSCRIPTION})
def get_message_subscription(asked: Asked, id: str, name: str) -> Response:
    """What waits for a message of that name."""
    with asking.desk().store.reading() as reading:
        return answer(_subscription(_waiting(reading, id, _message(name))))


@rest.post("/execution/<id>/messageSubscriptions/<name>/trigger")
@operation(_TAG, body={"variables": parts.VARIABLES}, answers={204: None})
def trigger_message_subscription(asked: Asked, id: str, name: str) -> Response:
    """Delivers a message of that name to what waits for it there."""
    with asking.desk().store.reading() as reading:
        row = _waiting(reading, id, _message(name))
    return _answered(row, asked)


def _list(asked: Asked) -> Response:
    given = EXECUTIONS.given(asked)
    with asking.desk().store.reading() as reading:
        found = _found(reading, given)
    return answer(page_of(given, found, {"instanceId": lambda one: int(one["processInstanceId"])}))


def _count(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": len(_found(reading, EXECUTIONS.given(asked)))})


def _found(reading: Reading, given: Given) -> list[dict[str, Any]]:
    asked = given.values
    names = {kind: asked.get(f"{kind}EventSubscriptionName") for kind in ("message", "signal")}
    if any(name is not None for name in names.values()):
        return _subscribed(reading, asked, names)
    found = [one for case in _cases(reading, asked) for one in open_executions(reading, whole_case(reading, str(case)))]
    return [_execution(one.id, one.case, one.row) for one in found if _stands_at(one, asked.get("activityId"))]


def _cases(reading: Reading, asked: Mapping[str, Any]) -> list[int]:
    """The running cases that a query names and that one may read; BadInput for more than _READ."""
    filters = _of_case(asked)
    if not filters:
        raise bad(
            "Sebutkan processInstanceId, processDefinitionId atau processDefinitionKey, atau nama yang ditunggu.",
            "Give a processInstanceId, a processDefinitionId or processDefinitionKey, or the name that is waited for.",
        )
    page = Page(filters | {"running": {}} | sight.cases_of(asking.me()), (("id", True),), most=_READ + 1)
    rows = CASES.rows(reading, page)
    if len(rows) > _READ:
        raise bad(
            f"Lebih dari {_READ} kasus. Sebutkan processInstanceId.", f"More than {_READ} cases. Narrow the query."
        )
    return [row["id"] for row in rows]


def _of_case(asked: Mapping[str, Any]) -> Filters:
    return {filter: {filter: asked[name]} for name, filter in _OF_CASE.items() if name in asked}


def _subscribed(reading: Reading, asked: Mapping[str, Any], names: Mapping[str, str | None]) -> list[dict[str, Any]]:
    if None not in names.values():
        return []
    kind, name = next((kind, name) for kind, name in names.items() if name is not None)
    filters = sight.cases_of(asking.me()) | {"kind": {"kind": kind}, "message": {"message": name}}
    filters |= _of_case(asked)
    if "activityId" in asked:
        filters["element"] = {"element": asked["activityId"]}
    rows = rows_of(reading, SUBSCRIPTIONS, Page(filters))
    return [_execution(f"{row['case_id']}-{row['n']}", row["case_id"], row) for row in rows]


def _stands_at(one: Execution, element: str | None) -> bool:
    return element is None or (one.here is not None and one.here.element == element)


def _message(name: str) -> dict[str, Any]:
    return {"kind": {"kind": "message"}, "message": {"message": asking.known(name)}}


def _waiting(reading: Reading, id: str, filters: Mapping[str, Any]) -> Row:
    """What waits for a message or signal at an execution; for a case, the only thing in it that does."""
    case, _, n = id.partition("-")
    row = whole_case(reading, case)
    place: dict[str, Any] = {"case": {"case": row["id"]}}
    if n:
        place["n"] = {"n": asking.number(n, "execution")}
    found = SUBSCRIPTIONS.rows(reading, Page(place | dict(filters), most=2))
    if len(found) == 1:
        return found[0]
    if found:
        raise NotPossible("several-wait", "Beberapa langkah menunggu di sini; sebutkan eksekusinya.", "Several wait.")
    raise NotFound("no-wait", f"Tidak ada yang menunggu di {id}.", f"Execution {id} waits for nothing of that kind.")


def _answered(row: Row, asked: Asked) -> Response:
    command = AnswerWait(row["case_id"], row["n"], asked.body.get("variables") or {})
    asking.desk().run(asking.context(), command)
    return nothing()


def _execution(id: str, case: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "links": [link(f"execution/{id}")],
        "id": id,
        "processInstanceId": str(case),
        "ended": False,
        "tenantId": row["office"],
    }


def _subscription(row: Row) -> dict[str, Any]:
    id = f"{row['case_id']}-{row['n']}"
    return {
        "id": id,
        "eventType": row["kind"],
        "eventName": row["message"],
        "executionId": id,
        "processInstanceId": str(row["case_id"]),
        "activityId": row["element"],
        "createdDate": stamp(row["opened_at"], asking.zone()),
        "tenantId": row["office"],
    }
