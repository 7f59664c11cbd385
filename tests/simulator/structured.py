"""Random models of nested blocks: gateways, loops around and inside them, events on tasks, merges without a gateway."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.simulator.builder import GATEWAYS, Builder, Exit
from tests.simulator.model import Model

Block = tuple[str, list[Exit]]
"""Where a block is entered, and the ends that leave it."""


def structured(seed: str, depth: int) -> Model:
    """A model of blocks nested so deep; the same seed gives the same model."""
    rng = Random(seed)
    shaper = Shaper(Builder(rng), room=rng.randint(6, 12 + 6 * depth))
    return shaper.whole(depth)


@dataclass
class Shaper:
    """Shapes blocks: each is entered at one node and left by loose ends. At most about `room` nodes."""

    make: Builder
    room: int
    anchors: list[str] = field(default_factory=list)

    def whole(self, depth: int) -> Model:
        entry, exits = self.sequence(depth, wait=self.make.chance(0.85))
        for _ in range(self.make.rng.choice((1,) * 17 + (2,))):
            start = self.make.part("startEvent")
            for _ in range(self.make.rng.choice((1,) * 17 + (2,))):
                self.make.link(Exit(start), entry)
        self.finish(exits)
        return self.make.model()

    def finish(self, exits: list[Exit]) -> None:
        if exits:
            self.make.join(exits, self.make.part("endEvent"))

    def sequence(self, depth: int, *, wait: bool = False) -> Block:
        """One block after another; with `wait`, the first one is a user task."""
        entry, exits = self.work(depth, "userTask") if wait else self.block(depth)
        for _ in range(self.make.rng.choice((0, 1, 1, 2))):
            if not exits or len(self.make.parts) > self.room:
                break
            following, later = self.block(depth)
            self.make.join(exits, following)
            exits = later
        return entry, exits

    def block(self, depth: int) -> Block:
        if depth <= 0 or len(self.make.parts) > self.room:
            return self.work(depth)
        draw = self.make.rng.random()
        if draw < 0.15:
            return self.work(depth)
        if draw < 0.20:
            catch = self.make.catch()
            return catch, [Exit(catch)]
        if draw < 0.45:
            return self.loop(depth)
        if draw < 0.52:
            return self.split(self.make.task(), depth)
        return self.split(self.make.part(self.make.rng.choice(GATEWAYS)), depth)

    def work(self, depth: int, tag: str | None = None) -> Block:
        task = self.make.part(tag) if tag else self.make.task()
        exits = [Exit(task)]
        while self.make.chance(0.22):
            event, interrupting = self.make.boundary(task)
            exits += self.aside(event, depth, interrupting=interrupting)
        return task, exits

    def aside(self, event: str, depth: int, *, interrupting: bool) -> list[Exit]:
        """Where an event on a task leads: on with its task, back to a loop, or to an end of its own."""
        draw = self.make.rng.random()
        if self.anchors and interrupting and draw < 0.4:
            self.make.link(Exit(event), self.make.rng.choice(self.anchors))
            return []
        if draw < 0.4 + 0.3 * interrupting:
            return [Exit(event)]
        entry, exits = self.work(0)
        self.make.link(Exit(event), entry)
        if self.make.chance(0.3):
            return exits
        self.finish(exits)
        return []

    def split(self, opener: str, depth: int) -> Block:
        """Branches from a gateway or a task, joined again, most often by the kind that fits."""
        exits: list[Exit] = []
        for start in self.make.exits(opener, self.make.rng.choice((2, 2, 3))):
            exits += self.branch(start, depth)
        tag = self.make.tag(opener)
        fitting = tag if tag in GATEWAYS else "inclusiveGateway"
        tags = (fitting,) * 13 + ("inclusiveGateway",) * 3 + GATEWAYS
        draw = self.make.rng.random()
        if draw < 0.1 or not exits:
            return opener, exits
        join = self.make.part(self.make.rng.choice(tags))
        self.make.join(exits, join)
        if self.make.chance(0.15) and len(self.make.parts) < self.room:
            return opener, self.split(join, depth - 1)[1]
        return opener, [Exit(join)]

    def branch(self, start: Exit, depth: int) -> list[Exit]:
        draw = self.make.rng.random()
        if draw < 0.12:
            return [start]
        entry, exits = self.sequence(depth - 1)
        self.make.link(start, entry)
        if draw < 0.19:
            self.finish(exits)
            return []
        return exits

    def loop(self, depth: int) -> Block:
        """A body that a decision can send back to before its beginning; it holds a user task, so it waits."""
        head = self.make.rng.choice(("exclusiveGateway", "exclusiveGateway", "inclusiveGateway", "", ""))
        opener = self.make.part(head) if head else None
        entry, exits = self.work(0, "userTask") if self.make.chance(0.6) else (self.make.part("userTask"), [])
        exits = exits or [Exit(entry)]
        if opener:
            self.make.link(Exit(opener), entry)
        target = opener or entry
        self.anchors.append(target)
        following, exits2 = self.sequence(depth - 1)
        self.make.join(exits, following)
        self.anchors.pop()
        return target, self.back(exits2, target)

    def back(self, exits: list[Exit], target: str) -> list[Exit]:
        """A choice at the end of a loop: back or on. It may be made by the gateway that ends the body."""
        if not exits:
            return []
        last = exits[0].source
        if len(exits) == 1 and exits[0].condition is None and self.decides(last) and self.make.chance(0.5):
            chooser = last
        else:
            tag = self.make.rng.choice(("exclusiveGateway",) * 4 + ("userTask", "inclusiveGateway"))
            chooser = self.make.part(tag)
            self.make.join(exits, chooser)
        first = Exit(chooser, self.make.condition())
        other = Exit(chooser, default=True) if self.make.chance(0.8) else Exit(chooser, self.make.condition())
        back, on = (first, other) if self.make.chance(0.7) else (other, first)
        self.make.link(back, target)
        return [on]

    def decides(self, name: str) -> bool:
        """Whether a node can choose: no flow and no other loose end of it exists yet."""
        taken = any(link.source == name for link in self.make.links)
        return self.make.tag(name) in ("exclusiveGateway", "inclusiveGateway", "userTask") and not taken
