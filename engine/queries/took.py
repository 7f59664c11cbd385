"""How long each done step of a case took, in working time against its norm."""

from __future__ import annotations

from dataclasses import dataclass

from engine.calendars import Times, norm
from engine.library import Definition
from engine.norms import Norm
from engine.queries.history import Story
from engine.workdays import worked

__all__ = ["Took", "took"]


@dataclass(frozen=True, slots=True)
class Took:
    """A done step: working minutes, its norm (None: none printed), whether it was late, whether it counts at all."""

    minutes: int
    norm: Norm | None
    late: bool
    outside: bool


def took(definition: Definition, told: Story, times: Times) -> dict[int, Took]:
    """By the number of the event that completed a task; those whose beginning is not in the story are left out."""
    opened = {n: entry for entry in told.entries for run in entry.opened_tasks for n in run}
    found = {}
    for entry in told.entries:
        opener = opened.get(entry.task) if entry.task is not None and entry.kind == "TaskCompleted" else None
        element = definition.process.elements.get(entry.step.element)
        if opener is None or element is None:
            continue
        said = norm(element.properties)
        due = times.due(opener.at, said)
        outside = not times.counts_for(definition.candidates.get(entry.step.element))
        late = due is not None and entry.at > due and not outside
        found[entry.number] = Took(worked(opener.at, entry.at, times.calendar), said, late, outside)
    return found
