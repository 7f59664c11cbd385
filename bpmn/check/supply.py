"""Rules about expressions: they compile, and every name in them is supplied on every way before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bpmn.check.catching import multiple
from bpmn.check.rule import Note, rule
from bpmn.check.scope import MAX_EXPRESSIONS, Scope, called, flow_called
from bpmn.check.supply_flow import Supply, given, out_names, own_names
from bpmn.check.uses import Use
from bpmn.document_types import Element


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


@dataclass(frozen=True, slots=True)
class _Gap:
    """A name that may be lacking where an expression reads it; `inside` is a loop in which it is answered."""

    use: Use
    name: str
    inside: Element | None


@rule("unsupplied", "error", "warning")
def unsupplied(scope: Scope) -> Iterator[Note]:
    """A name in an expression that something on every way before it does not supply."""
    gaps = _gaps(scope)
    if gaps is None:
        yield Note(
            None,
            "Jalur proses ini terlalu kusut untuk diperiksa isiannya. Pecah menjadi beberapa proses.",
            "The ways of this process are too tangled to check its fields. Split it into several processes.",
        )
        return
    for gap in gaps:
        if gap.inside is None:
            id, en = _where(gap.use)
            yield Note(
                gap.use.flow or gap.use.element,
                f"{id} memakai isian {gap.name}, tetapi ada jalan ke sana yang tidak mengisinya. Tambahkan {gap.name} "
                "pada formulir sebuah langkah sebelumnya.",
                f"{en} uses the field {gap.name}, but a way leads there that does not fill it. Add {gap.name} to the "
                "form of a step before it.",
            )


@rule("inside-loop", "warning", "warning")
def inside_loop(scope: Scope) -> Iterator[Note]:
    """A name that is only answered inside a multi-instance activity and read outside: each item has its own."""
    for gap in _gaps(scope) or ():
        if gap.inside is not None:
            id, en = _where(gap.use)
            where = called(gap.inside)
            yield Note(
                gap.use.flow or gap.use.element,
                f"{id} memakai {gap.name}, yang hanya ada di dalam {where}: tiap butir punya isiannya sendiri. Bawa "
                f"keluar dengan outputParameter pada {where}.",
                f"{en} uses {gap.name}, which is only there inside {where}: each item has its own. Bring it out with "
                f"an outputParameter of {where}.",
            )


def _gaps(scope: Scope) -> list[_Gap] | None:
    """Gives what may be lacking where, None when the process is too tangled to say."""
    return scope.remember("gaps", lambda: _found(scope))


def _found(scope: Scope) -> list[_Gap] | None:
    named = [(use, names) for use in scope.uses if not isinstance(names := scope.names(use.text), ValueError)]
    named = [(use, names) for use, names in named if use.view != "nowhere"]
    order = {name: bit for bit, name in enumerate(sorted({name for _, names in named for name in names}))}
    if not order:
        return []
    lacking = Supply(scope, order).lacking()
    if lacking is None:
        return None
    hidden = _hidden(scope)
    return [
        _Gap(use, name, hidden.get(name))
        for use, names in named
        for name in sorted(names)
        if lacking.seen(use.view, use.element.id) >> order[name] & 1
    ]


def _hidden(scope: Scope) -> dict[str, Element]:
    """Gives the names that only stand inside multi-instance activities, each with the outermost of those."""
    elements = scope.process.elements
    around: dict[str, Element | None] = {}
    inside: dict[str, Element] = {}
    outside: set[str] = set()
    for element in elements.values():
        above = None if element.parent is None else around[element.parent]
        own = above or (element if multiple(element) else None)
        around[element.id] = own
        if above is None:
            outside.update(out_names(element))
        if own is None:
            outside.update(given(scope, element) or ())
            continue
        names = (
            *(given(scope, element) or ()),
            *own_names(element),
            *(out_names(element) if above is not None else ()),
        )
        for name in names:
            inside.setdefault(name, own)
    return {name: element for name, element in inside.items() if name not in outside}


def _where(use: Use) -> tuple[str, str]:
    if use.flow is None:
        return f"Ungkapan pada {called(use.element)}", f"The expression on {called(use.element)}"
    flow, source = flow_called(use.flow), called(use.element)
    return f"Syarat pada alur {flow} dari {source}", f"The condition on the flow {flow} out of {source}"


RULES: Final = (too_many_expressions, expression, unsupplied, inside_loop)
