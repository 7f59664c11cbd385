"""Random models of every element without structure: graphs in scopes in graphs, surplus tokens, whatever is legal."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.simulator.builder import GATEWAYS, Exit
from tests.simulator.diagram import Event
from tests.simulator.model import Model
from tests.simulator.pantry import Pantry

_HOSTS = ("userTask", "manualTask", "serviceTask", "receiveTask", "callActivity", "businessRuleTask")
_ENDS = ("message", "signal", "escalation", "error", "terminate")
_LAST = ("message", "signal", "escalation", "terminate")


def wild(seed: str, size: int) -> Model:
    """A random graph of about so many nodes, some of them scopes with graphs of their own."""
    rng = Random(seed)
    grower = _Grower(Pantry(rng), size)
    nodes = grower.graph(size, wait=rng.random() < 0.8)
    led_to = any(link.target == nodes[0] for link in grower.make.links)
    for _ in range(rng.choice((int(led_to),) + (1,) * 12 + (2,))):
        grower.make.link(Exit(grower.make.part("startEvent")), nodes[0])
    grower.handlers(0.25)
    return grower.make.model()


@dataclass
class _Grower:
    make: Pantry
    left: int
    nesting: int = 0

    def graph(self, size: int, *, wait: bool) -> list[str]:
        """So many nodes of the present scope, with flows; gives those that flows lead to."""
        nodes = [self.make.part("userTask") if wait else self.node()]
        followers: list[tuple[str, str]] = []
        for _ in range(size):
            if self.make.chance(0.07):
                followers += self.choice(nodes)
            else:
                nodes.append(self.node())
        ends = [self.end() for _ in range(self.make.rng.randint(1, 2))]
        events = [self.make.boundary(node)[0] for node in nodes if self.hosts(node) and self.make.chance(0.3)]
        events += [self.cancelled(node) for node in nodes if self.make.tag(node) == "transaction"]
        self.flows(nodes, [*events, *(event for _, event in followers)], ends)
        for gateway, event in followers:
            self.make.link(Exit(gateway), event)
        return nodes

    def hosts(self, node: str) -> bool:
        tag = self.make.tag(node)
        return tag in (*_HOSTS, "subProcess", "transaction")

    def node(self) -> str:
        draw = self.make.rng.random()
        if draw < 0.42:
            return self.make.activity()
        if draw < 0.52 and self.nesting < 2:
            return self.scope()
        if draw < 0.60:
            return self.make.catch()
        if draw < 0.68:
            return self.make.passing()
        return self.make.part(self.make.rng.choice(GATEWAYS))

    def choice(self, nodes: list[str]) -> list[tuple[str, str]]:
        """An event-based gateway and the events behind it."""
        gateway = self.make.part("eventBasedGateway")
        nodes.append(gateway)
        return [(gateway, self.make.catch()) for _ in range(2)]

    def end(self) -> str:
        around = self.make.tag(self.make.scope) if self.make.scope else ""
        if around == "transaction" and self.make.chance(0.5):
            return self.make.part("endEvent", event=Event("cancel"))
        ends = _ENDS if self.nesting or self.make.chance(0.2) else _LAST
        return self.make.part("endEvent", event=self.make.thrown(ends) if self.make.chance(0.35) else None)

    def cancelled(self, transaction: str) -> str:
        return self.make.part("boundaryEvent", host=transaction, event=Event("cancel"))

    def scope(self) -> str:
        name = self.make.part("transaction" if self.make.chance(0.2) else "subProcess")
        self.make.furnish(name, waits=True, share=0.4)
        before, self.make.scope = self.make.scope, name
        self.nesting += 1
        nodes = self.graph(self.make.rng.randint(0, 4), wait=self.make.chance(0.6))
        led_to = any(link.target == nodes[0] for link in self.make.links)
        for _ in range(self.make.rng.choice((int(led_to), 1, 1, 1, 2))):
            self.make.link(Exit(self.make.part("startEvent")), nodes[0])
        self.handlers(0.25)
        self.nesting -= 1
        self.make.scope = before
        return name

    def handlers(self, share: float) -> None:
        while self.make.chance(share) and self.nesting < 3:
            stops = self.make.chance(0.5)
            kinds = ("timer", "message", "signal", "condition", "error", "escalation")
            event = self.make.event(kinds, cycle=not stops)
            before, self.make.scope = self.make.scope, self.make.part("subProcess", triggered=True)
            self.nesting += 1
            start = self.make.part("startEvent", event=event, interrupting=stops or event.kind == "error")
            self.make.link(Exit(start), self.graph(self.make.rng.randint(0, 2), wait=self.make.chance(0.5))[0])
            self.handlers(0.1)
            self.nesting -= 1
            self.make.scope = before

    def flows(self, nodes: list[str], events: list[str], ends: list[str]) -> None:
        """Each node is reached from an earlier one; some get more ways out; what has none may lead to an end."""
        targets: dict[str, list[str]] = {name: [] for name in (*nodes, *events)}
        sources = [node for node in nodes if self.make.tag(node) != "eventBasedGateway"] + events
        for place, node in enumerate(nodes[1:], 1):
            near = [one for one in nodes[max(0, place - 3) : place] if one in sources] or events or sources
            targets[self.make.rng.choice(near)].append(node)
        for _ in range(self.make.rng.randint(1, len(nodes))):
            targets[self.make.rng.choice(sources)].append(self.make.rng.choice(nodes + ends))
        for node in sources:
            if not targets[node] and self.make.chance(0.85):
                targets[node].append(self.make.rng.choice(nodes[1:] + ends * 3 if node in events else ends))
        for node, reached in targets.items():
            self.make.rng.shuffle(reached)
            for exit, target in zip(self.make.exits(node, len(reached)), reached, strict=True):
                self.make.link(exit, target)
