"""The activity instances of the history in the dialect: each passage of a case through an element."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from flask import Response

from engine.api import asking, sight
from engine.api.activities import BODY, activity_type
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, TIME, Origins, of_case
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import lasted
from engine.api.rest_wanted import MOST, Given, Wanted, bad, page_of
from engine.api.schema import COUNT, FLAG, INSTANT, LONG, TEXT, many, maybe, record
from engine.api.typed import stamp
from engine.commands.refusals import NotFound
from engine.queries.passages import Passage
from engine.queries.walked import Walked, walked
from engine.store import Reading
from engine.store.history_lists import PAST_CASES
from engine.store.lists import EVERYTHING, Page, listed

__all__ = ["CASES", "activity_id", "passages_of"]

CASES: Final = 1_000
"""How many cases are looked through for one answer."""
_FOREVER: Final = 2**63
PAST_ACTIVITY: Final = record(
    "HistoricActivityInstance",
    OF_CASE
    | {
        "id": TEXT,
        "parentActivityInstanceId": TEXT,
        "activityId": TEXT,
        "activityName": TEXT_OR_NONE,
        "activityType": TEXT,
        "taskId": TEXT_OR_NONE,
        "calledProcessInstanceId": TEXT_OR_NONE,
        "calledCaseInstanceId": TEXT_OR_NONE,
        "assignee": TEXT_OR_NONE,
        "startTime": INSTANT,
        "endTime": TIME,
        "durationInMillis": maybe(LONG),
        "canceled": FLAG,
        "completeScope": FLAG,
    },
)


class Found(NamedTuple):
    """A passage and its case."""

    case: Walked
    one: Passage

    @property
    def id(self) -> str:
        """The element as the dialect calls it: that of all items together has a name of its own."""
        return f"{self.one.element}#{BODY}" if self.one.body else self.one.element

    @property
    def kind(self) -> str:
        """The type of the activity."""
        return BODY if self.one.body else activity_type(self.case.definition.process.elements.get(self.one.element))

    @property
    def name(self) -> str:
        """The name of the element."""
        return self.case.definition.title(self.one.element)

    @property
    def completes(self) -> bool:
        """True for an end that completed what is around it."""
        element = self.case.definition.process.elements.get(self.one.element)
        return element is not None and element.kind == "endEvent" and not self.one.cancelled

    @property
    def holder(self) -> str | None:
        """Who holds or held the task."""
        return None if self.one.n is None else self.case.holders.get(self.one.n)


def activity_id(found: Found) -> str:
    """The id of a passage: the element, the case and its place in it."""
    return f"{found.id}:{found.case.row['id']}-{found.one.index}"


Fits = Callable[[Found, Any], bool]
_TESTS: Final[Mapping[str, Fits]] = {
    "activityInstanceId": lambda found, value: activity_id(found) == value,
    "activityId": lambda found, value: found.id == value,
    "activityName": lambda found, value: found.name == value,
    "activityType": lambda found, value: found.kind == value,
    "taskAssignee": lambda found, value: found.holder == value,
    "finished": lambda found, value: not value or found.one.until is not None,
    "unfinished": lambda found, value: not value or found.one.until is None,
    "canceled": lambda found, value: not value or found.one.cancelled,
    "completeScope": lambda found, value: not value or found.completes,
    "startedAfter": lambda found, value: found.one.since >= value,
    "startedBefore": lambda found, value: found.one.since <= value,
    "finishedAfter": lambda found, value: found.one.until is not None and found.one.until >= value,
    "finishedBefore": lambda found, value: found.one.until is not None and found.one.until <= value,
}
_KEYS: Final[Mapping[str, Callable[[Found], Any]]] = {
    "activityInstanceId": activity_id,
    "instanceId": lambda found: found.case.row["id"],
    "executionId": lambda found: found.case.row["id"],
    "activityId": lambda found: found.id,
    "activityName": lambda found: found.name,
    "activityType": lambda found: found.kind,
    "startTime": lambda found: found.one.since,
    "endTime": lambda found: _FOREVER if found.one.until is None else found.one.until,
    "duration": lambda found: _FOREVER if found.one.until is None else found.one.until - found.one.since,
    "definitionId": lambda found: found.case.row["definition_id"],
    "occurrence": lambda found: (found.case.row["id"], found.one.index),
    "tenantId": lambda found: found.case.row["office"],
}
_TIMES: Final = dict.fromkeys(("startedAfter", "startedBefore", "finishedAfter", "finishedBefore"), asking.instant_of)
_WANTED: Final = Wanted(
    orders={name: name for name in _KEYS},
    more={
        "processInstanceId": case_number,
        "executionId": case_number,
        "processDefinitionId": definition_number,
        "tenantIdIn": asking.names,
        **dict.fromkeys(("activityInstanceId", "activityId", "activityName", "activityType"), asking.text),
        "taskAssignee": asking.text,
        **dict.fromkeys(("finished", "unfinished", "canceled", "completeScope"), asking.flag),
        **_TIMES,
    },
)
_TAG: Final = "Historic Activity Instance"


def _list(asked: Asked) -> Response:
    given = _WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        found = _found(reading, given)
        if given.orders:
            return answer(_written(reading, page_of(given, list(found), _KEYS)))
        first, most = given.first, given.most
        page = list(islice(found, first, first + min(most, MOST + 1)))
        return answer(_written(reading, page_of(Given({}, (), 0, EVERYTHING), page, _KEYS)))


def _count(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": sum(1 for _ in _found(reading, _WANTED.given(asked)))})


@rest.get("/history/activity-instance")
@operation(_TAG, query=_WANTED.query, answers={200: many(PAST_ACTIVITY)})
def list_activities(asked: Asked) -> Response:
    """What a case went through, or the cases of one definition, in order."""
    return _list(asked)


@rest.post("/history/activity-instance")
@operation(_TAG, query=_WANTED.paging, body=_WANTED.body, answers={200: many(PAST_ACTIVITY)})
def query_activities(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _list(asked)


@rest.get("/history/activity-instance/count")
@operation(_TAG, query=_WANTED.readers, answers={200: COUNT})
def count_activities(asked: Asked) -> Response:
    """How many passages a list would hold."""
    return _count(asked)


@rest.post("/history/activity-instance/count")
@operation(_TAG, body=_WANTED.body, answers={200: COUNT})
def query_activity_count(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _count(asked)


@rest.get("/history/activity-instance/<id>")
@operation(_TAG, answers={200: PAST_ACTIVITY})
def get_activity(asked: Asked, id: str) -> Response:
    """One passage."""
    case = _case_of(id)
    with asking.desk().store.reading() as reading:
        given = Given({"processInstanceId": case, "activityInstanceId": id}, (), 0, 1)
        found = None if case is None else next(_found(reading, given), None)
        if found is None:
            raise NotFound(
                "no-activity", f"{id} tidak ada.", f"Historic activity instance with id '{id}' does not exist"
            )
        return answer(_written(reading, [found])[0])


def _found(reading: Reading, given: Given) -> Iterator[Found]:
    """The passages that fit, case by case; BadInput when too many cases would have to be looked through."""
    tests = [(_TESTS[name], value) for name, value in given.values.items() if name in _TESTS]
    for place, row in enumerate(_rows(reading, given)):
        if place == CASES:
            raise bad(
                f"Lebih dari {CASES} berkas harus dibaca. Persempit dengan processInstanceId atau waktu mulai.",
                f"More than {CASES} process instances would be read. Narrow by processInstanceId or times.",
            )
        case = walked(reading, asking.desk().library, row)
        for one in case.passages:
            found = Found(case, one)
            if all(fits(found, value) for fits, value in tests):
                yield found


def _rows(reading: Reading, given: Given) -> list[dict[str, Any]]:
    """The cases that may hold what is asked for, at most one more than are looked through."""
    values = given.values
    named = {values[name] for name in ("processInstanceId", "executionId") if name in values}
    if "activityInstanceId" in values and not named:
        named.add(_case_of(values["activityInstanceId"]))
    if len(named) > 1 or None in named:
        return []
    filters = sight.cases_of(asking.me())
    if named:
        filters["case"] = {"case": next(iter(named))}
    elif "processDefinitionId" not in values:
        raise bad(
            "Sebutkan processInstanceId atau processDefinitionId.",
            "Query parameter 'processInstanceId' or 'processDefinitionId' is required here.",
        )
    if "processDefinitionId" in values:
        filters["definition"] = {"definition": values["processDefinitionId"]}
    if "processInstanceIdIn" in values:
        filters["cases"] = {"cases": json.dumps([case_number(one) for one in values["processInstanceIdIn"]])}
    if "tenantIdIn" in values:
        filters["in_offices"] = {"in_offices": listed(values["tenantIdIn"])}
    for name, filter in (("startedBefore", "started_before"), ("startedAfter", "still_after")):
        if name in values:  # no passage is older than its case or younger than its end
            filters[filter] = {filter: values[name]}
    return PAST_CASES.rows(reading, Page(filters, most=CASES + 1))


def _case_of(id: str) -> int | None:
    """The case that the id of a passage names."""
    case = id.rpartition(":")[2].partition("-")[0]
    return int(case) if case.isascii() and case.isdigit() and len(case) < 19 else None


def passages_of(reading: Reading, definition: int, values: Mapping[str, Any]) -> Iterator[Found]:
    """The passages of a definition's cases that fit times, or of those that `processInstanceIdIn` names."""
    return _found(reading, Given({"processDefinitionId": definition} | dict(values), (), 0, EVERYTHING))


