"""Process instances in the dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_conditions import CONDITIONS, condition_filters, conditions_text
from engine.api.rest_ids import NOTHING, case_number, definition_number, deployment_number
from engine.api.rest_instance_found import running_case
from engine.api.rest_shapes import INSTANCE, Shapes
from engine.api.rest_task_wanted import case_numbers
from engine.api.rest_wanted import Given, Wanted, listed_page, rows_of
from engine.api.schema import COUNT, many
from engine.commands.case import Cancel, Resume, Suspend
from engine.commands.refusals import NotAllowed, NotFound, NotPossible
from engine.policy import Facts, may
from engine.store.listings import Filters
from engine.store.listings_cases import RUNNING_CASES
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__: list[str] = []

_TAG: Final = "Process Instance"
WANTED: Final = Wanted(
    filters={
        "processInstanceIds": (case_numbers, "cases"),
        "businessKey": (asking.text, "business_key"),
        "businessKeyLike": (asking.pattern, "business_key_like"),
        "processDefinitionId": (definition_number, "definition"),
        "processDefinitionKey": (asking.text, "key"),
        "processDefinitionKeyIn": (asking.names, "keys"),
        "processDefinitionKeyNotIn": (asking.names, "not_keys"),
        "deploymentId": (deployment_number, "deployment"),
        "superProcessInstance": (case_number, "super_case"),
        "subProcessInstance": (case_number, "sub_case"),
        "rootProcessInstances": (asking.flag, "root"),
        "leafProcessInstances": (asking.flag, "leaf"),
        "activityIdIn": (asking.names, "elements"),
        "withIncident": (asking.flag, "with_incident"),
        "active": (asking.flag, "active"),
        "suspended": (asking.flag, "suspended"),
        "tenantIdIn": (asking.names, "in_offices"),
        "withoutTenantId": (asking.flag, "nothing"),
        "processDefinitionWithoutTenantId": (asking.flag, "nothing"),
    },
    orders={
        "instanceId": "id",
        "definitionId": "definition",
        "definitionKey": "key",
        "businessKey": "business_key",
        "tenantId": "office",
    },
    more={"variables": conditions_text},
)
BODY: Final = {**WANTED.body, "variables": CONDITIONS}
_CHEAP: Final = frozenset({"id"})
DELETE: Final[dict[str, Reader]] = {
    "skipCustomListeners": asking.flag,
    "skipIoMappings": asking.flag,
    "skipSubprocesses": asking.flag,
    "failIfNotExists": asking.flag,
}
SUSPENDED: Final = {"suspended": parts.need(parts.FLAG)}
SUSPENDED_BY: Final = {
    **SUSPENDED,
    "processDefinitionId": parts.WORDS,
    "processDefinitionKey": parts.WORDS,
    "processDefinitionTenantId": parts.WORDS,
    "processDefinitionWithoutTenantId": parts.FLAG,
    "processInstanceIds": parts.NAMES,
}
_REASON: Final = "Dihapus lewat API / Deleted through the API"
_HELD: Final = "Ditangguhkan lewat API / Suspended through the API"
_STEP: Final = 500


@rest.get("/process-instance")
@operation(_TAG, query=WANTED.query, answers={200: many(INSTANCE)})
def list_instances(asked: Asked) -> Response:
    """The running cases that the actor may read."""
    return _list(asked)


@rest.post("/process-instance")
@operation(_TAG, query=WANTED.paging, body=BODY, answers={200: many(INSTANCE)})
def query_instances(asked: Asked) -> Response:
    """The running cases that the actor may read, asked for in the body."""
    return _list(asked)


@rest.get("/process-instance/count")
@operation(_TAG, query=WANTED.readers, answers={200: COUNT})
def count_instances(asked: Asked) -> Response:
    """How many cases a list would hold."""
    return _count(asked)


@rest.post("/process-instance/count")
@operation(_TAG, body=BODY, answers={200: COUNT})
def query_instances_count(asked: Asked) -> Response:
    """How many cases a list would hold, asked for in the body."""
    return _count(asked)


@rest.get("/process-instance/<id>")
@operation(_TAG, answers={200: INSTANCE})
def get_instance(asked: Asked, id: str) -> Response:
    """One running case."""
    with asking.desk().store.reading() as reading:
        return answer(Shapes(reading, asking.zone()).instance(running_case(reading, id)))


@rest.delete("/process-instance/<id>")
@operation(_TAG, query=DELETE, answers={204: None})
def delete_instance(asked: Asked, id: str) -> Response:
    """Cancels the case; its history stays."""
    try:
        asking.desk().run(asking.context(), Cancel(asking.number(id), _REASON))
    except NotFound:
        if asked.query.get("failIfNotExists") is not False:
            raise
    return nothing()


@rest.put("/process-instance/<id>/suspended")
@operation(_TAG, body=SUSPENDED, answers={204: None})
def suspend_instance(asked: Asked, id: str) -> Response:
    """Holds the case, or lets it go on; what is so already stays so."""
    with asking.desk().store.reading() as reading:
        row = running_case(reading, id)
    _hold([row], held=asked.body["suspended"])
    return nothing()


@rest.put("/process-instance/suspended")
@operation(_TAG, body=SUSPENDED_BY, answers={204: None})
def suspend_instances(asked: Asked) -> Response:
    """Holds the running cases of a definition or those that are named, or lets them go on; each by itself."""
    filters, after = _those(asked.body), 0
    while True:
        with asking.desk().store.reading() as reading:
            page = Page(filters | sight.cases_of(asking.me()) | {"running": {}, "above": {"above": after}}, most=_STEP)
            rows = RUNNING_CASES.rows(reading, page)
        _hold(rows, held=asked.body["suspended"])
        if len(rows) < _STEP:
            return nothing()
        after = rows[-1]["id"]


def _list(asked: Asked) -> Response:
    given = WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        shapes, page = Shapes(reading, asking.zone()), listed_page(WANTED, given, _filters(given))
        return answer([shapes.instance(row) for row in rows_of(reading, RUNNING_CASES, page, _CHEAP)])


def _count(asked: Asked) -> Response:
    filters = _filters(WANTED.given(asked))
    with asking.desk().store.reading() as reading:
        return answer({"count": RUNNING_CASES.count(reading, Page(filters))})


def _filters(given: Given) -> Filters:
    found = WANTED.filters_in(given) | sight.cases_of(asking.me()) | {"running": {}}
    if "cases" in found:
        found["cases"] = {"cases": given.values["processInstanceIds"] or [NOTHING]}
    return found | condition_filters("case_value", given.values.get("variables") or ())


def _those(given: Mapping[str, Any]) -> Filters:
    """The cases that are meant: of a definition by its id, of all versions of a key, or by their own ids."""
    ids, id, key = (given.get(name) for name in ("processInstanceIds", "processDefinitionId", "processDefinitionKey"))
    if sum(one is not None for one in (ids, id, key)) != 1 or given.get("processDefinitionWithoutTenantId"):
        raise BadInput(
            "Sebutkan processDefinitionId, processDefinitionKey atau processInstanceIds, salah satu saja.",
            "Either processInstanceIds or processDefinitionId or processDefinitionKey should be set.",
        )
    office = given.get("processDefinitionTenantId")
    found: Filters = {} if office is None else {"in_offices": {"in_offices": listed([office])}}
    if ids is not None:
        numbers = [case_number(one) for one in ids]
        _demand_known(numbers)
        return found | {"cases": {"cases": numbers or [NOTHING]}}
    found |= {"key": {"key": key}} if id is None else {"definition": {"definition": definition_number(id)}}
    with asking.desk().store.reading() as reading:
        sight.definition_row(reading, asking.me(), found)
    return found


def _demand_known(cases: Sequence[int]) -> None:
    """NotFound for a case that the actor may not read."""
    with asking.desk().store.reading() as reading:
        for case in cases:
            sight.case_row(reading, asking.me(), case)


def _hold(rows: Sequence[Row], *, held: bool) -> None:
    """Holds cases or lets them go on, each in a transaction of its own; NotAllowed when one is not the actor's."""
    foreign = [row for row in rows if not may(asking.me(), "suspend", Facts(row["office"]))]
    if foreign:
        raise NotAllowed(
            "not-allowed",
            f"Kasus {foreign[0]['id']} hanya ditangguhkan oleh pemilik prosesnya.",
            f"The process instance {foreign[0]['id']} is suspended by its process owner only.",
            action="suspend",
        )
    for row in rows:
        if (row["status"] == "SUSPENDED") is not held:
            with suppress(NotPossible, NotFound):  # it ended, or somebody was faster
                asking.desk().run(asking.context(), Suspend(row["id"], _HELD) if held else Resume(row["id"]))
