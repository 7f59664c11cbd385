"""What is still to come in a case when every answer is Ya, and by when each step is done at the latest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.calendars import Times, norm
from engine.events import moment
from engine.library import Definition
from engine.queries.steps import Step, Target, decision, forward, onward, step

__all__ = ["Ahead", "Coming", "coming"]

YES = "Ya"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step to come; `at` is when it is done at the latest (UTC), None where the SOP prints no time up to there."""

    step: Step
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Coming:
    """The steps to come in their order, and when the last of them is done at the latest, None where nobody can say."""

    steps: tuple[Ahead, ...]
    end: datetime | None


def coming(definition: Definition, tasks: Iterable[Mapping[str, Any]], times: Times, now: datetime) -> Coming:
    """What follows the open tasks of a case, by their rows: element, due_at.

    A step without a norm, or of people outside, makes all later times unknown: none is invented.
    """
    at: dict[str, datetime | None] = {}
    for row in tasks:
        due = None if row["due_at"] is None else max(moment(row["due_at"]), now)
        at[row["element"]] = due
    found: dict[str, datetime | None] = {}
    ends: list[datetime | None] = []
    queue = list(at.items())
    while queue:
        element, before = queue.pop(0)
        targets = _onward(definition, element)
        if not [one for one in targets if one.kind == "step"]:
            ends.append(before if all(one.kind == "end" for one in targets) else None)
        for target in targets:
            if target.kind != "step" or target.element in at:
                continue
            done = None if before is None else _done(definition, target.element, before, times)
            if target.element in found:
                found[target.element] = _later(found[target.element], done)
                continue
            found[target.element] = done
            queue.append((target.element, done))
    order = {id: place for place, id in enumerate(definition.process.elements)}
    steps = sorted(found, key=lambda id: order[id])
    end = None if not ends or None in ends else max(one for one in ends if one is not None)
    return Coming(tuple(Ahead(step(definition, id), found[id]) for id in steps), end)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _done(definition: Definition, element: str, before: datetime, times: Times) -> datetime | None:
    """When a step is done at the latest that begins then."""
    if not times.counts_for(definition.candidates.get(element)):
        return None
    return times.due(before, norm(definition.process.elements[element].properties))


def _onward(definition: Definition, element: str) -> tuple[Target, ...]:
    """Where a step leads when the answer is Ya; never back up the diagram."""
    chosen = decision(definition, element)
    ahead = forward(definition.process, element)
    if chosen is None:
        return tuple(one for one in onward(definition, element) if one.element in ahead)
    ways = [way for way in chosen.ways if any(target.element in ahead for target in way.targets)]
    way = next((way for way in ways if way.name == YES), next(iter(ways), None))
    return way.targets if way else ()
