"""Compiles a net into a SpiffWorkflow specification; what cannot be run is refused here, never in a move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.net import Net, Node
from engine.spiff.gateways import ExclusiveSpec, InclusiveSpec, ParallelSpec
from engine.spiff.reach import Reach
from engine.spiff.refusals import ProgramRefused
from engine.spiff.shapes import Way
from engine.spiff.simple import EndSpec, PassSpec
from engine.spiff.specs import NetSpec, StartSpec
from engine.spiff.timing import timing
from engine.spiff.tokens import Compile, Compiled
from engine.spiff.waits import BoundarySpec, CatchSpec, ManualSpec, ReceiveSpec, ServiceSpec, UserSpec, WaitSpec

__all__ = ["ProgramSpec", "build"]

_SPECS: Final[Mapping[str, type[NetSpec]]] = {
    "start": PassSpec,
    "pass": PassSpec,
    "end": EndSpec,
    "user": UserSpec,
    "manual": ManualSpec,
    "service": ServiceSpec,
    "receive": ReceiveSpec,
    "exclusive": ExclusiveSpec,
    "parallel": ParallelSpec,
    "inclusive": InclusiveSpec,
    "timer": CatchSpec,
    "message": CatchSpec,
    "boundary_timer": BoundarySpec,
    "boundary_message": BoundarySpec,
}
PATHS: Final = 1_000_000
"""Inclusive joins times arcs: their path rules together take about a second and 100 MB at most."""
_ASKS: Final = frozenset({"exclusive", "inclusive"})
_IGNORES: Final = frozenset({"parallel"})


class ProgramSpec(WorkflowSpec):  # type: ignore[misc]
    """A net as SpiffWorkflow runs it: nodes by id, inclusive joins by the arcs into them."""

    def __init__(self, net: Net) -> None:
        super().__init__(net.process_id)
        self.start = StartSpec(self)
        self.nodes: dict[str, NetSpec] = {}
        self.waits: dict[str, WaitSpec] = {}
        self.joins: dict[str, tuple[int, InclusiveSpec]] = {}
        self.reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Builder:
    net: Net
    compile: Compile
    zone: tzinfo
    names: set[str]


def build(net: Net, compile_expression: Compile, zone: tzinfo) -> ProgramSpec:
    """The specification of a net; raises ProgramRefused."""
    made = _Builder(net, compile_expression, zone, set())
    spec = ProgramSpec(net)
    for node in net.nodes.values():
        kind = _SPECS.get(node.kind)
        if kind is None:
            raise _refused(node, f"Unsur “{node.kind}” belum dijalankan.", f"“{node.kind}” is not run.")
        spec.nodes[node.id] = kind(spec, node)
    for found in spec.nodes.values():
        _connect(made, spec, found)
    for start in net.starts:
        spec.start.connect(spec.nodes[start])
    _join(spec, net)
    spec.reads = frozenset(made.names)
    return spec


def _connect(made: _Builder, spec: ProgramSpec, found: NetSpec) -> None:
    node = found.node
    if node.kind == "end" and node.outgoing:
        raise _refused(node, "Sebuah akhir tidak punya aliran keluar.", "An end has no outgoing flow.")
    found.lead([_way(made, spec, node, arc) for arc in node.outgoing])
    if isinstance(found, ExclusiveSpec | InclusiveSpec):
        found.speaker = _speaker(made.net, node)
    if isinstance(found, WaitSpec):
        spec.waits[node.id] = found
        _wait(made, spec, found)


def _join(spec: ProgramSpec, net: Net) -> None:
    joins = [
        found for found in spec.nodes.values() if isinstance(found, InclusiveSpec) and len(found.node.incoming) > 1
    ]
    if len(joins) * len(net.arcs) > PATHS:
        raise ProgramRefused(
            joins[0].origin or joins[0].node.id,
            f"{len(joins)} gerbang inklusif penggabung dalam diagram dengan {len(net.arcs)} aliran: terlalu banyak. "
            "Pecah diagram atau pakai gerbang paralel.",
            f"{len(joins)} joining inclusive gateways in a diagram of {len(net.arcs)} flows are too many. "
            "Split the diagram or use parallel gateways.",
        )
    for place, join in enumerate(joins):
        join.reach = Reach(net, join.node)
        spec.joins.update(dict.fromkeys(join.node.incoming, (place, join)))


def _way(made: _Builder, spec: ProgramSpec, node: Node, id: str) -> Way:
    arc = made.net.arcs[id]
    holds = None
    if arc.condition is not None and id != node.default and node.kind not in _IGNORES:
        if node.kind not in _ASKS:
            raise _refused(
                node,
                f"Aliran “{arc.origin or id}” bersyarat, tetapi tidak keluar dari gerbang.",
                f"The flow “{arc.origin or id}” has a condition and does not leave a gateway.",
            )
        holds = _compiled(made, arc.origin or id, arc.condition)
    return Way(id, arc.origin, spec.nodes[arc.target], holds, id == node.default)


def _wait(made: _Builder, spec: ProgramSpec, found: WaitSpec) -> None:
    node = found.node
    events = []
    for id in node.boundary:
        event = spec.nodes[id]
        assert isinstance(event, BoundarySpec)
        events.append(event)
        found.connect(event)
    found.events = tuple(events)
    if node.timer is not None:
        found.timing = timing(found.element, node.timer, made.compile, made.zone)
        if found.timing.expression is not None:
            made.names.update(found.timing.expression.names)
    elif node.kind in ("timer", "boundary_timer"):
        raise _refused(node, "Pengingat ini tanpa waktu.", "This timer has no time.")
    if node.correlation_key is not None:
        found.key = _compiled(made, found.element, node.correlation_key)


def _compiled(made: _Builder, element: str, text: str) -> Compiled:
    try:
        compiled = made.compile(text)
    except ValueError as error:
        en = str(getattr(error, "en", error))
        raise ProgramRefused(element, str(getattr(error, "id", en)), en) from error
    made.names.update(compiled.names)
    return compiled


def _speaker(net: Net, node: Node) -> str:
    """The deployed element that stands for a gateway: itself, or the one that it was split from."""
    seen: set[str] = set()
    while node.origin is None and node.incoming and node.id not in seen:
        seen.add(node.id)
        node = net.nodes[net.arcs[node.incoming[0]].source]
    return node.origin or node.id


def _refused(node: Node, id: str, en: str) -> ProgramRefused:
    return ProgramRefused(node.origin or node.id, id, en)
