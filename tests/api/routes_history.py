"""How the routes of the history are tried by every role."""

from __future__ import annotations

from typing import Any, Final

from engine.policy import Actor
from engine.store import NewEvent, Stamp
from engine.store.cases import CASE
from tests.api.office import HOME, Office
from tests.api.route import REST, Route, Try, case, case_in, nothing_counted, sop, task_in

__all__ = ["ROUTES"]

H: Final = f"{REST}/history"


def reads(actor: Actor) -> bool:
    """Whether somebody may read the case that is tried."""
    offices = {office for role, office in actor.grants if role in ("pemilik", "auditor")}
    return actor.login in ("staf", "kasi") or bool(offices & {HOME, "*"})


def kept(actor: Actor) -> str:
    """Nobody deletes a history, and who may not read it learns nothing of it."""
    return "forbidden" if reads(actor) else "not there"


def asked(one: Try) -> Any:
    """A body that asks for the case."""
    return {"processInstanceId": str(one.case)}


def asked_task(one: Try) -> Any:
    """A body that asks for the task."""
    return {"taskId": one.task}


def variable(_: Try, text: str) -> bool:
    """The case's variables stand in a list."""
    return '"name":"nama_pemohon"' in text


def no_bytes(actor: Actor) -> str:
    """The value is a text: there are no bytes to give."""
    return "asked wrongly" if reads(actor) else "not there"


def nothing(_: Try) -> Any:
    """No body."""


def nobody(_: Actor) -> str:
    """The case has no service task."""
    return "not there"


def link(one: Try, text: str) -> bool:
    """Who was named for the task stands in a list."""
    return f'"taskId":"{one.task}"' in text


def failed_job(office: Office, one: Try) -> Try:
    """Lets a job of the case fail."""
    with office.store.transaction() as tx:
        row = tx.one(CASE, case=one.case)
        assert row is not None
        tx.numbered(one.case, row["events"], row["last_at"])
        data = {"kind": "message", "message": "uji", "n": None, "job": 1}
        assert tx.append(NewEvent(one.case, "IncidentRaised", data), Stamp(None, office.now)).number == 5
    return one


def of_case(one: Try, text: str) -> bool:
    """Something of the case stands in a list."""
    return f'"processInstanceId":"{one.case}"' in text


def _listed(path: str, *, posted: bool = True) -> dict[str, Route]:
    """A list of what a case went through, and its count, by GET and by POST."""
    place, query = f"{H}/{path}", "processInstanceId={case}"
    found = {
        f"GET {place}": case(f"{place}?{query}", seen=of_case),
        f"GET {place}/count": case(f"{place}/count?{query}", seen=nothing_counted),
    }
    if posted:
        found[f"POST {place}"] = case(place, json=asked, seen=of_case)
        found[f"POST {place}/count"] = case(f"{place}/count", json=asked, seen=nothing_counted)
    return found


_FIRST: Final = "{case}-0-bmFtYV9wZW1vaG9u"
_DETAIL: Final = "{case}-2-0-bmFtYV9wZW1vaG9u"
ROUTES: Final[dict[str, Route]] = {
    f"GET {H}/process-instance": case(f"{H}/process-instance", seen=case_in),
    f"POST {H}/process-instance": case(f"{H}/process-instance", json=asked, seen=case_in),
    f"GET {H}/process-instance/count": case(
        f"{H}/process-instance/count?processInstanceId={{case}}", seen=nothing_counted
    ),
    f"POST {H}/process-instance/count": case(f"{H}/process-instance/count", json=asked, seen=nothing_counted),
    f"GET {H}/process-instance/{{id}}": case(f"{H}/process-instance/{{case}}"),
    f"DELETE {H}/process-instance/{{id}}": case(f"{H}/process-instance/{{case}}", expected=kept),
    f"GET {H}/task": case(f"{H}/task?processInstanceId={{case}}", seen=task_in),
    f"POST {H}/task": case(f"{H}/task", json=asked, seen=task_in),
    f"GET {H}/task/count": case(f"{H}/task/count?taskId={{task}}", seen=nothing_counted),
    f"POST {H}/task/count": case(f"{H}/task/count", json=asked_task, seen=nothing_counted),
    **_listed("activity-instance"),
    f"GET {H}/activity-instance/{{id}}": case(f"{H}/activity-instance/langkah_1:{{case}}-2"),
    f"GET {H}/process-instance/report": Route(
        f"{H}/process-instance/report?reportType=duration&periodUnit=month", "", "", expected=lambda _: "done"
    ),
    f"GET {H}/task/report": Route(
        f"{H}/task/report?reportType=count&groupBy=taskName", "", "", expected=lambda _: "done"
    ),
    f"GET {H}/process-definition/{{id}}/statistics": sop(
        f"{H}/process-definition/{{definition}}/statistics?finished=true&processInstanceIdIn={{case}}"
    ),
    **_listed("user-operation", posted=False),
    **_listed("detail"),
    f"GET {H}/detail/{{id}}": case(f"{H}/detail/{_DETAIL}"),
    f"GET {H}/detail/{{id}}/data": case(f"{H}/detail/{_DETAIL}/data", expected=no_bytes),
    **{
        f"{method} {H}/{log}{end}": Route(
            f"{H}/{log}{end}?processInstanceId={{case}}" if method == "GET" else f"{H}/{log}{end}",
            "",
            "",
            json=asked if method == "POST" else nothing,
            expected=lambda _: "done",
        )
        for log in ("external-task-log", "job-log")
        for end in ("", "/count")
        for method in ("GET", "POST")
    },
    f"GET {H}/external-task-log/{{id}}": Route(f"{H}/external-task-log/{{case}}-1-0", "", "", expected=nobody),
    f"GET {H}/external-task-log/{{id}}/error-details": Route(
        f"{H}/external-task-log/{{case}}-1-0/error-details", "", "", expected=nobody
    ),
    f"GET {H}/job-log/{{id}}": case(f"{H}/job-log/{{case}}-5-0", before=failed_job),
    f"GET {H}/job-log/{{id}}/stacktrace": case(f"{H}/job-log/{{case}}-5-0/stacktrace", before=failed_job),
    f"GET {H}/identity-link-log": case(f"{H}/identity-link-log?taskId={{task}}", seen=link),
    f"GET {H}/identity-link-log/count": case(f"{H}/identity-link-log/count?taskId={{task}}", seen=nothing_counted),
    f"GET {H}/variable-instance": case(f"{H}/variable-instance?processInstanceId={{case}}", seen=variable),
    f"POST {H}/variable-instance": case(f"{H}/variable-instance", json=asked, seen=variable),
    f"GET {H}/variable-instance/count": case(
        f"{H}/variable-instance/count?processInstanceId={{case}}", seen=nothing_counted
    ),
    f"POST {H}/variable-instance/count": case(f"{H}/variable-instance/count", json=asked, seen=nothing_counted),
    f"GET {H}/variable-instance/{{id}}": case(f"{H}/variable-instance/{_FIRST}"),
    f"GET {H}/variable-instance/{{id}}/data": case(f"{H}/variable-instance/{_FIRST}/data", expected=no_bytes),
}
