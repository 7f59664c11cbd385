"""Reports over the history in the dialect: how many tasks, how long tasks and cases took, how often an element ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_history_activity import passages_of
from engine.api.rest_history_shapes import TEXT_OR_NONE
from engine.api.rest_ids import definition_number
from engine.api.rest_shapes import definition_id, lasted
from engine.api.rest_wanted import Given, Wanted, bad, page_of, rows_of
from engine.api.schema import LONG, TEXT, Schema, many, merged, one_of, record
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.store import Reading
from engine.store.history_lists import PAST_CASES, PAST_TASKS
from engine.store.incidents import INCIDENTS
from engine.store.listings import Filters, seen
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__: list[str] = []

_UNITS: Final = {"month": "MONTH", "quarter": "QUARTER"}
DURATION: Final = record(
    "DurationReport",
    {"period": LONG, "periodUnit": one_of(*_UNITS.values()), "minimum": LONG, "maximum": LONG, "average": LONG},
)
TASK_COUNT: Final = record(
    "TaskCountReport",
    {
        "count": LONG,
        "processDefinitionKey": TEXT_OR_NONE,
        "processDefinitionId": TEXT_OR_NONE,
        "processDefinitionName": TEXT_OR_NONE,
        "taskName": TEXT_OR_NONE,
        "tenantId": TEXT_OR_NONE,
    },
)
_TASK_REPORT: Final = Schema({"anyOf": [DURATION.words, TASK_COUNT.words]}, merged([DURATION, TASK_COUNT]))
_COUNTED: Final = ("instances", "canceled", "finished", "completeScope", "openIncidents", "resolvedIncidents")
STATISTICS: Final = record(
    "HistoricActivityStatistics", {"id": TEXT} | dict.fromkeys((*_COUNTED, "deletedIncidents"), LONG)
)
_PERIOD: Final = {"periodUnit": asking.one_of(_UNITS)}
_TASKS: Final = {
    "reportType": asking.one_of({"count": "count", "duration": "duration"}),
    **_PERIOD,
    "groupBy": asking.one_of({"taskName": "name", "processDefinition": "definition"}),
    "completedAfter": asking.instant_of,
    "completedBefore": asking.instant_of,
}
_CASES: Final = {
    "reportType": asking.one_of({"duration": "duration"}),
    **_PERIOD,
    "processDefinitionIdIn": asking.names,
    "processDefinitionKeyIn": asking.names,
    "startedAfter": asking.instant_of,
    "startedBefore": asking.instant_of,
}
_FLAGS: Final = ("canceled", "finished", "completeScope", "incidents")
_STATISTICS: Final = Wanted(
    orders={"activityId": "id"},
    more={
        **dict.fromkeys(_FLAGS, asking.flag),
        **dict.fromkeys(("startedAfter", "startedBefore", "finishedAfter", "finishedBefore"), asking.instant_of),
        "processInstanceIdIn": asking.names,
    },
)


@rest.get("/history/task/report")
@operation("Historic Task Instance", query=_TASKS, answers={200: many(_TASK_REPORT)})
def report_past_tasks(asked: Asked) -> Response:
    """How many tasks were completed, by name or definition, or how long they took, by month or quarter."""
    query = asked.query
    filters: Filters = {"done": {}} | _tasks_seen()
    for name, filter in (("completedAfter", "closed_after"), ("completedBefore", "closed_before")):
        if name in query:
            filters[filter] = {filter: query[name]}
    needed = "groupBy" if query.get("reportType") == "count" else "periodUnit"
    _demand(query, "reportType", needed)
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, PAST_TASKS, Page(filters))
        if needed == "periodUnit":
            took = [(row["opened_at"], lasted(row["opened_at"], row["closed_at"]) or 0) for row in rows]
            return answer(_durations(took, query["periodUnit"]))
        return answer(_counts(reading, rows, query["groupBy"]))


@rest.get("/history/process-instance/report")
@operation("Historic Process Instance", query=_CASES, answers={200: many(DURATION)})
def report_past_cases(asked: Asked) -> Response:
    """How long ended cases took, by the month or quarter in which they began."""
    query = asked.query
    _demand(query, "reportType", "periodUnit")
    filters: Filters = {"ended": {}} | sight.cases_of(asking.me())
    for name, filter in (("startedAfter", "started_after"), ("startedBefore", "started_before")):
        if name in query:
            filters[filter] = {filter: query[name]}
    if "processDefinitionKeyIn" in query:
        filters["keys"] = {"keys": listed(query["processDefinitionKeyIn"])}
    if "processDefinitionIdIn" in query:
        numbers = [definition_number(one) for one in query["processDefinitionIdIn"]]
        filters["definitions"] = {"definitions": str(numbers)}
    with asking.desk().store.reading() as reading:
        rows = rows_of(reading, PAST_CASES, Page(filters))
        took = [(row["started_at"], lasted(row["started_at"], row["ended_at"]) or 0) for row in rows]
        return answer(_durations(took, query["periodUnit"]))


@rest.get("/history/process-definition/<id>/statistics")
@operation("Historic Process Definition", query=_STATISTICS.query, answers={200: many(STATISTICS)})
def past_statistics(asked: Asked, id: str) -> Response:
    """How often each element of a definition was passed, told from the events of its cases."""
    given = _STATISTICS.given(asked)
    with asking.desk().store.reading() as reading:
        number = definition_number(id)
        try:
            sight.definition_row(reading, asking.me(), {"definition": {"definition": number}})
        except NotFound:
            raise NotFound("no-definition", f"{id} tidak ada.", f"No matching definition with id {id}") from None
        found = _statistics(reading, number, given)
        return answer(page_of(given, found, {"activityId": lambda one: one["id"]}))


def _statistics(reading: Reading, definition: int, given: Given) -> list[dict[str, Any]]:
    """The elements in the order in which they were first passed; open ones alone unless more is asked for."""
    values = given.values
    shown = {name: bool(values.get(name)) for name in _FLAGS}
    times = {name: value for name, value in values.items() if name not in _FLAGS}
    counts: dict[str, Counter[str]] = {}
    for one in passages_of(reading, definition, times):
        count = counts.setdefault(one.id, Counter())
        count["instances"] += one.one.until is None
        count["canceled"] += shown["canceled"] and one.one.cancelled
        count["finished"] += shown["finished"] and one.one.until is not None
        count["completeScope"] += shown["completeScope"] and one.completes
    if shown["incidents"]:
        _incidents(reading, definition, counts)
    asked = any(shown.values())
    return [
        {"id": id, "deletedIncidents": 0} | {name: count[name] for name in _COUNTED}
        for id, count in counts.items()
        if count["instances"] or (asked and any(count[name] for name in _COUNTED))
    ]


def _incidents(reading: Reading, definition: int, counts: dict[str, Counter[str]]) -> None:
    filters: Filters = {"definition": {"definition": definition}} | sight.cases_of(asking.me())
    for row in rows_of(reading, INCIDENTS, Page(filters)):
        if row["element"] is not None:
            name = "openIncidents" if row["resolved_at"] is None else "resolvedIncidents"
            counts.setdefault(row["element"], Counter())[name] += 1


def _tasks_seen() -> Filters:
    actor = asking.me()
    return seen(actor.reads_as, actor.groups, sight.offices(actor, "read-task"))


def _demand(query: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in query:
            raise bad(f"Sebutkan {name}.", f"Query parameter '{name}' is required here.")


def _durations(took: Iterable[tuple[int, int]], unit: str) -> list[dict[str, Any]]:
    """By period of the year: when it began, and the shortest, longest and mean duration in milliseconds."""
    zone, found = asking.zone(), dict[int, list[int]]()
    for since, duration in took:
        month = moment(since).astimezone(zone).month
        found.setdefault(month if unit == "MONTH" else (month + 2) // 3, []).append(duration)
    return [
        {
            "period": period,
            "periodUnit": unit,
            "minimum": min(all_),
            "maximum": max(all_),
            "average": sum(all_) // len(all_),
        }
        for period, all_ in sorted(found.items())
    ]


def _name(reading: Reading, row: Row) -> str:
    return asking.desk().library.definition(reading, row["definition_id"]).title(row["element"])


def _counts(reading: Reading, rows: list[Row], by: str) -> list[dict[str, Any]]:
    library = asking.desk().library
    found: dict[tuple[Any, ...], tuple[Row, int]] = {}
    for row in rows:
        key = (row["definition_id"], row["element"] if by == "name" else None)
        found[key] = (row, found[key][1] + 1 if key in found else 1)
    return [
        {
            "count": count,
            "processDefinitionKey": row["key"],
            "processDefinitionId": definition_id(row),
            "processDefinitionName": library.definition(reading, row["definition_id"]).name,
            "taskName": _name(reading, row) if by == "name" else None,
            "tenantId": row["office"],
        }
        for row, count in found.values()
    ]
