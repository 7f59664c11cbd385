"""What the executor says to its callers: tokens, moves, limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

__all__ = [
    "After",
    "Before",
    "Closed",
    "Compile",
    "Compiled",
    "Instruction",
    "Limits",
    "Look",
    "Move",
    "PathStep",
    "Scope",
    "Sent",
    "Stop",
    "Thrown",
    "Token",
    "TokenKind",
    "Written",
]

TokenKind = Literal["user", "manual", "service", "receive", "timer", "message", "signal", "condition", "call"]
PathStep = tuple[Literal["left", "flow", "entered"], str]


class Values(Protocol):
    """The values that an expression sees."""

    def get(self, name: str, /) -> Any:
        """The value of a name, None when there is none."""


class Compiled(Protocol):
    """A compiled expression: the names of the variables that it reads, and its value for some values."""

    @property
    def names(self) -> frozenset[str]:
        """Top-level names of variables."""

    def __call__(self, values: Any, /) -> object:
        """The value; a condition holds when it is True. Never raises, never changes the values."""


Compile = Callable[[str], Compiled]
"""Compiles a text of the diagram; raises a subclass of ValueError, with texts `id` and `en` if it likes."""

Look = Callable[[Sequence[int], str], Mapping[int, object]]
"""Gives the values of a variable in some scopes, as they stand before the move; scopes without it are left out."""


class Token(NamedTuple):
    """Something that waits. `n` is its number in the case; `host` the number of the activity it is attached to.

    `message` names the message or signal; `scopes` are the numbers of the scopes around it that may hold variables,
    the nearest first, without the case; `item` is its place in the list of its loop.
    """

    n: int
    element: str
    kind: TokenKind
    host: int | None = None
    due: datetime | None = None
    message: str | None = None
    key: str | None = None
    topic: str | None = None
    scopes: tuple[int, ...] = ()
    item: int | None = None
    assignee: str | None = None


class Closed(NamedTuple):
    """A token that waits no more; `cancelled` when an interrupting event or a termination took it."""

    n: int
    element: str
    kind: TokenKind
    cancelled: bool


class Scope(NamedTuple):
    """An open sub-process, or a loop as a whole with its progress; `total` is None when it is not known."""

    n: int
    element: str
    kind: Literal["scope", "loop"]
    scopes: tuple[int, ...] = ()
    total: int | None = None
    done: int = 0
    active: int = 0


class Sent(NamedTuple):
    """What leaves the case. `n` is the token that waits for a called case; `all`: every variable goes with it."""

    kind: Literal["message", "signal", "call"]
    element: str
    name: str
    n: int | None = None
    key: str | None = None
    values: Mapping[str, object] = {}
    all: bool = False


class Written(NamedTuple):
    """A variable that the move itself wrote."""

    scope: int
    name: str
    value: object


class Thrown(NamedTuple):
    """An error or escalation, with values that it brings."""

    kind: Literal["error", "escalation"]
    code: str | None = None
    message: str | None = None
    values: Mapping[str, object] = {}


class Stop(NamedTuple):
    """Modification: takes an open token away, with all that is in it or on it."""

    token: int


class Before(NamedTuple):
    """Modification: a token begins the element, in the scope of that number when there are several."""

    element: str
    scope: int | None = None


class After(NamedTuple):
    """Modification: a token leaves the element by its flows, in the scope of that number when there are several."""

    element: str
    scope: int | None = None


Instruction = Stop | Before | After


@dataclass(frozen=True, slots=True)
class Move:
    """What one move did. `path` and `ended` name deployed ids in order; `state` holds the case from now on.

    What was opened and closed in the same move stands in neither list.
    `finished`: no token is left. `stuck`: nothing waits any more, but tokens stand at joins that can never be
    activated; the case neither ended nor goes on. `homes`: scopes of given values that are not the case's.
    `uncaught`: the error that ended the case; `escalated`: what nobody in the case caught.
    """

    state: bytes
    opened: tuple[Token, ...]
    closed: tuple[Closed, ...]
    path: tuple[PathStep, ...]
    ended: tuple[str, ...]
    finished: bool
    stuck: bool
    sent: tuple[Sent, ...] = ()
    homes: Mapping[str, int] = field(default_factory=dict)
    written: tuple[Written, ...] = ()
    uncaught: Thrown | None = None
    escalated: tuple[Thrown, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Automatic steps of one move, open tokens of one case (events on activities count too), items of one loop."""

    steps: int = 10_000
    tokens: int = 1_000
    items: int = 100_000
