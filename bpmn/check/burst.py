"""Rules about what a diagram would cost to run: tokens of one move, and the ways that inclusive joins look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bpmn.check.graph import CHOICES, Graph, components
from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called

MAX_TOKENS: Final = 1_000
MAX_PATHS: Final = 1_000_000
"""Inclusive joins times flows and elements; the executor keeps for each join which flows lead to it."""
_JOINS: Final = frozenset({"parallelGateway", "inclusiveGateway"})
_FULL: Final = 1e9


@rule("too-many-tokens", "error", "error")
def too_many_tokens(scope: Scope) -> Iterator[Note]:
    """A place from which one move could make more than MAX_TOKENS tokens.

    A token that enters an element makes: one, where it rests or ends; the most of its ways, at a choice; all of its
    ways together, at a split. A gateway that joins m flows gives each of them the m-th part, since m tokens make one.
    """
    graph = scope.graph
    made = _made(graph)
    total = sum(made[id] for id in graph.starts)
    if total > MAX_TOKENS:
        yield _note(scope, None, total)
    for element in graph.elements.values():
        total = sum(made[target] for target in graph.next[element.id])
        if total > MAX_TOKENS and graph.waits(element.id):
            yield _note(scope, element.id, total)


def _made(graph: Graph) -> Mapping[str, float]:
    """Gives for each element how many tokens one that enters it makes before all rest; saturates at _FULL."""
    automatic = {id: graph.next[id] for id in graph.elements if not graph.waits(id) and graph.next[id]}
    arrows = {id: [target for target in targets if target in automatic] for id, targets in automatic.items()}
    made = dict.fromkeys(graph.elements, 1.0)
    for knot in components(arrows):
        if len(knot) > 1 or knot[0] in arrows[knot[0]]:
            continue  # it never rests: another rule says so
        id = knot[0]
        kind = graph.elements[id].kind
        ways = [made[target] for target in graph.next[id]]
        many = max(ways) if kind in CHOICES else min(sum(ways), _FULL)
        made[id] = many / max(len(graph.previous[id]), 1) if kind in _JOINS else many
    return made


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


RULES: Final = (too_many_tokens, too_many_joins)
