"""Incidents in the dialect: those that stand, and those of the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.incidents import kinds_of, type_of
from engine.api.job_words import job_definition_id
from engine.api.operation import Asked, operation
from engine.api.released import ERASED, released
from engine.api.rest import rest
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, TIME, Origins
from engine.api.rest_ids import NOTHING, case_number, definition_number
from engine.api.rest_shapes import definition_id
from engine.api.rest_wanted import Given, Wanted, listed_page, rows_of
from engine.api.schema import COUNT, FLAG, INSTANT, TEXT, many, record
from engine.api.typed import stamp
from engine.commands.incident import AnnotateIncident, RetryIncident
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.incidents import INCIDENTS
from engine.store.listings import Filters
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__ = ["CHEAP", "incident_place"]


def _place(value: str) -> tuple[int, int]:
    try:
        return asking.task_id(value)
    except NotFound:
        return NOTHING, NOTHING


incident_place: Final = Reader(_place)
"""Case and event of an incident's id; those of nothing for what is no id."""
_COMMON: Final[Mapping[str, tuple[Reader, str]]] = {
    "incidentMessage": (asking.text, "message"),
    "incidentMessageLike": (asking.pattern, "message_like"),
    "processInstanceId": (case_number, "case"),
    "processDefinitionId": (definition_number, "definition"),
    "processDefinitionKeyIn": (asking.names, "keys"),
    "activityId": (asking.text, "element"),
    "tenantIdIn": (asking.names, "in_offices"),
}
_MORE: Final[Mapping[str, Reader]] = {
    "incidentId": incident_place,
    "incidentType": asking.text,
    "executionId": case_number,
    "configuration": asking.text,
    "failedActivityId": asking.text,
    "causeIncidentId": incident_place,
    "rootCauseIncidentId": incident_place,
}
_ORDERS: Final = {
    "incidentId": "id",
    "incidentMessage": "message",
    "incidentType": "kind",
    "executionId": "case",
    "activityId": "element",
    "processInstanceId": "case",
    "processDefinitionId": "definition",
    "tenantId": "office",
}
_OPEN: Final = Wanted(
    filters={
        **_COMMON,
        "incidentTimestampAfter": (asking.instant_of, "raised_after"),
        "incidentTimestampBefore": (asking.instant_of, "raised_before"),
    },
    orders={**_ORDERS, "incidentTimestamp": "raised"},
    more=_MORE,
)
_PAST: Final = Wanted(
    filters={
        **_COMMON,
        "processDefinitionKey": (asking.text, "key"),
        "createTimeAfter": (asking.instant_of, "raised_after"),
        "createTimeBefore": (asking.instant_of, "raised_before"),
        "endTimeAfter": (asking.instant_of, "resolved_after"),
        "endTimeBefore": (asking.instant_of, "resolved_before"),
        "open": (asking.flag, "open"),
        "resolved": (asking.flag, "resolved"),
        "deleted": (asking.flag, "nothing"),
        "withoutTenantId": (asking.flag, "without_office"),
    },
    orders={
        **_ORDERS,
        "createTime": "raised",
        "endTime": "resolved",
        "incidentState": "resolved",
        "processDefinitionKey": "key",
    },
    more=_MORE,
)
_KEYS: Final = {
    "id": TEXT,
    "incidentType": TEXT,
    "activityId": TEXT_OR_NONE,
    "failedActivityId": TEXT_OR_NONE,
    "causeIncidentId": TEXT,
    "rootCauseIncidentId": TEXT,
    "configuration": TEXT_OR_NONE,
    "incidentMessage": TEXT_OR_NONE,
    "jobDefinitionId": TEXT_OR_NONE,
    "annotation": TEXT_OR_NONE,
    "processDefinitionId": TEXT_OR_NONE,
    "processInstanceId": TEXT_OR_NONE,
    "executionId": TEXT_OR_NONE,
    "tenantId": TEXT_OR_NONE,
}
INCIDENT: Final = record("Incident", _KEYS | {"incidentTimestamp": INSTANT})
PAST_INCIDENT: Final = record(
    "HistoricIncident",
    OF_CASE
    | _KEYS
    | {
        "createTime": INSTANT,
        "endTime": TIME,
        "historyConfiguration": TEXT_OR_NONE,
        "open": FLAG,
        "deleted": FLAG,
        "resolved": FLAG,
    },
)
CHEAP: Final = frozenset({"id", "case"})


@rest.get("/incident")
@operation("Incident", query=_OPEN.query, answers={200: many(INCIDENT)})
def list_incidents(asked: Asked) -> Response:
    """What failed and waits for a person, also where no case could begin."""
    given = _OPEN.given(asked)
    with asking.desk().store.reading() as reading:
        page = listed_page(_OPEN, given, _filters(_OPEN, given) | {"open": {}})
        return answer([_incident(row) for row in rows_of(reading, INCIDENTS, page, INCIDENTS.orders)])


@rest.get("/incident/count")
@operation("Incident", query=_OPEN.readers, answers={200: COUNT})
def count_incidents(asked: Asked) -> Response:
    """How many a list would hold."""
    with asking.desk().store.reading() as reading:
        filters = _filters(_OPEN, _OPEN.given(asked)) | {"open": {}}
        return answer({"count": INCIDENTS.count(reading, Page(filters))})


