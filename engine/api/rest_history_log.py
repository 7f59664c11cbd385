"""The logs of service tasks and jobs in the dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from flask import Response

from engine.api import asking
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.job_words import job_definition_id, job_definitions
from engine.api.operation import Asked, operation
from engine.api.released import ERASED, released
from engine.api.rest import rest
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, TIME, Origins, of_case
from engine.api.rest_ids import case_number
from engine.api.rest_told import Told, fitting, hang, the_case
from engine.api.rest_wanted import Given
from engine.api.schema import FLAG, INSTANT, LONG, TEXT, Schema, binary, maybe, record
from engine.api.schema import WHOLE as NUMBER
from engine.api.typed import stamp
from engine.commands.refusals import NotFound
from engine.events import Event, instant
from engine.library import Definition
from engine.queries.logs import Entry, job_log, service_log
from engine.store import Reading
from engine.store.history import answers, stream
from engine.store.reading import Row

__all__ = ["Found", "teller"]

_STAGES: Final = ("creation", "failure", "success", "deletion")
_LOG: Final[dict[str, Schema]] = (
    OF_CASE
    | {"id": TEXT, "timestamp": INSTANT, "activityId": TEXT_OR_NONE}
    | {f"{stage}Log": FLAG for stage in _STAGES}
)
SERVICE_LOG: Final = record(
    "HistoricExternalTaskLog",
    _LOG
    | {
        "externalTaskId": TEXT,
        "topicName": TEXT_OR_NONE,
        "workerId": TEXT_OR_NONE,
        "priority": LONG,
        "retries": maybe(NUMBER),
        "errorMessage": TEXT_OR_NONE,
        "activityInstanceId": TEXT,
    },
)
JOB_LOG: Final = record(
    "HistoricJobLog",
    _LOG
    | dict.fromkeys(("jobId", "jobExceptionMessage", "jobDefinitionId", "jobDefinitionType"), TEXT_OR_NONE)
    | dict.fromkeys(("jobDefinitionConfiguration", "failedActivityId", "deploymentId", "hostname"), TEXT_OR_NONE)
    | {"jobDueDate": TIME, "jobRetries": NUMBER, "jobPriority": LONG},
)


class Found(NamedTuple):
    """An entry of a log, its case and its definition; `place` counts those of a case from 0."""

    row: Row
    definition: Definition
    one: Any
    place: int

    @property
    def event(self) -> Event:
        """The event that tells it."""
        event: Event = self.one.event
        return event

    @property
    def at(self) -> int:
        """When it was recorded (instant)."""
        return instant(self.event.recorded_at)

    @property
    def id(self) -> str:
        """The id of the entry."""
        return f"{self.row['id']}-{self.event.number}-{self.place}"

    @property
    def token(self) -> str:
        """The id of the task or service task."""
        return f"{self.row['id']}-{self.one.n}"


Make = Callable[[Reading, Row, Definition], Iterator[Any]]


def teller(make: Make, tests: Mapping[str, Any], *more: str) -> Callable[[Reading, Given], Iterator[Found]]:
    """Tells the entries of the case that the parameters name, and leaves those that pass the tests."""

    def tell(reading: Reading, given: Given) -> Iterator[Found]:
        row = the_case(reading, given, *more)
        if row is None:
            return iter(())
        definition = asking.desk().library.definition(reading, row["definition_id"])
        told = enumerate(make(reading, row, definition))
        return fitting((Found(row, definition, one, place) for place, one in told), tests, given)

    return tell


def _topic(found: Found) -> str | None:
    element = found.definition.process.elements.get(found.one.element or "")
    topic: str | None = found.event.data.get("topic") or (element.topic if element is not None else None)
    return topic


def _stage(stage: str) -> Callable[[Found, bool], bool]:
    return lambda found, value: not value or found.one.stage == stage


_TESTS: Final[dict[str, Callable[[Found, Any], bool]]] = {
    "logId": lambda found, value: found.id == value,
    "activityIdIn": lambda found, value: found.one.element in value,
    "processDefinitionKey": lambda found, value: found.row["key"] == value,
    **{f"{stage}Log": _stage(stage) for stage in _STAGES},
}
_READERS: Final[dict[str, Reader]] = {
    "processInstanceId": case_number,
    "executionId": case_number,
    "logId": asking.text,
    "activityIdIn": asking.names,
    "processDefinitionKey": asking.text,
    **dict.fromkeys((f"{stage}Log" for stage in _STAGES), asking.flag),
}
_KEYS: Final[dict[str, Callable[[Found], Any]]] = {
    "timestamp": lambda found: found.at,
    "activityId": lambda found: found.one.element or "",
    "processInstanceId": lambda found: found.row["id"],
    "executionId": lambda found: found.row["id"],
    "processDefinitionId": lambda found: found.row["definition_id"],
    "processDefinitionKey": lambda found: found.row["key"],
    "tenantId": lambda found: found.row["office"],
}
_OF_SERVICE: Final = teller(
    lambda reading, row, definition: service_log(stream(reading, row["id"]), definition.process.elements),
    _TESTS
    | {
        "externalTaskId": lambda found, value: found.token == value,
        "topicName": lambda found, value: _topic(found) == value,
        "workerId": lambda found, value: found.one.worker == value,
    },
    "externalTaskId",
    "logId",
)
_OF_JOB: Final = teller(
    lambda reading, row, _: job_log(stream(reading, row["id"])),
    _TESTS
    | {
        "jobId": lambda found, value: str(found.event.data.get("job")) == value,
        "jobExceptionMessage": lambda found, value: found.event.data.get("message") == value,
        "jobDefinitionId": lambda found, value: job_definition_id(found.definition.id, found.one.element) == value,
        "failedActivityIdIn": lambda found, value: found.one.stage == "failure" and found.one.element in value,
    },
    "logId",
)


def _stages(one: Entry) -> dict[str, bool]:
    return {f"{stage}Log": one.stage == stage for stage in _STAGES}


def _common(found: Found, origins: Origins) -> dict[str, Any]:
    case = found.row["id"]
    return of_case(found.row, case, origins.of(case)) | {
        "id": found.id,
        "timestamp": stamp(found.event.recorded_at, asking.zone()),
        "activityId": found.one.element,
        **_stages(found.one),
    }


def _write_services(reading: Reading, page: list[Found]) -> list[dict[str, Any]]:
    origins = Origins(reading, [found.row for found in page])
    kept = answers(reading, page[0].row["id"]) if any(found.one.stage == "failure" for found in page) else {}
    return [
        _common(found, origins)
        | {
            "externalTaskId": found.token,
            "topicName": _topic(found),
            "workerId": found.one.worker,
            "priority": 0,
            "retries": found.one.retries,
            "errorMessage": _error(found, kept),
            "activityInstanceId": str(found.row["id"]),
        }
        for found in page
    ]


def _error(found: Found, kept: Mapping[tuple[int, str], Row]) -> str | None:
    """What the worker reported; nothing once it was erased."""
    row = kept.get((found.event.number, "$galat"))
    value = None if row is None else released(found.row["id"], row["value"])
    return None if value in (None, ERASED) else str(value)


def _write_jobs(reading: Reading, page: list[Found]) -> list[dict[str, Any]]:
    origins = Origins(reading, [found.row for found in page])
    return [_common(found, origins) | _job(found) for found in page]


def _job(found: Found) -> dict[str, Any]:
    data, failed = found.event.data, found.one.stage == "failure"
    defined = next((one for one in job_definitions(found.definition) if one.element == found.one.element), None)
    due, job = data.get("due"), data.get("job")
    return {
        "jobId": None if job is None else str(job),
        "jobExceptionMessage": data["message"] if failed else None,
        "jobDefinitionId": job_definition_id(found.definition.id, found.one.element),
        "jobDefinitionType": defined and defined.type,
        "jobDefinitionConfiguration": defined and defined.configuration,
        "failedActivityId": found.one.element if failed else None,
        "deploymentId": str(found.definition.deployment),
        "hostname": None,
        "jobDueDate": stamp(due, asking.zone()) if due is not None and found.one.stage == "success" else None,
        "jobRetries": found.one.retries or 0,
        "jobPriority": 0,
    }


@rest.get("/history/external-task-log/<id>")
@operation("Historic External Task Log", answers={200: SERVICE_LOG})
def get_external_task_log(asked: Asked, id: str) -> Response:
    """One entry."""
    with asking.desk().store.reading() as reading:
        return answer(_write_services(reading, [_the(reading, id, _OF_SERVICE)])[0])


@rest.get("/history/external-task-log/<id>/error-details")
@operation("Historic External Task Log", answers={200: binary("text/plain")})
def get_external_task_log_error_details(asked: Asked, id: str) -> Response:
    """What the worker reported, as text."""
    with asking.desk().store.reading() as reading:
        found = _the(reading, id, _OF_SERVICE)
        return Response(_error(found, answers(reading, found.row["id"])) or "", content_type="text/plain")


@rest.get("/history/job-log/<id>")
@operation("Historic Job Log", answers={200: JOB_LOG})
def get_job_log(asked: Asked, id: str) -> Response:
    """One entry."""
    with asking.desk().store.reading() as reading:
        return answer(_write_jobs(reading, [_the(reading, id, _OF_JOB)])[0])


@rest.get("/history/job-log/<id>/stacktrace")
@operation("Historic Job Log", answers={200: binary("text/plain")})
def get_job_log_stacktrace(asked: Asked, id: str) -> Response:
    """Why the job failed, as text."""
    with asking.desk().store.reading() as reading:
        return Response(_the(reading, id, _OF_JOB).event.data.get("message") or "", content_type="text/plain")


def _the(reading: Reading, id: str, tell: Callable[[Reading, Given], Iterator[Found]]) -> Found:
    found = next(tell(reading, Given({"logId": id}, (), 0, 1)), None)
    if found is None:
        raise NotFound("no-log", f"{id} tidak ada.", f"Historic log with id {id} does not exist")
    return found


hang(
    Told(
        path="external-task-log",
        tag="Historic External Task Log",
        schema=SERVICE_LOG,
        readers=_READERS | dict.fromkeys(("externalTaskId", "topicName", "workerId"), asking.text),
        tell=_OF_SERVICE,
        keys=_KEYS
        | {
            "externalTaskId": lambda found: found.one.n,
            "topicName": lambda found: _topic(found) or "",
            "workerId": lambda found: found.one.worker or "",
            "retries": lambda found: -1 if found.one.retries is None else found.one.retries,
        },
        write=_write_services,
    )
)
hang(
    Told(
        path="job-log",
        tag="Historic Job Log",
        schema=JOB_LOG,
        readers=_READERS
        | dict.fromkeys(("jobId", "jobExceptionMessage", "jobDefinitionId"), asking.text)
        | {"failedActivityIdIn": asking.names},
        tell=_OF_JOB,
        keys=_KEYS
        | {"occurrence": lambda found: found.place, "jobDefinitionId": lambda found: found.one.element or ""},
        write=_write_jobs,
    )
)
