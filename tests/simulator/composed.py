"""Random models of nested blocks with every element: scopes in loops in branches, events in and on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from tests.simulator.builder import Exit
from tests.simulator.diagram import Event
from tests.simulator.model import Model
from tests.simulator.pantry import Pantry
from tests.simulator.structured import Block, Shaper

_GATEWAYS = ("exclusiveGateway", "parallelGateway") * 2 + ("inclusiveGateway",)
_ENDS = ("message", "signal", "escalation", "escalation", "error", "error", "terminate")
_LAST = ("message", "signal", "message", "signal", "escalation", "error", "terminate")
"""What ends throw inside a scope, and in the process, where an error ends the whole case."""


def composed(seed: str, depth: int) -> Model:
    """A model of blocks and scopes nested so deep; the same seed gives the same model."""
    rng = Random(seed)
    pantry = Pantry(rng)
    return Composer(pantry, room=rng.randint(8, 10 + 8 * depth), pantry=pantry).whole(depth)


@dataclass
class Composer(Shaper):
    """Shapes blocks of every element; `pantry` is its builder."""

    pantry: Pantry = None  # type: ignore[assignment]
    nesting: int = 0

    def whole(self, depth: int) -> Model:
        entry, exits = self.sequence(depth, wait=self.make.chance(0.85))
        self.starts(entry, 0.85)
        if self.make.chance(0.25):
            self.woken(entry)
        self.finish(exits)
        self.handlers(depth, 0.25)
        return self.make.model()

    def starts(self, entry: str, share: float) -> None:
        """A start event before what is entered first, or two; none where what nothing leads to begins by itself."""
        led_to = any(link.target == entry for link in self.make.links)
        if not led_to and not self.make.chance(share):
            return
        for _ in range(2 if self.make.chance(0.06) else 1):
            self.make.link(Exit(self.make.part("startEvent")), entry)

    def woken(self, entry: str) -> None:
        """What else begins a case: a start with a trigger, a receive task, an event-based gateway."""
        draw = self.make.rng.random()
        if draw < 0.7:
            event = self.pantry.event(("timer", "message", "signal", "condition"))
            self.make.link(Exit(self.make.part("startEvent", event=event)), entry)
        elif draw < 0.85:
            event = Event("message", self.make.message())
            self.make.link(Exit(self.make.part("receiveTask", event=event, instantiate=True)), entry)
        else:
            gateway = self.make.part("eventBasedGateway", instantiate=True)
            for _ in range(2):
                event = Event("message", self.make.message())
                name = self.make.part("intermediateCatchEvent", event=event)
                self.make.link(Exit(gateway), name)
                self.make.link(Exit(name), entry)

    def finish(self, exits: list[Exit]) -> None:
        if not exits:
            return
        event = None
        if self.make.scope and self.make.tag(self.make.scope) == "transaction" and self.make.chance(0.35):
            event = Event("cancel")
        elif self.make.chance(0.3):
            event = self.pantry.thrown(_ENDS if self.nesting else _LAST)
        self.make.join(exits, self.make.part("endEvent", event=event))

    def block(self, depth: int) -> Block:
        if depth <= 0 or len(self.make.parts) > self.room:
            return self.work(depth)
        draw = self.make.rng.random()
        if draw < 0.10:
            return self.work(depth)
        if draw < 0.16:
            return self.single(self.make.catch())
        if draw < 0.24:
            return self.single(self.pantry.passing())
        if draw < 0.28:
            return self.linked()
        if draw < 0.36:
            return self.choice(depth)
        if draw < 0.60 and self.nesting < 3:
            return self.scope(depth)
        if draw < 0.72:
            return self.loop(depth)
        return self.split(self.make.part(self.make.rng.choice(_GATEWAYS)), depth)

    def single(self, name: str) -> Block:
        """A block of one node."""
        return name, [Exit(name)]

    def work(self, depth: int, tag: str | None = None) -> Block:
        task = self.make.part(tag) if tag else self.pantry.activity()
        return self.guarded(task, depth)

    def guarded(self, task: str, depth: int) -> Block:
        """An activity with events on it."""
        exits = [Exit(task)]
        while self.make.chance(0.25):
            event, interrupting = self.make.boundary(task)
            exits += self.aside(event, depth, interrupting=interrupting)
        if self.make.chance(0.08):
            for code in self.make.rng.sample(("E1", "E2", None, None), 2):
                event = self.make.part("boundaryEvent", host=task, event=Event("error", code))
                exits += self.aside(event, depth, interrupting=True)
        return task, exits

    def linked(self) -> Block:
        """A link that throws, and the one that catches it in the same scope."""
        name = f"sana_{len(self.make.parts)}"
        throw = self.make.part("intermediateThrowEvent", event=Event("link", name))
        return throw, [Exit(self.make.part("intermediateCatchEvent", event=Event("link", name)))]

    def choice(self, depth: int) -> Block:
        """An event-based gateway and what follows each of its events."""
        gateway = self.make.part("eventBasedGateway")
        exits: list[Exit] = []
        tasks = self.make.chance(0.3)  # a gateway has receive tasks or message events behind it, not both
        for _ in range(self.make.rng.choice((2, 2, 3))):
            waited = self.pantry.event(("timer", "message", "signal", "condition"))
            tag = "receiveTask" if tasks and waited.kind == "message" else "intermediateCatchEvent"
            event = self.make.part(tag, event=waited)
            self.make.link(Exit(gateway), event)
            exits += self.branch(Exit(event), depth - 1)
        return gateway, exits

    def scope(self, depth: int) -> Block:
        """A sub-process or transaction with what is in it, on it and how it loops."""
        tag = "transaction" if self.make.chance(0.25) else "subProcess"
        name = self.make.part(tag)
        self.pantry.furnish(name, waits=True, share=0.4)
        with self.within(name):
            if self.make.chance(0.15):
                entry, exits = self.single(self.pantry.passing())
            else:
                entry, exits = self.sequence(depth - 1, wait=self.make.chance(0.6))
            self.starts(entry, 0.7)
            if self.make.chance(0.85):
                self.finish(exits)
            self.handlers(depth - 1, 0.3)
        block = self.guarded(name, depth)
        block[1].extend(self.catchers(name, depth))
        cancelled = any(
            part.tag == "endEvent" and part.event == Event("cancel") and part.scope == name for part in self.make.parts
        )
        if cancelled:
            event = self.make.part("boundaryEvent", host=name, event=Event("cancel"))
            block[1].extend(self.aside(event, depth, interrupting=True))
        return block

    def catchers(self, name: str, depth: int) -> list[Exit]:
        """Events on a scope for what is thrown in it, most of the time."""
        exits: list[Exit] = []
        thrown = [p.event for p in self.make.parts if p.event and p.tag in ("endEvent", "intermediateThrowEvent")]
        inside = [p.event for p in self.make.parts if p.scope == name and p.event in thrown]
        caught = [one for one in inside if one.kind in ("error", "escalation") and self.make.chance(0.6)]
        for event in caught * self.make.rng.choice((1, 1, 2)):
            code = event.name if self.make.chance(0.8) else None
            stops = event.kind == "error" or self.make.chance(0.4)
            on = self.make.part("boundaryEvent", host=name, interrupting=stops, event=Event(event.kind, code))
            exits += self.aside(on, depth, interrupting=stops)
        return exits

    def handlers(self, depth: int, share: float) -> None:
        """Event sub-processes of the present scope."""
        while self.make.chance(share) and self.nesting < 3:
            stops = self.make.chance(0.5)
            kinds = ("timer", "message", "signal", "condition", "error", "escalation")
            event = self.pantry.event(kinds, cycle=not stops)
            thrown = [p.event for p in self.make.parts if p.event and p.tag in ("endEvent", "intermediateThrowEvent")]
            thrown = [one for one in thrown if one.kind in ("error", "escalation")]
            if thrown and self.make.chance(0.5):
                chosen = self.make.rng.choice(thrown)
                event = Event(chosen.kind, chosen.name if self.make.chance(0.8) else None, code_variable="kode")
            name = self.make.part("subProcess", triggered=True)
            with self.within(name):
                start = self.make.part("startEvent", event=event, interrupting=stops or event.kind == "error")
                entry, exits = self.sequence(min(depth - 1, 1))
                self.make.link(Exit(start), entry)
                self.finish(exits)
                self.handlers(depth - 1, 0.1)

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """What is made meanwhile stands in that scope; no loop leads out of it."""
        before, anchors = self.make.scope, self.anchors
        self.make.scope, self.anchors = name, []
        self.nesting += 1
        yield
        self.nesting -= 1
        self.make.scope, self.anchors = before, anchors