@rest.get("/incident/<id>")
@operation("Incident", answers={200: INCIDENT})
def get_incident(asked: Asked, id: str) -> Response:
    """One incident that stands."""
    with asking.desk().store.reading() as reading:
        rows = INCIDENTS.rows(reading, Page(_one(id) | {"open": {}} | sight.cases_of(asking.me())))
        if not rows:
            raise _none(id)
        return answer(_incident(rows[0]))


@rest.delete("/incident/<id>")
@operation("Incident", answers={204: None})
def resolve_incident(asked: Asked, id: str) -> Response:
    """Resolves an incident: what failed is tried again."""
    asking.desk().run(asking.context(), RetryIncident(*_known(id)))
    return nothing()


@rest.put("/incident/<id>/annotation")
@operation("Incident", body={"annotation": parts.WORDS}, answers={204: None})
def annotate_incident(asked: Asked, id: str) -> Response:
    """Notes something on an incident."""
    asking.desk().run(asking.context(), AnnotateIncident(*_known(id), asked.body.get("annotation") or ""))
    return nothing()


@rest.delete("/incident/<id>/annotation")
@operation("Incident", answers={204: None})
def clear_incident_annotation(asked: Asked, id: str) -> Response:
    """Takes the note away."""
    asking.desk().run(asking.context(), AnnotateIncident(*_known(id), ""))
    return nothing()


@rest.get("/history/incident")
@operation("Historic Incident", query=_PAST.query, answers={200: many(PAST_INCIDENT)})
def list_past_incidents(asked: Asked) -> Response:
    """Incidents, standing or resolved."""
    given = _PAST.given(asked)
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, INCIDENTS, listed_page(_PAST, given, _filters(_PAST, given)), CHEAP)
        return answer(_past(reading, rows))


@rest.get("/history/incident/count")
@operation("Historic Incident", query=_PAST.readers, answers={200: COUNT})
def count_past_incidents(asked: Asked) -> Response:
    """How many a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": INCIDENTS.count(reading, Page(_filters(_PAST, _PAST.given(asked))))})


def _filters(wanted: Wanted, given: Given) -> Filters:
    values, found = given.values, wanted.filters_in(given) | sight.cases_of(asking.me())
    for name in ("incidentId", "causeIncidentId", "rootCauseIncidentId"):  # each is its own cause
        if name in values:
            found["incident"] = dict(zip(("incident_case", "incident_event"), values[name], strict=True))
    if "incidentType" in values:
        found["kinds"] = {"kinds": listed(kinds_of(values["incidentType"]))}
    if "executionId" in values:
        found["execution"] = {"execution": values["executionId"]}
    if "failedActivityId" in values:
        found["failed_element"] = {"failed_element": values["failedActivityId"]}
    if "configuration" in values:
        found |= _configured(values["configuration"])
    return found


def _configured(value: str) -> Filters:
    """What a configuration names: the number of a job, or the id of a service task."""
    case, n = _place(value)
    if n != NOTHING:
        return {"token": {"token_case": case, "token": n}}
    return {"job": {"job": int(value) if value.isascii() and value.isdigit() and len(value) < 19 else NOTHING}}


def _one(id: str) -> Filters:
    return {"incident": dict(zip(("incident_case", "incident_event"), _known(id), strict=True))}


def _known(id: str) -> tuple[int, int]:
    """Case and event; NotFound for what is no id."""
    case, event = _place(id)
    if event == NOTHING:
        raise _none(id)
    return case, event


def _none(id: str) -> NotFound:
    return NotFound("no-incident", "Gangguan ini tidak ada.", f"No matching incident with id {id}")


def _common(row: Row) -> dict[str, Any]:
    id, kind = f"{row['case_id']}-{row['event']}", row["kind"]
    case = str(row["case_id"]) if row["case_id"] else None
    job = None if row["job"] is None else str(row["job"])
    note = None if row["note"] is None else released(row["case_id"], row["annotation"])
    return {
        "id": id,
        "incidentType": type_of(kind),
        "activityId": row["element"],
        "failedActivityId": row["element"],
        "causeIncidentId": id,
        "rootCauseIncidentId": id,
        "configuration": f"{case}-{row['n']}" if kind == "external" else job,
        "incidentMessage": _said(row),
        "jobDefinitionId": job and job_definition_id(row["definition"], row["element"]),
        "annotation": None if note is ERASED else note,
        "processDefinitionId": None if row["key"] is None else definition_id(row, row["definition"]),
        "processInstanceId": case,
        "executionId": case,
        "tenantId": row["office"],
    }


def _said(row: Row) -> str:
    """What the worker reported, while it is kept; else what the engine says of it."""
    error = None if row["error"] is None else released(row["case_id"], row["error"])
    return error if isinstance(error, str) else str(row["message"])


def _incident(row: Row) -> dict[str, Any]:
    return _common(row) | {"incidentTimestamp": stamp(row["raised_at"], asking.zone())}


def _past(reading: Reading, rows: list[Row]) -> list[dict[str, Any]]:
    origins, zone = Origins(reading, [row for row in rows if row["case_id"]], "case_id"), asking.zone()
    return [
        _common(row)
        | {
            "processDefinitionKey": row["key"],
            "rootProcessInstanceId": origins.of(row["case_id"]) if row["case_id"] else None,
            "removalTime": None,
            "createTime": stamp(row["raised_at"], zone),
            "endTime": None if row["resolved_at"] is None else stamp(row["resolved_at"], zone),
            "historyConfiguration": None,
            "open": row["resolved_at"] is None,
            "deleted": False,
            "resolved": row["resolved_at"] is not None,
        }
        for row in rows
    ]
