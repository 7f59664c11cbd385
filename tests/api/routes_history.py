"""How the routes of the history are tried by every role."""

from __future__ import annotations

from typing import Final

from tests.api.route import REST, Route, case, case_in, nothing_counted, task, task_in

__all__ = ["ROUTES"]

ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/history/process-instance": case(f"{REST}/history/process-instance", seen=case_in),
    f"GET {REST}/history/process-instance/count": case(
        f"{REST}/history/process-instance/count?processInstanceId={{case}}", seen=nothing_counted
    ),
    f"GET {REST}/history/process-instance/{{id}}": case(f"{REST}/history/process-instance/{{case}}"),
    f"GET {REST}/history/task": case(f"{REST}/history/task?processInstanceId={{case}}", seen=task_in),
    f"GET {REST}/history/task/count": task(f"{REST}/history/task/count?taskId={{task}}", "list", seen=nothing_counted),
    f"GET {REST}/history/activity-instance": case(f"{REST}/history/activity-instance?processInstanceId={{case}}"),
    f"GET {REST}/history/activity-instance/count": case(
        f"{REST}/history/activity-instance/count?processInstanceId={{case}}"
    ),
}
