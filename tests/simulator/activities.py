"""13.3: activities begin, wait or run, and end; sub-processes open scopes."""

from __future__ import annotations

from tests.simulator import events, loops
from tests.simulator.diagram import SCOPES, Element
from tests.simulator.mappings import evaluated
from tests.simulator.marking import Sent, Thing, Values
from tests.simulator.move import Move, Todo


def begins(move: Move, scope: int, element: Element) -> None:
    """13.3.2: a token begins an activity."""
    move.note("entered", element.id)
    if element.loop:
        loops.begins(move, scope, element, element.loop)
    else:
        work(move, Thing(move.number(), element.id, _kind(element), scope))


def item(move: Move, loop: Thing, place: int) -> None:
    """13.3.7: one item of a multi-instance activity begins."""
    progress, element = move.marking.loops[loop.number], move.element(loop)
    progress.begun += 1
    move.rule(
        f"{element.loop.kind if element.loop else ''} item" + (" of a sub-process" if element.tag in SCOPES else "")
    )
    number = progress.numbers[place]
    work(move, Thing(number, element.id, _kind(element), loop.scope, loop=loop.number, item=place))


def turn(move: Move, loop: Thing, number: int) -> None:
    """13.3.6: one turn of a loop begins."""
    work(move, Thing(number, loop.element, _kind(move.element(loop)), loop.scope, loop=loop.number))


def _kind(element: Element) -> str:
    return "scope" if element.tag in SCOPES else element.waits or "pass"


def work(move: Move, thing: Thing) -> None:
    """Its number is there; its input mappings are evaluated, the events on it begin to listen, then it works."""
    element = move.element(thing)
    move.open(thing)
    move.mapped_in(thing)
    if thing.kind == "receive":
        thing = move.changed(thing, {"key": events.key(move, element, thing.number)})
    if thing.loop is None:
        events.on_activity(move, element.id, thing.scope, thing.number)
    if thing.kind == "scope":
        opened(move, thing)
    elif thing.kind == "call":
        called(move, thing, element)
    elif thing.kind == "pass":
        if element.event:
            sends(move, element, thing.number)
        move.push(Todo("ended", thing.number, number=thing.number))


def opened(move: Move, thing: Thing) -> None:
    """13.3.4: a scope opens; what begins in it receives its tokens."""
    events.in_scope(move, thing.element, thing.number)
    move.push(*(Todo("enter", thing.number, name) for name in move.diagram.inside[thing.element].starts))


def called(move: Move, thing: Thing, element: Element) -> None:
    """13.3.4: a call activity asks for a case of its own and waits until that has ended."""
    call = element.call
    assert call is not None
    view = move.view(thing.number)
    name = str(evaluated(call.process, view))
    business = None if call.business_key is None else evaluated(call.business_key, view)
    key = business if business is None or isinstance(business, str) else str(business)
    values = move.mapped(call.ins, thing.number)
    move.rule("call")
    move.step.sent.append(Sent("call", element.id, name, thing.number, key, values, call.all_in))


def returned(element: Element, given: Values) -> dict[str, object]:
    """13.3.4: what comes out of a called case's variables."""
    call = element.call
    assert call is not None
    found = dict(given) if call.all_out else {}
    return found | {param.name: evaluated(param.source, given) for param in call.outs}


def sends(move: Move, element: Element, number: int) -> None:
    """13.3.3, 13.5.2: a message or a signal leaves the case with its payload."""
    event = element.event
    assert event is not None
    key = events.key(move, element, number)
    values = move.mapped(event.payload, number)
    move.rule(f"{event.kind} sent")
    move.step.sent.append(Sent(event.kind, element.id, event.name, key=key, values=values, all=event.all))


def ends(move: Move, thing: Thing) -> None:
    """13.3.2: an activity has ended; its outputs are evaluated in it, in their order, and written outside."""
    element = move.element(thing)
    outside = move.scopes(thing.number if thing.loop is None else thing.loop, own=False)
    for param in element.outputs:
        move.rule("output mapping")
        move.write(outside, {param.name: evaluated(param.source, move.view(thing.number))})
    if thing.item is not None:
        loops.item_ended(move, thing)
        return
    move.closed(thing.number)
    if thing.loop is not None:
        loops.turned(move, move.marking.things[thing.loop])
    elif thing.handler:
        move.note("left", element.id)
    else:
        move.push(Todo("leave", thing.scope, element.id))
