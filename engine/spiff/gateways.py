"""Gateways and joins (BPMN 2.0.2, 13.4)."""

from __future__ import annotations

from collections.abc import Sequence

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, InclusiveGateway, ParallelGateway

from engine.spiff.case import Case, Step
from engine.spiff.reach import Reach
from engine.spiff.scopes import view
from engine.spiff.shapes import Way
from engine.spiff.specs import ChoiceSpec, NetSpec

__all__ = ["ExclusiveSpec", "InclusiveSpec", "ParallelSpec"]


class ParallelSpec(NetSpec, ParallelGateway):  # type: ignore[misc]
    """Takes exactly one token from each incoming arc, leaves surplus, sends one to each outgoing arc (13.4.1)."""

    kind = "parallel"

    def _update_hook(self, my_task: Step) -> bool:
        case, incoming = my_task.workflow, self.node.incoming
        if len(incoming) > 1 and my_task.way is not None:
            case.absorb(my_task)
            if not all(map(case.arrivals(my_task.scope).get, incoming)):
                case.drop(my_task)
                return False
            case.take(my_task.scope, incoming)
            case.entered(self)
        else:
            case.arrived(my_task, self)
        return True


class ExclusiveSpec(ChoiceSpec, ExclusiveGateway):  # type: ignore[misc]
    """Passes each token by the first arc whose condition holds, else by the default (13.4.2)."""

    kind = "exclusive"

    def choose(self, case: Case, scope: int) -> Sequence[Way]:
        """The one way in the order of the diagram. Raises NoFlow."""
        values = view(case, scope)
        for way in self.ways:
            if not way.default and (way.holds is None or way.holds(values) is True):
                return (way,)
        return self._fallback()


class InclusiveSpec(ChoiceSpec, InclusiveGateway):  # type: ignore[misc]
    """Waits for every token that can still come, takes one from each arc that has one, sends by all true conditions.

    BPMN 2.0.2, 13.4.3. Whether it is activated is asked when nothing else moves.
    """

    kind = "inclusive"
    reach: Reach | None = None

    def choose(self, case: Case, scope: int) -> Sequence[Way]:
        """All ways whose condition holds, else the default. Raises NoFlow."""
        return self.holding(case, scope) or self._fallback()

    def _update_hook(self, my_task: Step) -> bool:
        case = my_task.workflow
        if self.reach is None:
            case.arrived(my_task, self)
        elif my_task.way is not None:
            case.absorb(my_task)
            case.drop(my_task)
            return False
        else:
            arrivals = case.arrivals(my_task.scope)
            case.take(my_task.scope, [arc for arc in self.node.incoming if arc in arrivals])
            case.entered(self)
        return True
