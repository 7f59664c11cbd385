"""Gateways and joins (BPMN 2.0.2, 13.4)."""

from __future__ import annotations

from collections.abc import Sequence

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, InclusiveGateway, ParallelGateway

from engine.spiff.case import Case, Step
from engine.spiff.reach import Reach
from engine.spiff.refusals import NoFlow
from engine.spiff.shapes import Way
from engine.spiff.specs import NetSpec

__all__ = ["ExclusiveSpec", "InclusiveSpec", "ParallelSpec"]


class ParallelSpec(NetSpec, ParallelGateway):  # type: ignore[misc]
    """Takes exactly one token from each incoming arc, leaves surplus, sends one to each outgoing arc (13.4.1)."""

    kind = "parallel"

    def _update_hook(self, my_task: Step) -> bool:
        case, incoming = my_task.workflow, self.node.incoming
        if len(incoming) > 1:
            case.absorb(my_task)
            if not all(map(case.state.arrivals.get, incoming)):
                case.drop(my_task)
                return False
            case.take(incoming)
            case.entered(self)
        else:
            case.arrived(my_task, self)
        return True


class _Choice(NetSpec):
    """A node that asks conditions. `speaker` is the deployed element that a refusal names."""

    speaker = ""

    def _fallback(self) -> Sequence[Way]:
        for way in self.ways:
            if way.default:
                return (way,)
        if not self.ways:
            return ()
        raise NoFlow(self.speaker)


class ExclusiveSpec(_Choice, ExclusiveGateway):  # type: ignore[misc]
    """Passes each token by the first arc whose condition holds, else by the default (13.4.2)."""

    kind = "exclusive"

    def choose(self, case: Case) -> Sequence[Way]:
        """The one way in the order of the diagram. Raises NoFlow."""
        for way in self.ways:
            if not way.default and (way.holds is None or way.holds(case.data) is True):
                return (way,)
        return self._fallback()


class InclusiveSpec(_Choice, InclusiveGateway):  # type: ignore[misc]
    """Waits for every token that can still come, takes one from each arc that has one, sends by all true conditions.

    BPMN 2.0.2, 13.4.3. Whether it is activated is asked when nothing else moves.
    """

    kind = "inclusive"
    reach: Reach | None = None

    def choose(self, case: Case) -> Sequence[Way]:
        """All ways whose condition holds, else the default. Raises NoFlow."""
        values = case.data
        found = [w for w in self.ways if not w.default and (w.holds is None or w.holds(values) is True)]
        return found or self._fallback()

    def _update_hook(self, my_task: Step) -> bool:
        case = my_task.workflow
        if self.reach is None:
            case.arrived(my_task, self)
        elif my_task.way is not None:
            case.absorb(my_task)
            case.drop(my_task)
            return False
        else:
            case.take([arc for arc in self.node.incoming if arc in case.state.arrivals])
            case.entered(self)
        return True
