"""A walk through a case: what is done, one act after another, drawn at random or written down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Protocol

from tests.simulator.game import Work

UNREAD = "tidak-dibaca"
"""The value of a variable that no condition names: it must never get into a state."""


@dataclass(frozen=True)
class Act:
    """`start`, or `complete`, `fire` or `receive` of an element's `place`-th open thing, `minutes` after the last."""

    what: str
    values: Mapping[str, object]
    element: str = ""
    place: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Offer:
    """An open thing that an act can take: where it stands among those of its element, by the engine's number."""

    work: Work
    place: int


class Walk(Protocol):
    """Chooses the acts of one case."""

    def begin(self) -> Act:
        """The act that starts the case."""

    def following(self, offers: Sequence[Offer]) -> Act | None:
        """The next act, or None at the walk's end."""


class RandomWalk:
    """At most `length` acts, each on a random open thing, with random values for some of the variables."""

    def __init__(self, seed: str, answers: Mapping[str, tuple[object, ...]], length: int) -> None:
        self.rng = Random(seed)
        self.answers = answers
        self.left = length

    def begin(self) -> Act:
        return Act("start", self._values(0.4))

    def following(self, offers: Sequence[Offer]) -> Act | None:
        self.left -= 1
        if not offers or self.left < 0:
            return None
        chosen = self.rng.choice(offers)
        kind = chosen.work.kind
        what = {"timer": "fire", "message": "receive"}.get(kind, "complete")
        if kind == "receive" and self.rng.random() < 0.5:
            what = "receive"
        return Act(what, self._values(0.6), chosen.work.element, chosen.place, self.rng.choice((0, 1, 45, 700)))

    def _values(self, share: float) -> dict[str, object]:
        values = {name: self.rng.choice(some) for name, some in self.answers.items() if self.rng.random() < share}
        return values | {"catatan": UNREAD}


class WrittenWalk:
    """The acts as they are written; an act on something that is not open is left out."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts: Iterator[Act] = iter(acts[1:])
        self.first = acts[0]

    def begin(self) -> Act:
        return self.first

    def following(self, offers: Sequence[Offer]) -> Act | None:
        open_now = {(offer.work.element, offer.place) for offer in offers}
        return next((act for act in self.acts if (act.element, act.place) in open_now), None)


def to_json(acts: Sequence[Act], why: str) -> str:
    """A walk as text, with the sentence that says what it once showed."""
    rows = [{key: value for key, value in asdict(act).items() if value or key == "values"} for act in acts]
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{\n "why": {json.dumps(why, ensure_ascii=False)},\n "acts": [\n{lines}\n ]\n}}\n'


def from_json(text: str) -> tuple[Act, ...]:
    """The acts of a walk that `to_json` wrote."""
    return tuple(Act(**act) for act in json.loads(text)["acts"])
