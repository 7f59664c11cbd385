"""A case replayed for machines: per event the path, and where its tokens stood before and after. No values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.events import Event, closed_tasks, opened_tasks
from engine.queries.passages import Passages
from engine.queries.steps import Drawn

__all__ = ["Frame", "Join", "Stand", "Standing", "replay"]

SHOWN: Final = 20  # tokens of one element that are named by their numbers
_SIGNS: Final = {"-": "left", ">": "flow", "+": "entered"}


@dataclass(frozen=True, slots=True)
class Stand:
    """How many tokens stand at an element; `tokens` are the first of their numbers, where they have some."""

    element: str
    count: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """How many tokens wait at a join, and the flow over which they came."""

    element: str
    flow: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the tokens of a case stand; `scopes` are the sub-processes and repeated activities that are open."""

    stands: tuple[Stand, ...] = ()
    joins: tuple[Join, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """One event: who did it, for which post, when, what it moved, where the tokens stood before and after."""

    number: int
    kind: str
    element: str | None
    actor: str | None
    acting_for: str | None
    recorded_by: tuple[str, ...]
    happened_at: datetime
    recorded_at: datetime
    task: int | None
    path: tuple[tuple[str, str], ...]
    opened: tuple[int, ...]
    closed: tuple[int, ...]
    set: tuple[str, ...]
    outcome: str | None
    before: Standing
    after: Standing


def replay(definition: Drawn, events: Iterable[Event]) -> Iterator[Frame]:
    """The frames of a case, oldest first; its whole history has to be given."""
    followed = Passages.of(definition.process.elements)
    before = Standing()
    for event in events:
        followed.take(event)
        after = _standing(followed)
        yield _frame(event, before, after)
        before = after


def _frame(event: Event, before: Standing, after: Standing) -> Frame:
    data = event.data
    return Frame(
        number=event.number,
        kind=event.kind,
        element=event.element,
        actor=event.actor,
        acting_for=event.acting_for,
        recorded_by=tuple(data.get("recorded_by", ())),
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        task=data.get("task", data.get("n")),
        path=tuple((_SIGNS[mark[:1]], mark[1:]) for mark in str(data.get("path", "")).split()),
        opened=tuple(sorted(task.n for task in opened_tasks(data))),
        closed=tuple(closed_tasks(data)),
        set=tuple(sorted(name for name in data.get("answers", ()) if not name.startswith("$"))),
        outcome=data.get("outcome"),
        before=before,
        after=after,
    )


def _standing(followed: Passages) -> Standing:
    """Only the innermost passages hold tokens; what is around them is open as a scope."""
    counts, tokens = Counter[str](), dict[str, list[int]]()
    scopes = Counter[str]()
    for one in followed.open.values():
        if one.inside or one.body:
            scopes[one.element] += 1
            continue
        counts[one.element] += 1
        shown = tokens.setdefault(one.element, [])
        if one.n is not None and len(shown) < SHOWN:
            shown.append(one.n)
    joins = sorted(followed.waiting.items())
    return Standing(
        tuple(Stand(element, counts[element], tuple(tokens[element])) for element in sorted(counts)),
        tuple(Join(element, flow, count) for (element, flow), count in joins),
        tuple(sorted(scopes)),
    )
