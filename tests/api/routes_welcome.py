"""How the routes that tools ask first are tried by every role: they show nobody's things."""

from __future__ import annotations

from typing import Final

from engine.policy import Actor
from tests.api.route import REST, Route

__all__ = ["ROUTES"]


def _done(_: Actor) -> str:
    return "done"


_TELEMETRY: Final = f"{REST}/telemetry/configuration"
_SCHEMA: Final = f"{REST}/schema/log"
ROUTES: Final[dict[str, Route]] = {
    f"GET {_TELEMETRY}": Route(_TELEMETRY, "", "", expected=_done),
    f"POST {_TELEMETRY}": Route(_TELEMETRY, "", "", lambda _: {"enableTelemetry": False}, expected=_done),
    f"GET {_SCHEMA}": Route(_SCHEMA, "", "", expected=_done),
    f"POST {_SCHEMA}": Route(_SCHEMA, "", "", lambda _: {}, expected=_done),
}
