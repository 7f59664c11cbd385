"""Compiles a net into a SpiffWorkflow specification; what cannot be run is refused here, never in a move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.net import Net, Node
from engine.spiff.compiling import Texts, complete, refused
from engine.spiff.gateways import ExclusiveSpec, InclusiveSpec, ParallelSpec
from engine.spiff.loops import LOOPS, LoopSpec
from engine.spiff.reach import Reach
from engine.spiff.refusals import ProgramRefused
from engine.spiff.shapes import Way
from engine.spiff.simple import EndSpec, PassSpec, ThrowSpec
from engine.spiff.specs import NetSpec, StartSpec
from engine.spiff.subprocess import ArmedSpec, ScopeSpec
from engine.spiff.tokens import Compile
from engine.spiff.waits import (
    BoundarySpec,
    CallSpec,
    CatchSpec,
    EventsSpec,
    ManualSpec,
    ReceiveSpec,
    RowSpec,
    ServiceSpec,
    UserSpec,
)

__all__ = ["ProgramSpec", "build"]

_SPECS: Final[Mapping[str, type[NetSpec]]] = {
    "start": PassSpec,
    "pass": PassSpec,
    "throw": ThrowSpec,
    "end": EndSpec,
    "user": UserSpec,
    "manual": ManualSpec,
    "service": ServiceSpec,
    "receive": ReceiveSpec,
    "call": CallSpec,
    "exclusive": ExclusiveSpec,
    "parallel": ParallelSpec,
    "inclusive": InclusiveSpec,
    "events": EventsSpec,
    "catch": CatchSpec,
    "boundary": BoundarySpec,
    "scope": ScopeSpec,
}
_BARE: Final = frozenset({"user", "manual", "service", "pass", "throw"})
PATHS: Final = 1_000_000
"""Inclusive joins times arcs: their path rules together take about a second and 100 MB at most."""
_ASKS: Final = frozenset({"exclusive", "inclusive"})
_IGNORES: Final = frozenset({"parallel"})


class ProgramSpec(WorkflowSpec):  # type: ignore[misc]
    """A net as SpiffWorkflow runs it: nodes by id, what has rows by key, inclusive joins by the arcs into them."""

    def __init__(self, net: Net) -> None:
        super().__init__(net.process_id)
        self.start = StartSpec(self)
        self.net = net
        self.nodes: dict[str, Any] = {}
        self.waits: dict[str, Any] = {}
        self.joins: dict[str, tuple[int, InclusiveSpec]] = {}
        self.handlers: dict[str | None, tuple[ArmedSpec, ...]] = {}
        self.reads: frozenset[str] = frozenset()
        self.scoped = self.conditions = self.scopes = False

    def handlers_of(self, node: str | None) -> Sequence[ArmedSpec]:
        """The starts of the event sub-processes in a scope (None: the process)."""
        return self.handlers.get(node, ())

    def listeners_of(self, node: str | None) -> Sequence[ArmedSpec]:
        """Those that listen to something from outside."""
        return [one for one in self.handlers.get(node, ()) if one.listens]


def build(net: Net, compile_expression: Compile, zone: tzinfo) -> ProgramSpec:
    """The specification of a net; raises ProgramRefused."""
    spec, texts = ProgramSpec(net), Texts(compile_expression, zone)
    for node in net.nodes.values():
        _add(spec, node)
    for node in net.nodes.values():
        _connect(spec, texts, node)
    for start in net.starts:
        spec.start.connect(spec.nodes[start])
    _handlers(spec, net)
    _join(spec, net)
    spec.reads = frozenset(texts.names)
    inner = [found for found in spec.waits.values() if isinstance(found, ScopeSpec | LoopSpec)]
    spec.scopes = bool(inner)
    spec.scoped = bool(inner) or any(found.mapped_in for found in spec.waits.values())
    spec.conditions = any(found.waits == "condition" for found in spec.waits.values())
    return spec


def _add(spec: ProgramSpec, node: Node) -> None:
    """The spec of a node; of a looping activity that of the loop, with the activity's own in it."""
    kind = ArmedSpec if _starts_handler(spec.net, node) else _SPECS.get(node.kind)
    if kind is None:
        raise refused(node, f"Unsur “{node.kind}” belum dijalankan.", f"“{node.kind}” is not run.")
    if node.loop is None:
        made: Any = kind(spec, node)
    else:
        made = LOOPS[node.loop.kind](spec, node)
        made.inner = kind(spec, node, f"{node.id}~item")
        made.inner.body = made
        made.bare = node.kind in _BARE and not node.inputs and node.loop.kind != "standard"
        if isinstance(made.inner, RowSpec):
            spec.waits[made.inner.key] = made.inner
    spec.nodes[node.id] = made
    if isinstance(made, RowSpec):
        spec.waits[made.key] = made


