"""Where a case stands: open things, tokens at joins, loops and variables; and what a move did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.simulator.diagram import LISTENS, WAITS

Values = Mapping[str, object]
OPEN = frozenset(WAITS.values()) | LISTENS
"""Kinds of the things that wait for somebody or something outside."""


class Refused(Exception):
    """The move cannot be made; nothing has changed.

    `reason`: no-flow, too-many, not-open, loop (no list or number), timer (no time), not-caught, cannot-modify.
    """

    def __init__(self, reason: str, element: str = "") -> None:
        super().__init__(reason, element)
        self.reason = reason
        self.element = element


@dataclass(frozen=True)
class Thing:
    """What has a number: an activity, an event that waits or listens, a loop as a whole, a running scope, a gateway.

    `scope` is the number of the scope that it stands in, `host` what it listens on (an activity, a scope, a gateway),
    `loop` and `item` say of which loop it is a turn or which item. It can occur `left` times (None: without end).
    `was`: a condition that was true when it was last asked. `handler`: a running event sub-process.
    `deaf`: a scope that was interrupted, in which no event sub-process begins any more.
    """

    number: int
    element: str
    kind: str
    scope: int
    host: int | None = None
    loop: int | None = None
    item: int | None = None
    left: int | None = None
    due: datetime | None = None
    key: str | None = None
    was: bool = False
    handler: bool = False
    deaf: bool = False


@dataclass
class Progress:
    """How far a loop is: the numbers of its items in their order, how many ended or were stopped, what came out."""

    items: list[object] | None = None
    numbers: list[int] = field(default_factory=list)
    begun: int = 0
    done: int = 0
    stopped: int = 0
    out: dict[int, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """What leaves the case: a message, a signal, or a call, whose token is `number`."""

    kind: str
    element: str
    name: str | None
    number: int | None = None
    key: str | None = None
    values: Values = field(default_factory=dict)
    all: bool = False


@dataclass(frozen=True)
class Thrown:
    """An error or escalation with its code and text."""

    kind: str
    code: str | None
    message: str | None = None
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One instruction of a modification: `stop` the thing `number`; a token `before` or `after` an element."""

    what: str
    number: int = 0
    element: str = ""
    scope: int | None = None


@dataclass
class Step:
    """What a move did: its path, the ends it reached, what left the case, what was cancelled, what nobody caught.

    `rules`: how often each rule had its part in it.
    """

    path: list[tuple[str, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)
    escalated: list[Thrown] = field(default_factory=list)
    uncaught: Thrown | None = None
    homes: dict[str, int] = field(default_factory=dict)
    rules: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    def of(self, what: str) -> list[str]:
        """The ids of one sort of steps of the path, in order."""
        return [name for sort, name in self.path if sort == what]

    @property
    def flows(self) -> Counter[str]:
        """How often each flow was taken."""
        return Counter(self.of("flow"))


@dataclass
class Marking:
    """Where the tokens are: so many at joins by (scope, flow), the others in things; variables by scope.

    Thing 0 is the process itself; without it the case has not begun or has ended.
    """

    things: dict[int, Thing] = field(default_factory=dict)
    waiting: Counter[tuple[int, str]] = field(default_factory=Counter)
    loops: dict[int, Progress] = field(default_factory=dict)
    variables: dict[int, dict[str, object]] = field(default_factory=dict)
    counter: int = 0

    def copy(self) -> Marking:
        """A marking that can be changed without changing this one."""
        loops = {
            number: replace(one, items=one.items and list(one.items), numbers=list(one.numbers), out=dict(one.out))
            for number, one in self.loops.items()
        }
        variables = {scope: dict(values) for scope, values in self.variables.items()}
        return Marking(dict(self.things), Counter(self.waiting), loops, variables, self.counter)

    def works(self, *kinds: str) -> list[Thing]:
        """What is open to the outside, by number; of some kinds only."""
        return [thing for _, thing in sorted(self.things.items()) if thing.kind in (kinds or OPEN)]

    def within(self, scope: int) -> Iterator[Thing]:
        """What stands in a scope: its tokens, what listens on them and on it, and what runs beside."""
        return (thing for thing in self.things.values() if thing.scope == scope and thing.number)

    def tokens(self, scope: int) -> Iterator[Thing]:
        """The tokens of a scope that are no tokens at joins; running event sub-processes hold it open as well."""
        return (thing for thing in self.within(scope) if thing.host is None)

    def empty(self, scope: int) -> bool:
        """13.3.4: whether nothing is left in a scope."""
        if any(count for (where, _), count in self.waiting.items() if where == scope):
            return False
        return next(self.tokens(scope), None) is None
