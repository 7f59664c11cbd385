"""From the event definition of an element to what it waits for or emits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.document_mapping import body, expression_text, passed
from bpmn.document_roots import Roots, message_name
from bpmn.document_tree import Node, dialect, extension_children, is_bpmn, local, name_of, reference, space, text_of
from bpmn.names import CATCHES, THROWS, ZEEBE
from bpmn.net import Throw, ThrowKind, Timer, TimerKind, Trigger

_TIMERS: Final[Mapping[str, TimerKind]] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_THROWN: Final[Mapping[str, ThrowKind]] = {
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "terminateEventDefinition": "terminate",
    "cancelEventDefinition": "cancel",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One element's event: its definitions by local name, and what the one definition means."""

    events: tuple[str, ...]
    trigger: Trigger | None = None
    throw: Throw | None = None
    link: str | None = None


def definitions_of(node: Node) -> list[Node]:
    """Gives the event definitions of an element, also those that it only refers to."""
    return [
        inner
        for inner in node
        if isinstance(inner.tag, str)
        and is_bpmn(inner)
        and local(inner).endswith(("EventDefinition", "eventDefinitionRef"))
    ]


def view_event(node: Node, roots: Roots, properties: Mapping[str, str]) -> Happening:
    """Gives what the element waits for or emits; both are None where it is no event, or one of several kinds."""
    definitions = definitions_of(node)
    events = tuple(local(inner) for inner in definitions)
    if local(node) in ("receiveTask", "sendTask"):
        name, key = _message(node, None, roots, properties)
        if local(node) == "receiveTask":
            return Happening(events, trigger=Trigger("message", name, key=key))
        payload, everything = passed([node], "in")
        return Happening(events, throw=Throw("message", name, key, payload, everything))
    if len(definitions) != 1:
        return Happening(events)
    if events[0] == "linkEventDefinition":
        return Happening(events, link=name_of(definitions[0]) or name_of(node) or None)
    if local(node) in CATCHES:
        return Happening(events, trigger=_trigger(node, definitions[0], roots, properties))
    if local(node) in THROWS:
        return Happening(events, throw=_throw(node, definitions[0], roots, properties))
    return Happening(events)


def _trigger(node: Node, definition: Node, roots: Roots, properties: Mapping[str, str]) -> Trigger | None:
    match local(definition):
        case "timerEventDefinition":
            return Trigger("timer", timer=_timer(definition))
        case "messageEventDefinition":
            name, key = _message(node, definition, roots, properties)
            return Trigger("message", name, key=key)
        case "signalEventDefinition":
            return Trigger("signal", _named(definition, "signalRef", roots.signals))
        case "conditionalEventDefinition":
            return Trigger("condition", condition=body(definition, "condition"))
        case "errorEventDefinition":
            return Trigger(
                "error",
                _named(definition, "errorRef", roots.errors),
                code_variable=dialect(definition, "errorCodeVariable"),
                message_variable=dialect(definition, "errorMessageVariable"),
            )
        case "escalationEventDefinition":
            code = _named(definition, "escalationRef", roots.escalations)
            return Trigger("escalation", code, code_variable=dialect(definition, "escalationCodeVariable"))
        case "cancelEventDefinition":
            return Trigger("cancel")
    return None


def _throw(node: Node, definition: Node, roots: Roots, properties: Mapping[str, str]) -> Throw | None:
    kind = _THROWN.get(local(definition))
    if kind is None or kind in ("terminate", "cancel"):
        return None if kind is None else Throw(kind)
    if kind == "error":
        return Throw(kind, _named(definition, "errorRef", roots.errors))
    if kind == "escalation":
        return Throw(kind, _named(definition, "escalationRef", roots.escalations))
    payload, everything = passed([definition, node], "in")
    if kind == "signal":
        return Throw(kind, _named(definition, "signalRef", roots.signals), None, payload, everything)
    name, key = _message(node, definition, roots, properties)
    return Throw(kind, name, key, payload, everything)


def _named(definition: Node, attribute: str, names: Mapping[str, str]) -> str | None:
    """Gives the name or code behind a reference; what it refers to may be lacking, then the reference itself."""
    id = reference(definition.get(attribute))
    return None if id is None else names.get(id, id)


def _timer(definition: Node) -> Timer | None:
    for inner in definition:
        if isinstance(inner.tag, str) and is_bpmn(inner, *_TIMERS):
            return Timer(_TIMERS[local(inner)], expression_text(text_of(inner)) or "")
    return None


def _message(
    node: Node, definition: Node | None, roots: Roots, properties: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Gives the name of the message and the expression of its key.

    The name is that of the message which the element names, else that of the message flow on it. The key is our own
    property on the element, else a subscription on the message.
    """
    holders = [holder for holder in (node, definition) if holder is not None]
    ids = [id for holder in holders if (id := reference(holder.get("messageRef"))) is not None]
    message = next((roots.messages[id] for id in ids if id in roots.messages), None)
    key = expression_text(properties.get("correlationKey"))
    if message is not None:
        return message_name(message), key or _subscription(message)
    by_flow = roots.received if local(node) in CATCHES else roots.sent
    return by_flow.get((node.get("id") or "").strip()), key


def _subscription(message: Node) -> str | None:
    for inner in extension_children(message):
        if space(inner) == ZEEBE and local(inner) == "subscription":
            return expression_text(inner.get("correlationKey"))
    return None
