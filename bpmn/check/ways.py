"""Rules about the ways through a process: starts, dead ends, loops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bpmn.check.graph import components
from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called
from bpmn.check.turning import automatic_knots
from bpmn.document_types import Element
from bpmn.prepare_places import begins

_FEW: Final = 5


@rule("dangling-flow", "error", "error")
def dangling_flow(scope: Scope) -> Iterator[Note]:
    """A flow that begins or ends nowhere."""
    return scope.obstacles("dangling-flow")


@rule("crossing-flow", "error", "error")
def crossing_flow(scope: Scope) -> Iterator[Note]:
    """A flow over the border of a sub-process."""
    return scope.obstacles("crossing-flow")


@rule("no-start", "error", "error")
def no_start(scope: Scope) -> Iterator[Note]:
    """A process in which everything waits for something before it, or that is empty."""
    return scope.obstacles("no-start")


@rule("start-event", "error", "warning")
def start_event(scope: Scope) -> Iterator[Note]:
    """No start event, or several without a trigger in one process or sub-process, which then all start together."""
    elements = scope.process.elements
    if scope.graph.starts and not any(_begins(elements[id]) for id in scope.graph.starts):
        names = _few(scope, scope.graph.starts)
        yield Note(
            None,
            f"Proses ini tidak punya kejadian mulai; yang dimulai adalah {names}. Tambahkan satu kejadian mulai.",
            f"The process has no start event; what starts is {names}. Add one start event.",
        )
    seen: set[str | None] = set()
    for element in elements.values():
        if element.kind != "startEvent" or element.events:
            continue
        if element.parent in seen:
            yield Note(
                element,
                f"{called(element)} adalah kejadian mulai tambahan; semuanya mulai bersamaan. Sisakan satu.",
                f"{called(element)} is one more start event; they all start together. Keep one.",
            )
        seen.add(element.parent)


def _begins(element: Element) -> bool:
    return element.kind == "startEvent" or begins(element)


@rule("into-start", "error", "error")
def into_start(scope: Scope) -> Iterator[Note]:
    """A flow into a start event or boundary event, or out of an end event."""
    return scope.obstacles("into-start")


@rule("unreachable", "error", "error")
def unreachable(scope: Scope) -> Iterator[Note]:
    """An element that no way from the start leads to."""
    if not scope.graph.starts:
        return
    reached = scope.graph.reached
    for element in scope.process.elements.values():
        if element.id not in reached and (element.parent is None or element.parent in reached):
            yield Note(
                element,
                f"Tidak ada jalan dari awal ke {called(element)}. Sambungkan alur ke sana atau hapus elemen ini.",
                f"No way leads from the start to {called(element)}. Connect a flow to it or remove it.",
            )


@rule("stuck-join", "error", "error")
def stuck_join(scope: Scope) -> Iterator[Note]:
    """A parallel gateway that waits for a flow that can only come after it."""
    graph = scope.graph
    for id in graph.elements:
        if graph.joins(id) and id in graph.reached and id not in graph.activated:
            late = [source for source in graph.previous[id] if source not in graph.activated]
            if len(late) < len(graph.previous[id]):
                names = _few(scope, list(dict.fromkeys(late)))
                yield Note(
                    graph.elements[id],
                    f"Gerbang paralel {called(graph.elements[id])} menunggu {names}, yang baru dapat berjalan "
                    "sesudahnya. Arahkan alur balik ke langkah, atau pakai gerbang eksklusif.",
                    f"The parallel gateway {called(graph.elements[id])} waits for {names}, which can run only after "
                    "it. Lead the way back to a step, or use an exclusive gateway.",
                )


@rule("dead-end", "error", "warning")
def dead_end(scope: Scope) -> Iterator[Note]:
    """An element other than an end event that nothing follows."""
    for element in scope.process.elements.values():
        if element.kind != "endEvent" and not element.outgoing and not _may_end(element):
            yield Note(
                element,
                f"Setelah {called(element)} tidak ada apa-apa. Sambungkan ke langkah berikut atau ke kejadian selesai.",
                f"Nothing follows {called(element)}. Connect it to the next step or to an end event.",
            )


def _may_end(element: Element) -> bool:
    """Whether nothing need follow: a reminder, an event sub-process, a throwing link."""
    link = element.kind == "intermediateThrowEvent" and element.link is not None
    return element.triggered or link or (element.kind == "boundaryEvent" and not element.interrupting)


@rule("no-way-out", "error", "error")
def no_way_out(scope: Scope) -> Iterator[Note]:
    """A loop that can be entered and never left, where nothing from outside ends it either."""
    graph = scope.graph
    stuck = [id for id in graph.elements if id in graph.reached and id not in graph.leaving]
    stuck = [id for id in stuck if graph.elements[id].parent not in graph.cut]
    inside = set(stuck)
    arrows = {id: [target for target in graph.onward(id) if target in inside] for id in stuck}
    for knot in components(arrows):
        members = set(knot)
        if all(target in members for id in knot for target in arrows[id]):
            names = _few(scope, knot)
            yield Note(
                graph.elements[knot[0]],
                f"Dari putaran {names} tidak ada jalan keluar ke akhir. Tambahkan alur menuju kejadian selesai.",
                f"No way leads out of the loop {names} to an end. Add a flow towards an end event.",
            )


@rule("loop-without-wait", "error", "error")
def loop_without_wait(scope: Scope) -> Iterator[Note]:
    """A loop in which nobody is waited for: it would run for ever in one move. Mappings may end it."""
    graph = scope.graph
    for knot in automatic_knots(graph, scope.catching):
        if any(graph.elements[id].outputs for id in knot):
            continue
        names = _few(scope, knot)
        yield Note(
            graph.elements[knot[0]],
            f"Putaran {names} berjalan tanpa menunggu siapa pun. Taruh satu langkah orang di jalan baliknya.",
            f"The loop {names} runs without waiting for anybody. Put a step of a person on the way back.",
        )
    for element in graph.elements.values():
        loop = element.loop
        if loop is None or loop.kind != "standard" or loop.maximum is not None or graph.waits(element.id):
            continue
        names_read = scope.names(loop.condition) if loop.condition and not scope.wordy else frozenset()
        if not element.outputs and not isinstance(names_read, ValueError) and "loopCounter" not in names_read:
            yield Note(
                element,
                f"{called(element)} berulang tanpa menunggu siapa pun. Isi jumlah paling banyak, atau taruh langkah "
                "orang di dalamnya.",
                f"{called(element)} repeats without waiting for anybody. Fill in the loop maximum, or put a step of a "
                "person into it.",
            )


def _few(scope: Scope, ids: Sequence[str]) -> str:
    names = ", ".join(called(scope.process.elements[id]) for id in ids[:_FEW])
    return names if len(ids) <= _FEW else f"{names}, …"


RULES: Final = (
    dangling_flow,
    crossing_flow,
    no_start,
    start_event,
    into_start,
    unreachable,
    stuck_join,
    dead_end,
    no_way_out,
    loop_without_wait,
)
