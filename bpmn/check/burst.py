"""Rules about what a diagram would cost to run: tokens and steps of one move, and the ways that joins look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bpmn.check.graph import CHOICES, Graph, components
from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called
from bpmn.document_types import Element
from bpmn.prepare_places import begins

MAX_TOKENS: Final = 1_000
MAX_STEPS: Final = 10_000
MAX_PATHS: Final = 1_000_000
"""Inclusive joins times flows and elements; the executor keeps for each join which flows lead to it."""
_JOINS: Final = frozenset({"parallelGateway", "inclusiveGateway"})
_CHEAP: Final = frozenset({"userTask", "manualTask", "serviceTask"})
"""Activities whose items cost no token each in a parallel loop."""
_FULL: Final = 1e9


@rule("too-many-tokens", "error", "error")
def too_many_tokens(scope: Scope) -> Iterator[Note]:
    """A place from which one move could make more than MAX_TOKENS tokens.

    A token that enters an element makes: one, where it rests or ends; the most of its ways, at a choice; all of its
    ways together, at a split; what a sub-process begins with, as often as its loop says by a number. A gateway that
    joins m flows gives each of them the m-th part, since m tokens make one. Events that listen count too.
    """
    graph = scope.graph
    made = _made(graph)
    alone = {id for id in graph.starts if graph.elements[id].trigger is not None or begins(graph.elements[id])}
    together = sum(made[id] for id in graph.starts if id not in alone)
    total = max([together, *(made[id] for id in alone)]) + len(graph.handlers[None])
    if total > MAX_TOKENS:
        yield _note(scope, None, total)
    for element in graph.elements.values():
        total = sum(made[target] for target in graph.next[element.id])
        if total > MAX_TOKENS and graph.waits(element.id):
            yield _note(scope, element.id, total)


def _made(graph: Graph) -> Mapping[str, float]:
    """Gives for each element how many tokens one that enters it makes before all rest; saturates at _FULL."""
    arrows = {id: _at_once(graph, id) for id in graph.elements}
    made = dict.fromkeys(graph.elements, 1.0)
    for knot in components(arrows):
        if len(knot) > 1 or knot[0] in arrows[knot[0]]:
            continue  # it never rests: another rule says so
        id = knot[0]
        kind = graph.elements[id].kind
        ways = [] if graph.waits(id) else [made[target] for target in graph.next[id]]
        many = (max(ways) if kind in CHOICES else min(sum(ways), _FULL)) if ways else 0.0
        many = max(many, _resting(graph, id, made))
        made[id] = many / max(len(graph.previous[id]), 1) if kind in _JOINS else many
    return made


def _at_once(graph: Graph, id: str) -> list[str]:
    """Gives what a token that enters the element makes in the same move: its ways, and what is inside it."""
    ways = [] if graph.waits(id) else graph.next[id]
    return [*ways, *graph.entries.get(id, ())]


def _resting(graph: Graph, id: str, made: Mapping[str, float]) -> float:
    """Gives how many tokens rest in and at the element: itself, the events on it, what is inside it."""
    if not graph.waits(id):
        return 1.0
    element = graph.elements[id]
    listening = 1.0 + len(graph.boundary.get(id, ()))
    if element.kind == "eventBasedGateway":
        listening += len(graph.next[id])
    inside = sum(made[entry] for entry in graph.entries.get(id, ())) + len(graph.handlers.get(id, ()))
    parallel = element.loop is not None and element.loop.kind == "parallel" and element.kind not in _CHEAP
    many = _turns(element) if parallel else 1
    return min(listening + max(inside, 1.0 if many > 1 else 0.0) * many, _FULL)


def _note(scope: Scope, id: str | None, total: float) -> Note:
    element = None if id is None else scope.graph.elements[id]
    many = f"{total:.0f}" if total < _FULL else f"{_FULL:.0f}"
    where = "awal proses" if element is None else called(element)
    place = "the start of the process" if element is None else called(element)
    return Note(
        element,
        f"Sesudah {where} dapat terbuka sekitar {many} cabang sekaligus, paling banyak {MAX_TOKENS}. "
        "Gabungkan cabang dengan gerbang paralel sebelum membagi lagi.",
        f"After {place} about {many} branches can open at once, at most {MAX_TOKENS}. "
        "Join the branches with a parallel gateway before you split again.",
    )


@rule("too-many-steps", "error", "error")
def too_many_steps(scope: Scope) -> Iterator[Note]:
    """A loop that says by a number to take more than MAX_STEPS steps in one move, since nobody is waited for in it."""
    graph = scope.graph
    steps = dict.fromkeys(graph.elements, 0.0)
    for id, element in reversed(list(graph.elements.items())):
        if not graph.waits(id):
            steps[id] = min((1 + steps[id]) * _turns(element), _FULL)
            if element.parent is not None:
                steps[element.parent] += steps[id]
    for id, element in graph.elements.items():
        outermost = element.parent is None or graph.waits(element.parent)
        if steps[id] > MAX_STEPS and outermost and not graph.waits(id):
            yield Note(
                element,
                f"{called(element)} berjalan lebih dari {MAX_STEPS:,} langkah sekaligus tanpa menunggu siapa pun. "
                "Kurangi jumlahnya, atau taruh langkah orang di dalamnya.",
                f"{called(element)} takes more than {MAX_STEPS:,} steps at once without waiting for anybody. Lower its "
                "number, or put a step of a person into it.",
            )


def _turns(element: Element) -> int:
    """Gives how often the loop of an element runs when it says a number, else 1."""
    loop = element.loop
    number = "" if loop is None else loop.cardinality or (loop.maximum if loop.condition is None else "") or ""
    return max(int(number[:9]), 1) if number.isdecimal() else 1


@rule("too-many-joins", "error", "error")
def too_many_joins(scope: Scope) -> Iterator[Note]:
    """Inclusive joins in a diagram so large that the ways to all of them are too many."""
    process = scope.process
    joins = [
        element
        for element in process.elements.values()
        if element.kind == "inclusiveGateway" and len(element.incoming) > 1
    ]
    if len(joins) * (len(process.flows) + len(process.elements)) > MAX_PATHS:
        yield Note(
            joins[0],
            f"{len(joins)} gerbang inklusif menggabungkan alur dalam diagram sebesar ini: terlalu banyak. "
            "Pakai gerbang paralel, atau pecah diagram.",
            f"{len(joins)} inclusive gateways join flows in a diagram of this size: too many. "
            "Use parallel gateways, or split the diagram.",
        )


RULES: Final = (too_many_tokens, too_many_steps, too_many_joins)
