"""Moving tokens by hand: take one away, begin before an element or behind it; and further items for a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.case import Case
from engine.spiff.loops import LoopSpec
from engine.spiff.refusals import CannotModify, NotOpen, TooManySteps
from engine.spiff.rows import Place, arm, close, find, open_row
from engine.spiff.scopes import put
from engine.spiff.subprocess import ArmedSpec, ScopeSpec
from engine.spiff.tokens import After, Before, Instruction, Stop
from engine.spiff.values import ITEMS
from engine.spiff.waits import BoundarySpec

__all__ = ["extend", "modify"]


def modify(case: Case, instructions: Sequence[Instruction]) -> None:
    """Puts the instructions into effect, one after the other; each moves as far as it can. CannotModify, NotOpen."""
    begun = False
    for one in instructions:
        if isinstance(one, Stop):
            _stop(case, one)
        else:
            begun = True
            case.queue(_begin(case, one))
            case.drain()
    left = any(not case.spec.waits[row.node].armed for row in case.state.rows.values())
    if not begun and not left and not case.state.arrivals:
        raise CannotModify(
            "Perubahan ini menghabiskan semua langkah. Batalkan kasusnya, atau mulai langkah lain sekaligus.",
            "This takes the last token away. Cancel the case, or begin another step in the same change.",
        )


def _stop(case: Case, stop: Stop) -> None:
    row = find(case, stop.token)
    spec = case.spec.waits[row.node]
    if row.host is not None or spec.armed:
        raise CannotModify(
            f"“{spec.element}” mendengarkan bersama langkahnya; hentikan langkah itu.",
            f"“{spec.element}” listens with its activity; stop that.",
        )
    loop = case.state.loops.get(row.scope)
    if loop is None:
        close(case, stop.token, cancelled=True)
        return
    whole = case.spec.waits[case.state.rows[row.scope].node]
    if whole.loop == "standard":
        close(case, row.scope, cancelled=True)
        return
    loop.dropped += 1
    close(case, stop.token, cancelled=True)
    if not whole.goes_on(case, row.scope):
        whole.end(case, row.scope)
    case.drain()


def _begin(case: Case, one: Before | After) -> Any:
    spec = _spec(case, one.element)
    scope = _scope(case, spec.node.parent, one)
    if isinstance(one, After):
        return case.spawn(_Leaving(spec), scope, TaskState.READY)
    if spec.kind in ("parallel", "inclusive") and len(spec.node.incoming) > 1:
        raise CannotModify(
            f"“{one.element}” menunggu beberapa aliran; mulailah sesudahnya.",
            f"“{one.element}” joins several flows; begin behind it.",
        )
    return case.spawn(spec, scope)


def _spec(case: Case, element: str) -> Any:
    for spec in case.spec.nodes.values():
        if spec.origin == element:
            if isinstance(spec, BoundarySpec | ArmedSpec) or spec.node.triggered:
                raise CannotModify(
                    f"“{element}” terjadi dengan sendirinya; mulailah pada langkah di belakangnya.",
                    f"“{element}” occurs by itself; begin at a step behind it.",
                )
            return spec
    raise CannotModify(f"Langkah “{element}” tidak ada.", f"There is no element “{element}”.")


def _scope(case: Case, parent: str | None, one: Before | After) -> int:
    """The open scope that the element stands in; opens the sub-processes around it when none is open."""
    if parent is None:
        return 0
    found = [row.n for row in case.state.rows.values() if _is(case, row.node, parent)]
    if one.scope is not None:
        if one.scope not in found:
            raise NotOpen(one.scope)
        return one.scope
    if len(found) > 1:
        raise CannotModify(
            f"“{one.element}” ada di {len(found)} subproses yang terbuka; sebutkan nomornya.",
            f"“{one.element}” stands in {len(found)} open sub-processes; name the number of one.",
        )
    return found[0] if found else _opened(case, parent, one)


def _is(case: Case, key: str, parent: str) -> bool:
    spec = case.spec.waits[key]
    return isinstance(spec, ScopeSpec) and spec.node.id == parent


def _opened(case: Case, parent: str, one: Before | After) -> int:
    spec = case.spec.nodes[parent]
    if not isinstance(spec, ScopeSpec) or spec.node.triggered:
        raise CannotModify(
            f"Subproses “{parent}” di sekitar “{one.element}” tidak terbuka; mulailah pada subproses itu.",
            f"The sub-process “{parent}” around “{one.element}” is not open; begin at it.",
        )
    around = _scope(case, spec.node.parent, Before(one.element))
    case.entered(spec)
    n = open_row(case, spec, Place(around))
    arm(case, spec.events, around, n)
    arm(case, case.spec.listeners_of(parent), n, None)
    return n


class _Leaving:
    """Lets a token leave an element without having been in it."""

    manual = False

    def __init__(self, spec: Any) -> None:
        self.spec = spec
        self.name = spec.name

    def _run(self, task: Any) -> bool:
        task.send(self.spec.choose(task.workflow, task.scope))
        return True

    def _on_complete(self, task: Any) -> None:
        self.spec._on_complete(task)


def extend(case: Case, n: int, items: Sequence[object]) -> None:
    """Adds items to a running loop. Raises NotOpen and CannotModify."""
    row = case.state.rows.get(n)
    spec = None if row is None else case.spec.waits[row.node]
    if row is None or not isinstance(spec, LoopSpec):
        raise NotOpen(n)
    if spec.collection is None:
        raise CannotModify("Ulangan ini tidak berjalan atas daftar.", "This loop does not run over a list.")
    loop = case.state.loops[n]
    if loop.total + len(items) > case.limits.items:
        raise TooManySteps(f"{loop.total + len(items)} items in one loop")
    if not items:
        return
    put(case, n, ITEMS, [*case.variables.get(n, ITEMS), *items])
    spec.set_aside(case, n, len(items))
    if spec.loop == "parallel":
        spec.next(case, n, loop)
