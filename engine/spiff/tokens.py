"""What the executor says to its callers: tokens, moves, limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

__all__ = ["Closed", "Compile", "Compiled", "Limits", "Move", "PathStep", "Token", "TokenKind"]

TokenKind = Literal["user", "manual", "service", "receive", "timer", "message"]
PathStep = tuple[Literal["left", "flow", "entered"], str]


class Compiled(Protocol):
    """A compiled expression: the names of the variables that it reads, and its value for some values."""

    @property
    def names(self) -> frozenset[str]:
        """Top-level names of variables."""

    def __call__(self, values: Mapping[str, object], /) -> object:
        """The value; a condition holds when it is True. Never raises, never changes the values."""


Compile = Callable[[str], Compiled]
"""Compiles a text of the diagram; raises a subclass of ValueError, with texts `id` and `en` if it likes."""


class Token(NamedTuple):
    """Something that waits. `n` is its number in the case; `host` the number of the activity it is attached to."""

    n: int
    element: str
    kind: TokenKind
    host: int | None = None
    due: datetime | None = None
    message: str | None = None
    key: str | None = None
    topic: str | None = None


class Closed(NamedTuple):
    """A token that waits no more; `cancelled` when an interrupting event took it."""

    n: int
    element: str
    kind: TokenKind
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Move:
    """What one move did. `path` and `ended` name deployed ids in order; `state` holds the case from now on.

    `finished`: no token is left. `stuck`: nothing waits any more, but tokens stand at joins that can never be
    activated; the case neither ended nor goes on.
    """

    state: bytes
    opened: tuple[Token, ...]
    closed: tuple[Closed, ...]
    path: tuple[PathStep, ...]
    ended: tuple[str, ...]
    finished: bool
    stuck: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """Automatic steps of one move, and open tokens of one case (events on activities count too)."""

    steps: int = 10_000
    tokens: int = 1_000
