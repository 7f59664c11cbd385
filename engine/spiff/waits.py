"""Nodes that wait: activities, catch events, events on activities, event-based gateways (13.3, 13.4.4, 13.5)."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    CallActivity,
    EventBasedGateway,
    IntermediateCatchEvent,
    ManualTask,
    NoneTask,
    ReceiveTask,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from bpmn.net import Node
from engine.spiff.case import Case, Step
from engine.spiff.catching import Catcher, interrupt
from engine.spiff.mapping import Mapped, Source
from engine.spiff.rows import Place, arm, close, open_row
from engine.spiff.scopes import holders, item_of, text, view, write
from engine.spiff.specs import NetSpec
from engine.spiff.state import Row
from engine.spiff.timing import Cycle, Timing, moment
from engine.spiff.tokens import Compiled, Sent, Token, TokenKind

__all__ = [
    "BoundarySpec",
    "CallSpec",
    "CatchSpec",
    "EventsSpec",
    "ManualSpec",
    "ReceiveSpec",
    "RowSpec",
    "ServiceSpec",
    "UserSpec",
]

_WAITS: dict[str, TokenKind] = {"timer": "timer", "message": "message", "signal": "signal", "condition": "condition"}


class RowSpec(NetSpec):
    """A node that has a row in the state. `events` listen on it, `catchers` are what it catches without listening."""

    waits: TokenKind | None = None
    timing: Timing | None = None
    correlation: Compiled | None = None
    condition: Compiled | None = None
    assignee: Source | None = None
    events: tuple[Any, ...] = ()
    catchers: tuple[Any, ...] = ()
    armed = False
    stops = False

    def token(self, row: Row, case: Case) -> Token:
        """What a caller sees of an open token."""
        node, trigger = self.node, self.node.trigger
        scopes: tuple[int, ...] = ()
        item = who = None
        if case.spec.scoped:
            scopes = holders(case, row.n) if self.body is not None or self.mapped_in else holders(case, row.scope)
            found = item_of(case, row.n)
            item = None if found is None else found[2]
        if self.assignee is not None:
            given = self.assignee.run(view(case, row.n if scopes and scopes[0] == row.n else row.scope))
            who = given if isinstance(given, str) and given else None
        due = None if row.due is None else moment(row.due)
        name = trigger.name if trigger is not None else None
        key = None if self.waits == "condition" else row.key
        kind = self.kind_of(row)
        return Token(row.n, self.element, kind, row.host, due, name, key, node.topic, scopes, item, who)

    def kind_of(self, row: Row) -> TokenKind:
        """What an open token waits for."""
        assert self.waits is not None
        return self.waits

    def begin(self, my_task: Step) -> None:
        """Its number, its input mappings, then the events on it begin to listen."""
        case = my_task.workflow
        my_task.number = open_row(case, self, Place(my_task.scope, n=my_task.number))
        case.live[my_task.number] = my_task
        arm(case, self.events, my_task.scope, my_task.number)

    def outside(self, my_task: Step) -> int:
        """The scope around the activity; for a turn of a loop that around the loop."""
        return my_task.scope if self.body is None else my_task.workflow.state.rows[my_task.scope].scope

    def finish(self, my_task: Step) -> None:
        """It is done: output mappings, what listens on it is closed, its token leaves."""
        case, n = my_task.workflow, my_task.number
        assert n is not None
        if self.mapped_out:
            write(case, n, self.outside(my_task), self.mapped_out)
        if self.body is None:
            ways = self.choose(case, my_task.scope)
            close(case, n, cancelled=False, keep=my_task)
            case.left(self)
            my_task.send(ways)
        else:
            self.body.turned(case, my_task)

    def _run_hook(self, my_task: Step) -> bool:
        self.finish(my_task)
        return True


class _Work(RowSpec):
    """An activity that somebody completes: READY in SpiffWorkflow's terms until then."""

    def _on_ready_hook(self, my_task: Step) -> None:
        self.begin(my_task)


class UserSpec(_Work, UserTask):  # type: ignore[misc]
    """A user task."""

    kind = waits = "user"


class ManualSpec(_Work, ManualTask):  # type: ignore[misc]
    """A manual task."""

    kind = waits = "manual"


class ServiceSpec(_Work, NoneTask):  # type: ignore[misc]
    """A service task: a worker outside completes it. SpiffWorkflow's own would ask a script engine."""

    kind = waits = "service"


class _Waiting(RowSpec):
    """A node that is WAITING in SpiffWorkflow's terms until what it waits for has occurred."""

    def _update_hook(self, my_task: Step) -> bool:
        if my_task.occurred:
            return True
        if self.body is None:
            my_task.workflow.arrived(my_task, self)
        my_task._set_state(TaskState.WAITING)
        self.begin(my_task)
        return False

    def _on_ready_hook(self, my_task: Step) -> None:
        my_task.workflow.queue(my_task)


