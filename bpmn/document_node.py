"""From one node of the tree to the typed element, with what the modeler's dialect says on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bpmn.document_event import definitions_of, view_event
from bpmn.document_loop import LOOPS, loop_marks, view_loop
from bpmn.document_mapping import expression_text, mappings, view_call
from bpmn.document_roots import Roots
from bpmn.document_tree import (
    Node,
    child,
    children,
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
from bpmn.names import ACTIVITIES, DIALECT, SPIFF, THROWS, ZEEBE, is_program

_CODE_ATTRIBUTES: Final = (
    "class",
    "delegateExpression",
    "expression",
    "variableMappingClass",
    "variableMappingDelegateExpression",
)
_SPIFF_CODE: Final = frozenset({"preScript", "postScript", "serviceTaskOperator", "unitTests"})
_KNOWN: Final = frozenset({"properties", "failedJobRetryTimeCycle", "inputOutput"})
_PASSING: Final = {"callActivity": frozenset({"in", "out"}), **dict.fromkeys(THROWS, frozenset({"in"}))}
_DATA: Final = frozenset({"ioSpecification", "dataInputAssociation", "dataOutputAssociation"})
_EXPRESSIONS: Final = frozenset({"condition", "loopCondition", "loopCardinality", "completionCondition"})


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


def element_of(node: Node, key: str, roots: Roots) -> Element:
    """Gives the element without its place, lane and flows, which the process knows."""
    properties = properties_of(node)
    event = view_event(node, roots, properties)
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
        events=event.events,
        trigger=event.trigger,
        throw=event.throw,
        link=event.link,
        loop=view_loop(node, roots.data),
        call=view_call(node) if local(node) == "callActivity" else None,
        inputs=mappings(node, "inputParameter"),
        outputs=mappings(node, "outputParameter"),
        triggered=truth(node.get("triggeredByEvent"), absent=False),
        instantiate=truth(node.get("instantiate"), absent=False),
        compensation=truth(node.get("isForCompensation"), absent=False),
        form_ref=dialect(node, "formRef"),
        form_key=dialect(node, "formKey"),
        assignee=expression_text(dialect(node, "assignee")),
        candidate_groups=listed(node, "candidateGroups"),
        candidate_users=listed(node, "candidateUsers"),
        due_date=dialect(node, "dueDate"),
        topic=dialect(node, "topic") if dialect(node, "type") == "external" else None,
        retries=_retries(node),
        code=program_text(node),
        extensions=_extensions(node),
        marks=_marks(node),
    )


def _marks(node: Node) -> tuple[str, ...]:
    found = [local(inner) for inner in node if isinstance(inner.tag, str) and is_bpmn(inner, *_DATA)]
    found += [f"{local(inner)}/topic" for inner in definitions_of(node) if dialect(inner, "topic") is not None]
    if truth(node.get("parallelMultiple"), absent=False):
        found.append("parallelMultiple")
    if node.get("eventGatewayType") not in (None, "Exclusive"):
        found.append(f"eventGatewayType={node.get('eventGatewayType')}")
    return (*dict.fromkeys(found), *_quantities(node), *loop_marks(node))


def _quantities(node: Node) -> Iterator[str]:
    for name in ("startQuantity", "completionQuantity"):
        if local(node) in ACTIVITIES and (node.get(name) or "1").strip() != "1":
            yield f"{name}={node.get(name)}"


def _retries(node: Node) -> str | None:
    for inner in extension_children(node):
        if space(inner) in DIALECT and local(inner) == "failedJobRetryTimeCycle":
            return text_of(inner) or None
        if space(inner) == ZEEBE and local(inner) == "taskDefinition" and inner.get("retries"):
            return inner.get("retries")
    return None


def _extensions(node: Node) -> tuple[str, ...]:
    names = [local(inner) for inner in extension_children(node) if space(inner) in DIALECT]
    known = _KNOWN | _PASSING.get(local(node), frozenset())
    return tuple(dict.fromkeys(name for name in names if name not in known))


def program_text(node: Node) -> tuple[str, ...]:
    """Gives what on the node (not on its flow nodes) carries or names program text, in order and once each."""
    found = [name for name in _CODE_ATTRIBUTES if dialect(node, name) is not None]
    if child(node, "script") is not None:
        found.append("script")
    found.extend(f"{name}/{language}" for name, language in _languages(node) if is_program(language))
    for inner in extension_children(node):
        if space(inner) == SPIFF and local(inner) in _SPIFF_CODE:
            found.append(local(inner))
        elif space(inner) in DIALECT:
            found.extend(_listener_code(inner))
    return tuple(dict.fromkeys(found))


def _languages(node: Node) -> Iterator[tuple[str, str | None]]:
    """Gives the expressions inside the node's loop and event definitions with their languages."""
    for holder in (*definitions_of(node), *children(node, *LOOPS)):
        for inner in children(holder, *_EXPRESSIONS):
            yield local(inner), inner.get("language")


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
