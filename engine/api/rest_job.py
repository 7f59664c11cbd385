"""Jobs in the dialect: what the engine does next, what failed, and what people do about it."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts, schema, sight
from engine.api.answers import answer, nothing
from engine.api.job_words import job_definition_id, parsed_job_definition
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_history_shapes import TEXT_OR_NONE, TIME
from engine.api.rest_ids import case_number, definition_number
from engine.api.rest_shapes import definition_id
from engine.api.rest_wanted import Given, Wanted, bad, listed_page, rows_of
from engine.api.schema import COUNT, FLAG, LONG, TEXT, WHOLE, many, record
from engine.api.typed import BadValue, read_date, stamp
from engine.commands.job import element_of
from engine.commands.job_hand import CASE_HELD, HELD, INCIDENT, HastenJob, HoldJob, SetJobDue, SetJobRetries
from engine.commands.refusals import NotFound, NotPossible
from engine.commands.retries import DEFAULT, retries_of
from engine.events import instant, moment
from engine.store import Reading
from engine.store.job_lists import JOBS
from engine.store.jobs import JOB, TIMED
from engine.store.listings import Filters
from engine.store.lists import Page
from engine.store.reading import Row
from engine.worker import Worker

__all__ = ["JOB_OBJECT", "retried"]

MOST: Final = 100
"""Jobs whose retries are set by one request."""
JOB_OBJECT: Final = record(
    "Job",
    {
        "id": TEXT,
        "jobDefinitionId": TEXT_OR_NONE,
        "processInstanceId": TEXT_OR_NONE,
        "processDefinitionId": TEXT_OR_NONE,
        "processDefinitionKey": TEXT_OR_NONE,
        "executionId": TEXT_OR_NONE,
        "exceptionMessage": TEXT_OR_NONE,
        "failedActivityId": TEXT_OR_NONE,
        "retries": WHOLE,
        "dueDate": TIME,
        "suspended": FLAG,
        "priority": LONG,
        "tenantId": TEXT_OR_NONE,
        "createTime": TIME,
        "batchId": TEXT_OR_NONE,
    },
)
_COMPARED: Final = {"gt": "due_after", "lt": "due_before"}


def _dates(value: str) -> list[tuple[str, int]]:
    """`gt_2026-11-21T…,lt_…` as filters with instants."""
    return [_date(*part.split("_", 1)) for part in value.split(",") if part]


def _date(operator: str, date: str = "") -> tuple[str, int]:
    if operator not in _COMPARED:
        raise ValueError(operator)
    try:
        return _COMPARED[operator], instant(read_date(date, asking.zone()))
    except BadValue as error:
        raise ValueError(date) from error


WANTED: Final = Wanted(
    filters={
        "processInstanceId": (case_number, "case"),
        "executionId": (case_number, "execution"),
        "processDefinitionId": (definition_number, "definition"),
        "processDefinitionKey": (asking.text, "key"),
        "jobId": (case_number, "job"),
        "activityId": (asking.text, "element"),
        "failedActivityId": (asking.text, "failed_element"),
        "withRetriesLeft": (asking.flag, "left"),
        "noRetriesLeft": (asking.flag, "used_up"),
        "timers": (asking.flag, "timers"),
        "messages": (asking.flag, "messages"),
        "withException": (asking.flag, "failed"),
        "exceptionMessage": (asking.text, "error"),
        "active": (asking.flag, "active"),
        "suspended": (asking.flag, "held"),
        "tenantIdIn": (asking.names, "in_offices"),
        "withoutTenantId": (asking.flag, "none"),
    },
    orders={
        "jobId": "id",
        "executionId": "case",
        "processInstanceId": "case",
        "processDefinitionId": "definition",
        "processDefinitionKey": "key",
        "jobDueDate": "due",
        "tenantId": "office",
    },
    more={
        "executable": asking.flag,
        "jobDefinitionId": asking.text,
        "dueDates": asking.Reader(_dates),
        "includeJobsWithoutTenantId": asking.flag,
    },
    numbers={"jobIds": "jobs", "processInstanceIds": "cases"},
)
_CONDITION: Final = parts.inside({"operator": parts.need(parts.one_of(_COMPARED)), "value": parts.need(parts.INSTANT)})
_BODY: Final = WANTED.body | {"dueDates": parts.each(_CONDITION)}
_BATCH: Final = record(
    "Batch",
    {
        "id": TEXT,
        "type": TEXT,
        "totalJobs": WHOLE,
        "jobsCreated": WHOLE,
        "batchJobsPerSeed": WHOLE,
        "invocationsPerBatchJob": WHOLE,
        "seedJobDefinitionId": TEXT_OR_NONE,
        "monitorJobDefinitionId": TEXT_OR_NONE,
        "batchJobDefinitionId": TEXT_OR_NONE,
        "suspended": FLAG,
        "tenantId": TEXT_OR_NONE,
        "createUserId": TEXT_OR_NONE,
        "startTime": TIME,
        "executionStartTime": TIME,
    },
)
_RETRIES: Final = {"retries": parts.need(parts.WHOLE), "dueDate": parts.INSTANT}
_MANY: Final = {"jobIds": parts.need(parts.NAMES), **_RETRIES}


def _filters(given: Given) -> Filters:
    values, found = given.values, WANTED.filters_in(given) | sight.cases_of(asking.me())
    if values.get("executable"):
        found["executable"] = {"executable": instant(asking.now())}
    for one in values.get("dueDates") or ():
        filter, at = (one["operator"], one["value"]) if isinstance(one, dict) else one
        found[filter] = {filter: at}
    if "jobDefinitionId" in values:
        named = parsed_job_definition(values["jobDefinitionId"]) or (-1, "")
        found["of_definition"] = {"of_definition": named[0], "of_element": named[1]}
    return found


def _list(asked: Asked) -> Response:
    given = WANTED.given(asked)
    with asking.desk().store.reading() as reading:
        page = listed_page(WANTED, given, _filters(given))
        return answer([_job(reading, row) for row in rows_of(reading, JOBS, page, ("id",))])


def _count(asked: Asked) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": JOBS.count(reading, Page(_filters(WANTED.given(asked))))})


@rest.get("/job")
@operation("Job", query=WANTED.query, answers={200: many(JOB_OBJECT)})
def list_jobs(asked: Asked) -> Response:
    """The jobs of the cases and definitions that the actor may read."""
    return _list(asked)


@rest.post("/job")
@operation("Job", query=WANTED.paging, body=_BODY, answers={200: many(JOB_OBJECT)})
def query_jobs(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _list(asked)


@rest.get("/job/count")
@operation("Job", query=WANTED.readers, answers={200: COUNT})
def count_jobs(asked: Asked) -> Response:
    """How many a list would hold."""
    return _count(asked)


@rest.post("/job/count")
@operation("Job", body=_BODY, answers={200: COUNT})
def query_job_count(asked: Asked) -> Response:
    """The same, asked in a body."""
    return _count(asked)


@rest.get("/job/<id>")
@operation("Job", answers={200: JOB_OBJECT})
def get_job(asked: Asked, id: str) -> Response:
    """One job."""
    with asking.desk().store.reading() as reading:
        return answer(_job(reading, _row(reading, id)))


@rest.get("/job/<id>/stacktrace")
@operation("Job", answers={200: schema.binary("text/plain")})
def get_job_stacktrace(asked: Asked, id: str) -> Response:
    """Why the job failed last, as text."""
    with asking.desk().store.reading() as reading:
        return Response(_row(reading, id)["error"] or "", content_type="text/plain")


@rest.post("/job/<id>/execute")
@operation("Job", answers={204: None})
def execute_job(asked: Asked, id: str) -> Response:
    """Runs the job at once; what it is refused for is noted on it and answered."""
    number, desk = asking.number(id, "job"), asking.desk()
    desk.run(asking.context(), HastenJob(number))
    with desk.store.reading() as reading:
        job = reading.one(JOB, job=number)
    if job is not None and Worker(desk, clock=asking.now).attempt(job, asking.now()) == "failed":
        with desk.store.reading() as reading:
            kept = reading.one(JOB, job=number)
        why = (kept or job)["error"] or ""
        raise NotPossible("job-failed", f"Pekerjaan ini gagal: {why}", f"The job failed: {why}", job=number)
    return nothing()


@rest.put("/job/<id>/retries")
@operation("Job", body=_RETRIES, answers={204: None})
def set_job_retries(asked: Asked, id: str) -> Response:
    """Sets how often the job is tried."""
    retried([asking.number(id, "job")], asked.body)
    return nothing()


@rest.post("/job/retries")
@operation("Job", body=_MANY, answers={200: _BATCH})
def set_many_job_retries(asked: Asked) -> Response:
    """Sets how often some jobs are tried: at once, so that the batch is over when it is answered."""
    jobs = [asking.number(one, "job") for one in asked.body["jobIds"]]
    if not 0 < len(jobs) <= MOST:
        raise bad(f"Sebutkan 1 sampai {MOST} pekerjaan.", f"Name 1 to {MOST} jobs in 'jobIds'.")
    retried(jobs, asked.body)
    return answer(_batch(len(jobs)))


@rest.put("/job/<id>/duedate")
@operation("Job", body={"duedate": parts.INSTANT, "cascade": parts.FLAG}, answers={204: None})
def set_job_due_date(asked: Asked, id: str) -> Response:
    """Sets when the job runs; null is at once. `cascade` is not supported."""
    if asked.body.get("cascade"):
        raise bad("cascade tidak dikenal di sini.", "'cascade' is not supported here.")
    due = asked.body.get("duedate")
    desk = asking.desk()
    desk.run(asking.context(), SetJobDue(asking.number(id, "job"), None if due is None else moment(due)))
    return nothing()


@rest.put("/job/<id>/suspended")
@operation("Job", body={"suspended": parts.need(parts.FLAG)}, answers={204: None})
def set_job_suspended(asked: Asked, id: str) -> Response:
    """Holds the job back, or lets it go on."""
    asking.desk().run(asking.context(), HoldJob(asking.number(id, "job"), asked.body["suspended"]))
    return nothing()


def retried(jobs: list[int], body: dict[str, Any]) -> None:
    """Sets the retries of these jobs, one command each, and when they run if that is said."""
    retries = max(-1, min(int(body["retries"]), 2**31 - 1))
    for job in jobs:
        asking.desk().run(asking.context(), SetJobRetries(job, retries))
        if body.get("dueDate") is not None:
            asking.desk().run(asking.context(), SetJobDue(job, moment(body["dueDate"])))


def _batch(jobs: int) -> dict[str, Any]:
    at = stamp(asking.now(), asking.zone())
    return {
        "id": f"job-retries-{instant(asking.now())}",
        "type": "set-job-retries",
        "totalJobs": jobs,
        "jobsCreated": jobs,
        "batchJobsPerSeed": MOST,
        "invocationsPerBatchJob": 1,
        "seedJobDefinitionId": None,
        "monitorJobDefinitionId": None,
        "batchJobDefinitionId": None,
        "suspended": False,
        "tenantId": None,
        "createUserId": asking.me().login,
        "startTime": at,
        "executionStartTime": at,
    }


def _row(reading: Reading, id: str) -> Row:
    filters = {"job": {"job": asking.number(id, "job")}} | sight.cases_of(asking.me())
    rows = JOBS.rows(reading, Page(filters))
    if not rows:
        raise NotFound("no-job", f"Pekerjaan {id} tidak ada.", f"Job with id {id} does not exist")
    return rows[0]


def _job(reading: Reading, row: Row) -> dict[str, Any]:
    case = str(row["case_id"]) if row["case_id"] else None
    element, zone = element_of(reading, row), asking.zone()
    library = asking.desk().library
    definition = None if row["definition"] is None else library.definition(reading, row["definition"])
    most = (retries_of(definition, element) or DEFAULT).attempts
    timed = row["kind"] in TIMED
    due = row["run_at"] if row["attempts"] or not timed else row["due_at"]
    return {
        "id": str(row["id"]),
        "jobDefinitionId": job_definition_id(row["definition"], element),
        "processInstanceId": case,
        "processDefinitionId": None if row["key"] is None else definition_id(row, row["definition"]),
        "processDefinitionKey": row["key"],
        "executionId": case,
        "exceptionMessage": row["error"],
        "failedActivityId": element if row["error"] is not None else None,
        "retries": 0 if row["parked"] == INCIDENT else max(0, most - row["attempts"]),
        "dueDate": stamp(due, zone),
        "suspended": row["parked"] in (CASE_HELD, HELD),
        "priority": 0,
        "tenantId": row["office"],
        "createTime": None if timed or not row["due_at"] else stamp(row["due_at"], zone),
        "batchId": None,
    }
