"""What is done when nothing moves any more, one thing at a time."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from engine.spiff.case import Case
from engine.spiff.scopes import view
from engine.spiff.state import Row

__all__ = ["finished", "settle"]


def settle(case: Case) -> None:
    """A scope in which nothing is left ends; else a condition occurs; else an inclusive join goes on."""
    if finished(case):
        return
    if case.spec.scopes and _end_scope(case):
        return
    if case.spec.conditions and _condition(case):
        return
    if case.state.arrivals and case.spec.joins:
        _join(case)


def finished(case: Case) -> bool:
    """Whether nothing is left in the process itself but what listens."""
    waits, state = case.spec.waits, case.state
    return 0 not in state.arrivals and all(row.scope or waits[row.node].armed for row in state.rows.values())


def _end_scope(case: Case) -> bool:
    """The youngest scope in which nothing is left ends; a loop without an open turn goes on."""
    rows, waits, loops = case.state.rows, case.spec.waits, case.state.loops
    busy = set(case.state.arrivals)
    busy.update(row.scope for row in rows.values() if not waits[row.node].armed)
    busy.update(n for n, loop in loops.items() if loop.open)
    empty = [row.n for row in rows.values() if row.n not in busy and _ends(case, row.n)]
    if not empty:
        return False
    n = max(empty)
    row = rows[n]
    if n in loops:
        spec = waits[row.node]
        if not spec.goes_on(case, n):
            spec.end(case, n)
        return True
    _occurs(case, row)
    return True


def _ends(case: Case, n: int) -> bool:
    return n in case.state.loops or case.spec.waits[case.state.rows[n].node].kind == "scope"


def _condition(case: Case) -> bool:
    """The first catching condition, by number, that is true and was not."""
    rows, waits = case.state.rows, case.spec.waits
    first: int | None = None
    for n in sorted(rows):
        row = rows[n]
        spec = waits[row.node]
        if spec.waits != "condition":
            continue
        true = spec.condition(view(case, row.scope)) is True
        if true and row.key is None and first is None:
            first = n
        elif not true and row.key is not None:
            rows[n] = row._replace(key=None)
    if first is None:
        return False
    row = rows[first] = rows[first]._replace(key="1")
    _occurs(case, row)
    return True


def _occurs(case: Case, row: Row) -> None:
    """What waited goes on."""
    task = case.spawn(case.spec.waits[row.node], row.scope, TaskState.WAITING)
    task.number, task.occurred = row.n, True
    task._set_state(TaskState.READY)
    case.queue(task)


def _join(case: Case) -> None:
    """The first inclusive join that is activated: of the oldest scope, then in the order of the diagram."""
    joins, rows, waits = case.spec.joins, case.state.rows, case.spec.waits
    for scope in sorted(case.state.arrivals):
        arrivals = case.state.arrivals[scope]
        asked = {joins[arc] for arc in arrivals if arc in joins}
        if not asked:
            continue
        waiting = {
            waits[row.node].node.id
            for row in rows.values()
            if row.scope == scope and row.host is None and not waits[row.node].armed
        }
        for _, spec in sorted(asked, key=lambda one: one[0]):
            if spec.reach.activated(arrivals, waiting):
                spec._update(case.spawn(spec, scope))
                return
