"""Plays one walk in the simulator and in the engine, and says where they first disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from engine.spiff import Move, NoFlow, NotOpen, Token, TooManySteps
from tests.simulator.diagram import read
from tests.simulator.engine_case import EngineCase
from tests.simulator.game import Game, Refused, Step, Work
from tests.simulator.model import Model, write
from tests.simulator.path import Broken, Follower
from tests.simulator.walk import UNREAD, Act, Offer, RandomWalk, Walk

BEGIN = datetime(2030, 1, 1, 1, tzinfo=UTC)
SURELY_ENOUGH, SURELY_TOO_MANY = 280, 6_000
"""Steps of a move (as the simulator counts) that the engine must make, and that it must refuse; between them either."""
STATE_FLOOR, STATE_TOKEN, STATE_VALUE = 60, 60, 30
"""Bytes that a state may have, and for each token and each variable beside."""
LENGTH = 30
"""Acts of a random walk, at most."""
CROWD = 40
"""A walk ends when so many tokens are about."""


class Disagreement(Exception):
    """The engine does not do what the specification says; `kind` is one word, `text` says what."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


@dataclass
class Result:
    """What a walk showed. `outcome`: finished, stuck, open, refused (could not start), undecided, or disagreement."""

    outcome: str = "open"
    acts: list[Act] = field(default_factory=list)
    moves: int = 0
    refusals: int = 0
    largest: int = 0
    disagreement: Disagreement | None = None


def compare(xml: bytes, walk: Walk) -> Result:
    """Plays the walk on both sides, then the accepted acts again in the engine alone: the same bytes."""
    result = Result()
    try:
        _Comparison(xml, result).run(walk)
    except Disagreement as found:
        result.outcome, result.disagreement = "disagreement", found
    except Broken as broken:
        result.outcome, result.disagreement = "disagreement", Disagreement("path", str(broken))
    except Exception as error:  # noqa: BLE001 - the outer loop: a crash of the engine is a disagreement as well
        result.outcome = "disagreement"
        result.disagreement = Disagreement("crash", f"{type(error).__name__}: {error}")
    return result


def walked(model: Model, seed: str, length: int = LENGTH) -> Result:
    """Compares on a random walk through a model."""
    return compare(write(model), RandomWalk(seed, model.answers, length))


