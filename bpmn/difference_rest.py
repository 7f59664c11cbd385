"""What a document holds beyond its typed view, brought to a form in which equal things look equal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.difference_words import Words, added, altered, changed, removed
from bpmn.document import Document
from bpmn.document_event import definitions_of
from bpmn.document_loop import LOOPS
from bpmn.document_tree import Node, child, children, extension_children, is_bpmn, local, space, text_of
from bpmn.names import BPMN, BPMNDI, DIALECT, FLOW_NODES

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_SEEN: Final = frozenset(
    "id name default sourceRef targetRef attachedToRef cancelActivity isInterrupting triggeredByEvent instantiate"
    " isForCompensation messageRef signalRef errorRef escalationRef calledElement isExecutable isSequential testBefore"
    " loopMaximum".split()
)
_SEEN_DIALECT: Final = frozenset(
    "formRef formKey assignee candidateGroups candidateUsers dueDate versionTag calledElementBinding"
    " calledElementVersion calledElementVersionTag collection elementVariable errorCodeVariable errorMessageVariable"
    " escalationCodeVariable".split()
)
_USUAL: Final[Mapping[str, str]] = {
    "gatewayDirection": "Unspecified",
    "eventGatewayType": "Exclusive",
    "parallelMultiple": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "isCollection": "false",
    "isClosed": "false",
    "associationDirection": "None",
    "processType": "None",
    "behavior": "All",
    "textFormat": "text/plain",
    "dialect:asyncBefore": "false",
    "dialect:asyncAfter": "false",
    "dialect:exclusive": "true",
}
_OWN: Final = frozenset({"documentation", "incoming", "outgoing", "laneSet", "flowNodeRef", "childLaneSet"})
_ROOTS: Final = frozenset({"collaboration", "process", "message", "signal", "error", "escalation"})
_APART: Final = frozenset(
    "textAnnotation association group dataObject dataObjectReference dataStoreReference messageFlow".split()
)
_NOTES: Final = frozenset({"textAnnotation", "association", "group"})
_WORDS: Final[Mapping[str, Words]] = {
    "textAnnotation": ("catatan pada diagram", "the note on the diagram"),
    "association": ("garis catatan", "the line of a note"),
    "group": ("kotak kelompok", "the group"),
    "dataObject": ("data", "the data object"),
    "dataObjectReference": ("data", "the data object"),
    "dataStoreReference": ("tempat penyimpanan data", "the data store"),
    "messageFlow": ("aliran pesan", "the message flow"),
    "lane": ("kelompok kolom", "the group of columns"),
}

Form = tuple[object, ...]
"""A node as nested tuples: tag, attributes, text, inner nodes."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """What one element has beyond its typed view: attributes by name, and all else as one form."""

    attributes: Mapping[str, str]
    content: Form


@dataclass(frozen=True, slots=True)
class Loose:
    """A part of the diagram that is no element, flow or lane: a note, data, a message flow."""

    tag: str
    text: str
    form: Form


@dataclass(frozen=True, slots=True)
class Rest:
    """All of that in one document, by id."""

    beyond: Mapping[str, Beyond]
    loose: Mapping[str, Loose]


def rest(document: Document, same: Mapping[str, str]) -> Rest:
    """Gives it with every id of `same` read as the id that it stands for."""
    beyond: dict[str, Beyond] = {}
    loose: dict[str, Loose] = {}
    root = document.tree()
    for at, node in enumerate(_semantic(root)):
        tag, id = local(node), (node.get("id") or "").strip()
        id = same.get(id, id)
        group = tag == "lane" and child(node, "childLaneSet") is not None
        if tag in FLOW_NODES or tag in ("sequenceFlow", "process") or (tag == "lane" and not group):
            beyond.setdefault(id, _beyond(node, same))
        elif tag in _APART or group or (node.getparent() is root and tag not in _ROOTS):
            text = text_of(child(node, "text")) or (node.get("name") or "").strip()
            form = ("lane", node.get("name")) if group else _form(node, same)
            loose.setdefault(id or f"({tag} {at})", Loose(tag, text, form))
    return Rest(beyond, loose)


def _semantic(root: Node) -> Iterator[Node]:
    for node in root.iter():
        if isinstance(node.tag, str) and space(node) == BPMN:
            yield node


def beyond(before: Beyond | None, after: Beyond | None, whose: Words) -> Iterator[Words]:
    """Gives the sentences on what differs between two versions of an element; None is one without an id."""
    if before is None or after is None:
        return
    for name in sorted({*before.attributes, *after.attributes}):
        values = before.attributes.get(name, ""), after.attributes.get(name, "")
        if values[0] != values[1]:
            shown = name.removeprefix("dialect:")
            yield changed((f"keterangan teknis {shown}", f"technical setting {shown}"), whose, values)
    if before.content != after.content:
        yield altered(("isi teknis", "technical content"), whose)


def loose(before: Rest, after: Rest) -> Iterator[tuple[str, str, Words]]:
    """Gives kind, id and sentence of each note or the like that was added, removed or changed."""
    gone = {id: one for id, one in before.loose.items() if id not in after.loose}
    for id, one in after.loose.items():
        kind, old = "note" if one.tag in _NOTES else "other", before.loose.get(id)
        if old is None:
            twin = next((key for key, other in gone.items() if other.form == one.form), None)
            if twin is None:
                yield kind, id, added(_called(one, id))
            else:
                del gone[twin]
        elif old.form != one.form:
            if old.text != one.text:
                yield kind, id, changed(("isi", "text"), _WORDS.get(one.tag, (one.tag, one.tag)), (old.text, one.text))
            else:
                yield kind, id, altered(("isi", "content"), _called(one, id))
    for id, one in gone.items():
        yield "note" if one.tag in _NOTES else "other", id, removed(_called(one, id))


def _called(one: Loose, id: str) -> Words:
    words, name = _WORDS.get(one.tag, (one.tag, one.tag)), f"“{one.text}”" if one.text else f"({id})"
    return f"{words[0]} {name}", f"{words[1]} {name}"


def _beyond(node: Node, same: Mapping[str, str]) -> Beyond:
    own = [_form(inner, same) for inner in node if isinstance(inner.tag, str) and not _told(inner)]
    own += [_form(inner, same) for inner in list(children(node, "documentation"))[1:]]
    for holder in (*definitions_of(node), *children(node, *LOOPS, "conditionExpression")):
        own += [(local(one), *left) for one in holder.iter() if (left := sorted(_attributes(one, same).items()))]
    definitions = definitions_of(node)
    if len(definitions) > 1:
        own += [_form(inner, same) for inner in definitions]
    own += [_form(inner, same) for inner in extension_children(node) if not _viewed(inner)]
    return Beyond(_attributes(node, same), tuple(own))


def _told(node: Node) -> bool:
    """Whether an inner node is compared elsewhere: by the typed view, or as something of its own."""
    if not is_bpmn(node):
        return False
    tag = local(node)
    known = tag in _OWN or tag in FLOW_NODES or tag in _APART or tag in LOOPS
    special = ("sequenceFlow", "conditionExpression", "extensionElements", "eventDefinitionRef")
    return known or tag in special or tag.endswith("EventDefinition")


def _viewed(node: Node) -> bool:
    if space(node) not in DIALECT or any(local(one) == "script" for one in node.iter() if isinstance(one.tag, str)):
        return False
    return local(node) in ("properties", "failedJobRetryTimeCycle", "inputOutput", "in", "out")


def _attributes(node: Node, same: Mapping[str, str]) -> dict[str, str]:
    """The attributes that the typed view does not hold, but for those that say what is usual."""
    tag: object = node.tag  # a comment or an instruction has none that is a text
    if not isinstance(tag, str):
        return {}
    return {name: value for name, value in _all(node, same).items() if not _in_view(node, name)}


def _in_view(node: Node, name: str) -> bool:
    if name.startswith("dialect:"):
        key = name.removeprefix("dialect:")
        worker = key in ("type", "topic") and local(node).endswith("Task")
        work = worker and node.get(_dialect(node, "type")) == "external"
        return key in _SEEN_DIALECT or work
    return name in _SEEN or (name == "language" and local(node) == "conditionExpression")


def _dialect(node: Node, name: str) -> str:
    return next((f"{{{uri}}}{name}" for uri in DIALECT if f"{{{uri}}}{name}" in node.attrib), name)


def _all(node: Node, same: Mapping[str, str]) -> dict[str, str]:
    """The attributes by name without prefixes that a file may choose; references as the ids that they stand for."""
    found: dict[str, str] = {}
    for key, given in node.attrib.items():
        name, value = str(key), str(given).strip()
        for uri in DIALECT:
            name = name.replace(f"{{{uri}}}", "dialect:")
        if not name.startswith(_XSI) and value and _USUAL.get(name) != value:
            found[name] = same.get(value, value)
    return found


def _form(node: Node, same: Mapping[str, str]) -> Form:
    attributes = {name: value for name, value in _all(node, same).items() if name != "id"}
    text = " ".join(text_of(node).split())
    inner = tuple(_form(one, same) for one in node if isinstance(one.tag, str))
    tag = f"dialect:{local(node)}" if space(node) in DIALECT else str(node.tag)
    return tag, tuple(sorted(attributes.items())), same.get(text, text), inner


def drawn(document: Document, same: Mapping[str, str]) -> dict[tuple[str, str], Form]:
    """How each element is drawn, by what the diagram shows and the element; ids as in `rest`."""
    found: dict[tuple[str, str], Form] = {}
    for plane in document.tree().iter(f"{{{BPMNDI}}}BPMNPlane"):
        on = (plane.get("bpmnElement") or "").strip()
        for node in plane:
            if isinstance(node.tag, str) and (of := (node.get("bpmnElement") or "").strip()):
                found.setdefault((same.get(on, on), same.get(of, of)), _ink(node))
    return found


def _ink(node: Node) -> Form:
    attributes = {str(name): _number(str(value)) for name, value in node.attrib.items() if name != "id"}
    attributes.pop("bpmnElement", None)
    inner = (_ink(one) for one in node if isinstance(one.tag, str))
    kept = tuple(one for one in inner if one[1] or one[2] or not str(one[0]).endswith("}BPMNLabel"))
    return str(node.tag), tuple(sorted(attributes.items(), key=lambda pair: pair[0])), kept


def _number(text: str) -> str | float:
    """A number as one, so that 1 and 1.0 are the same; other text, also what is no finite number, as written."""
    try:
        value = float(text)
    except ValueError:
        return text.strip()
    return value if math.isfinite(value) else text.strip()
