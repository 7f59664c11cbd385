"""Rules about expressions: they compile, and every name in them is supplied on every way before."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import MAX_EXPRESSIONS, Scope, Use, called, flow_called
from bpmn.document_types import Element

SUPPLIES: Final = "sop:memberi"
"""The property by which a service task or message says what it supplies, items separated by a bar."""
_ANYTHING: Final = frozenset({"serviceTask", "receiveTask", "callActivity"})
_BUDGET: Final = 400_000
"""Visits of the analysis, each counted by the names it carries in machine words of 4,096 bits."""


@rule("too-many-expressions", "error", "error")
def too_many_expressions(scope: Scope) -> Iterator[Note]:
    """Expressions that together are too long to compile."""
    if scope.wordy:
        yield Note(
            None,
            f"Semua syarat dalam proses ini lebih panjang dari {MAX_EXPRESSIONS:,} huruf. Pecah prosesnya.",
            f"All conditions of this process are longer than {MAX_EXPRESSIONS:,} characters. Split the process.",
        )


@rule("expression", "error", "error")
def expression(scope: Scope) -> Iterator[Note]:
    """An expression that does not compile."""
    for use in scope.uses:
        refusal = scope.names(use.text)
        if isinstance(refusal, ValueError):
            shown = use.text if len(use.text) <= 120 else use.text[:120] + "…"
            yield Note(
                use.flow or use.element,
                f"{_where(use)[0]}: “{shown}” tidak terbaca. {getattr(refusal, 'id', refusal)}",
                f"{_where(use)[1]}: “{shown}” cannot be read. {getattr(refusal, 'en', refusal)}",
            )


@rule("unsupplied", "error", "warning")
def unsupplied(scope: Scope) -> Iterator[Note]:
    """A name in an expression that something on every way before it does not supply."""
    named = [(use, names) for use in scope.uses if not isinstance(names := scope.names(use.text), ValueError)]
    order = {name: bit for bit, name in enumerate(sorted({name for _, names in named for name in names}))}
    if not order:
        return
    lacking = _Supply(scope, order).lacking()
    if lacking is None:
        yield Note(
            None,
            "Jalur proses ini terlalu kusut untuk diperiksa isiannya. Pecah menjadi beberapa proses.",
            "The ways of this process are too tangled to check its fields. Split it into several processes.",
        )
        return
    for use, names in named:
        bits = lacking.behind[use.element.id] if use.flow is not None else lacking.before[use.element.id]
        for name in sorted(name for name in names if bits >> order[name] & 1):
            id, en = _where(use)
            yield Note(
                use.flow or use.element,
                f"{id} memakai isian {name}, tetapi ada jalan ke sana yang tidak mengisinya. Tambahkan {name} pada "
                "formulir sebuah langkah sebelumnya.",
                f"{en} uses the field {name}, but a way leads there that does not fill it. Add {name} to the form "
                "of a step before it.",
            )


def _where(use: Use) -> tuple[str, str]:
    if use.flow is None:
        return f"Ungkapan pada {called(use.element)}", f"The expression on {called(use.element)}"
    flow, source = flow_called(use.flow), called(use.element)
    return f"Syarat pada alur {flow} dari {source}", f"The condition on the flow {flow} out of {source}"


@dataclass(frozen=True, slots=True)
class _Lacking:
    """Bit sets of the names that a token may lack before and behind each element."""

    before: Mapping[str, int]
    behind: Mapping[str, int]


class _Supply:
    """Which names a token may lack where: a forward analysis over bit sets, one bit a name.

    What may be lacking only grows, so the work list ends. Ways that meet lack what either lacks; behind a parallel
    gateway all its branches have been, so only what each of them lacks. A boundary event lacks what its step lacked.
    """

    def __init__(self, scope: Scope, order: Mapping[str, int]) -> None:
        self.scope = scope
        self.order = order
        self.all = (1 << len(order)) - 1
        self.cost = 1 + len(order) // 4_096
        self.kept = {element.id: self.all & ~self._given(element) for element in scope.process.elements.values()}

    def _given(self, element: Element) -> int:
        told = element.properties.get(SUPPLIES)
        if told is not None:
            return self._bits(part.strip() for part in told.split("|"))
        if element.kind in _ANYTHING or (element.trigger is not None and element.trigger.kind == "message"):
            return self.all
        form = self.scope.form(element)
        if form is not None:
            return self._bits(form.supplies)
        if element.form_ref or element.form_key:
            return self.all  # its form is missing: that is another finding
        open_start = element.kind in ("startEvent", "userTask", "manualTask") and not self.scope.sop
        return self.all if open_start else 0

    def _bits(self, names: Iterator[str] | frozenset[str]) -> int:
        bits = 0
        for name in names:
            if name in self.order:
                bits |= 1 << self.order[name]
        return bits

    def lacking(self) -> _Lacking | None:
        """Gives what may be lacking at each element, None when the process is too tangled to say."""
        graph = self.scope.graph
        before = dict.fromkeys(graph.elements, 0)
        behind = dict.fromkeys(graph.elements, 0)
        before.update(dict.fromkeys(graph.starts, self.all))
        queue, queued = deque(graph.starts), set(graph.starts)
        budget = _BUDGET
        while queue and budget > 0:
            id = queue.popleft()
            queued.discard(id)
            budget -= self.cost
            if self.scope.graph.joins(id):
                budget -= self.cost * len(graph.previous[id])
                before[id] = reduce(and_, (behind[source] for source in graph.previous[id]), self.all)
                if before[id] & self.kept[id] == behind[id]:
                    continue
            behind[id] = before[id] & self.kept[id]
            for target, lacks in self._onward(id, before[id], behind[id]):
                budget -= self.cost
                known = before[target]
                if not self.scope.graph.joins(target):
                    before[target] |= lacks
                if (before[target] != known or self.scope.graph.joins(target)) and target not in queued:
                    queued.add(target)
                    queue.append(target)
        return _Lacking(before, behind) if budget > 0 else None

    def _onward(self, id: str, before: int, behind: int) -> Iterator[tuple[str, int]]:
        for target in self.scope.graph.next[id]:
            yield target, behind
        for event in self.scope.graph.boundary.get(id, ()):
            yield event, before


RULES: Final = (too_many_expressions, expression, unsupplied)
