"""The activity instances of a case, told from its events: what was entered, left and cancelled, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.document import Element
from engine.events import Event, instant

__all__ = ["Activity", "activities", "activity_type"]

_END: Final = frozenset({"CaseCompleted", "CaseCancelled"})


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


@dataclass(slots=True)
class Activity:
    """One passage through an element; `index` counts them in the case, `n` is the task's number if it is one."""

    index: int
    element: str
    since: int
    until: int | None = None
    n: int | None = None
    cancelled: bool = False


def activities(events: Iterable[Event]) -> list[Activity]:
    """Every passage in the order of entering; times are instants."""
    found: list[Activity] = []
    open_: list[Activity] = []
    for event in events:
        at, task = instant(event.recorded_at), event.data.get("task", event.data.get("n"))
        for n in event.data.get("closed", ()):
            _close(open_, next((one for one in open_ if one.n == n), None), at, cancelled=True)
        for mark in str(event.data.get("path", "")).split():
            sign, element = mark[:1], mark[1:]
            if sign == "+":
                found.append(Activity(len(found) + 1, element, at))
                open_.append(found[-1])
            elif sign == "-":
                _close(open_, _left(open_, element, task), at, cancelled=False)
        for row in (*event.data.get("opened", ()), *event.data.get("waits", ())):
            entered = next((one for one in reversed(open_) if one.element == row[1] and one.n is None), None)
            if entered is not None:
                entered.n = row[0]
        if event.kind in _END:
            for one in list(open_):
                _close(open_, one, at, cancelled=event.kind == "CaseCancelled" or one.n is not None)
    return found


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


def _left(open_: list[Activity], element: str, task: object) -> Activity | None:
    """The passage that ends: that of the answered task, else the oldest one through the element."""
    here = [one for one in open_ if one.element == element]
    return next((one for one in here if one.n == task), here[0] if here else None)


def _close(open_: list[Activity], one: Activity | None, at: int, *, cancelled: bool) -> None:
    if one is not None:
        one.until, one.cancelled = at, cancelled
        open_.remove(one)