class _Comparison:
    def __init__(self, xml: bytes, result: Result) -> None:
        self.xml = xml
        self.result = result
        self.game = Game(read(xml), SURELY_TOO_MANY)
        self.case = EngineCase(xml)
        self.path = Follower(self.game.diagram)
        self.pairs: dict[int, int] = {}
        self.before = self.pairs
        self.now = BEGIN
        self.endless = 0
        self.done: list[tuple[Act, int, datetime, bytes]] = []

    def run(self, walk: Walk) -> None:
        act: Act | None = walk.begin()
        while act is not None:
            self.result.acts.append(act)
            if not self.step(act):
                break
            if self.result.moves % 7 == 3:
                self.case.reload()
            act = walk.following(self.offers()) if self.game.tokens <= CROWD else None
        if self.result.outcome == "open" and self.done and not self.game.works():
            self.result.outcome = "stuck" if self.game.tokens else "finished"
        self.again()

    def offers(self) -> list[Offer]:
        """What is open; places count the tokens of an element by the engine's number."""
        places: Counter[str] = Counter()
        offers = []
        for work in sorted(self.game.works(), key=lambda work: self.pairs[work.number]):
            offers.append(Offer(work, places[work.element]))
            places[work.element] += 1
        return offers

    def step(self, act: Act) -> bool:
        """One act on both sides; False when the walk has to end."""
        work = None
        if act.what != "start":
            work = next(o.work for o in self.offers() if (o.work.element, o.place) == (act.element, act.place))
        self.now += timedelta(minutes=act.minutes)
        if work and act.what == "fire" and work.due:
            self.now = max(self.now, work.due)
        number = self.pairs[work.number] if work else 0
        expected = self.simulated(act, work)
        got = self.executed(act, number)
        if isinstance(expected, Step) and isinstance(got, Move):
            self.result.moves += 1
            self.check(expected, got)
            self.done.append((act, number, self.now, got.state))
            self.closed_stays_closed(got)
            return True
        if isinstance(expected, Refused) and isinstance(got, TooManySteps) and self.endless_too(act, work):
            expected = Refused("too-many")
        return self.refusals(expected, got)

    def endless_too(self, act: Act, work: Work | None) -> bool:
        """Whether the move would run long if no token were refused: then either refusal may come first."""
        marking = self.game.marking
        self.game.blind = True
        found = self.simulated(act, work)
        self.game.blind, self.game.marking = False, marking
        return isinstance(found, Refused) or found.steps > SURELY_ENOUGH

    def simulated(self, act: Act, work: Work | None) -> Step | Refused:
        try:
            if work is None:
                return self.game.start(act.values, self.now)
            move = self.game.finish if act.what == "complete" else self.game.occur
            return move(work.number, act.values, self.now)
        except Refused as refusal:
            return refusal

    def executed(self, act: Act, number: int) -> Move | NoFlow | TooManySteps | NotOpen:
        before = self.case.state
        try:
            return self.case.do(act, number, self.now)
        except (NoFlow, TooManySteps, NotOpen) as refusal:
            agree("refusal", self.case.state, before)
            return refusal

    def refusals(self, expected: Step | Refused, got: Move | NoFlow | TooManySteps | NotOpen) -> bool:
        if isinstance(expected, Step):
            if isinstance(got, TooManySteps) and expected.steps > SURELY_ENOUGH:
                self.result.outcome = "undecided"
                return False
            raise Disagreement("refusal", f"the engine refuses what is possible: {got!r}")
        if isinstance(got, Move):
            raise Disagreement("refusal", f"the engine makes a move that is impossible: {expected}")
        fitting = NoFlow if expected.reason == "no-flow" else (TooManySteps, NoFlow)
        if not isinstance(got, fitting):
            raise Disagreement("refusal", f"{expected} but {got!r}")
        if isinstance(got, NoFlow):
            agree("refusal", self.game.lacks_flow(got.element, self.result.acts[-1].values), True)
        self.result.refusals += 1
        self.endless += expected.reason == "too-many"
        if not self.done:
            self.result.outcome = "refused"
        return bool(self.done) and self.endless < 2

    def check(self, step: Step, move: Move) -> None:
        agree("flows", Counter(name for what, name in move.path if what == "flow"), step.flows)
        agree("ends", Counter(move.ended), step.ended)
        agree("finished", move.finished, self.game.tokens == 0)
        agree("stuck", move.stuck, self.game.tokens > 0 and not self.game.works())
        before = set(self.pairs.values())
        now = self.case.open()
        closed = {one.n for one in move.closed}
        agree("opened and closed", (before - closed) | {one.n for one in move.opened}, set(now))
        fresh = self.pair(now)
        entered = Counter(name for what, name in move.path if what == "entered")
        agree("entered", {name: entered[name] for name in fresh}, dict(fresh))
        cancelled = {one.n for one in move.closed if one.cancelled and one.kind not in ("timer", "message")}
        agree("cancelled", cancelled, {self.before[number] for number in step.interrupted})
        self.path.follow(move.path)
        agree("path", self.path.flows, self.game.marking.flows)
        agree("path", self.path.inside, Counter(work.element for work in self.game.works() if work.host is None))
        self.bounded(move.state)

    def pair(self, now: dict[int, Token]) -> Counter[str]:
        """Matches each open thing of the simulator with the engine's token for it; gives what was opened newly."""
        self.before = self.pairs
        works = {work.number: work for work in self.game.works()}
        pairs = {mine: theirs for mine, theirs in self.pairs.items() if mine in works and works[mine].host is None}
        expected = {n: works[mine].element for mine, n in pairs.items()}
        agree("still open", {n: now[n].element if n in now else None for n in expected}, expected)
        known = set(pairs.values())
        fresh: defaultdict[str, list[int]] = defaultdict(list)
        for n, token in sorted(now.items()):
            if token.host is None and n not in known:
                fresh[token.element].append(n)
        opened = [work for work in works.values() if work.host is None and work.number not in pairs]
        counts = Counter(work.element for work in opened)
        agree("open", {name: len(some) for name, some in fresh.items()}, dict(counts))
        pairs |= {work.number: fresh[work.element].pop(0) for work in opened}
        guests = {(token.host, token.element): n for n, token in now.items() if token.host is not None}
        mine = {(pairs[work.host], work.element): work for work in works.values() if work.host is not None}
        agree("events on activities", set(guests), set(mine))
        agree("number of open things", len(now), len(works))
        pairs |= {work.number: guests[place] for place, work in mine.items()}
        for number, n in pairs.items():
            agree("what is open", _facts(now[n]), self.facts(works[number]))
        self.pairs = pairs
        return counts

    def facts(self, work: Work) -> tuple[object, ...]:
        return work.kind, work.due, self.game.diagram.elements[work.element].message

    def bounded(self, state: bytes) -> None:
        """A state is as large as what is open, whatever the length of the walk; unread values are not in it."""
        values = sum(STATE_VALUE for name in self.game.marking.values if name in self.case.program.reads)
        limit = STATE_FLOOR + STATE_TOKEN * (self.game.tokens + len(self.game.works())) + values
        self.result.largest = max(self.result.largest, len(state))
        if len(state) > limit:
            raise Disagreement("size", f"{len(state)} bytes for {self.game.tokens} tokens, at most {limit}")
        if UNREAD.encode() in state:
            raise Disagreement("size", "a variable that no condition names stands in the state")

    def closed_stays_closed(self, move: Move) -> None:
        """What was closed cannot be used again, nor a number that was never given."""
        for number in (*[one.n for one in move.closed][:1], 10**6):
            for what in ("complete", "fire", "receive"):
                got = self.executed(Act(what, {}), number)
                if not isinstance(got, NotOpen):
                    raise Disagreement("closed", f"{what} of the closed token {number}: {got!r}")

    def again(self) -> None:
        """The same acts from the start, on a program compiled anew, give the same bytes at every step."""
        case = EngineCase(self.xml)
        for act, number, now, state in self.done:
            agree("replay", case.do(act, number, now).state, state)


def agree(kind: str, engine: object, simulator: object) -> None:
    """Disagreement when the two are not equal."""
    if engine != simulator:
        raise Disagreement(kind, f"engine {engine!r}, simulator {simulator!r}")


def _facts(token: Token) -> tuple[object, ...]:
    return token.kind, token.due, token.message
