"""A walk that is drawn at random: what staff, workers, senders, clocks and people in charge do to a case."""

from __future__ import annotations

from random import Random

from tests.simulator.diagram import ACTIVITIES, Element, Event
from tests.simulator.game import WORKED
from tests.simulator.model import Model, Part
from tests.simulator.variables import holds
from tests.simulator.walk import Act, Offer, Situation, scopes_of

UNREAD = "tidak-dibaca"
"""The value of a variable that no condition names: it must never get into a state."""
_USUAL = {"timer": "fire", "message": "receive", "signal": "receive"}


class RandomWalk:
    """At most `length` acts, each on a random thing, with random values for some of the variables."""

    def __init__(self, seed: str, model: Model, length: int) -> None:
        self.rng = Random(seed)
        self.model = model
        self.left = length

    def begin(self) -> Act:
        starts = [part.id for part in self.model.parts if self._wakes(part.id)]
        gateways = {part.id for part in self.model.parts if part.tag == "eventBasedGateway" and part.instantiate}
        starts += [link.target for link in self.model.links if link.source in gateways]
        plain = not starts or any(p.tag == "startEvent" and not p.event and not p.scope for p in self.model.parts)
        at = self.rng.choice(starts) if starts and (not plain or self.rng.random() < 0.4) else ""
        return Act("start", self._values(0.4), at)

    def _wakes(self, name: str) -> bool:
        part = self.model.part(name)
        receives = part.tag == "receiveTask" and part.instantiate
        return not part.scope and (receives or part.tag == "startEvent" and part.event is not None)

    def following(self, now: Situation) -> Act | None:
        self.left -= 1
        works = [one for one in now.offers if one.thing.kind not in ("loop", "scope", "condition")]
        if self.left < 0 or not (now.offers if self.model.meddled else works):
            return None
        draw = self.rng.random() if self.model.meddled else 1.0
        if draw < 0.08 or not works:
            return self._changed(now)
        if draw < 0.11:
            return self._extended(now)
        if draw < 0.14:
            return self._modified(now)
        chosen = self.rng.choice(works)
        catchers = [one.event for one in self.model.parts if one.event and _catches(one)]
        if chosen.thing.kind in WORKED and draw < (0.30 if catchers else 0.16):
            return self._thrown(chosen, catchers)
        what = _USUAL.get(chosen.thing.kind, "complete")
        if chosen.thing.kind == "receive" and self.rng.random() < 0.5:
            what = "receive"
        return Act(what, self._values(0.6), chosen.thing.element, chosen.place, self.rng.choice((0, 1, 45, 700)))

    def _thrown(self, chosen: Offer, catchers: list[Event]) -> Act:
        """An error or escalation, most often one that is caught somewhere in the diagram."""
        caught = self.rng.choice(catchers) if catchers and self.rng.random() < 0.8 else None
        kind = caught.kind if caught else self.rng.choice(("error", "escalation"))
        if caught and caught.name:
            return Act("throw", self._values(0.3), chosen.thing.element, chosen.place, kind=kind, code=caught.name)
        code = self.rng.choice(
            (*[one for one in self.model.codes if one[0] == ("E" if kind == "error" else "K")], None)
        )
        return Act("throw", self._values(0.3), chosen.thing.element, chosen.place, kind=kind, code=code)

    def _changed(self, now: Situation) -> Act:
        """The variables of the case, or of a scope that has some."""
        held = [one for one in now.offers if holds(now.diagram, one.thing) and one.thing.kind != "loop"]
        if held and self.rng.random() < 0.5:
            chosen = self.rng.choice(held)
            return Act("change", self._values(0.5), chosen.thing.element, chosen.place)
        return Act("change", self._values(0.6))

    def _extended(self, now: Situation) -> Act:
        loops = [one for one in now.offers if one.thing.number in now.marking.loops]
        loops = [one for one in loops if now.marking.loops[one.thing.number].items is not None]
        if not loops:
            return self._changed(now)
        chosen = self.rng.choice(loops)
        lists = [one for some in self.model.answers.values() for one in some if isinstance(one, list)]
        items = self.rng.choice(lists) if lists else ["baru"]
        return Act("extend", {}, chosen.thing.element, chosen.place, items=tuple(items[:3]))

    def _modified(self, now: Situation) -> Act:
        """A token is moved, taken out, or put in."""
        tokens = [one for one in now.offers if one.thing.host is None and not one.thing.handler]
        targets = [name for name, element in now.diagram.elements.items() if _target(element)]
        if not tokens or not targets:
            return self._changed(now)
        chosen, target = self.rng.choice(tokens), self.rng.choice(targets)
        where = self.rng.choice(("before", "before", "after"))
        if self.rng.random() < 0.4:
            open_now = scopes_of(now.diagram, now.marking, target)
            inside = self.rng.randrange(len(open_now)) if open_now and self.rng.random() < 0.7 else None
            return Act("modify", {}, target=target, kind=where, inside=inside)
        target = target if self.rng.random() < 0.7 else ""
        return Act("modify", {}, chosen.thing.element, chosen.place, kind=where, target=target)

    def _values(self, share: float) -> dict[str, object]:
        some = {
            name: self.rng.choice(values) for name, values in self.model.answers.items() if self.rng.random() < share
        }
        return some | {"catatan": UNREAD}


def _catches(part: Part) -> bool:
    """Whether it is an event that catches errors or escalations."""
    caught = part.event is not None and part.event.kind in ("error", "escalation")
    return caught and part.tag in ("boundaryEvent", "startEvent")


def _target(element: Element) -> bool:
    """Where a token can be put: what waits, ends and choices."""
    return element.tag in ACTIVITIES or element.tag in ("intermediateCatchEvent", "exclusiveGateway", "endEvent")
