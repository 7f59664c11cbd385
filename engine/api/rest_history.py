"""The process instances of the history in the dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.incidents import kinds_of
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_history_shapes import Origins
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import PAST_INSTANCE, Shapes
from engine.api.rest_wanted import Given, Wanted, listed_page, rows_of
from engine.api.schema import COUNT, many
from engine.commands.refusals import NotAllowed
from engine.store import Reading
from engine.store.history_lists import PAST_CASES
from engine.store.listings import Filters
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__ = ["CASE_FILTERS", "CHEAP"]

CASE_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "processInstanceId": (case_number, "case"),
    "processInstanceBusinessKey": (asking.text, "business_key"),
    "processInstanceBusinessKeyIn": (asking.names, "business_keys"),
    "processInstanceBusinessKeyLike": (asking.pattern, "business_key_like"),
    "processDefinitionId": (definition_number, "definition"),
    "processDefinitionKey": (asking.text, "key"),
    "processDefinitionKeyIn": (asking.names, "keys"),
    "processDefinitionKeyNotIn": (asking.names, "not_keys"),
    "processDefinitionName": (asking.text, "name"),
    "processDefinitionNameLike": (asking.pattern, "name_like"),
    "tenantIdIn": (asking.names, "in_offices"),
    "withoutTenantId": (asking.flag, "none"),
}
"""What lists of the history about cases, tasks and variables take alike."""
_WANTED: Final = Wanted(
    filters={
        **CASE_FILTERS,
        "rootProcessInstances": (asking.flag, "roots"),
        "superProcessInstanceId": (case_number, "super"),
        "subProcessInstanceId": (case_number, "sub"),
        "finished": (asking.flag, "ended"),
        "unfinished": (asking.flag, "running"),
        "active": (asking.flag, "active"),
        "suspended": (asking.flag, "suspended"),
        "completed": (asking.flag, "completed"),
        "externallyTerminated": (asking.flag, "cancelled"),
        "internallyTerminated": (asking.flag, "none"),
        "startedBy": (asking.text, "started_by"),
        "startedAfter": (asking.instant_of, "started_after"),
        "startedBefore": (asking.instant_of, "started_before"),
        "finishedAfter": (asking.instant_of, "ended_after"),
        "finishedBefore": (asking.instant_of, "ended_before"),
        "withIncidents": (asking.flag, "troubled"),
        "incidentMessage": (asking.text, "trouble_message"),
        "incidentMessageLike": (asking.pattern, "trouble_like"),
    },
    orders={
        "instanceId": "id",
        "definitionId": "definition",
        "definitionKey": "key",
        "definitionName": "name",
        "definitionVersion": "version",
        "businessKey": "business_key",
        "startTime": "started",
        "endTime": "ended",
        "duration": "lasted",
        "tenantId": "office",
    },
    more={
        "incidentType": asking.text,
        "incidentStatus": asking.one_of({"open": "trouble_open", "resolved": "trouble_resolved"}),
    },
    numbers={"processInstanceIds": "cases", "processInstanceIdIn": "cases"},
)
CHEAP: Final = frozenset({"id", "started", "ended"})
_TAG: Final = "Historic Process Instance"


def _filters(given: Given) -> Filters:
    found = _WANTED.filters_in(given) | sight.cases_of(asking.me())
    if "incidentType" in given.values:
        found["trouble_kinds"] = {"trouble_kinds": listed(kinds_of(given.values["incidentType"]))}
    if "incidentStatus" in given.values:
        found[given.values["incidentStatus"]] = {}
    return found


def _list(asked: Asked) -> Response:
    given = _WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, PAST_CASES, listed_page(_WANTED, given, _filters(given)), CHEAP)
        return answer(_written(reading, rows))


def _count(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": PAST_CASES.count(reading, Page(_filters(_WANTED.given(asked))))})


@rest.get("/history/process-instance")
@operation(_TAG, query=_WANTED.query, answers={200: many(PAST_INSTANCE)})
def list_past_instances(asked: Asked) -> Response:
    """The cases that the actor may read, running or ended."""
    return _list(asked)


@rest.post("/history/process-instance")
@operation(_TAG, query=_WANTED.paging, body=_WANTED.body, answers={200: many(PAST_INSTANCE)})
def query_past_instances(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _list(asked)


@rest.get("/history/process-instance/count")
@operation(_TAG, query=_WANTED.readers, answers={200: COUNT})
def count_past_instances(asked: Asked) -> Response:
    """How many cases a list would hold."""
    return _count(asked)


@rest.post("/history/process-instance/count")
@operation(_TAG, body=_WANTED.body, answers={200: COUNT})
def query_past_instance_count(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _count(asked)


@rest.get("/history/process-instance/<id>")
@operation(_TAG, answers={200: PAST_INSTANCE})
def get_past_instance(asked: Asked, id: str) -> Response:
    """One case, running or ended."""
    with asking.desk().store.reading() as reading:
        sight.case_row(reading, asking.me(), asking.number(id))
        rows = PAST_CASES.rows(reading, Page({"case": {"case": asking.number(id)}}))
        return answer(_written(reading, rows)[0])


@rest.delete("/history/process-instance/<id>")
@operation(_TAG, answers={})
def delete_past_instance(asked: Asked, id: str) -> Response:
    """Refused: the history is kept, whoever asks."""
    with asking.desk().store.reading() as reading:
        sight.case_row(reading, asking.me(), asking.number(id))
    raise NotAllowed(
        "history-kept",
        "Riwayat berkas disimpan dan tidak dapat dihapus.",
        "Histories are kept: nobody can delete one.",
        action="delete-history",
    )


def _written(reading: Reading, rows: list[Row]) -> list[dict[str, Any]]:
    shapes, origins = Shapes(reading, asking.zone()), Origins(reading, rows)
    return [shapes.past_instance(row) | _family(row, origins) for row in rows]


def _family(row: Row, origins: Origins) -> dict[str, Any]:
    parent = row["parent_case"]
    return {
        "superProcessInstanceId": None if parent is None else str(parent),
        "rootProcessInstanceId": origins.of(row["id"]),
    }
