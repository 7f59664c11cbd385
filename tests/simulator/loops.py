"""13.3.6 and 13.3.7: activities that run in turns, or once for each item of a list."""

from __future__ import annotations

from tests.simulator import events, variables
from tests.simulator.conditions import holds, value
from tests.simulator.diagram import Element, Loop
from tests.simulator.marking import Progress, Refused, Thing
from tests.simulator.move import Move, Todo

MOST = 100_000
"""Items that a loop may have."""


def begins(move: Move, scope: int, element: Element, loop: Loop) -> None:
    """The activity as a whole: its number, so many set aside for its items, the events on it, then its items."""
    number = move.number()
    thing = Thing(number, element.id, "loop", scope)
    if loop.kind == "standard":
        move.open(thing)
        move.marking.loops[number] = Progress()
        if loop.before and not _another(move, thing, loop):
            ends(move, thing)  # without a single turn nothing listens on it
            return
        events.on_activity(move, element.id, scope, number)
        move.push(Todo("turn", number))
        return
    items, count = _items(move, scope, element, loop)
    if count > MOST:
        raise Refused("too-many", element.id)
    move.open(thing)
    progress = move.marking.loops[number] = Progress(items)
    _set_aside(move, progress, count)
    if not count:
        move.rule("no items")
        ends(move, thing)
        return
    events.on_activity(move, element.id, scope, number)
    now = range(count) if loop.kind == "parallel" else range(1)
    move.push(*(Todo("item", number, number=item) for item in now))


def _items(move: Move, scope: int, element: Element, loop: Loop) -> tuple[list[object] | None, int]:
    """The list, or the number, as it is when the activity is entered."""
    found = value(loop.collection or loop.cardinality or "", move.view(scope))
    if loop.collection is None and isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        return None, found
    if loop.collection is None or not isinstance(found, list):
        raise Refused("loop", element.id)
    return list(found), len(found)


def _set_aside(move: Move, progress: Progress, count: int) -> None:
    progress.numbers += range(move.marking.counter + 1, move.marking.counter + count + 1)
    move.marking.counter += count


def extended(move: Move, thing: Thing, items: list[object]) -> None:
    """Further items get further numbers; those of a parallel loop begin at once."""
    progress = move.marking.loops[thing.number]
    loop = move.element(thing).loop
    if progress.items is None or loop is None:
        raise Refused("not-open", thing.element)
    move.rule("items added")
    first = len(progress.numbers)
    progress.items += items
    _set_aside(move, progress, len(items))
    if loop.kind == "parallel":
        move.push(*(Todo("item", thing.number, number=item) for item in range(first, len(progress.numbers))))


def turn(move: Move, thing: Thing) -> None:
    """13.3.6: another turn, when the condition that is tested before it and the maximum allow it."""
    loop, done = move.element(thing).loop, move.marking.loops[thing.number].done
    assert loop is not None
    over = loop.maximum is not None and done >= loop.maximum
    if over or loop.before and not _another(move, thing, loop):
        ends(move, thing)
    else:
        move.rule("turn of a loop")
        move.push(Todo("work", thing.number, number=move.number()))


def turned(move: Move, thing: Thing) -> None:
    """A turn has ended."""
    progress, loop = move.marking.loops[thing.number], move.element(thing).loop
    assert loop is not None
    progress.done += 1
    over = loop.maximum is not None and progress.done >= loop.maximum
    if over:
        move.rule("loop maximum")
    if over or not loop.before and not _another(move, thing, loop):
        ends(move, thing)
    else:
        move.push(Todo("turn", thing.number))


def _another(move: Move, thing: Thing, loop: Loop) -> bool:
    done = move.marking.loops[thing.number].done
    return loop.condition is None or holds(loop.condition, move.view(thing.scope, loopCounter=done))


def item_ended(move: Move, item: Thing) -> None:
    """13.3.7: an item has ended; the completion condition sees it, and may end the others."""
    assert item.loop is not None
    assert item.item is not None
    thing, progress = move.marking.things[item.loop], move.marking.loops[item.loop]
    loop = move.element(thing).loop
    assert loop is not None
    progress.done += 1
    came_out(move, item)
    over = loop.completion is not None and holds(loop.completion, move.view(item.number))
    move.closed(item.number)
    if over:
        move.rule("completion condition")
        for other in [one for one in move.marking.things.values() if one.loop == thing.number]:
            move.rule("item cancelled by the completion condition")
            came_out(move, other)
            move.interrupted(other.number)
        ends(move, thing)
    else:
        goes_on(move, thing)


def came_out(move: Move, item: Thing) -> None:
    """What an item gives to the list that comes out: its own value when it ends or is cancelled; else null."""
    loop = move.element(item).loop
    if loop and loop.output_item and item.loop is not None and item.item is not None:
        held = variables.seen(move.diagram, move.marking, item.number)
        move.marking.loops[item.loop].out[item.item] = held.get(loop.output_item)


def goes_on(move: Move, thing: Thing) -> None:
    """The next item of a sequential loop; the end when all are over."""
    progress, loop = move.marking.loops[thing.number], move.element(thing).loop
    assert loop is not None
    if progress.done + progress.stopped == len(progress.numbers):
        ends(move, thing)
    elif loop.kind == "sequential":
        move.push(Todo("item", thing.number, number=progress.begun))


def ends(move: Move, thing: Thing) -> None:
    """The activity as a whole ends: the list of what came out is written outside, the events on it are closed."""
    loop, progress = move.element(thing).loop, move.marking.loops[thing.number]
    assert loop is not None
    if loop.output:
        move.rule("output list")
        out = [progress.out.get(item) for item in range(len(progress.numbers))]
        move.write(move.scopes(thing.scope), {loop.output: out})
    move.closed(thing.number)
    move.push(Todo("leave", thing.scope, thing.element))
