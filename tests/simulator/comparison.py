"""Plays one walk in the simulator and in the engine, and says where they first disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from engine.spiff import (
    CannotModify,
    LoopUnreadable,
    Move,
    NoFlow,
    NotCaught,
    NotOpen,
    TimerUnreadable,
    TooManySteps,
)
from engine.spiff import Refused as EngineRefused
from tests.simulator.activities import returned
from tests.simulator.engine_case import EngineCase, Task
from tests.simulator.game import Game
from tests.simulator.marking import Change, Refused, Step, Thing, Thrown
from tests.simulator.matching import Disagreement, agree, numbered, pair, same_variables, tokens_of
from tests.simulator.model import Model
from tests.simulator.random_walk import RandomWalk
from tests.simulator.reading import read
from tests.simulator.sizes import bounded
from tests.simulator.walk import Act, Offer, Situation, Walk, scopes_of
from tests.simulator.writing import write

BEGIN = datetime(2030, 1, 1, 1, tzinfo=UTC)
SURELY_ENOUGH, SURELY_TOO_MANY = 280, 6_000
"""Steps of a move (as the simulator counts) that the engine must make, and that it must refuse; between them either."""
LENGTH = 30
"""Acts of a random walk, at most."""
CROWD = 40
"""A walk ends when so many things are open."""
REFUSALS = {
    "no-flow": NoFlow,
    "loop": LoopUnreadable,
    "timer": TimerUnreadable,
    "not-open": NotOpen,
    "not-caught": NotCaught,
    "cannot-modify": CannotModify,
    "too-many": TooManySteps,
}


@dataclass
class Result:
    """What a walk showed. `outcome`: finished, stuck, open, refused (could not start), undecided, or disagreement."""

    outcome: str = "open"
    acts: list[Act] = field(default_factory=list)
    moves: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    largest: int = 0
    disagreement: Disagreement | None = None


def compare(xml: bytes, walk: Walk) -> Result:
    """Plays the walk on both sides, then the accepted acts again in the engine alone: the same bytes."""
    result = Result()
    try:
        _Comparison(xml, result).run(walk)
    except Disagreement as found:
        result.outcome, result.disagreement = "disagreement", found
    except Exception as error:  # noqa: BLE001 - the outer loop: a crash of the engine is a disagreement as well
        result.outcome = "disagreement"
        result.disagreement = Disagreement("crash", f"{type(error).__name__}: {error}")
    return result


def walked(model: Model, seed: str, length: int = LENGTH) -> Result:
    """Compares on a random walk through a model."""
    return compare(write(model), RandomWalk(seed, model, length))


class _Comparison:
    def __init__(self, xml: bytes, result: Result) -> None:
        self.xml = xml
        self.result = result
        self.game = Game(read(xml), SURELY_TOO_MANY)
        self.case = EngineCase(xml)
        self.pairs: dict[int, int] = {}
        self.now = BEGIN
        self.endless = 0
        self.done: list[tuple[Task, bytes]] = []

    def run(self, walk: Walk) -> None:
        act: Act | None = walk.begin()
        while act is not None:
            self.result.acts.append(act)
            if not self.step(act) or self.game.finished:
                break
            if self.result.moves % 7 == 3:
                self.case.reload()
            act = walk.following(self.situation()) if len(self.game.works()) <= CROWD else None
        if self.result.outcome == "open" and self.done and not self.game.works():
            self.result.outcome = "finished" if self.game.finished else "stuck"
        self.again()

    def situation(self) -> Situation:
        """What there is; places count the things of an element by number."""
        places: Counter[str] = Counter()
        offers = []
        for thing in numbered(self.game):
            offers.append(Offer(thing, places[thing.element]))
            places[thing.element] += 1
        return Situation(self.game.diagram, self.game.marking, offers)

    def named(self, act: Act) -> Thing | None:
        """What an act is done to; None: the case."""
        if act.what == "start" or not act.element:
            return None
        offers = self.situation().offers
        return next(o.thing for o in offers if (o.thing.element, o.place) == (act.element, act.place))

    def step(self, act: Act) -> bool:
        """One act on both sides; False when the walk has to end."""
        thing = self.named(act)
        self.now += timedelta(minutes=act.minutes)
        if thing and act.what == "fire" and thing.due:
            self.now = max(self.now, thing.due)
        act = self.returning(act, thing)
        inside = self.inside(act)
        scope = inside if not inside else self.pairs[inside]
        task = Task(act, self.pairs[thing.number] if thing else 0, self.now, scope)
        before = numbered(self.game)
        expected = self.simulated(act, thing)
        got = self.executed(task)
        if isinstance(expected, Step) and isinstance(got, Move):
            self.result.moves += 1
            self.result.done[act.what] += 1
            self.result.rules += expected.rules
            self.check(expected, got, before)
            self.done.append((task, got.state))
            self.closed_stays_closed(got)
            return True
        if isinstance(expected, Refused) and isinstance(got, TooManySteps) and self.endless_too(act, thing):
            expected = Refused("too-many")
        return self.refusals(expected, got)

    def returning(self, act: Act, thing: Thing | None) -> Act:
        """What a called case gives back is what its call lets out of it."""
        if thing is None or thing.kind != "call" or act.what != "complete":
            return act
        mine = returned(self.game.diagram.elements[thing.element], act.values)
        agree("returned", dict(self.case.program.returned(thing.element, act.values)), mine)
        return replace(act, values=mine)

    def inside(self, act: Act) -> int | None:
        """The number of the scope that a modification names."""
        if act.inside is None:
            return None
        return scopes_of(self.game.diagram, self.game.marking, act.target)[act.inside]

    def endless_too(self, act: Act, thing: Thing | None) -> bool:
        """Whether the move would run long if no token were refused: then either refusal may come first."""
        marking = self.game.marking
        self.game.blind = True
        found = self.simulated(act, thing)
        self.game.blind, self.game.marking = False, marking
        return isinstance(found, Refused) or found.steps > SURELY_ENOUGH

    def simulated(self, act: Act, thing: Thing | None) -> Step | Refused:
        game, number, now = self.game, thing.number if thing else 0, self.now
        try:
            if act.what == "start":
                return game.start(act.values, now, act.element or None)
            if act.what == "throw":
                return game.throw(number, Thrown(act.kind, act.code, "pesan", act.values), now)
            if act.what == "extend":
                return game.extend(number, act.items, now)
            if act.what == "modify":
                stop = (Change("stop", number),) if act.element else ()
                put = (Change(act.kind, element=act.target, scope=self.inside(act)),) if act.target else ()
                return game.modify((*stop, *put), now)
            moves = {"complete": game.finish, "change": game.change}
            return moves.get(act.what, game.occur)(number, act.values, now)
        except Refused as refusal:
            return refusal

    def executed(self, task: Task) -> Move | EngineRefused:
        before = self.case.state
        try:
            return self.case.do(task)
        except EngineRefused as refusal:
            agree("refusal", self.case.state, before)
            return refusal

    def refusals(self, expected: Step | Refused, got: Move | EngineRefused) -> bool:
        if isinstance(expected, Step):
            if isinstance(got, TooManySteps) and expected.steps > SURELY_ENOUGH:
                self.result.outcome = "undecided"
                return False
            raise Disagreement("refusal", f"the engine refuses what is possible: {got!r}")
        if isinstance(got, Move):
            raise Disagreement("refusal", f"the engine makes a move that is impossible: {expected}")
        if not isinstance(got, REFUSALS[expected.reason]):
            raise Disagreement("refusal", f"engine {got!r}, simulator {expected!r}")
        if isinstance(got, NoFlow | LoopUnreadable | TimerUnreadable | NotCaught):
            agree("refusal", got.element, expected.element)
        self.result.refusals[expected.reason] += 1
        self.endless += expected.reason == "too-many"
        if not self.done:
            self.result.outcome = "refused"
        return bool(self.done) and self.endless < 2

    def check(self, step: Step, move: Move, before: list[Thing]) -> None:
        agree("path", list(move.path), step.path)
        agree("ended", list(move.ended), step.ended)
        agree("finished", (move.finished, move.stuck), (self.game.finished, self.game.stuck))
        uncaught = move.uncaught and (move.uncaught.kind, move.uncaught.code)
        agree("uncaught", uncaught, step.uncaught and (step.uncaught.kind, step.uncaught.code))
        agree("escalated", [one.code for one in move.escalated], [one.code for one in step.escalated])
        old = self.pairs
        self.pairs = pair(self.game, self.case, old)
        tokens = {old[thing.number] for thing in before if thing.kind not in ("loop", "scope")}
        closed = {one.n: one for one in move.closed}
        now = set(self.case.open())
        agree("opened and closed", ((tokens - set(closed)) | {one.n for one in move.opened}) & now, now)
        agree("closed", tokens & set(closed), tokens - now)
        cancelled = {n for n, one in closed.items() if one.cancelled}
        mine = {old[number] for number in tokens_of(before) if number in step.cancelled}
        agree("cancelled", cancelled & {old[number] for number in tokens_of(before)}, mine)
        self.sent(step, move)
        given = self.pairs | old
        homes = {name: given.get(number, number) for name, number in step.homes.items()}
        agree("homes", {name: n for name, n in move.homes.items() if n}, homes)
        same_variables(self.game, self.case, self.pairs)
        self.result.largest = max(self.result.largest, bounded(self.game, move.state, self.case.program.reads))

    def sent(self, step: Step, move: Move) -> None:
        """What left the case. A call that is gone again within the move has no number to compare."""
        theirs = [(one.kind, one.element, one.name, one.key, dict(one.values), one.all) for one in move.sent]
        mine = [(one.kind, one.element, one.name, one.key, dict(one.values), one.all) for one in step.sent]
        agree("sent", theirs, mine)
        for one, other in zip(move.sent, step.sent, strict=True):
            if other.number in self.pairs:
                agree("sent", one.n, self.pairs[other.number])

    def closed_stays_closed(self, move: Move) -> None:
        """What was closed cannot be used again, nor a number that was never given."""
        for number in (*[one.n for one in move.closed][:1], 10**6):
            for what in ("complete", "fire", "receive", "throw"):
                got = self.executed(Task(Act(what), number, self.now))
                if not isinstance(got, NotOpen):
                    raise Disagreement("closed", f"{what} of the closed token {number}: {got!r}")

    def again(self) -> None:
        """The same acts from the start, on a program compiled anew, give the same bytes at every step."""
        case = EngineCase(self.xml)
        for task, state in self.done:
            agree("replay", case.do(task).state, state)
