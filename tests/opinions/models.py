"""Random models of nested blocks, of the elements that the other engine supports, as BPMN that both read."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.corpus.specimen import process

__all__ = ["FLAGS", "Model", "model"]

FLAGS: Final = ("b1", "b2", "b3", "b4")
_MESSAGE_ROOT: Final = '<message id="pesan" name="surat"/>'
_TIMER: Final = (
    '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">P10D</timeDuration></timerEventDefinition>'
)
_MESSAGE: Final = '<messageEventDefinition messageRef="pesan"/>'
_ITEMS: Final = (
    '<multiInstanceLoopCharacteristics isSequential="{}"><loopCardinality xsi:type="tFormalExpression">{}'
    "</loopCardinality></multiInstanceLoopCharacteristics>"
)
_SOUND: Final = ("user", "choice", "fork", "back")
"""What every checker of Petri nets can say too."""
_STRAIGHT: Final = frozenset({"user", "fork", "split", "scope", "items", "wait", "escalation", "terminate"})
"""What has no two ways of which one is not taken; sub-processes hide theirs."""
_FORKS: Final = frozenset({"fork", "split"})
_ALL: Final = (*_SOUND, "aside", "scope", "items", "race", "wait", "error", "escalation", "terminate", "split")


@dataclass
class Model:
    """The lines of a model (see `process`); `watched` are the elements at which something waits.

    Unless it is `free`, each of its scopes has either forks or choices: the other engine also sends on what a choice
    did not take, and counts it at joins.
    """

    rng: Random
    kinds: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    several: set[str] = field(default_factory=set)
    roots: list[str] = field(default_factory=lambda: [_MESSAGE_ROOT])
    count: int = 0
    forks: bool = False
    free: bool = False

    def __post_init__(self) -> None:
        self.forks = self.rng.random() < 0.5

    def xml(self) -> str:
        """The file."""
        return process("\n".join(self.lines), roots="".join(self.roots))

    def id(self, letter: str) -> str:
        """A new id."""
        self.count += 1
        return f"{letter}{self.count}"

    def add(self, line: str, letter: str, *, waits: bool = False) -> str:
        """A new element; `@` in the line is its id."""
        id = self.id(letter)
        self.lines.append(line.replace("@", id))
        if waits:
            self.watched.append(id)
        return id

    def flow(self, *ids: str, when: str = "") -> None:
        """Flows from one to the next."""
        self.lines.append(">".join(ids) + (f" ? {when}" if when else ""))

    def otherwise(self, source: str, target: str) -> None:
        """The default flow."""
        self.lines.append(f"{source}>{target} *")

    def flag(self) -> str:
        """A condition."""
        return "${" + self.rng.choice(FLAGS) + "}"

    def event(self) -> str:
        """A timer or message."""
        return self.rng.choice((_TIMER, _MESSAGE))

    def sequence(self, depth: int) -> tuple[str, str]:
        """Blocks in a row; gives the first and the last element."""
        first, last = self.block(depth)
        for _ in range(self.rng.randrange(2 if depth else 1)):
            entry, exit = self.block(depth)
            self.flow(last, entry)
            last = exit
        return first, last

    def block(self, depth: int) -> tuple[str, str]:
        """A random block."""
        kinds = [kind for kind in self.kinds if self.free or (kind in _STRAIGHT if self.forks else kind not in _FORKS)]
        kind = self.rng.choice(kinds) if depth > 0 else "user"
        made: tuple[str, str] = getattr(self, kind)(depth)
        return made

    def user(self, _depth: int = 0) -> tuple[str, str]:
        """A user task."""
        task = self.add("user @", "a", waits=True)
        return task, task

    def choice(self, depth: int) -> tuple[str, str]:
        """An exclusive gateway before two ways, and one behind them."""
        task, split, join = self.user()[0], self.add("xor @", "x"), self.add("xor @", "x")
        one, other = self.sequence(depth - 1), self.sequence(depth - 1)
        self.flow(task, split)
        self.flow(split, one[0], when=self.flag())
        self.otherwise(split, other[0])
        self.flow(one[1], join)
        self.flow(other[1], join)
        return task, join

    def fork(self, depth: int) -> tuple[str, str]:
        """A parallel gateway before two or three ways, and one behind them."""
        split, join = self.add("and @", "p"), self.add("and @", "p")
        self._branches(split, join, self.rng.choice((2, 2, 3)), depth)
        return split, join

    def _branches(self, split: str, join: str, count: int, depth: int) -> None:
        """Ways at once."""
        for _ in range(count):
            first, last = self.sequence(depth - 1)
            self.flow(split, first)
            self.flow(last, join)

    def back(self, depth: int) -> tuple[str, str]:
        """A way back."""
        head, split = self.add("xor @", "x"), self.add("xor @", "x")
        first, last = self.sequence(depth - 1)
        task = self.user()[0]
        out = self.add("xor @", "x")
        self.flow(head, first)
        self.flow(last, task, split)
        self.flow(split, head, when=self.flag())
        self.otherwise(split, out)
        return head, out

    def aside(self, _depth: int) -> tuple[str, str]:
        """A task with an event on it; behind an interrupting one the way comes back to the flow."""
        task, stops = self.user()[0], self.rng.random() < 0.5
        facts = f'attachedToRef="{task}" cancelActivity="{str(stops).lower()}"'
        inner = self.event() if stops else _TIMER
        event = self.add(f'<boundaryEvent id="@" {facts}>{inner}</boundaryEvent>', "t", waits=True)
        return task, self._behind(task, event, stops=stops)

    def _behind(self, host: str, event: str, *, stops: bool) -> str:
        """What follows an event on an activity: a task, and the flow again or an end."""
        other = self.user()[0]
        if not stops:
            self.flow(event, other, self.add("end @", "e"))
            return host
        join = self.add("xor @", "x")
        self.flow(event, other, join)
        self.flow(host, join)
        return join

    def scope(self, depth: int) -> tuple[str, str]:
        """A sub-process."""
        return self._scoped(depth, "end @")

    def _scoped(self, depth: int, end: str, beside: str = "") -> tuple[str, str]:
        scope, around = self.add('<subProcess id="@">', "u"), self.forks
        self.forks = self.rng.random() < 0.5
        start, last = self.add("start @", "s"), self.add(end, "e")
        first, exit = self.sequence(depth - 1)
        self.flow(start, first)
        self.flow(exit, last)
        if beside:
            split, task, plain = self.add("xor @", "x"), self.user()[0], self.add("end @", "e")
            self.flow(start, task, split)
            self.flow(split, self.add(beside, "e"), when=self.flag())
            self.otherwise(split, plain)
        self.lines.append("</subProcess>")
        self.forks = around
        return scope, scope

    def error(self, depth: int) -> tuple[str, str]:
        """A sub-process that may end by an error, caught on it."""
        return self._caught(depth, "error", stops=True)

    def escalation(self, depth: int) -> tuple[str, str]:
        """A sub-process that may end by an escalation, caught on it without interrupting."""
        return self._caught(depth, "escalation", stops=False)

    def _caught(self, depth: int, kind: str, *, stops: bool) -> tuple[str, str]:
        code = self.id("k")
        self.roots.append(f'<{kind} id="{code}" name="{code}" {kind}Code="{code}"/>')
        inner = f'<{kind}EventDefinition {kind}Ref="{code}"/>'
        scope = self._scoped(depth, "end @", f'<endEvent id="@">{inner}</endEvent>')[0]
        facts = "" if stops else ' cancelActivity="false"'
        event = self.add(f'<boundaryEvent id="@" attachedToRef="{scope}"{facts}>{inner}</boundaryEvent>', "c")
        return scope, self._behind(scope, event, stops=stops)

    def terminate(self, depth: int) -> tuple[str, str]:
        """A sub-process of which one way may terminate it."""
        return self._scoped(depth, "end @", '<endEvent id="@"><terminateEventDefinition/></endEvent>')

    def items(self, _depth: int) -> tuple[str, str]:
        """A multi-instance task, in a row or at once."""
        loop = _ITEMS.format(self.rng.choice(("true", "false")), self.rng.choice((1, 2, 3)))
        task = self.add(f'<userTask id="@" camunda:candidateGroups="staf">{loop}</userTask>', "i", waits=True)
        self.several.add(task)
        return task, task

    def race(self, depth: int) -> tuple[str, str]:
        """An event-based gateway before two events."""
        gate, join = self.add('<eventBasedGateway id="@"/>', "g"), self.add("xor @", "x")
        for event in (_TIMER, _MESSAGE):
            catch = self.add(f'<intermediateCatchEvent id="@">{event}</intermediateCatchEvent>', "m", waits=True)
            first, last = self.sequence(depth - 1)
            self.flow(gate, catch, first)
            self.flow(last, join)
        return gate, join

    def wait(self, _depth: int) -> tuple[str, str]:
        """An event in the flow, or a receive task."""
        tag = self.rng.choice(('<receiveTask id="@" messageRef="pesan"/>', ""))
        line = tag or f'<intermediateCatchEvent id="@">{self.event()}</intermediateCatchEvent>'
        catch = self.add(line, "m", waits=True)
        return catch, catch

    def split(self, depth: int) -> tuple[str, str]:
        """A task with two flows, and a parallel gateway behind them."""
        task, join = self.user()[0], self.add("and @", "p")
        self._branches(task, join, 2, depth)
        return task, join


def model(seed: str, *, nets: bool = False, free: bool = False) -> Model:
    """The model of a seed; with `nets` only of tasks and gateways, with `free` also with choices inside branches."""
    made = Model(Random(seed), _SOUND if nets else _ALL, free=free or nets)
    start, end = made.add("start @", "s"), made.add("end @", "e")
    first, last = made.sequence(made.rng.choice((1, 2, 2, 3)))
    made.flow(start, first)
    made.flow(last, end)
    return made
