"""From one element to the node that runs it, without its place in the net."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bpmn.document_types import Element
from bpmn.names import GATEWAYS
from bpmn.net import Node, NodeKind

RESERVED: Final = frozenset({"Start", "End", "Root"})
_RESERVED_ENDS: Final = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
_KINDS: Final[Mapping[str, NodeKind]] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "businessRuleTask": "service",
    "receiveTask": "receive",
    "task": "pass",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "eventBasedGateway": "events",
    "boundaryEvent": "boundary",
    "subProcess": "scope",
    "transaction": "scope",
    "callActivity": "call",
}
_LINK: Final = ("linkEventDefinition",)
SILENT: Final = frozenset({"exclusive", "parallel", "inclusive", "events"})
"""Kinds of nodes whose several flows need no gateway of ours."""


def reserved(id: str) -> bool:
    """Whether the executor needs this id for itself."""
    return id in RESERVED or id.endswith(_RESERVED_ENDS)


def kind_of(element: Element) -> NodeKind:
    """Gives the kind of node that runs an element for which there is no obstacle."""
    if element.kind == "sendTask":
        return "throw" if element.topic is None else "service"
    if element.kind == "intermediateThrowEvent":
        return "pass" if element.throw is None else "throw"
    if element.kind == "intermediateCatchEvent":
        return "pass" if element.events == _LINK else "catch"
    return _KINDS[element.kind]


def maps(element: Element) -> bool:
    """Whether the element's input and output mappings have an effect: on activities and on events in the flow."""
    return element.kind not in GATEWAYS | {"startEvent", "boundaryEvent"} and not element.triggered


def node_of(element: Element, id: str, parent: str | None) -> Node:
    """Gives the node of an element; its arcs, host and boundary events are still lacking."""
    kind = kind_of(element)
    return Node(
        id=id,
        kind=kind,
        origin=element.id,
        parent=parent,
        interrupting=element.interrupting,
        trigger=element.trigger,
        throw=element.throw if kind in ("throw", "end") else None,
        topic=element.topic if kind == "service" else None,
        assignee=element.assignee if kind in ("user", "manual") else None,
        triggered=element.triggered,
        inputs=element.inputs if maps(element) else (),
        outputs=element.outputs if maps(element) else (),
        loop=element.loop,
        call=element.call,
    )
