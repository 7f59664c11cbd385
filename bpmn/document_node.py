"""From one node of the tree to the typed element, with what the modeler's dialect says on it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bpmn.document_tree import (
    Node,
    child,
    dialect,
    extension_children,
    is_bpmn,
    line,
    listed,
    local,
    name_of,
    reference,
    space,
    text_of,
    truth,
)
from bpmn.document_types import Element
from bpmn.names import DIALECT, SPIFF, ZEEBE
from bpmn.net import Timer, TimerKind

_TIMERS: Final[Mapping[str, TimerKind]] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_LOOPS: Final = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
_CODE_ATTRIBUTES: Final = ("class", "delegateExpression", "expression", "variableMappingClass")
_SPIFF_CODE: Final = frozenset({"preScript", "postScript", "serviceTaskOperator", "unitTests"})
_KNOWN: Final = frozenset({"properties", "failedJobRetryTimeCycle"})


def properties_of(node: Node) -> Mapping[str, str]:
    """Gives the dialect's properties of a node; of two of one name the later counts, as in that dialect."""
    found: dict[str, str] = {}
    for holder in extension_children(node):
        if space(holder) in DIALECT and local(holder) == "properties":
            for inner in holder:
                if isinstance(inner.tag, str) and space(inner) in DIALECT and local(inner) == "property":
                    name = (inner.get("name") or "").strip()
                    if name:
                        found[name] = inner.get("value") or ""
    return MappingProxyType(found)


def element_of(node: Node, key: str, messages: Mapping[str, Node]) -> Element:
    """Gives the element without its lane and flows, which the process knows."""
    definitions = [inner for inner in node if isinstance(inner.tag, str) and _is_definition(inner)]
    properties = properties_of(node)
    message = _message(node, definitions, messages)
    loop = child(node, *_LOOPS)
    return Element(
        id=key,
        kind=local(node),
        name=name_of(node),
        line=line(node),
        documentation=text_of(child(node, "documentation")),
        properties=properties,
        default=reference(node.get("default")),
        attached_to=reference(node.get("attachedToRef")),
        interrupting=truth(node.get("cancelActivity") or node.get("isInterrupting"), absent=True),
        timer=_timer(definitions),
        message=None if message is None else message.get("name") or message.get("id"),
        correlation_key=_correlation(properties, message),
        form_ref=dialect(node, "formRef"),
        form_key=dialect(node, "formKey"),
        assignee=dialect(node, "assignee"),
        candidate_groups=listed(node, "candidateGroups"),
        candidate_users=listed(node, "candidateUsers"),
        due_date=dialect(node, "dueDate"),
        topic=dialect(node, "topic") if dialect(node, "type") == "external" else None,
        retries=_retries(node),
        events=tuple(_definition_name(inner) for inner in definitions),
        loop=None if loop is None else local(loop),
        instantiate=truth(node.get("instantiate"), absent=False),
        compensation=truth(node.get("isForCompensation"), absent=False),
        code=program_text(node),
        extensions=_extensions(node),
    )


def _is_definition(node: Node) -> bool:
    return is_bpmn(node) and local(node).endswith(("EventDefinition", "eventDefinitionRef"))


def _definition_name(node: Node) -> str:
    return "eventDefinitionRef" if local(node) == "eventDefinitionRef" else local(node)


def _timer(definitions: list[Node]) -> Timer | None:
    for definition in definitions:
        for inner in definition:
            if isinstance(inner.tag, str) and is_bpmn(inner, *_TIMERS):
                return Timer(_TIMERS[local(inner)], text_of(inner))
    return None


def _message(node: Node, definitions: list[Node], messages: Mapping[str, Node]) -> Node | None:
    holders = [node, *(inner for inner in definitions if local(inner) == "messageEventDefinition")]
    for holder in holders:
        found = reference(holder.get("messageRef"))
        if found is not None and found in messages:
            return messages[found]
    return None


def _correlation(properties: Mapping[str, str], message: Node | None) -> str | None:
    """The key is an expression: our own property on the element, or a subscription on the message."""
    own = properties.get("correlationKey", "").strip()
    if own or message is None:
        return own or None
    for inner in extension_children(message):
        if space(inner) == ZEEBE and local(inner) == "subscription":
            return (inner.get("correlationKey") or "").strip() or None
    return None


def _retries(node: Node) -> str | None:
    for inner in extension_children(node):
        if space(inner) in DIALECT and local(inner) == "failedJobRetryTimeCycle":
            return text_of(inner) or None
        if space(inner) == ZEEBE and local(inner) == "taskDefinition" and inner.get("retries"):
            return inner.get("retries")
    return None


def _extensions(node: Node) -> tuple[str, ...]:
    names = [local(inner) for inner in extension_children(node) if space(inner) in DIALECT]
    return tuple(dict.fromkeys(name for name in names if name not in _KNOWN))


def program_text(node: Node) -> tuple[str, ...]:
    """Gives what on the node (not on its flow nodes) carries or names program text, in order and once each."""
    found = [name for name in _CODE_ATTRIBUTES if dialect(node, name) is not None]
    if child(node, "script") is not None:
        found.append("script")
    for inner in extension_children(node):
        if space(inner) == SPIFF and local(inner) in _SPIFF_CODE:
            found.append(local(inner))
        elif space(inner) in DIALECT:
            found.extend(_listener_code(inner))
    return tuple(dict.fromkeys(found))


def _listener_code(holder: Node) -> list[str]:
    found: list[str] = []
    for inner in holder.iter():
        if not isinstance(inner.tag, str) or space(inner) not in DIALECT:
            continue
        if local(inner) == "script":
            found.append(f"{local(holder)}/script")
        if local(inner) in ("executionListener", "taskListener"):
            found.extend(f"{local(inner)}/{name}" for name in _CODE_ATTRIBUTES if inner.get(name))
    return found
