"""What the dialect calls the elements of a diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bpmn.document import Element

__all__ = ["BODY", "activity_type"]

BODY: Final = "multiInstanceBody"


def _named(other: str, **names: str) -> Mapping[str, str]:
    """Names by the local name of the event definition; `other` for an event without one."""
    return {f"{kind}EventDefinition": name for kind, name in names.items()} | {"": other}


_EVENTS: Final[Mapping[str, Mapping[str, str]]] = {
    "startEvent": _named(
        "startEvent",
        timer="startTimerEvent",
        message="messageStartEvent",
        signal="signalStartEvent",
        error="errorStartEvent",
        escalation="escalationStartEvent",
        conditional="conditionalStartEvent",
    ),
    "endEvent": _named(
        "noneEndEvent",
        message="messageEndEvent",
        signal="signalEndEvent",
        error="errorEndEvent",
        escalation="escalationEndEvent",
        terminate="terminateEndEvent",
        cancel="cancelEndEvent",
    ),
    "boundaryEvent": _named(
        "boundaryEvent",
        timer="boundaryTimer",
        message="boundaryMessage",
        signal="boundarySignal",
        error="boundaryError",
        escalation="boundaryEscalation",
        conditional="boundaryConditional",
        cancel="cancelBoundaryCatch",
    ),
    "intermediateCatchEvent": _named(
        "intermediateCatchEvent",
        timer="intermediateTimer",
        message="intermediateMessageCatch",
        signal="intermediateSignalCatch",
        conditional="intermediateConditional",
        link="intermediateLinkCatch",
    ),
    "intermediateThrowEvent": _named(
        "intermediateNoneThrowEvent",
        message="intermediateMessageThrowEvent",
        signal="intermediateSignalThrow",
        escalation="intermediateEscalationThrowEvent",
    ),
}
"""What the dialect calls events (its class ActivityTypes)."""


def activity_type(element: Element | None) -> str:
    """What the dialect calls an element."""
    if element is None:
        return "task"
    kinds = _EVENTS.get(element.kind)
    if kinds is not None:
        return next((kinds[one] for one in element.events if one in kinds), kinds[""])
    if element.kind == "subProcess" and element.triggered:
        return "eventSubProcess"
    return element.kind
