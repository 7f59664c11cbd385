"""Which thing of the simulator is which token of the engine: both number them in the order in which they begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from engine.spiff import Scope, Token
from tests.simulator import variables
from tests.simulator.engine_case import EngineCase
from tests.simulator.game import Game
from tests.simulator.marking import OPEN, Thing


class Disagreement(Exception):
    """The engine does not do what the specification says; `kind` is one word, `text` says what."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


def agree(kind: str, engine: object, simulator: object) -> None:
    """Disagreement when the two are not equal."""
    if engine != simulator:
        raise Disagreement(kind, f"engine {engine!r}, simulator {simulator!r}")


def numbered(game: Game) -> list[Thing]:
    """The things that both sides show, by number: all but the process itself and event-based gateways."""
    things = sorted(game.marking.things.items())
    return [thing for number, thing in things if number and thing.kind != "gateway"]


def pair(game: Game, case: EngineCase, known: dict[int, int]) -> dict[int, int]:
    """Each thing of the simulator -> the engine's number; those known before stay what they were."""
    mine = numbered(game)
    theirs: dict[int, Token | Scope] = {**case.scopes(), **case.open()}
    order = [theirs[number] for number in sorted(theirs)]
    agree("open", [(one.element, one.kind) for one in order], [(one.element, one.kind) for one in mine])
    pairs = {thing.number: one.n for thing, one in zip(mine, order, strict=True)}
    still = {number: n for number, n in known.items() if number in pairs}
    agree("still open", {number: pairs[number] for number in still}, still)
    for thing in mine:
        _alike(game, thing, theirs[pairs[thing.number]], pairs)
    return pairs


def _alike(game: Game, thing: Thing, one: Token | Scope, pairs: dict[int, int]) -> None:
    """Disagreement when a thing and its token are not the same in all that can be seen of them."""
    where = variables.around(game.diagram, game.marking, thing.number, own=isinstance(one, Token))
    agree("scopes", (one.element, one.scopes), (thing.element, tuple(pairs[number] for number in where)))
    if isinstance(one, Scope):
        if thing.number in game.marking.loops:
            _progress(game, thing, one)
        return
    element = game.diagram.elements[thing.element]
    event = element.event
    named = event.name if event and thing.kind in ("message", "signal", "receive") else None
    host = pairs.get(thing.host) if thing.host is not None else None
    agree(
        "what is open",
        (one.element, one.due, one.message, one.key, one.item, one.topic),
        (thing.element, thing.due, named, thing.key, thing.item, element.topic),
    )
    if element.tag == "boundaryEvent" or thing.host is None:
        agree("host", (one.element, one.host), (thing.element, host))


def _progress(game: Game, thing: Thing, one: Scope) -> None:
    loop = game.diagram.elements[thing.element].loop
    if loop is None or loop.kind == "standard":
        return
    progress = game.marking.loops[thing.number]
    counted = variables.counters(progress, parallel=loop.kind == "parallel")
    agree("progress", (one.total, one.done, one.active), tuple(counted.values()))


def same_variables(game: Game, case: EngineCase, pairs: dict[int, int]) -> None:
    """Disagreement when a scope that is open holds other variables on the two sides."""
    marking = game.marking
    agree("variables", _exact(case.variables[0]), _exact(marking.variables.get(0, {})))
    for number, n in pairs.items():
        thing = marking.things[number]
        if variables.holds(game.diagram, thing):
            follows = variables.derived(game.diagram, marking, thing)
            theirs = case.variables.get(n, {})
            mine = variables.seen(game.diagram, marking, number)
            agree("variables", (thing.element, _exact(follows | theirs)), (thing.element, _exact(mine)))
            if variables.ITEMS in follows:
                agree("items", _exact(theirs.get(variables.ITEMS)), _exact(follows[variables.ITEMS]))


def _exact(one: object) -> object:
    """A value in which 1, true and 1.0 are not equal."""
    if isinstance(one, dict):
        return {key: _exact(value) for key, value in one.items()}
    if isinstance(one, list | tuple):
        return [_exact(value) for value in one]
    return (type(one).__name__, str(one) if isinstance(one, date | datetime) else one)


def tokens_of(things: Sequence[Thing]) -> set[int]:
    """The numbers of the things that are open tokens and listen on nothing."""
    return {thing.number for thing in things if thing.kind in OPEN and thing.host is None}
