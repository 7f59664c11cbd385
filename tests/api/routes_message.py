"""How the routes of messages, signals and conditions are tried by every role."""

from __future__ import annotations

from typing import Final

from engine.policy import Actor
from tests.api.route import REST, Route

__all__ = ["ROUTES"]


def _done(_: Actor) -> str:
    """Nobody is refused: what is not his to move is left alone."""
    return "done"


ROUTES: Final[dict[str, Route]] = {
    f"POST {REST}/message": Route(f"{REST}/message", "wrongly asked", "", lambda _: {"messageName": "surat"}),
    f"POST {REST}/signal": Route(f"{REST}/signal", "", "", lambda _: {"name": "surat"}, expected=_done),
    f"POST {REST}/condition": Route(f"{REST}/condition", "", "", lambda _: {"variables": {}}, expected=_done),
    f"GET {REST}/event-subscription": Route(f"{REST}/event-subscription", "", "", expected=_done),
    f"GET {REST}/event-subscription/count": Route(f"{REST}/event-subscription/count", "", "", expected=_done),
}
