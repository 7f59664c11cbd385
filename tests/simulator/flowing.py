"""13.3.1, 13.4 and 13.5: tokens arrive by flows, begin elements and leave them."""

from __future__ import annotations

from tests.simulator import activities, events
from tests.simulator.conditions import holds
from tests.simulator.diagram import ACTIVITIES, Element
from tests.simulator.marking import Refused, Thing, Thrown
from tests.simulator.move import Move, Todo


def arrives(move: Move, scope: int, flow: str) -> None:
    """A token comes by a flow; at a join it waits there for the others."""
    move.count()
    move.note("flow", flow)
    target = move.diagram.elements[move.diagram.flows[flow].target]
    if not target.is_join:
        # 13.3.1: elsewhere each token that arrives by any flow starts its target anew.
        enters(move, scope, target)
        return
    waiting = move.marking.waiting
    waiting[scope, flow] += 1
    if target.tag == "parallelGateway" and all(waiting[scope, one] for one in target.incoming):
        # 13.4.1: it takes exactly one token from each incoming flow; what is more stays for the next time.
        joins(move, scope, target)


def joins(move: Move, scope: int, gateway: Element) -> None:
    """A join is activated: it takes one token from each flow that has one."""
    move.rule("parallel join" if gateway.tag == "parallelGateway" else "inclusive join")
    for flow in gateway.incoming:
        if move.marking.waiting[scope, flow]:
            move.marking.waiting[scope, flow] -= 1
    move.note("entered", gateway.id)
    move.push(Todo("leave", scope, gateway.id))


def enters(move: Move, scope: int, element: Element) -> None:
    """A token begins an element: it waits there, or goes on at once."""
    if element.tag in ACTIVITIES and not element.instantiate:
        activities.begins(move, scope, element)
        return
    move.note("entered", element.id)
    if element.tag == "endEvent":
        ends(move, scope, element)
    elif element.tag == "eventBasedGateway":
        waits(move, scope, element)
    elif element.tag == "intermediateThrowEvent" and element.event:
        throws(move, scope, element)
    elif element.tag == "intermediateCatchEvent" and element.event and not _passes(move, element):
        events.listen(move, element, scope, None)
    else:
        move.push(Todo("leave", scope, element.id))


def _passes(move: Move, element: Element) -> bool:
    """A link that catches, and an event behind a gateway that begins cases: that one is a start."""
    sources = [move.diagram.elements[move.diagram.flows[flow].source] for flow in element.incoming]
    begins = any(source.tag == "eventBasedGateway" and source.instantiate for source in sources)
    return element.event_kind("link") or begins


def waits(move: Move, scope: int, gateway: Element) -> None:
    """13.4.4: the token of an event-based gateway waits, every event behind it listens."""
    thing = move.open(Thing(move.number(), gateway.id, "gateway", scope))
    for flow in gateway.outgoing:
        events.listen(move, move.diagram.elements[move.diagram.flows[flow].target], scope, thing.number)


def throws(move: Move, scope: int, element: Element) -> None:
    """10.5.1: what an intermediate event throws; the tokens of a catcher go first, then its own token."""
    event = element.event
    assert event is not None
    move.push(Todo("leave", scope, element.id))
    if event.kind == "escalation":
        escalates(move, scope, event.name)
    elif event.kind != "link":
        activities.sends(move, element, scope)


def escalates(move: Move, scope: int, code: str | None) -> None:
    """10.5.1: an escalation that nobody catches changes nothing."""
    what = Thrown("escalation", code)
    if not events.thrown(move, what, scope):
        move.rule("escalation that nobody catches")
        move.step.escalated.append(what)


def ends(move: Move, scope: int, element: Element) -> None:
    """13.5.6: an end event consumes its token, and does what it is for."""
    move.count()
    place = move.marking.things[scope]
    outermost = _outermost(move, place)
    kind = element.event.kind if element.event else ""
    if outermost:
        move.step.ended.append(element.id)
    if kind in ("message", "signal"):
        activities.sends(move, element, scope)
    elif kind == "escalation":
        assert element.event is not None
        escalates(move, scope, element.event.name)
    elif kind == "terminate":
        move.rule("terminate")
        move.cleared(scope)
    elif kind in ("error", "cancel"):
        assert element.event is not None
        what = Thrown(kind, element.event.name)
        if not events.thrown(move, what, scope):
            move.rule("error that nobody catches")
            move.step.uncaught = what
            move.step.ended += [] if outermost else [element.id]
            move.cleared(0)
            move.todo.clear()


def _outermost(move: Move, place: Thing) -> bool:
    """Whether an end in a scope is an end of the case: in the process, or in what has interrupted it."""
    while place.number:
        inner = move.diagram.elements.values()
        start = next((e for e in inner if e.tag == "startEvent" and e.scope == place.element), None)
        if not place.handler or start is None or not start.interrupting:
            return False
        place = move.marking.things[place.scope]
    return True


def leaves(move: Move, scope: int, element: Element) -> None:
    """A token leaves an element: by its flows, or from a link that throws to the one that catches (10.5.1)."""
    move.note("left", element.id)
    goes_on(move, scope, element)


def goes_on(move: Move, scope: int, element: Element) -> None:
    """A token behind an element, on its way out."""
    move.count()
    if element.tag == "intermediateThrowEvent" and element.event and element.event.kind == "link":
        move.rule("link")
        target = move.diagram.inside[element.scope].links[element.event.name or ""]
        move.push(Todo("enter", scope, target))
    elif element.tag == "parallelGateway" or element.tag.endswith("Event"):
        move.push(*(Todo("arrive", scope, flow) for flow in element.outgoing))
    else:
        try:
            move.push(*(Todo("arrive", scope, flow) for flow in chosen(move, scope, element)))
        except Refused:
            if not move.blind:
                raise


def chosen(move: Move, scope: int, element: Element) -> list[str]:
    """Which flows receive a token: 13.4.2 the first true one, 13.4.3 and 13.3.1 all true ones; or the default."""
    first_only = element.tag == "exclusiveGateway"
    view = move.view(scope)
    found: list[str] = []
    for flow in element.outgoing:
        condition = move.diagram.flows[flow].condition
        if flow != element.default and (condition is None or holds(condition, view)):
            found.append(flow)
            if first_only:
                break
    if not found and element.default:
        found.append(element.default)
    if not found and element.outgoing:
        raise Refused("no-flow", element.id)
    return found
