"""How the routes of process instances and messages are tried by every role."""

from __future__ import annotations

from typing import Final

from tests.api.route import REST, Route, case, case_in, nothing_counted

__all__ = ["ROUTES"]

ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/process-instance": case(f"{REST}/process-instance", seen=case_in),
    f"GET {REST}/process-instance/count": case(
        f"{REST}/process-instance/count?businessKey={{business_key}}", seen=nothing_counted
    ),
    f"GET {REST}/process-instance/{{id}}": case(f"{REST}/process-instance/{{case}}"),
    f"DELETE {REST}/process-instance/{{id}}": case(f"{REST}/process-instance/{{case}}", "cancel"),
    f"POST {REST}/message": Route(f"{REST}/message", "wrongly asked", "", lambda _: {"messageName": "surat"}),
}
