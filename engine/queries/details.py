"""What was written to the variables of a case, event by event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.events import Event, variables_set
from engine.library import Definition

__all__ = ["Detail", "details"]

_FORMS = frozenset({"CaseStarted", "TaskCompleted", "MessageReceived", "SignalReceived"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One write to a variable of a scope (0: of the case); `answer` is the name of the event's answer with the value.

    `revision` counts the writes to that variable from 0. `field`: it was an answer of a form.
    """

    event: Event
    scope: int
    name: str
    answer: str
    revision: int
    field: bool


def details(definition: Definition, events: Iterable[Event]) -> Iterator[Detail]:
    """Every write, in order; an answer of a form first as a field of it and then as a variable."""
    times = Counter[tuple[int, str]]()
    for event in events:
        form = definition.forms.get(event.element or "") if event.kind in _FORMS else None
        fields = {field.key for field in form.fields} if form is not None else set()
        for scope, name, key in _written(event.data):
            revision = times[scope, name]
            times[scope, name] += 1
            if key is None and name in fields:
                yield Detail(event, scope, name, name, revision, field=True)
            yield Detail(event, scope, name, key or name, revision, field=False)


def _written(data: Mapping[str, object]) -> list[tuple[int, str, str | None]]:
    return [found for found in variables_set(data) if not found[1].startswith("$")]