def _written(reading: Reading, page: list[Found]) -> list[dict[str, Any]]:
    origins = Origins(reading, [found.case.row for found in page])
    zone = asking.zone()
    return [
        of_case(found.case.row, found.case.row["id"], origins.of(found.case.row["id"]))
        | {
            "id": activity_id(found),
            "parentActivityInstanceId": _parent(found),
            "activityId": found.id,
            "activityName": found.name,
            "activityType": found.kind,
            "taskId": _task(found),
            "calledProcessInstanceId": _called(found),
            "calledCaseInstanceId": None,
            "assignee": found.holder,
            "startTime": stamp(found.one.since, zone),
            "endTime": None if found.one.until is None else stamp(found.one.until, zone),
            "durationInMillis": lasted(found.one.since, found.one.until),
            "canceled": found.one.cancelled,
            "completeScope": found.completes,
        }
        for found in page
    ]


def _parent(found: Found) -> str:
    if found.one.parent is None:
        return str(found.case.row["id"])
    return activity_id(Found(found.case, found.one.parent))


def _task(found: Found) -> str | None:
    n = found.one.n
    return f"{found.case.row['id']}-{n}" if n in found.case.holders else None


def _called(found: Found) -> str | None:
    case = found.one.called or found.case.called.get(found.one.n or 0)
    return None if case is None else str(case)
