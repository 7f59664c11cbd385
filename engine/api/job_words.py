"""What the dialect calls jobs: their definitions, by element, and the sorts of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from bpmn.document import Element
from engine.library import Definition

__all__ = ["JobDefinition", "job_definition_id", "job_definitions", "parsed_job_definition"]

_ASYNC: Final = "async-continuation"
_EVENTS: Final = frozenset({"message", "signal"})
_TIMERS: Final = {"startEvent": "timer-start-event", "boundaryEvent": "timer-transition"}
_WORDS: Final = {"date": "DATE", "duration": "DURATION", "cycle": "CYCLE"}


class JobDefinition(NamedTuple):
    """What may become a job at an element: its type, and what configures it."""

    element: str
    type: str
    configuration: str


def job_definitions(definition: Definition) -> Iterator[JobDefinition]:
    """What may become jobs of a definition, in the order of the diagram."""
    for element in definition.process.elements.values():
        found = _of(element)
        if found is not None:
            yield found


def _of(element: Element) -> JobDefinition | None:
    timer = element.trigger.timer if element.trigger is not None else None
    if timer is not None:
        kind = _TIMERS.get(element.kind, "timer-intermediate-transition")
        return JobDefinition(element.id, kind, f"{_WORDS[timer.kind]}: {timer.text}")
    if element.call is not None:
        return JobDefinition(element.id, _ASYNC, "call")
    named = element.throw if element.throw is not None else element.trigger
    if named is not None and named.kind in _EVENTS:
        return JobDefinition(element.id, _ASYNC, named.kind)
    return None


def job_definition_id(definition: int | None, element: str | None) -> str | None:
    """The id of what a job at an element of a definition (its number) is one of; None for a job of nothing."""
    return None if definition is None or element is None else f"{definition}:{element}"


def parsed_job_definition(id: str) -> tuple[int, str] | None:
    """The number of the definition and the element; None for what is no id."""
    number, colon, element = id.partition(":")
    if not colon or not number.isascii() or not number.isdigit() or len(number) > 18 or "\0" in element:
        return None
    return int(number), element
