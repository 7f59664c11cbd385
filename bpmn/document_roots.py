"""What the elements of a diagram refer to by id: messages, signals, errors, escalations, data, message flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bpmn.document_tree import Node, is_bpmn, local, name_of, reference

_DATA: Final = frozenset({"dataObject", "dataObjectReference", "dataInput", "dataOutput", "dataStoreReference"})
_HOLDERS: Final = frozenset({"messageEventDefinition", "receiveTask", "sendTask"})


@dataclass(frozen=True, slots=True)
class Roots:
    """The names behind ids. `sent` and `received` are message names by element, taken from message flows.

    `messages` are the nodes themselves, `signals`, `errors` and `escalations` the names or codes by which they are
    caught, `data` the names of data objects.
    """

    messages: Mapping[str, Node]
    signals: Mapping[str, str]
    errors: Mapping[str, str]
    escalations: Mapping[str, str]
    data: Mapping[str, str]
    sent: Mapping[str, str]
    received: Mapping[str, str]


def view_roots(nodes: Iterable[Node]) -> Roots:
    """Gives the names behind the ids of a document; of two nodes of one id the first counts."""
    found: dict[str, dict[str, Node]] = {"message": {}, "signal": {}, "error": {}, "escalation": {}}
    data: dict[str, str] = {}
    flows: list[Node] = []
    named: dict[str, str] = {}
    for node in nodes:
        if not is_bpmn(node):
            continue
        kind, id = local(node), (node.get("id") or "").strip()
        if kind == "messageFlow":
            flows.append(node)
        elif kind in _HOLDERS:
            _note_message(node, named)
        elif id and kind in found:
            found[kind].setdefault(id, node)
        elif id and kind in _DATA and name_of(node):
            data.setdefault(id, name_of(node))
    sent, received = _by_flow(flows, found["message"], named)
    return Roots(
        messages=MappingProxyType(found["message"]),
        signals=MappingProxyType({id: _name(node) for id, node in found["signal"].items()}),
        errors=MappingProxyType({id: _code(node, "errorCode") for id, node in found["error"].items()}),
        escalations=MappingProxyType({id: _code(node, "escalationCode") for id, node in found["escalation"].items()}),
        data=MappingProxyType(data),
        sent=sent,
        received=received,
    )


def message_name(node: Node) -> str:
    """Gives the name by which a message is known: its name, else its id."""
    return _name(node)


def _name(node: Node) -> str:
    return name_of(node) or (node.get("id") or "").strip()


def _code(node: Node, attribute: str) -> str:
    return (node.get(attribute) or "").strip() or _name(node)


def _note_message(node: Node, named: dict[str, str]) -> None:
    """Keeps which message an element names itself, by the id of the element."""
    message = reference(node.get("messageRef"))
    holder = node.getparent() if local(node) == "messageEventDefinition" else node
    id = "" if holder is None else (holder.get("id") or "").strip()
    if message is not None and id:
        named.setdefault(id, message)


def _by_flow(
    flows: Iterable[Node], messages: Mapping[str, Node], named: Mapping[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Gives the message names that message flows stand for, by source and by target.

    Both ends get the same name: that of the message which one of them names, else the flow's message, its name, its id.
    """
    sent: dict[str, str] = {}
    received: dict[str, str] = {}
    for flow in flows:
        source, target = reference(flow.get("sourceRef")) or "", reference(flow.get("targetRef")) or ""
        said = (named.get(source), named.get(target), reference(flow.get("messageRef")))
        message = next((messages[id] for id in said if id is not None and id in messages), None)
        name = _name(flow) if message is None else _name(message)
        if name:
            sent.setdefault(source, name)
            received.setdefault(target, name)
    return MappingProxyType(sent), MappingProxyType(received)