class CallSpec(_Waiting, CallActivity):  # type: ignore[misc]
    """A call activity: what it calls is a case of its own; it waits until that has ended."""

    kind = waits = "call"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key, subworkflow_spec=node.id)
        self.ins: tuple[Mapped, ...] = ()
        self.outs: tuple[Mapped, ...] = ()
        self.process: Source | None = None
        self.business_key: Source | None = None

    def begin(self, my_task: Step) -> None:
        """Opens, and asks for the case that it calls."""
        super().begin(my_task)
        case, n, call = my_task.workflow, my_task.number, self.node.call
        assert n is not None
        assert call is not None
        assert self.process is not None
        values = view(case, n if self.mapped_in or self.body is not None else my_task.scope)
        name = text(self.process.run, values)  # type: ignore[arg-type]
        key = None if self.business_key is None else text(self.business_key.run, values)  # type: ignore[arg-type]
        given = {one.name: one.source.run(values) for one in self.ins}
        case.sent.append(Sent("call", self.element, name or "", n, key, given, call.all_in))


class _Catch(_Waiting):
    """A node that waits for an occurrence."""

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None, **kwargs: Any) -> None:
        super().__init__(wf_spec, node, key, event_definition=EventDefinition(), **kwargs)
        if node.trigger is not None:
            self.waits = _WAITS.get(node.trigger.kind)

    def _run_hook(self, my_task: Step) -> bool:
        """Behind an event-based gateway, the gateway's token goes along the flow to this event."""
        case, n = my_task.workflow, my_task.number
        assert n is not None
        host = case.state.rows[n].host
        if host is None:
            self.finish(my_task)
            return True
        gateway: EventsSpec = case.spec.waits[case.state.rows[host].node]
        if self.mapped_out:
            write(case, my_task.scope, my_task.scope, self.mapped_out)
        close(case, n, cancelled=False, keep=my_task)
        close(case, host, cancelled=True, keep=my_task)
        case.left(gateway)
        way = next(way for way in gateway.ways if way.target is self)
        if way.origin is not None:
            case.path.append(("flow", way.origin))
        case.entered(self)
        self.go_on(my_task)
        return True


class CatchSpec(_Catch, IntermediateCatchEvent):  # type: ignore[misc]
    """A catching event in the flow."""

    kind = "catch"


class ReceiveSpec(_Catch, ReceiveTask):  # type: ignore[misc]
    """A receive task: completed by its message, or by hand."""

    kind = "receive"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key)
        self.waits = "receive"

    def kind_of(self, row: Row) -> TokenKind:
        """Behind an event-based gateway it is an event and no activity."""
        return "receive" if row.host is None else "message"


class EventsSpec(_Waiting, EventBasedGateway):  # type: ignore[misc]
    """An event-based gateway: every event behind it listens, the first that occurs takes its token (13.4.4)."""

    kind = "events"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key, event_definition=MultipleEventDefinition())

    def begin(self, my_task: Step) -> None:
        """Opens, and lets the events behind it listen."""
        super().begin(my_task)
        targets: list[Any] = [way.target for way in self.ways]
        arm(my_task.workflow, targets, my_task.scope, my_task.number)


class BoundarySpec(_Catch, BoundaryEvent):  # type: ignore[misc]
    """An event on an activity, interrupting it or not (13.5.3)."""

    kind = "boundary"

    def __init__(self, wf_spec: WorkflowSpec, node: Node, key: str | None = None) -> None:
        super().__init__(wf_spec, node, key, cancel_activity=node.interrupting)

    @property
    def listens(self) -> bool:
        """Whether it waits for something from outside; errors, escalations and cancellations come from within."""
        return self.waits is not None

    def _run_hook(self, my_task: Step) -> bool:
        case, n = my_task.workflow, my_task.number
        if n is not None:
            host = case.state.rows[n].host
            if self.node.interrupting:
                close(case, n, cancelled=False, keep=my_task)
                interrupt(case, Catcher(self, my_task.scope, host))
            else:
                listen_on(case, self, my_task)
        case.entered(self)
        if self.mapped_out:
            write(case, my_task.scope, my_task.scope, self.mapped_out)
        self.go_on(my_task)
        return True


def listen_on(case: Case, spec: Any, my_task: Step) -> None:
    """An event that does not interrupt listens on: with its number, or for a repeating timer with a new one."""
    n = my_task.number
    assert n is not None
    row = case.state.rows[n]
    if spec.waits != "timer":
        return
    cycle = row.cycle
    again = None if cycle is None or spec.timing is None else spec.timing.next(Cycle(*cycle))
    close(case, n, cancelled=False, keep=my_task)
    if again is not None:
        open_row(case, spec, Place(row.scope, row.host, due=again))
