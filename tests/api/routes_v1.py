"""How the routes of `/api/v1` are tried by every role."""

from __future__ import annotations

from typing import Final

from engine.policy import Actor
from tests.api.office import ANSWERS, HOME, SKM
from tests.api.route import V1, Route, broken, case, case_in, reason, sop, sop_in, suspended, task, task_in

__all__ = ["ROUTES"]


def _watches(actor: Actor) -> str:
    """Whoever watches over some office sees the checkpoints of the installation."""
    return "done" if any(role in ("pemilik", "auditor") for role, _ in actor.grants) else "not there"


def _not_sealed(_: Actor) -> str:
    """What nobody gets as long as there is no checkpoint."""
    return "not there"


def _watched(actor: Actor) -> str:
    """Whoever watches over the case's office, and nobody who only takes part."""
    return "done" if any(actor.has(role, HOME) for role in ("pemilik", "auditor")) else "not there"


ROUTES: Final[dict[str, Route]] = {
    f"GET {V1}/sops": sop(f"{V1}/sops", seen=sop_in),
    f"GET {V1}/sops/{{key}}": sop(f"{V1}/sops/{{key}}"),
    f"POST {V1}/cases": sop(f"{V1}/cases", "start", json=lambda _: {"sop": SKM}),
    f"GET {V1}/cases": case(f"{V1}/cases?status=all", seen=case_in),
    f"GET {V1}/cases/{{id}}": case(f"{V1}/cases/{{case}}"),
    f"GET {V1}/cases/{{id}}/history": case(f"{V1}/cases/{{case}}/history"),
    f"GET {V1}/tasks": task(f"{V1}/tasks", "complete", seen=task_in),
    f"GET {V1}/tasks/{{id}}": task(f"{V1}/tasks/{{task}}"),
    f"POST {V1}/tasks/{{id}}/claim": task(f"{V1}/tasks/{{task}}/claim", "claim"),
    f"POST {V1}/tasks/{{id}}/release": task(f"{V1}/tasks/{{task}}/release", "unclaim"),
    f"POST {V1}/tasks/{{id}}/complete": task(
        f"{V1}/tasks/{{task}}/complete", "complete", json=lambda _: {"answers": ANSWERS["langkah_3"]}
    ),
    f"POST {V1}/tasks/{{id}}/assign": task(
        f"{V1}/tasks/{{task}}/assign", "assign", json=lambda _: {"assignee": "sekcam"}
    ),
    f"POST {V1}/tasks/{{id}}/delegate": task(
        f"{V1}/tasks/{{task}}/delegate", "delegate", json=lambda one: {"to": "sekcam", **reason(one)}
    ),
    f"POST {V1}/cases/{{id}}/suspend": case(f"{V1}/cases/{{case}}/suspend", "suspend", json=reason),
    f"POST {V1}/cases/{{id}}/resume": case(f"{V1}/cases/{{case}}/resume", "resume", before=suspended),
    f"POST {V1}/cases/{{id}}/cancel": case(f"{V1}/cases/{{case}}/cancel", "cancel", json=reason),
    f"POST {V1}/cases/{{id}}/comments": case(
        f"{V1}/cases/{{case}}/comments", "comment", json=lambda _: {"text": "uji"}
    ),
    f"POST {V1}/cases/{{id}}/incidents/{{event}}/retry": case(
        f"{V1}/cases/{{case}}/incidents/{{incident}}/retry", "retry", before=broken
    ),
    f"GET {V1}/checkpoints": Route(f"{V1}/checkpoints", "", "", expected=_watches),
    f"GET {V1}/checkpoints/{{number}}": Route(f"{V1}/checkpoints/1", "", "", expected=_not_sealed),
    f"GET {V1}/checkpoints/{{number}}/consistency": Route(
        f"{V1}/checkpoints/1/consistency", "", "", expected=_not_sealed
    ),
    f"GET {V1}/cases/{{id}}/proof": Route(f"{V1}/cases/{{case}}/proof", "", "", expected=_not_sealed),
    f"GET {V1}/cases/{{id}}/proof/state": Route(f"{V1}/cases/{{case}}/proof/state", "", "", expected=_watched),
    f"POST {V1}/messages": Route(f"{V1}/messages", "nobody waits", "", lambda _: {"message": "surat"}),
    f"POST {V1}/clock/confirm": Route(f"{V1}/clock/confirm", "clock", "anybody"),
}
