"""Job definitions in the dialect: what may become a job, element by element of a process definition."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.job_words import JobDefinition, job_definition_id, job_definitions, parsed_job_definition
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_history_shapes import TEXT_OR_NONE
from engine.api.rest_ids import definition_number
from engine.api.rest_job import MOST, retried
from engine.api.rest_shapes import definition_id
from engine.api.rest_wanted import Given, Wanted, bad, page_of
from engine.api.schema import COUNT, FLAG, LONG, TEXT, many, maybe, record
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.job_lists import JOBS
from engine.store.listings import DEFINITIONS, Filters
from engine.store.lists import Page
from engine.store.reading import Row

__all__: list[str] = []

JOB_DEFINITION: Final = record(
    "JobDefinition",
    {
        "id": TEXT,
        "processDefinitionId": TEXT,
        "processDefinitionKey": TEXT,
        "activityId": TEXT,
        "jobType": TEXT,
        "jobConfiguration": TEXT,
        "overridingJobPriority": maybe(LONG),
        "suspended": FLAG,
        "tenantId": TEXT_OR_NONE,
        "deploymentId": TEXT,
    },
)
Found = tuple[Row, JobDefinition]
_READ: Final = 500  # definitions whose diagrams are looked through for one answer
_KEYS: Final = {
    "jobDefinitionId": lambda found: (found[0]["id"], found[1].element),
    "activityId": lambda found: found[1].element,
    "processDefinitionId": lambda found: found[0]["id"],
    "processDefinitionKey": lambda found: found[0]["key"],
    "jobType": lambda found: found[1].type,
    "jobConfiguration": lambda found: found[1].configuration,
    "tenantId": lambda found: found[0]["office"],
}
_WANTED: Final = Wanted(
    orders={name: name for name in _KEYS},
    more={
        "jobDefinitionId": asking.text,
        "activityIdIn": asking.names,
        "processDefinitionId": definition_number,
        "processDefinitionKey": asking.text,
        "jobType": asking.text,
        "jobConfiguration": asking.text,
        "active": asking.flag,
        "suspended": asking.flag,
    },
)


@rest.get("/job-definition")
@operation("Job Definition", query=_WANTED.query, answers={200: many(JOB_DEFINITION)})
def list_job_definitions(asked: Asked) -> Response:
    """What may become jobs of the definitions that one may know: of one, of the versions of a key, of all."""
    given = _WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        return answer([_written(*found) for found in page_of(given, _found(reading, given), _KEYS)])


@rest.get("/job-definition/count")
@operation("Job Definition", query=_WANTED.readers, answers={200: COUNT})
def count_job_definitions(asked: Asked) -> Response:
    """How many a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": len(_found(reading, _WANTED.given(asked)))})


@rest.get("/job-definition/<id>")
@operation("Job Definition", answers={200: JOB_DEFINITION})
def get_job_definition(asked: Asked, id: str) -> Response:
    """One job definition."""
    with asking.desk().store.reading() as reading:
        return answer(_written(*_one(reading, id)))


@rest.put("/job-definition/<id>/retries")
@operation("Job Definition", body={"retries": parts.need(parts.WHOLE), "dueDate": parts.INSTANT}, answers={204: None})
def set_job_definition_retries(asked: Asked, id: str) -> Response:
    """Lets all its jobs that have no attempt left be tried again, at most a hundred at once."""
    with asking.desk().store.reading() as reading:
        row, found = _one(reading, id)
        filters: Filters = {"of_definition": {"of_definition": row["id"], "of_element": found.element}, "used_up": {}}
        jobs = JOBS.rows(reading, Page(filters | sight.cases_of(asking.me()), most=MOST))
    retried([job["id"] for job in jobs], asked.body)
    return nothing()


def _one(reading: Reading, id: str) -> Found:
    named = parsed_job_definition(id)
    given = Given({"jobDefinitionId": id}, (), 0, 1)
    found = [] if named is None else _found(reading, given)
    if not found:
        raise NotFound("no-job-definition", f"{id} tidak ada.", f"Job Definition with id '{id}' does not exist")
    return found[0]


def _found(reading: Reading, given: Given) -> list[Found]:
    values = given.values
    filters = sight.definitions_of(asking.me())
    named = parsed_job_definition(values.get("jobDefinitionId", ""))
    if "jobDefinitionId" in values and named is None or values.get("suspended"):
        return []
    if named is not None:
        filters["definition"] = {"definition": named[0]}
    elif "processDefinitionId" in values:
        filters["definition"] = {"definition": values["processDefinitionId"]}
    if "processDefinitionKey" in values:
        filters["key"] = {"key": values["processDefinitionKey"]}
    if DEFINITIONS.exceeds(reading, Page(filters), _READ):
        raise bad(
            f"Lebih dari {_READ} definisi. Sebutkan processDefinitionId atau processDefinitionKey.",
            f"More than {_READ} definitions. Narrow the query by processDefinitionId or processDefinitionKey.",
        )
    tests = {name: values[name] for name in ("jobType", "jobConfiguration", "activityIdIn") if name in values}
    return [
        (row, one)
        for row in DEFINITIONS.rows(reading, Page(filters))
        for one in job_definitions(asking.desk().library.definition(reading, row["id"]))
        if (named is None or one.element == named[1]) and _fits(one, tests)
    ]


def _fits(one: JobDefinition, tests: dict[str, Any]) -> bool:
    return (
        tests.get("jobType") in (None, one.type)
        and tests.get("jobConfiguration") in (None, one.configuration)
        and one.element in tests.get("activityIdIn", (one.element,))
    )


def _written(row: Row, one: JobDefinition) -> dict[str, Any]:
    return {
        "id": job_definition_id(row["id"], one.element),
        "processDefinitionId": definition_id(row, row["id"]),
        "processDefinitionKey": row["key"],
        "activityId": one.element,
        "jobType": one.type,
        "jobConfiguration": one.configuration,
        "overridingJobPriority": None,
        "suspended": False,
        "tenantId": row["office"],
        "deploymentId": str(row["deployment_id"]),
    }
