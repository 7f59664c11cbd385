"""13.4.3: whether an inclusive gateway that joins is activated."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulator.diagram import Diagram, Element
from tests.simulator.marking import Marking


class Reach:
    """Which flows a token can still come to, without going through a gateway; remembered for the diagram."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self._found: dict[tuple[str, str], frozenset[str]] = {}

    def may_join(self, marking: Marking, scope: int, gateway: Element) -> bool:
        """It waits while some token of its scope could still reach a flow of it that has none.

        A token that can also reach a flow that has one already does not hold it back. Paths do not lead through the
        gateway itself. A token in an activity may leave by the activity's flows and by its boundary events.
        """
        full = {flow for flow in gateway.incoming if marking.waiting[scope, flow]}
        empty = set(gateway.incoming) - full
        if not full:
            return False
        for place in _places(marking, scope):
            reached = self.reached(place, gateway.id)
            if reached & empty and not reached & full:
                return False
        return True

    def reached(self, place: str, gateway: str) -> frozenset[str]:
        """The flows on the paths that start with a flow (or in an element) and do not visit the gateway."""
        found = self._found.get((place, gateway))
        if found is None:
            found = self._found[place, gateway] = self._paths(place, gateway)
        return found

    def _paths(self, place: str, gateway: str) -> frozenset[str]:
        ahead = [place] if place in self.diagram.flows else self._exits(place)
        seen: set[str] = set()
        while ahead:
            flow = ahead.pop()
            if flow not in seen:
                seen.add(flow)
                target = self.diagram.flows[flow].target
                ahead += [] if target == gateway else self._exits(target)
        return frozenset(seen)

    def _exits(self, name: str) -> list[str]:
        """The flows by which a token can leave an element; from a link that throws it is at the one that catches."""
        element = self.diagram.elements[name]
        if element.tag == "intermediateThrowEvent" and element.event and element.event.kind == "link":
            return self._exits(self.diagram.inside[element.scope].links[element.event.name or ""])
        events = (self.diagram.elements[event] for event in self.diagram.boundary[name])
        return [*element.outgoing, *(flow for event in events for flow in event.outgoing)]


def _places(marking: Marking, scope: int) -> Iterator[str]:
    yield from (flow for (where, flow), count in marking.waiting.items() if count and where == scope)
    tokens = marking.tokens(scope)
    yield from {thing.element for thing in tokens if thing.loop is None and not thing.handler}
