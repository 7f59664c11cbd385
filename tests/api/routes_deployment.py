"""How the routes of deployments are tried by every role."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from engine.commands.definition import Deploy
from engine.store.definitions import RESOURCES
from tests.api.office import HOME, Office
from tests.api.route import REST, Route, Try, nothing_counted, sop, sop_in
from tests.api.test_deployment import diagram

__all__ = ["ROUTES"]


def _again(office: Office, _: Try) -> dict[str, Any]:
    """The first deployment once more, as a form sends it."""
    with office.store.reading() as reading:
        rows = reading.all(RESOURCES, deployment=1)
    files = {row["name"]: (BytesIO(bytes(row["body"])), row["name"]) for row in rows}
    return {"data": {"tenant-id": HOME, "enable-duplicate-filtering": "true", **files}}


def _fresh(office: Office, one: Try) -> Try:
    """A deployment of its own."""
    made = office.run(Deploy(HOME, "Cuti", {"cuti.bpmn": diagram()}, only_changed=False))
    return replace(one, more={"fresh": made["deployment"]})


ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/deployment": sop(f"{REST}/deployment", seen=sop_in),
    f"GET {REST}/deployment/count": sop(f"{REST}/deployment/count?id=1", seen=nothing_counted),
    f"GET {REST}/deployment/{{id}}": sop(f"{REST}/deployment/1"),
    f"GET {REST}/deployment/registered": sop(f"{REST}/deployment/registered", seen=lambda _, text: '"1"' in text),
    f"GET {REST}/deployment/{{id}}/resources": sop(f"{REST}/deployment/1/resources"),
    f"GET {REST}/deployment/{{id}}/resources/{{resource}}": sop(f"{REST}/deployment/1/resources/1-1"),
    f"GET {REST}/deployment/{{id}}/resources/{{resource}}/data": sop(f"{REST}/deployment/1/resources/1-1/data"),
    f"DELETE {REST}/deployment/{{id}}": sop(f"{REST}/deployment/{{fresh}}", "withdraw", before=_fresh),
    f"POST {REST}/deployment/{{id}}/redeploy": sop(f"{REST}/deployment/{{fresh}}/redeploy", "deploy", before=_fresh),
    f"POST {REST}/deployment/create": Route(f"{REST}/deployment/create", "deploy", "anybody", options=_again),
}
