"""Nodes that pass their token on at once, throwing events, and ends that consume it (BPMN 2.0.2, 13.5.2, 13.5.6)."""

from __future__ import annotations

from typing import Literal

from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import EndEvent
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from bpmn.net import Node
from engine.spiff.case import Case, Step
from engine.spiff.catching import Catcher, occur, seek
from engine.spiff.mapping import Mapped
from engine.spiff.rows import Place, clear, close, open_row
from engine.spiff.scopes import text, view, write
from engine.spiff.tokens import Sent, Thrown
from engine.spiff.waits import RowSpec

__all__ = ["EndSpec", "PassSpec", "ThrowSpec"]


class _Instant(RowSpec):
    """A node that waits for nothing; with input mappings it has a scope of its own while it runs."""

    def enter(self, my_task: Step) -> int:
        """Evaluates the input mappings; the scope in which the node sees variables."""
        if self.mapped_in:
            my_task.number = open_row(my_task.workflow, self, Place(my_task.scope, n=my_task.number))
        return my_task.number or my_task.scope

    def leave(self, my_task: Step) -> None:
        """Evaluates the output mappings; the token goes on."""
        case, n = my_task.workflow, my_task.number
        if self.mapped_out:
            write(case, n or my_task.scope, self.outside(my_task), self.mapped_out)
        if n is not None and self.body is None:
            close(case, n, cancelled=False, keep=my_task)
        self.go_on(my_task)


class PassSpec(_Instant, SimpleBpmnTask):  # type: ignore[misc]
    """A start, a task that nobody does, an event without a trigger."""

    def _run_hook(self, my_task: Step) -> bool:
        self.enter(my_task)
        self.leave(my_task)
        return True


class _Throwing(_Instant):
    """A node that emits a message, a signal, an error, an escalation or a cancellation."""

    payload: tuple[Mapped, ...] = ()

    def _thrown(self) -> Thrown:
        throw = self.node.throw
        assert throw is not None
        return Thrown("error" if throw.kind == "error" else "escalation", throw.name)

    def _send(self, my_task: Step) -> None:
        """A message or signal leaves the case with its payload."""
        throw, case = self.node.throw, my_task.workflow
        assert throw is not None
        values = view(case, self.enter(my_task))
        payload = {one.name: one.source.run(values) for one in self.payload}
        kind: Literal["message", "signal"] = "message" if throw.kind == "message" else "signal"
        key = text(self.correlation, values)
        case.sent.append(Sent(kind, self.element, throw.name or "", None, key, payload, throw.all))

    def _caught(self, my_task: Step, catcher: Catcher | None) -> None:
        """What catches moves next, before the throwing token; without a catcher it is for who called the case."""
        if catcher is not None:
            my_task.follower = occur(my_task.workflow, catcher, self._thrown())
        elif self._thrown().kind == "escalation":
            my_task.workflow.escalated.append(self._thrown())

    def _on_complete(self, my_task: Step) -> None:
        super()._on_complete(my_task)
        if my_task.follower is not None:
            my_task.workflow.queue(my_task.follower)


class ThrowSpec(_Throwing, SimpleBpmnTask):  # type: ignore[misc]
    """A throwing event or a send task; its token goes on at once."""

    kind = "throw"

    def _run_hook(self, my_task: Step) -> bool:
        throw = self.node.throw
        assert throw is not None
        if throw.kind == "escalation":
            if my_task.occurred:
                self.leave(my_task)
            else:
                self._escalate(my_task, throw.name)
        else:
            self._send(my_task)
            self.leave(my_task)
        return True

    def _escalate(self, my_task: Step, code: str | None) -> None:
        """What catches moves first; then, if it was not cancelled, the token goes on."""
        case = my_task.workflow
        catcher = seek(case, "escalation", code, my_task.scope)
        if catcher is None or not catcher.interrupting:
            rest = case.spawn(self, my_task.scope)
            rest.number, rest.occurred = my_task.number, True
            case.queue(rest)
        self._caught(my_task, catcher)

    def _update_hook(self, my_task: Step) -> bool:
        return my_task.occurred or bool(super()._update_hook(my_task))


class EndSpec(_Throwing, EndEvent):  # type: ignore[misc]
    """Consumes its token (13.5.6); it is entered and never left."""

    kind = "end"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key, event_definition=NoneEventDefinition())

    def _run_hook(self, my_task: Step) -> bool:
        case, throw = my_task.workflow, self.node.throw
        if _counts(case, my_task.scope):
            case.ended.append(self.element)
        if throw is None:
            return True
        if throw.kind in ("message", "signal"):
            self._send(my_task)
            if my_task.number is not None:
                close(case, my_task.number, cancelled=False, keep=my_task)
        elif throw.kind == "terminate":
            clear(case, my_task.scope)
        else:
            catcher = seek(case, throw.kind, throw.name, my_task.scope)
            if catcher is None and throw.kind == "error":
                self._uncaught(my_task)
            else:
                self._caught(my_task, catcher)
        return True

    def _uncaught(self, my_task: Step) -> None:
        """The whole case ends with the error."""
        case = my_task.workflow
        clear(case, 0)
        case.uncaught = self._thrown()
        if not case.ended or case.ended[-1] != self.element:
            case.ended.append(self.element)


def _counts(case: Case, scope: int) -> bool:
    """Whether an end in this scope is one of the case: of the process, or of its interrupting event sub-processes."""
    while scope:
        row = case.state.rows.get(scope)
        if row is None or not case.spec.waits[row.node].stops:
            return False
        scope = row.scope
    return True
