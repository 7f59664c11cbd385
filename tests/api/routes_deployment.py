"""How the routes of deployments are tried by every role."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from engine.store.definitions import RESOURCES
from tests.api.office import HOME, Office
from tests.api.route import REST, Route, Try, nothing_counted, sop, sop_in

__all__ = ["ROUTES"]


def _again(office: Office, _: Try) -> dict[str, Any]:
    """The first deployment once more, as a form sends it."""
    with office.store.reading() as reading:
        rows = reading.all(RESOURCES, deployment=1)
    files = {row["name"]: (BytesIO(bytes(row["body"])), row["name"]) for row in rows}
    return {"data": {"tenant-id": HOME, "enable-duplicate-filtering": "true", **files}}


ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/deployment": sop(f"{REST}/deployment", seen=sop_in),
    f"GET {REST}/deployment/count": sop(f"{REST}/deployment/count?id=1", seen=nothing_counted),
    f"GET {REST}/deployment/{{id}}": sop(f"{REST}/deployment/1"),
    f"POST {REST}/deployment/create": Route(f"{REST}/deployment/create", "deploy", "anybody", options=_again),
}
