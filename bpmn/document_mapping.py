"""What the modeler's dialect says about variables: input and output mappings, what goes into a call and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from bpmn.document_tree import Node, child, dialect, extension_children, local, reference, space, text_of
from bpmn.names import DIALECT
from bpmn.net import Binding, Call, Param, Text, Value, Variable

_BINDINGS: Final[dict[str, Binding]] = {
    "latest": "latest",
    "deployment": "deployment",
    "version": "version",
    "versiontag": "versionTag",
}


def expression_text(text: str | None) -> str | None:
    """Gives an expression or text with the two ways to write `${…}` made one, None where nothing stands."""
    found = (text or "").strip().replace("#{", "${")
    return found or None


def text_value(text: str) -> Text:
    """Gives the text in which each `${…}` is an expression."""
    return Text(text.strip().replace("#{", "${"))


def mappings(node: Node, which: str) -> tuple[Param, ...]:
    """Gives the `inputParameter`s or `outputParameter`s of an element in order; one without a name is left out."""
    return tuple(
        Param(name, _value(inner))
        for holder in extension_children(node)
        if _is(holder, "inputOutput")
        for inner in holder
        if isinstance(inner.tag, str) and _is(inner, which) and (name := (inner.get("name") or "").strip())
    )


def _value(node: Node) -> Value:
    """Gives the value of a parameter or entry: text, a list or a map, nested as the file nests them.

    The depth is bounded by the depth of the file. A script has no value: it is told as program text.
    """
    inner = next((child for child in node if isinstance(child.tag, str) and space(child) in DIALECT), None)
    return text_value(text_of(node)) if inner is None else _item(inner)


def _item(node: Node) -> Value:
    if local(node) == "list":
        return tuple(_item(inner) for inner in _children(node))
    if local(node) == "map":
        return MappingProxyType({entry.get("key") or "": _value(entry) for entry in _children(node)})
    return text_value("" if local(node) == "script" else text_of(node))


def passed(holders: list[Node], which: str) -> tuple[tuple[Param, ...], bool]:
    """Gives the `in` or `out` elements of the holders as mappings, and whether all variables go."""
    found: list[Param] = []
    everything = False
    for holder in holders:
        for inner in extension_children(holder):
            if not _is(inner, which):
                continue
            if (inner.get("variables") or "").strip() == "all":
                everything = True
            param = _passed(inner)
            if param is not None:
                found.append(param)
    return tuple(found), everything


def _passed(node: Node) -> Param | None:
    target, source = (node.get("target") or "").strip(), (node.get("source") or "").strip()
    written = node.get("sourceExpression")
    if not target or not (source or written is not None):
        return None
    return Param(target, text_value(written) if written is not None else Variable(source))


def view_call(node: Node) -> Call:
    """Gives what a call activity calls; `process` is empty where it does not say."""
    ins, all_in = passed([node], "in")
    outs, all_out = passed([node], "out")
    binding = _BINDINGS.get((dialect(node, "calledElementBinding") or "latest").lower(), "latest")
    version = dialect(node, "calledElementVersionTag" if binding == "versionTag" else "calledElementVersion")
    return Call(
        process=_called(node),
        binding=binding,
        version=expression_text(version) if binding in ("version", "versionTag") else None,
        business_key=_business_key(node),
        ins=ins,
        outs=outs,
        all_in=all_in,
        all_out=all_out,
    )


def _called(node: Node) -> str:
    """Gives the key of the called process: a text, or a QName whose prefix the file declares."""
    text = expression_text(node.get("calledElement")) or ""
    return (reference(text) or "") if text.partition(":")[0] in node.nsmap else text


def _business_key(node: Node) -> str | None:
    keys = (inner.get("businessKey") for inner in extension_children(node) if _is(inner, "in"))
    return next((text for key in keys if (text := expression_text(key)) is not None), None)


def body(node: Node, name: str) -> str | None:
    """Gives the expression inside a child element of BPMN, None where it is not there or empty."""
    return expression_text(text_of(child(node, name)))


def _is(node: Node, name: str) -> bool:
    return space(node) in DIALECT and local(node) == name


def _children(node: Node) -> Iterator[Node]:
    return (inner for inner in node if isinstance(inner.tag, str))
