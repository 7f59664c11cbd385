"""Follows the engine's path alone, as somebody who replays a case from its history does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.simulator.diagram import Diagram, Element


class Broken(Exception):
    """A path that cannot be walked: something is left that was not entered, or a flow is taken from nowhere."""


class Follower:
    """Where the tokens are by the path: on `flows`, and `inside` elements."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.flows: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()

    def follow(self, path: Iterable[tuple[str, str]]) -> None:
        """One move. Raises Broken."""
        left: Counter[str] = Counter()
        for what, name in path:
            if what == "flow":
                self._flow(name, left)
            elif what == "entered":
                self._entered(self.diagram.elements[name])
            else:
                self.inside[name] -= 1
                left[name] += 1
                if self.inside[name] < 0:
                    raise Broken(f"{name} is left and was not entered")
        for name in [name for name in self.inside if self.diagram.elements[name].tag == "endEvent"]:
            del self.inside[name]
        self.flows, self.inside = +self.flows, +self.inside

    def _flow(self, name: str, left: Counter[str]) -> None:
        if not left[self.diagram.flows[name].source]:
            raise Broken(f"{name} is taken before its source is left")
        self.flows[name] += 1

    def _entered(self, element: Element) -> None:
        """A join takes one token of each flow that has one; another element takes the one that has just come."""
        self.inside[element.id] += 1
        waiting = [flow for flow in element.incoming if self.flows[flow]]
        joins = element.tag in ("parallelGateway", "inclusiveGateway") and len(element.incoming) > 1
        if element.tag == "parallelGateway" and len(waiting) < len(element.incoming):
            raise Broken(f"{element.id} is entered before all its tokens are there")
        if element.incoming and not waiting and not element.host:
            raise Broken(f"{element.id} is entered by no flow")
        for flow in waiting if joins else waiting[:1]:
            self.flows[flow] -= 1
