"""What runs on process definitions in the dialect: statistics by definition and by element, and whom they call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from flask import Response

from bpmn.net import Call
from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.incidents import kinds_of, type_of
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_definition_found import TAG, address, definition_of, definition_row
from engine.api.rest_ids import NOTHING
from engine.api.rest_shapes import DEFINITION, DEFINITION_KEYS, Shapes, definition_id
from engine.api.schema import LONG, TEXT, WHOLE, many, record
from engine.canonical import loads
from engine.library import Definition
from engine.store import Reading
from engine.store.listings import DEFINITIONS, Filters
from engine.store.lists import Page
from engine.store.reading import Row
from engine.store.statistics import CALLED, FAILED, FAILED_AT, INCIDENTS, INCIDENTS_AT, RUNNING, STANDING

__all__: list[str] = []

READERS: Final[dict[str, Reader]] = {
    "failedJobs": asking.flag,
    "incidents": asking.flag,
    "rootIncidents": asking.flag,  # an incident stays in its case here: each is its own root
    "incidentsForType": asking.text,
}
_KEYS: Final = {
    "id": TEXT,
    "instances": WHOLE,
    "failedJobs": WHOLE,
    "incidents": many(record("IncidentStatistics", {"incidentType": TEXT, "incidentCount": LONG})),
}
OF_DEFINITION: Final = record("ProcessDefinitionStatistics", {**_KEYS, "definition": DEFINITION})
OF_ELEMENT: Final = record("ActivityStatistics", _KEYS)
CALLS: Final = record(
    "CalledProcessDefinition",
    {**DEFINITION_KEYS, "calledFromActivityIds": many(TEXT), "callingProcessDefinitionId": TEXT},
)
Kinds = Mapping[Any, Counter[str]]
Wanted = Callable[[str], bool]
MOST: Final = 9  # digits of a version
_SILENT: Final = frozenset({"boundaryEvent", "startEvent"})
"""What waits without being an activity that a case stands at."""


@rest.get("/process-definition/statistics")
@operation(TAG, query=READERS, answers={200: many(OF_DEFINITION)})
def definition_statistics(asked: Asked) -> Response:
    """How many cases run on each definition, as far as the actor may read them."""
    wanted = _wanted(asked.query)
    mine = sight.cases_of(asking.me())
    with asking.desk().store.reading() as reading:
        shapes = Shapes(reading, asking.zone())
        rows = DEFINITIONS.rows(reading, Page(sight.definitions_of(asking.me())))
        running = {row["definition_id"]: row["count"] for row in RUNNING.rows(reading, Page(mine))}
        failed = _failed(asked.query, FAILED.rows(reading, Page(mine)), "definition_id")
        kinds = _by_kind(INCIDENTS.rows(reading, Page(mine)), "definition_id") if wanted else {}
        found = [
            _shown(definition_id(row, row["id"]), (running.get(row["id"], 0), failed.get(row["id"], 0)))
            | {"definition": shapes.definition(row), "incidents": _incidents(kinds, row["id"], wanted)}
            for row in rows
        ]
    return answer(found)


@address("GET", "/statistics")
@operation(TAG, query=READERS, answers={200: many(OF_ELEMENT)})
def element_statistics(asked: Asked, **place: str) -> Response:
    """At which elements the running cases stand, as far as the actor may read them."""
    wanted = _wanted(asked.query)
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, **place)
        definition = definition_of(reading, row)
        page = Page(sight.cases_of(asking.me()), given={"definition": row["id"]})
        standing = _standing(reading, definition, page)
        failed = _failed(asked.query, FAILED_AT.rows(reading, page), "element")
        kinds = _by_kind(INCIDENTS_AT.rows(reading, page), "element") if wanted else {}
    elements = [id for id in definition.process.elements if id in standing or id in failed or id in kinds]
    found = [
        _shown(id, (standing.get(id, 0), failed.get(id, 0))) | {"incidents": _incidents(kinds, id, wanted)}
        for id in elements
    ]
    return answer(found)


@rest.get("/process-definition/<id>/static-called-process-definitions")
@operation(TAG, answers={200: many(CALLS)})
def called_definitions(asked: Asked, id: str) -> Response:
    """The definitions that call activities of this one name; those that the actor may know."""
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, id=id)
        callers: dict[int, list[str]] = defaultdict(list)
        known: dict[int, Row] = {}
        for element in definition_of(reading, row).process.elements.values():
            if element.call is not None:
                filters = sight.definitions_of(asking.me()) | _called(element.call, row["deployment_id"])
                for called in DEFINITIONS.rows(reading, Page(filters, (("version", False),), most=1)):
                    known[called["id"]] = called
                    callers[called["id"]].append(element.id)
        shapes, caller = Shapes(reading, asking.zone()), definition_id(row, row["id"])
        more = {"callingProcessDefinitionId": caller}
        found = [shapes.definition(known[id]) | {"calledFromActivityIds": callers[id]} | more for id in known]
    return answer(found)


def _called(call: Call, deployment: int) -> Filters:
    """The definition that a call activity starts, as far as the diagram says; the newest of these."""
    filters: Filters = {"key": {"key": call.process}}
    if call.binding == "deployment":
        filters["deployment"] = {"deployment": deployment}
    elif call.binding == "version":
        version = call.version or ""
        filters["version"] = {"version": int(version) if version.isdigit() and len(version) <= MOST else NOTHING}
    elif call.binding == "versionTag":
        filters["version_tag"] = {"version_tag": call.version or ""}
    return filters


def _standing(reading: Reading, definition: Definition, page: Page) -> Counter[str]:
    """Element -> how many tokens stand there. Who waits at an event-based gateway is counted at the gateway."""
    found: Counter[str] = Counter()
    for listing in STANDING:
        found.update({row["element"]: row["count"] for row in listing.rows(reading, page)})
    for row in CALLED.rows(reading, page):
        data: Any = loads(bytes(row["data"]))
        found[data["caller"][2]] += 1
    process = definition.process
    for element in process.elements.values():
        if element.kind == "eventBasedGateway":
            behind = [process.flows[id].target for id in element.outgoing]
            waiting = [found.pop(id) for id in behind if id in found]
            found[element.id] += max(waiting, default=0)
    silent = [id for id in found if id not in process.elements or process.elements[id].kind in _SILENT]
    for id in silent:
        del found[id]
    return +found


def _shown(id: str, counts: tuple[int, int]) -> dict[str, Any]:
    return {"id": id, "instances": counts[0], "failedJobs": counts[1]}


def _wanted(query: Mapping[str, Any]) -> Wanted | None:
    """Which kinds of incident to count; None for none. BadInput for two answers to that."""
    asked = [name for name in ("incidents", "rootIncidents", "incidentsForType") if query.get(name)]
    if len(asked) > 1:
        raise BadInput(
            "Pilih satu dari incidents, rootIncidents, incidentsForType.",
            "Only one of the query parameter incidents, rootIncidents or incidentsForType can be set.",
        )
    if not asked:
        return None
    kinds = kinds_of(query["incidentsForType"]) if "incidentsForType" in asked else None
    return lambda kind: kinds is None or kind in kinds


def _failed(query: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], by: str) -> dict[Any, int]:
    return {row[by]: row["count"] for row in rows} if query.get("failedJobs") else {}


def _by_kind(rows: Iterable[Mapping[str, Any]], by: str) -> Kinds:
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row[by]][row["kind"]] += row["count"]
    return found


def _incidents(kinds: Kinds, of: Any, wanted: Wanted | None) -> list[dict[str, Any]]:
    counted: Counter[str] = Counter()
    for kind, count in kinds.get(of, Counter()).items():
        if wanted is not None and wanted(kind):
            counted[type_of(kind)] += count
    return [{"incidentType": type, "incidentCount": count} for type, count in sorted(counted.items())]
