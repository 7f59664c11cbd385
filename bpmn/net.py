"""The normal form of a process that the executor compiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

TimerKind = Literal["date", "duration", "cycle"]
NodeKind = Literal[
    "start",
    "end",
    "user",
    "manual",
    "service",
    "receive",
    "pass",
    "exclusive",
    "parallel",
    "inclusive",
    "timer",
    "message",
    "boundary_timer",
    "boundary_message",
]


@dataclass(frozen=True, slots=True)
class Timer:
    """When an event fires: ISO 8601 text or an expression that gives it."""

    kind: TimerKind
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the net; `origin` is the deployed element, None for a gateway that we added."""

    id: str
    kind: NodeKind
    origin: str | None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    timer: Timer | None = None
    message: str | None = None
    correlation_key: str | None = None
    topic: str | None = None
    boundary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arc:
    """One arc of the net; `origin` is the deployed sequence flow, None for an arc that we added."""

    id: str
    source: str
    target: str
    condition: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Net:
    """A process in normal form; nodes stand in the order of the diagram's elements."""

    process_id: str
    nodes: Mapping[str, Node]
    arcs: Mapping[str, Arc]
    starts: tuple[str, ...]
