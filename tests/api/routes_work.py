"""How the routes of incidents and jobs are tried by every role."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Final

from engine.canonical import dumps
from engine.policy import Actor
from engine.store.job_lists import JOBS
from engine.store.jobs import INSERT_JOB, job_row
from engine.store.lists import Page
from tests.api.office import HOME, Office
from tests.api.route import REST, V1, Route, Try, broken, case, nothing_counted

__all__ = ["ROUTES", "owned"]

_due: Final = itertools.count(2**52)  # far away: nothing runs by itself here


def job(office: Office, one: Try) -> Try:
    """Lets a job of the case wait."""
    due = next(_due)
    told: dict[str, Any] = {"kind": "message", "name": "uji", "values": {}, "business_key": None, "correlation": None}
    with office.store.transaction() as tx:
        tx.many(INSERT_JOB, [job_row("MESSAGE", one.case, due, element="langkah_1", payload=dumps(told))])
    with office.store.reading() as reading:
        (row,) = JOBS.rows(reading, Page({"case": {"case": one.case}}))
    return replace(one, more={"job": row["id"]})


def incident_in(one: Try, text: str) -> bool:
    """The incident stands in a list."""
    return f'"id":"{one.case}-{one.incident}"' in text


def job_in(one: Try, text: str) -> bool:
    """The job stands in a list."""
    return f'"processInstanceId":"{one.case}"' in text


def owned(actor: Actor) -> str:
    """Owners may; others of the case may not; who may only work in it, or not even that, learns nothing of its jobs."""
    offices = {office for role, office in actor.grants if role in ("pemilik", "auditor")}
    if not offices & {HOME, "*"}:
        return "not there"
    return "done" if actor.has("pemilik", HOME) else "forbidden"


def watched(actor: Actor) -> str:
    """Whoever has a role in the office sees what failed in it; who only works there sees it in his cases."""
    return "done" if owned(actor) in ("done", "forbidden") else "not there"


def sop_known(_: Actor) -> str:
    """The SOP has nothing that becomes a job."""
    return "not there"


_incidents: Final = f"{REST}/incident/{{case}}-{{incident}}"
_JOBS: Final = f"{REST}/job"
ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/incident": case(f"{REST}/incident?processInstanceId={{case}}", seen=incident_in, before=broken),
    f"GET {REST}/incident/count": case(
        f"{REST}/incident/count?processInstanceId={{case}}", seen=nothing_counted, before=broken
    ),
    f"GET {REST}/incident/{{id}}": case(_incidents, before=broken),
    f"DELETE {REST}/incident/{{id}}": case(_incidents, "retry", before=broken),
    f"PUT {REST}/incident/{{id}}/annotation": case(
        f"{_incidents}/annotation", "retry", before=broken, json=lambda _: {"annotation": "uji"}
    ),
    f"DELETE {REST}/incident/{{id}}/annotation": case(f"{_incidents}/annotation", "retry", before=broken),
    f"GET {REST}/history/incident": case(
        f"{REST}/history/incident?processInstanceId={{case}}", seen=incident_in, before=broken
    ),
    f"GET {REST}/history/incident/count": case(
        f"{REST}/history/incident/count?processInstanceId={{case}}", seen=nothing_counted, before=broken
    ),
    f"GET {_JOBS}": case(f"{_JOBS}?processInstanceId={{case}}", seen=job_in, before=job),
    f"POST {_JOBS}": case(
        _JOBS, seen=job_in, before=job, json=lambda one: {"processInstanceId": str(one.case), "timers": False}
    ),
    f"GET {_JOBS}/count": case(f"{_JOBS}/count?processInstanceId={{case}}", seen=nothing_counted, before=job),
    f"POST {_JOBS}/count": case(
        f"{_JOBS}/count", seen=nothing_counted, before=job, json=lambda one: {"jobIds": [str(one.more["job"])]}
    ),
    f"GET {_JOBS}/{{id}}": case(f"{_JOBS}/{{job}}", before=job),
    f"GET {_JOBS}/{{id}}/stacktrace": case(f"{_JOBS}/{{job}}/stacktrace", before=job),
    f"POST {_JOBS}/{{id}}/execute": case(f"{_JOBS}/{{job}}/execute", before=job, expected=owned),
    f"PUT {_JOBS}/{{id}}/retries": case(
        f"{_JOBS}/{{job}}/retries", before=job, expected=owned, json=lambda _: {"retries": 2}
    ),
    f"POST {_JOBS}/retries": case(
        f"{_JOBS}/retries",
        before=job,
        expected=owned,
        json=lambda one: {"jobIds": [str(one.more["job"])], "retries": "2"},
    ),
    f"PUT {_JOBS}/{{id}}/duedate": case(
        f"{_JOBS}/{{job}}/duedate",
        before=job,
        expected=owned,
        json=lambda _: {"duedate": "2040-01-01T00:00:00.000+0700"},
    ),
    f"PUT {_JOBS}/{{id}}/suspended": case(
        f"{_JOBS}/{{job}}/suspended", before=job, expected=owned, json=lambda _: {"suspended": True}
    ),
    f"GET {V1}/incidents": case(f"{V1}/incidents", seen=incident_in, before=broken, expected=watched),
    f"POST {V1}/incidents/{{id}}/retry": case(f"{V1}/incidents/{{case}}-{{incident}}/retry", "retry", before=broken),
    f"GET {V1}/cases/{{id}}/replay": case(f"{V1}/cases/{{case}}/replay"),
    f"GET {REST}/job-definition": Route(
        f"{REST}/job-definition?processDefinitionId={{definition}}", "list", "", expected=lambda _: "done"
    ),
    f"GET {REST}/job-definition/count": Route(
        f"{REST}/job-definition/count?processDefinitionId={{definition}}", "list", "", expected=lambda _: "done"
    ),
    f"GET {REST}/job-definition/{{id}}": Route(f"{REST}/job-definition/1:langkah_1", "", "", expected=sop_known),
    f"PUT {REST}/job-definition/{{id}}/retries": Route(
        f"{REST}/job-definition/1:langkah_1/retries", "", "", lambda _: {"retries": 1}, expected=sop_known
    ),
}
