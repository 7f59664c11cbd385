"""How the routes of the history are tried by every role."""

from __future__ import annotations

from typing import Any, Final

from engine.policy import Actor
from tests.api.office import HOME
from tests.api.route import REST, Route, Try, case, case_in, nothing_counted, task_in

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


_FIRST: Final = "{case}-0-bmFtYV9wZW1vaG9u"
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
    f"GET {H}/activity-instance": case(f"{H}/activity-instance?processInstanceId={{case}}"),
    f"POST {H}/activity-instance": case(f"{H}/activity-instance", json=asked),
    f"GET {H}/activity-instance/count": case(f"{H}/activity-instance/count?processInstanceId={{case}}"),
    f"POST {H}/activity-instance/count": case(f"{H}/activity-instance/count", json=asked),
    f"GET {H}/activity-instance/{{id}}": case(f"{H}/activity-instance/langkah_1:{{case}}-2"),
    f"GET {H}/variable-instance": case(f"{H}/variable-instance?processInstanceId={{case}}", seen=variable),
    f"POST {H}/variable-instance": case(f"{H}/variable-instance", json=asked, seen=variable),
    f"GET {H}/variable-instance/count": case(
        f"{H}/variable-instance/count?processInstanceId={{case}}", seen=nothing_counted
    ),
    f"POST {H}/variable-instance/count": case(f"{H}/variable-instance/count", json=asked, seen=nothing_counted),
    f"GET {H}/variable-instance/{{id}}": case(f"{H}/variable-instance/{_FIRST}"),
    f"GET {H}/variable-instance/{{id}}/data": case(
        f"{H}/variable-instance/{_FIRST}/data",
        expected=lambda actor: "asked wrongly" if reads(actor) else "not there",
    ),
}
