"""Compiles the texts on a node: conditions, timers, keys, mappings, loops, calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from bpmn.net import Node, Param, Text
from engine.spiff.loops import LoopSpec
from engine.spiff.mapping import Mapped, Source, mapped, source
from engine.spiff.refusals import ProgramRefused
from engine.spiff.timing import timing
from engine.spiff.tokens import Compile, Compiled
from engine.spiff.waits import CallSpec

__all__ = ["Texts", "complete", "refused"]


@dataclass(slots=True)
class Texts:
    """Compiles texts and keeps the names of all variables that they read."""

    compile: Compile
    zone: tzinfo
    names: set[str] = field(default_factory=set)

    def expression(self, element: str, text: str) -> Compiled:
        """An expression. Raises ProgramRefused."""
        try:
            compiled = self.compile(text)
        except ValueError as error:
            en = str(getattr(error, "en", error))
            raise ProgramRefused(element, str(getattr(error, "id", en)), en) from error
        self.names.update(compiled.names)
        return compiled

    def optional(self, element: str, text: str | None) -> Compiled | None:
        """An expression, if there is one."""
        return None if text is None else self.expression(element, text)

    def source(self, element: str, text: str | None) -> Source | None:
        """A text with expressions in it, if there is one."""
        return None if text is None else self._noted(source(Text(text), self._of(element)))

    def mapped(self, element: str, params: tuple[Param, ...]) -> tuple[Mapped, ...]:
        """Mappings."""
        found = mapped(params, self._of(element))
        for one in found:
            self._noted(one.source)
        return found

    def _noted(self, found: Source) -> Source:
        self.names.update(found.names)
        return found

    def _of(self, element: str) -> Callable[[str], Compiled]:
        return lambda text: self.expression(element, text)


def complete(texts: Texts, node: Node, found: Any, inner: Any) -> None:
    """Gives a spec (and of a loop the activity in it) all that the texts of its node say."""
    element = found.element
    inner.mapped_in = texts.mapped(element, node.inputs)
    inner.mapped_out = texts.mapped(element, node.outputs)
    inner.declared = frozenset(one.name for one in inner.mapped_in)
    if node.assignee is not None and "${" in node.assignee:
        inner.assignee = texts.source(element, node.assignee)
    if node.trigger is not None:
        _trigger(texts, node, inner)
    if node.throw is not None:
        inner.payload = texts.mapped(element, node.throw.payload)
        inner.correlation = texts.optional(element, node.throw.key)
    if isinstance(found, LoopSpec):
        _loop(texts, node, found)
    if isinstance(inner, CallSpec):
        _call(texts, node, inner)


def _trigger(texts: Texts, node: Node, spec: Any) -> None:
    trigger, element = node.trigger, spec.element
    assert trigger is not None
    if trigger.timer is not None:
        spec.timing = timing(element, trigger.timer, texts.compile, texts.zone)
        if spec.timing.expression is not None:
            texts.names.update(spec.timing.expression.names)
    elif trigger.kind == "timer":
        raise refused(node, "Pengingat ini tanpa waktu.", "This timer has no time.")
    if trigger.kind == "condition":
        if trigger.condition is None:
            raise refused(node, "Kejadian ini tanpa syarat.", "This event has no condition.")
        spec.condition = texts.expression(element, trigger.condition)
    spec.correlation = texts.optional(element, trigger.key)


def _loop(texts: Texts, node: Node, spec: LoopSpec) -> None:
    plan, element = spec.plan, spec.element
    spec.holds = texts.optional(element, plan.condition)
    spec.maximum = texts.optional(element, plan.maximum)
    spec.cardinality = texts.optional(element, plan.cardinality)
    spec.collection = texts.optional(element, plan.collection)
    spec.completion = texts.optional(element, plan.completion)
    if plan.output_item is not None:
        texts.names.add(plan.output_item)
    if plan.kind == "standard" and spec.holds is None and spec.maximum is None:
        raise refused(node, "Ulangan ini tanpa syarat dan tanpa batas.", "This loop has no condition and no maximum.")
    if plan.kind != "standard" and spec.collection is None and spec.cardinality is None:
        raise refused(node, "Ulangan ini tanpa daftar dan tanpa jumlah.", "This loop has no list and no number.")


def _call(texts: Texts, node: Node, spec: CallSpec) -> None:
    call, element = node.call, spec.element
    if call is None or not call.process:
        raise refused(node, "Langkah ini tidak menyebut SOP yang dipanggil.", "This call names no process.")
    spec.process = texts.source(element, call.process)
    spec.business_key = texts.source(element, call.business_key)
    spec.ins = texts.mapped(element, call.ins)
    spec.outs = mapped(call.outs, lambda text: texts.expression(element, text))


def refused(node: Node, id: str, en: str) -> ProgramRefused:
    """A net that cannot be run, by its node."""
    return ProgramRefused(node.origin or node.id, id, en)
