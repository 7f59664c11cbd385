"""Plays a sketch by hand: the small steps of the examples that are worked out from the specification."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.simulator.game import Game
from tests.simulator.marking import Change, Step, Thing, Thrown
from tests.simulator.reading import read
from tests.simulator.sketch import sketch
from tests.simulator.variables import seen
from tests.simulator.writing import write

NOW = datetime(2030, 1, 1, 8, tzinfo=UTC)


def begun(text: str, **values: object) -> Game:
    """A case of the sketch that has started."""
    game = Game(read(write(sketch(text))))
    game.start(values, NOW)
    return game


def started(text: str, at: str | None = None, **values: object) -> tuple[Game, Step]:
    """The same, with what its first move did; by the start event `at`."""
    game = Game(read(write(sketch(text))))
    return game, game.start(values, NOW, at)


def here(game: Game) -> str:
    """The ids of the open things, sorted."""
    return " ".join(sorted(work.element for work in game.works()))


def the(game: Game, element: str, place: int = 0) -> Thing:
    """An open thing of that id, by its place among them; of what is inside (scopes, loops) as well."""
    return [thing for _, thing in sorted(game.marking.things.items()) if thing.element == element][place]


def work(game: Game, element: str, place: int = 0) -> int:
    """The number of an open thing of that id."""
    return [thing.number for thing in game.works() if thing.element == element][place]


def done(game: Game, element: str, place: int = 0, **values: object) -> Step:
    """Completes an open activity of that id."""
    return game.finish(work(game, element, place), values, NOW)


def occurred(game: Game, element: str, place: int = 0, **values: object) -> Step:
    """Lets an open event (or receive task) of that id occur."""
    return game.occur(work(game, element, place), values, NOW)


def raised(game: Game, element: str, code: str | None, kind: str = "error", **values: object) -> Step:
    """Who does the first open activity of that id raises an error, or an escalation."""
    return game.throw(work(game, element), Thrown(kind, code, "pesan", values), NOW)


def changed(game: Game, scope: int = 0, **values: object) -> Step:
    """Changes variables from outside."""
    return game.change(scope, values, NOW)


def modified(game: Game, *changes: Change) -> Step:
    """Moves tokens by hand."""
    return game.modify(changes, NOW)


def value(game: Game, name: str, scope: int = 0) -> object:
    """A variable of one scope; KeyError where it has none."""
    return seen(game.diagram, game.marking, scope)[name]
