"""What a diagram holds beyond another, drawings and the ids of gateways and flows apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bpmn.document_tree import (
    Node,
    children,
    extension_children,
    line,
    local,
    name_of,
    reference,
    space,
    text_of,
)
from bpmn.names import BPMN, DIALECT
from bpmn.table.model import Problem

Facts = dict[tuple[str, ...], tuple[Node, str]]
"""What a file says of each thing: its key, and all about it as one text."""

_TASKS: Final = ("userTask", "receiveTask")
_NOISE: Final = frozenset(
    f"{{{uri}}}{name}"
    for uri in DIALECT
    for name in (
        "modelerTemplate",
        "modelerTemplateVersion",
        "modelerTemplateIcon",
        "formRef",
        "formRefBinding",
        "formKey",
    )
)
_LOOSE: Final = ("id", "cancelActivity", "isClosed", "startQuantity", "completionQuantity")
_SKIPPED: Final = frozenset({"incoming", "outgoing", "extensionElements", "documentation", "flowNodeRef"})


def differences(before: Node, after: Node) -> list[Problem]:
    """What the first file says and the second does not, or says otherwise; each names its element."""
    old, new = _facts(before), _facts(after)
    found = []
    for key, (node, said) in old.items():
        if key not in new or new[key][1] != said:
            now = new[key][1] if key in new else ""
            found.append(_problem(node, key, _parted(said, now)))
    return found


def _problem(node: Node, key: tuple[str, ...], what: str) -> Problem:
    name = node.get("id") or " ".join(key)
    return Problem(
        line(node),
        "",
        name,
        f"Memuat yang tidak dapat ditulis dalam tabel: {what}. Hapus dari diagram, atau tetap sunting diagramnya.",
        f"Holds what cannot be written in a table: {what}. Remove it, or go on editing the diagram.",
    )


def _parted(said: str, now: str) -> str:
    """The parts of one text that the other lacks."""
    kept = set(now.split("\n"))
    lost = [part for part in said.split("\n") if part not in kept]
    return "; ".join(lost)[:200] or said[:200]


def _facts(root: Node) -> Facts:
    found: Facts = {}
    names = dict(_names(root))
    for node in children(root):
        match local(node):
            case "process":
                for key, inner, said in _process(node, names):
                    found[key] = (inner, said)
            case "collaboration":
                for inner in children(node):
                    found[(local(inner), name_of(inner))] = (inner, local(inner))
            case "message":
                pass  # named where it is waited for
            case kind:
                found[(kind, node.get("id") or "")] = (node, kind)
    return found


def _names(root: Node) -> Iterator[tuple[str, str]]:
    """For each id what it is called whatever the file calls it: a step by its number, a gateway by its step."""
    nodes = {node.get("id") or "": node for node in root.iter() if isinstance(node.tag, str) and node.get("id")}
    into: dict[str, list[str]] = {}
    for node in nodes.values():
        if local(node) == "sequenceFlow":
            into.setdefault(reference(node.get("targetRef")) or "", []).append(reference(node.get("sourceRef")) or "")
    known: dict[str, str] = {}
    for id, node in nodes.items():
        number = _properties(node).get("sop:no")
        if local(node) in _TASKS and number:
            known[id] = f"langkah {number}"
        elif local(node) == "startEvent":
            known[id] = "mulai"
        elif local(node) == "message":
            known[id] = f"pesan {name_of(node)}"
    for id, node in nodes.items():
        if local(node) == "boundaryEvent":
            host = known.get(reference(node.get("attachedToRef")) or "", "?")
            known[id] = f"tepi {host} {name_of(node)} {_inside(node, known)}"
    pending = [id for id, node in nodes.items() if local(node).endswith("Gateway")]
    for id in pending:
        chain, here = [], id
        while here not in known and here not in chain and into.get(here):
            chain.append(here)
            here = min(into[here], key=lambda one: known.get(one, "~"))
        known[id] = f"{local(nodes[id])} {len(chain)} {known.get(here, '?')}"
    return iter({**{id: id for id in nodes}, **known}.items())


def _process(process: Node, names: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], Node, str]]:
    yield ("process",), process, _about(process, names, inside=False)
    for lanes in children(process, "laneSet"):
        for lane in children(lanes):
            members = sorted(names.get(text_of(inner), "?") for inner in children(lane, "flowNodeRef"))
            said = [f"kolom {name_of(lane)}", *members, *(local(inner) for inner in children(lane, "childLaneSet"))]
            yield ("lane", lane.get("id") or ""), lane, "\n".join(said)
    for node in children(process):
        if local(node) in ("laneSet", "documentation", "extensionElements"):
            continue
        if local(node) == "sequenceFlow":
            ends = [names.get(reference(node.get(end)) or "", "?") for end in ("sourceRef", "targetRef")]
            yield ("flow", *ends, name_of(node)), node, _about(node, names)
        else:
            yield ("node", names.get(node.get("id") or "", "?")), node, _about(node, names)


def _about(node: Node, names: Mapping[str, str], *, inside: bool = True) -> str:
    """Everything that the file says of a node, one fact a line."""
    said = [local(node)]
    for name, value in _attributes(node).items():
        if name not in _NOISE and name not in _LOOSE:
            said.append(f"{name.rpartition('}')[2]}={names.get(value.strip(), ' '.join(value.split()))}")
    if local(node) == "boundaryEvent":
        said.append(f"cancelActivity={node.get('cancelActivity', 'true')}")
    said += [f"documentation={text_of(inner)}" for inner in children(node, "documentation") if text_of(inner)]
    said += [f"{name}={value}" for name, value in sorted(_properties(node).items()) if value]
    said += [f"extension={local(inner)}" for inner in extension_children(node) if local(inner) != "properties"]
    if inside and _inside(node, names):
        said.append(_inside(node, names))
    return "\n".join(said)


def _inside(node: Node, names: Mapping[str, str]) -> str:
    """The event definitions, loops and conditions inside a node."""
    parts = []
    for inner in node:
        if isinstance(inner.tag, str) and local(inner) not in _SKIPPED:
            about = [
                f"{name}={names.get(value, value)}" for name, value in _attributes(inner).items() if _tells(name, value)
            ]
            foreign = "" if space(inner) == BPMN else space(inner)
            parts.append(f"{foreign}{local(inner)}({' '.join(about)}){text_of(inner)}{_inside(inner, names)}")
    return " ".join(sorted(parts))


def _tells(name: str, value: str) -> bool:
    return name != "id" and not name.endswith("}type") and (name, value) != ("isSequential", "false")


def _attributes(node: Node) -> dict[str, str]:
    return {str(name): str(value) for name, value in sorted(node.attrib.items())}


def _properties(node: Node) -> dict[str, str]:
    return {
        inner.get("name") or "": inner.get("value") or ""
        for holder in extension_children(node)
        if local(holder) == "properties"
        for inner in holder
        if isinstance(inner.tag, str)
    }
