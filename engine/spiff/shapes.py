"""What a case asks of the specs that SpiffWorkflow runs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bpmn.net import Node
from engine.spiff.reach import Reach
from engine.spiff.state import Row
from engine.spiff.timing import Timing
from engine.spiff.tokens import Compiled, Token, TokenKind

__all__ = ["JoinShape", "ProgramShape", "SpecShape", "WaitShape", "Way"]


class SpecShape(Protocol):
    """A node; `origin` is the deployed element, None for a gateway that we added."""

    node: Node
    origin: str | None


class JoinShape(SpecShape, Protocol):
    """An inclusive join."""

    @property
    def reach(self) -> Reach:
        """Its path rule."""

    def _update(self, my_task: Any) -> None: ...


class WaitShape(SpecShape, Protocol):
    """A node in which a token waits."""

    waits: TokenKind
    timing: Timing | None
    key: Compiled | None
    manual: bool

    @property
    def element(self) -> str:
        """The deployed element."""

    @property
    def attended(self) -> bool:
        """Whether events listen beside it."""

    def token(self, row: Row) -> Token:
        """What a caller sees of an open token."""


class ProgramShape(Protocol):
    """A process as SpiffWorkflow runs it."""

    start: Any

    @property
    def joins(self) -> Mapping[str, tuple[int, JoinShape]]:
        """By arc, the inclusive join that it leads to, with its place in the diagram."""

    @property
    def waits(self) -> Mapping[str, WaitShape]:
        """The nodes in which tokens wait."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One arc, compiled: its id, the deployed flow that it stands for, its condition and where it leads."""

    arc: str
    origin: str | None
    target: SpecShape
    holds: Compiled | None
    default: bool
