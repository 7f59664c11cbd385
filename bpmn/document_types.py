"""The typed view of a diagram: what a reader may know of a BPMN document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpmn.net import Call, Loop, Param, Throw, Trigger


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node. `incoming` and `outgoing` are ids of sequence flows in document order.

    `parent` is the id of the sub-process around it. `trigger` and `throw` say what its one event definition means,
    `events` are the local names of all of them. `code` names what on it carries program text, `extensions` are the
    local names of the other extension elements of the modeler's dialect, `marks` what else stands on it that is no
    field here: `ioSpecification`, `dataInputAssociation`, `dataOutputAssociation`, `parallelMultiple`,
    `behavior=One`, `eventGatewayType=Parallel`, `startQuantity=2`, `messageEventDefinition/topic`. `retries` and the
    timer's text stand as written.
    """

    id: str
    kind: str
    name: str
    line: int
    parent: str | None = None
    lane: str | None = None
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    events: tuple[str, ...] = ()
    trigger: Trigger | None = None
    throw: Throw | None = None
    link: str | None = None
    loop: Loop | None = None
    call: Call | None = None
    inputs: tuple[Param, ...] = ()
    outputs: tuple[Param, ...] = ()
    triggered: bool = False
    instantiate: bool = False
    compensation: bool = False
    form_ref: str | None = None
    form_key: str | None = None
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    due_date: str | None = None
    topic: str | None = None
    retries: str | None = None
    code: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow; `source` and `target` are ids as written, also where no such element is.

    `parent` is the id of the sub-process that it is written in.
    """

    id: str
    name: str
    source: str
    target: str
    condition: str | None
    line: int
    language: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One leaf lane with the ids of its flow nodes, in the order of the document.

    `parent` is the id of the sub-process that the lane divides, None for a lane of the process.
    """

    id: str
    name: str
    elements: tuple[str, ...]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """One process; the mappings hold the nodes and flows of all its sub-processes too, in the order of the document."""

    id: str
    name: str
    executable: bool
    properties: Mapping[str, str]
    documentation: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...]
    version_tag: str | None
    line: int
    code: tuple[str, ...] = ()
    keep: str | None = None  # how long a modeler wants histories kept: days, or an ISO 8601 duration
    startable: bool = True  # whether lists of what somebody may start show it

    @property
    def starts(self) -> tuple[Element, ...]:
        """The start events of the process itself, those without a trigger first."""
        own = [one for one in self.elements.values() if one.kind == "startEvent" and one.parent is None]
        return tuple(sorted(own, key=lambda one: one.trigger is not None))


@dataclass(frozen=True, slots=True)
class Participant:
    """One pool of a collaboration; `process` is None for a pool that is drawn as a black box."""

    id: str
    name: str
    process: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the ids of a document: an id that stands twice, or a node or flow without one."""

    kind: str  # "duplicate" or "missing"
    id: str
    tag: str
    line: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in diagram units, y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """How an element, lane or pool is drawn; `horizontal` is None where the file does not say."""

    element: str
    bounds: Bounds
    horizontal: bool | None = None
    label: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """How a flow or association is drawn: at least two points."""

    element: str
    points: tuple[tuple[float, float], ...]
    label: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram of the file; `plane` is the id of the process or collaboration that it draws."""

    plane: str | None
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]
