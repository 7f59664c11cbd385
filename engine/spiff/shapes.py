"""What a case asks of the specs that SpiffWorkflow runs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bpmn.net import LoopKind, Node, Trigger
from engine.spiff.mapping import Mapped
from engine.spiff.reach import Reach
from engine.spiff.state import Row
from engine.spiff.timing import Timing
from engine.spiff.tokens import Compiled, Token, TokenKind

__all__ = ["JoinShape", "LoopShape", "ProgramShape", "SpecShape", "WaitShape", "Way"]


class SpecShape(Protocol):
    """A node; `origin` is the deployed element, None for a gateway that we added."""

    node: Node
    origin: str | None

    @property
    def element(self) -> str:
        """The deployed element, or the node where there is none."""

    def _update(self, my_task: Any) -> None: ...


class JoinShape(SpecShape, Protocol):
    """An inclusive join."""

    @property
    def reach(self) -> Reach:
        """Its path rule."""


class WaitShape(SpecShape, Protocol):
    """A node that has a row in the state: a token waits in it, or it is a scope, a loop, an event-based gateway.

    `waits` is None for the latter; `events` listen on it while it is open, `catchers` are the errors, escalations
    and cancellations that it catches; `armed`: it is the start of an event sub-process.
    """

    key: str
    waits: TokenKind | None
    timing: Timing | None
    correlation: Compiled | None
    condition: Compiled | None
    mapped_in: tuple[Mapped, ...]
    declared: frozenset[str]
    events: Sequence[WaitShape]
    catchers: Sequence[WaitShape]
    body: LoopShape | None
    armed: bool
    manual: bool

    def kind_of(self, row: Row) -> TokenKind:
        """What an open token waits for."""

    def token(self, row: Row, case: Any) -> Token:
        """What a caller sees of an open token."""


class LoopShape(WaitShape, Protocol):
    """An activity that runs several times, as a whole; `inner` is the activity itself."""

    loop: LoopKind
    item: str | None
    bare: bool

    @property
    def inner(self) -> WaitShape:
        """The activity."""


class ProgramShape(Protocol):
    """A process as SpiffWorkflow runs it; `scoped`: it has scopes or loops or input mappings."""

    start: Any
    scoped: bool
    conditions: bool
    scopes: bool
    reads: frozenset[str]

    @property
    def joins(self) -> Mapping[str, tuple[int, JoinShape]]:
        """By arc, the inclusive join that it leads to, with its place in the diagram."""

    @property
    def waits(self) -> Mapping[str, WaitShape]:
        """The nodes that have rows."""

    @property
    def handlers(self) -> Mapping[str | None, Sequence[Any]]:
        """By scope node (None: the process), the starts of its event sub-processes."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One arc, compiled: its id, the deployed flow that it stands for, its condition and where it leads."""

    arc: str
    origin: str | None
    target: SpecShape
    holds: Compiled | None
    default: bool


def caught(trigger: Trigger | None, code: str | None) -> int:
    """How well a catcher fits a code: 2 the same code, 1 it catches every code, 0 not at all."""
    if trigger is None:
        return 0
    if trigger.name is None:
        return 1
    return 2 if trigger.name == code else 0
