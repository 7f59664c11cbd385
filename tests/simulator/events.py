"""13.5 and 10.5: events that listen and occur, and who catches an error, an escalation or a cancellation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.simulator import clock
from tests.simulator.conditions import holds, value
from tests.simulator.diagram import LISTENS, Element
from tests.simulator.mappings import evaluated, written
from tests.simulator.marking import Refused, Thing, Thrown
from tests.simulator.move import Move, Todo


def listen(move: Move, element: Element, scope: int, host: int | None) -> Thing | None:
    """13.5.2, 13.5.3: an event begins to listen. Errors, escalations and cancellations are no things of their own."""
    event = element.event
    if event is None or event.kind not in LISTENS:
        return None
    thing = Thing(move.number(), element.id, event.kind, scope, host)
    once = element.interrupting or element.tag == "intermediateCatchEvent" or element.tag == "receiveTask"
    if event.clock:
        left, due = _timed(move, element, scope)
        thing = replace(thing, left=1 if once else left, due=due)
    elif once:
        thing = replace(thing, left=1)
    return move.open(replace(thing, key=key(move, element, scope)))


def _timed(move: Move, element: Element, scope: int) -> tuple[int | None, datetime]:
    """How often a timer occurs and when first, from the time at which it begins to listen."""
    assert element.event is not None
    assert element.event.clock is not None
    kind, text = element.event.clock
    found = evaluated(text, move.view(scope))
    try:
        return clock.first((kind, found if isinstance(found, str) else ""), move.now)
    except ValueError:
        raise Refused("timer", element.id) from None


def key(move: Move, element: Element, number: int) -> str | None:
    """The correlation key of a message, read from a thing when its token begins to wait: text, or JSON."""
    if element.event is None or element.event.key is None:
        return None
    found = value(element.event.key, move.view(number))
    return None if found is None else written(found)


def on_activity(move: Move, name: str, scope: int, host: int) -> None:
    """13.5.3: the events on an activity begin to listen."""
    for event in move.diagram.boundary[name]:
        listen(move, move.diagram.elements[event], scope, host)


def in_scope(move: Move, name: str, number: int) -> None:
    """13.5.4: the starts of the event sub-processes in a scope begin to listen, before its first token moves."""
    for start in move.diagram.inside[name].handlers:
        listen(move, move.diagram.elements[start], number, number)


def occurs(move: Move, thing: Thing) -> None:
    """13.5.2 to 13.5.4, 13.4.4: something that listens occurs."""
    element = move.element(thing)
    if thing.host is None:
        move.closed(thing.number)
        move.push(Todo("leave", thing.scope, element.id))
    elif element.tag == "boundaryEvent":
        on_host(move, element, move.marking.things[thing.host], thing)
    elif element.tag == "startEvent":
        handled(move, element, thing.host, thing)
    else:
        chosen(move, thing)


def chosen(move: Move, thing: Thing) -> None:
    """13.4.4: the first event behind an event-based gateway takes the token; the others are closed."""
    assert thing.host is not None
    gateway = move.marking.things[thing.host]
    flow = next(f for f in move.element(gateway).outgoing if move.diagram.flows[f].target == thing.element)
    move.closed(gateway.number)
    move.rule("event-based gateway")
    for what, name in (("left", gateway.element), ("flow", flow), ("entered", thing.element)):
        move.note(what, name)
    move.push(Todo("leave", thing.scope, thing.element))


def on_host(move: Move, event: Element, host: Thing, thing: Thing | None) -> None:
    """13.5.3: an interrupting event ends its activity; another leaves it as it is."""
    if event.interrupting or thing is None and not event.event_kind("escalation"):
        move.rule("event that interrupts" + _on(host))
        move.note("left", host.element)
        move.interrupted(host.number)
    else:
        move.rule("event beside" + _on(host))
        if thing:
            again(move, thing)
    move.note("entered", event.id)
    move.push(Todo("leave", host.scope, event.id))


def _on(host: Thing) -> str:
    return {"loop": " a loop", "scope": " a sub-process"}.get(host.kind, "")


def handled(move: Move, start: Element, scope: int, thing: Thing | None) -> None:
    """13.5.4: an event sub-process runs as a scope inside the one that it stands in; what interrupts clears that."""
    if start.interrupting or thing is None and not start.event_kind("escalation"):
        move.rule("event sub-process that interrupts")
        move.cleared(scope)
        move.changed(move.marking.things[scope], {"deaf": True})
    else:
        move.rule("event sub-process beside")
        if thing:
            again(move, thing)
    number = move.number()
    move.open(Thing(number, start.scope, "scope", scope, handler=True))
    move.note("entered", start.scope)
    in_scope(move, start.scope, number)
    move.push(Todo("enter", number, start.id))


def again(move: Move, thing: Thing) -> None:
    """10.5: a repetition listens anew with its next time until it is used up, a date or duration only once."""
    event = move.element(thing).event
    if thing.left == 1:
        move.closed(thing.number)
    elif event and event.clock:
        move.rule("repetition")
        left = None if thing.left is None else thing.left - 1
        move.closed(thing.number)
        text = str(evaluated(event.clock[1], move.view(thing.scope)))
        move.open(replace(thing, number=move.number(), left=left, due=clock.following(text, thing.due)))


def condition(move: Move) -> bool:
    """13.5.2: at rest the first condition that is true and was not occurs; each one that is false may occur again."""
    ready = None
    for thing in move.marking.works("condition"):
        event = move.element(thing).event
        assert event is not None
        true = holds(event.name or "", move.view(thing.number))
        if true and not thing.was and ready is None:
            ready = thing
        elif not true and thing.was:
            move.rule("condition found false again")
            move.changed(thing, {"was": False})
    if ready:
        move.rule("condition")
        occurs(move, move.changed(ready, {"was": True}))
    return ready is not None


def thrown(move: Move, what: Thrown, scope: int, activity: Thing | None = None) -> bool:
    """10.5.1: the nearest catcher of what is thrown in a scope, or raised by who does an activity; False: nobody.

    Outwards from there: the event sub-processes of the scope, then the events on the activity that is the scope (for
    an item on the loop as a whole). What an event sub-process throws passes by the event sub-processes beside it.
    """
    if activity and _caught_on(move, what, activity):
        return True
    place, beside = move.marking.things[scope], False
    while True:
        starts = () if beside or place.deaf else move.diagram.inside[place.element].handlers
        start = _fitting(move, starts, what)
        if start:
            move.rule(f"{what.kind} caught by an event sub-process")
            handled(move, _carried(move, start, what, place.number), place.number, None)
            return True
        if not place.number:
            return False
        if not place.handler and _caught_on(move, what, place):
            return True
        place, beside = move.marking.things[place.scope], place.handler


def _caught_on(move: Move, what: Thrown, activity: Thing) -> bool:
    host = activity if activity.loop is None else move.marking.things[activity.loop]
    event = _fitting(move, move.diagram.boundary[host.element], what)
    if event:
        move.rule(f"{what.kind} caught by an event on an activity")
        on_host(move, _carried(move, event, what, host.scope), host, None)
    return event is not None


def _fitting(move: Move, names: tuple[str, ...], what: Thrown) -> Element | None:
    """The same code before one without a code; else the first in the diagram."""
    found = [move.diagram.elements[name] for name in names]
    found = [element for element in found if element.event_kind(what.kind)]
    for code in (what.code, None):
        for element in found:
            if element.event and element.event.name == code:
                return element
    return None


def _carried(move: Move, element: Element, what: Thrown, scope: int) -> Element:
    """What a caught error or escalation carries becomes variables, seen from where its catcher stands."""
    event = element.event
    assert event is not None
    carried = {event.code_variable: what.code, event.message_variable: what.message}
    move.write(move.scopes(scope), {name: value for name, value in carried.items() if name})
    return element
