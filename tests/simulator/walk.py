"""A walk through a case as data: what is done, one act after another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from tests.simulator.diagram import Diagram
from tests.simulator.marking import Marking, Thing


@dataclass(frozen=True)
class Act:
    """What is done to an element's `place`-th thing with a number, `minutes` after the last act.

    `start` (of the start event `element`, or of all), `complete`, `fire`, `receive`, `throw` (`kind`, `code`),
    `change` (of the variables of a thing, or of the case without an `element`), `extend` (by `items`), `modify`:
    `stop` the thing, or put a token `before` or `after` the element `target`, or both; `inside`: in which of the
    scopes in which that stands, by number, if it has to be said.
    """

    what: str
    values: Mapping[str, object] = field(default_factory=dict)
    element: str = ""
    place: int = 0
    minutes: int = 0
    kind: str = "error"
    code: str | None = None
    items: tuple[object, ...] = ()
    target: str = ""
    inside: int | None = None


@dataclass(frozen=True)
class Offer:
    """A thing with a number that an act can name: where it stands among those of its element."""

    thing: Thing
    place: int


@dataclass(frozen=True)
class Situation:
    """What a walk can choose from."""

    diagram: Diagram
    marking: Marking
    offers: Sequence[Offer]


class Walk(Protocol):
    """Chooses the acts of one case."""

    def begin(self) -> Act:
        """The act that starts the case."""

    def following(self, now: Situation) -> Act | None:
        """The next act, or None at the walk's end."""


class WrittenWalk:
    """The acts as they are written; an act on something that is not there is left out."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts: Iterator[Act] = iter(acts[1:])
        self.first = acts[0]

    def begin(self) -> Act:
        return self.first

    def following(self, now: Situation) -> Act | None:
        here = {(offer.thing.element, offer.place) for offer in now.offers} | {("", 0)}
        return next((act for act in self.acts if (act.element, act.place) in here and _possible(now, act)), None)


def _possible(now: Situation, act: Act) -> bool:
    if not act.target or act.inside is None:
        return not act.target or act.target in now.diagram.elements
    return act.target in now.diagram.elements and len(scopes_of(now.diagram, now.marking, act.target)) > act.inside


def scopes_of(diagram: Diagram, marking: Marking, target: str) -> list[int]:
    """The numbers of the open scopes in which an element stands."""
    name = diagram.elements[target].scope
    return sorted(one.number for one in marking.things.values() if one.kind == "scope" and one.element == name)


def to_json(acts: Sequence[Act], why: str) -> str:
    """A walk as text, with the sentence that says what it once showed."""
    plain = asdict(Act(""))
    rows = [{key: one for key, one in asdict(act).items() if one != plain[key]} for act in acts]
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False, default=_tagged) for row in rows)
    return f'{{\n "why": {json.dumps(why, ensure_ascii=False)},\n "acts": [\n{lines}\n ]\n}}\n'


def from_json(text: str) -> tuple[Act, ...]:
    """The acts of a walk that `to_json` wrote."""
    acts = json.loads(text, object_hook=_untagged)["acts"]
    return tuple(Act(**(act | {"items": tuple(act.get("items", ()))})) for act in acts)


def _tagged(one: object) -> dict[str, str]:
    if isinstance(one, Decimal):
        return {"$decimal": str(one)}
    if isinstance(one, datetime):
        return {"$instant": one.isoformat()}
    if isinstance(one, date):
        return {"$date": one.isoformat()}
    raise TypeError(one)


def _untagged(one: dict[str, Any]) -> object:
    for tag, read in (("$decimal", Decimal), ("$instant", datetime.fromisoformat), ("$date", date.fromisoformat)):
        if one.keys() == {tag}:
            return read(one[tag])
    return one
