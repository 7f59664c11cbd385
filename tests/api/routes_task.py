"""How the routes of tasks are tried by every role."""

from __future__ import annotations

from typing import Final

from tests.api.route import REST, Route, nothing_counted, task, task_in, typed_answers

__all__ = ["ROUTES"]

ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/task": task(f"{REST}/task", "list", seen=task_in),
    f"GET {REST}/task/count": task(f"{REST}/task/count?taskId={{task}}", "list", seen=nothing_counted),
    f"GET {REST}/task/{{id}}": task(f"{REST}/task/{{task}}"),
    f"GET {REST}/task/{{id}}/form-variables": task(f"{REST}/task/{{task}}/form-variables"),
    f"POST {REST}/task/{{id}}/claim": task(
        f"{REST}/task/{{task}}/claim", "claim", json=lambda one: {"userId": one.login}
    ),
    f"POST {REST}/task/{{id}}/unclaim": task(f"{REST}/task/{{task}}/unclaim", "unclaim"),
    f"POST {REST}/task/{{id}}/assignee": task(
        f"{REST}/task/{{task}}/assignee", "assign", json=lambda _: {"userId": "sekcam"}
    ),
    f"POST {REST}/task/{{id}}/complete": task(f"{REST}/task/{{task}}/complete", "complete", json=typed_answers),
}
