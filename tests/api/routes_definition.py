"""How the routes of process definitions are tried by every role."""

from __future__ import annotations

from typing import Final

from tests.api.route import REST, Route, nothing_counted, sop, sop_in

__all__ = ["ROUTES"]

ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/process-definition": sop(f"{REST}/process-definition", seen=sop_in),
    f"GET {REST}/process-definition/count": sop(f"{REST}/process-definition/count?key={{key}}", seen=nothing_counted),
    f"GET {REST}/process-definition/{{id}}": sop(f"{REST}/process-definition/{{definition}}"),
    f"GET {REST}/process-definition/{{id}}/xml": sop(f"{REST}/process-definition/{{definition}}/xml"),
    f"GET {REST}/process-definition/key/{{key}}": sop(f"{REST}/process-definition/key/{{key}}"),
    f"GET {REST}/process-definition/key/{{key}}/xml": sop(f"{REST}/process-definition/key/{{key}}/xml"),
    f"POST {REST}/process-definition/{{id}}/start": sop(f"{REST}/process-definition/{{definition}}/start", "start"),
    f"POST {REST}/process-definition/key/{{key}}/start": sop(f"{REST}/process-definition/key/{{key}}/start", "start"),
}
