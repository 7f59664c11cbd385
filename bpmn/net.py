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
    "throw",
    "exclusive",
    "parallel",
    "inclusive",
    "events",
    "catch",
    "boundary",
    "scope",
    "call",
]
TriggerKind = Literal["timer", "message", "signal", "condition", "error", "escalation", "cancel"]
ThrowKind = Literal["message", "signal", "error", "escalation", "terminate", "cancel"]
LoopKind = Literal["standard", "sequential", "parallel"]
Binding = Literal["latest", "deployment", "version", "versionTag"]


@dataclass(frozen=True, slots=True)
class Timer:
    """When an event fires: ISO 8601 text or an expression that gives it."""

    kind: TimerKind
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """The value of a variable, by its name, which may hold any character."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in which each `${…}` is an expression; when it is one expression and nothing else, its value as it is."""

    text: str


Value = Variable | Text | tuple["Value", ...] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Param:
    """One mapping: the variable `name` receives the value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Trigger:
    """What an event (or a receive task) waits for.

    `name` is that of the message or signal, or the code of the error or escalation (None catches every code);
    `key` the expression of a message's correlation key; `code_variable` and `message_variable` receive what a caught
    error or escalation carries.
    """

    kind: TriggerKind
    name: str | None = None
    timer: Timer | None = None
    condition: str | None = None
    key: str | None = None
    code_variable: str | None = None
    message_variable: str | None = None


@dataclass(frozen=True, slots=True)
class Throw:
    """What a throwing event, an end event or a send task emits; `payload` goes with a message or signal."""

    kind: ThrowKind
    name: str | None = None
    key: str | None = None
    payload: tuple[Param, ...] = ()
    all: bool = False  # the payload is every variable that the element can see


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity runs.

    standard: while `condition` holds (asked before each turn when `before`, else after it), at most `maximum` times.
    sequential, parallel: once for each item of the list that `collection` (an expression) gives, `item` is the
    variable that holds it, or `cardinality` (an expression) times; `completion` ends the rest when it holds after an
    item; `output` is the variable that receives the list of the items' values of `output_item`.
    """

    kind: LoopKind
    condition: str | None = None
    before: bool = False
    maximum: str | None = None
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    completion: str | None = None
    output: str | None = None
    output_item: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Which process a call activity starts as a case of its own, and what goes in and comes out.

    `process` is a text (see Text) that gives its key. `ins` are evaluated where the call stands, `outs` over the
    variables of the called case. `business_key` is a text, None: the called case has none.
    """

    process: str
    binding: Binding = "latest"
    version: str | None = None
    business_key: str | None = None
    ins: tuple[Param, ...] = ()
    outs: tuple[Param, ...] = ()
    all_in: bool = False
    all_out: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the net; `origin` is the deployed element, None for a gateway or start that we added.

    `parent` is the scope node that it stands in, None for the process itself. Of a `scope`: `starts` are its none
    start nodes, `handlers` the event sub-processes in it; `triggered` says that it is an event sub-process, whose one
    start node carries the `trigger` and `interrupting`.
    """

    id: str
    kind: NodeKind
    origin: str | None
    parent: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    trigger: Trigger | None = None
    throw: Throw | None = None
    topic: str | None = None
    assignee: str | None = None
    boundary: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    triggered: bool = False
    inputs: tuple[Param, ...] = ()
    outputs: tuple[Param, ...] = ()
    loop: Loop | None = None
    call: Call | None = None


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
    """A process in normal form; nodes of all scopes, in the order of the diagram's elements.

    `starts` are the none starts of the process, `triggers` its start nodes with a trigger, `handlers` the event
    sub-processes that stand in the process itself.
    """

    process_id: str
    nodes: Mapping[str, Node]
    arcs: Mapping[str, Arc]
    starts: tuple[str, ...]
    triggers: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