def _starts_handler(net: Net, node: Node) -> bool:
    return node.kind == "start" and node.parent is not None and net.nodes[node.parent].triggered


def _connect(spec: ProgramSpec, texts: Texts, node: Node) -> None:
    found = spec.nodes[node.id]
    if node.kind == "end" and node.outgoing:
        raise refused(node, "Sebuah akhir tidak punya aliran keluar.", "An end has no outgoing flow.")
    found.speaker = _speaker(spec.net, node)
    found.lead([_way(spec, texts, node, arc) for arc in node.outgoing])
    inner = found.inner if isinstance(found, LoopSpec) else found
    complete(texts, node, found, inner)
    if isinstance(found, RowSpec):
        events = [spec.nodes[id] for id in node.boundary]
        found.events = tuple(one for one in events if one.listens)
        found.catchers = tuple(one for one in events if not one.listens)
    if isinstance(inner, ScopeSpec):
        inner.inner = tuple(spec.nodes[start] for start in node.starts)
        first = next((one for one in spec.net.nodes.values() if one.parent == node.id and one.kind == "start"), None)
        inner.stops = node.triggered and first is not None and first.interrupting


def _handlers(spec: ProgramSpec, net: Net) -> None:
    scopes: dict[str | None, tuple[str, ...]] = {None: net.handlers}
    scopes |= {node.id: node.handlers for node in net.nodes.values() if node.handlers}
    for scope, handlers in scopes.items():
        found = []
        for handler in handlers:
            start = next(node for node in net.nodes.values() if node.parent == handler and node.kind == "start")
            armed = spec.nodes[start.id]
            armed.home = spec.nodes[handler]
            found.append(armed)
        if found:
            spec.handlers[scope] = tuple(found)


def _join(spec: ProgramSpec, net: Net) -> None:
    joins = [
        found for found in spec.nodes.values() if isinstance(found, InclusiveSpec) and len(found.node.incoming) > 1
    ]
    if len(joins) * len(net.arcs) > PATHS:
        raise ProgramRefused(
            joins[0].element,
            f"{len(joins)} gerbang inklusif penggabung dalam diagram dengan {len(net.arcs)} aliran: terlalu banyak. "
            "Pecah diagram atau pakai gerbang paralel.",
            f"{len(joins)} joining inclusive gateways in a diagram of {len(net.arcs)} flows are too many. "
            "Split the diagram or use parallel gateways.",
        )
    for place, join in enumerate(joins):
        join.reach = Reach(net, join.node)
        spec.joins.update(dict.fromkeys(join.node.incoming, (place, join)))


def _way(spec: ProgramSpec, texts: Texts, node: Node, id: str) -> Way:
    arc = spec.net.arcs[id]
    holds = None
    if arc.condition is not None and id != node.default and node.kind not in _IGNORES:
        if node.kind not in _ASKS:
            raise refused(
                node,
                f"Aliran “{arc.origin or id}” bersyarat, tetapi tidak keluar dari gerbang.",
                f"The flow “{arc.origin or id}” has a condition and does not leave a gateway.",
            )
        holds = texts.expression(arc.origin or id, arc.condition)
    return Way(id, arc.origin, spec.nodes[arc.target], holds, id == node.default)


def _speaker(net: Net, node: Node) -> str:
    """The deployed element that stands for a gateway: itself, or the one that it was split from."""
    seen: set[str] = set()
    while node.origin is None and node.incoming and node.id not in seen:
        seen.add(node.id)
        node = net.nodes[net.arcs[node.incoming[0]].source]
    return node.origin or node.id
