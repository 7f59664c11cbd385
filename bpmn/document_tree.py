"""The hardened parse of a document's text, and small questions to its tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree

from bpmn.document_text import Span, broken, scan
from bpmn.names import BPMN, DIALECT

Node = etree._Element


def parse(text: str) -> tuple[list[Node], list[Span]]:
    """Gives the elements in document order and the place of each; raises DocumentRefused.

    No entity is resolved, nothing is loaded, and the scan has counted everything before the parser sees it.
    """
    spans = scan(text)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        reason = error.msg if isinstance(error, etree.XMLSyntaxError) else None
        raise broken(getattr(error, "lineno", None), str(reason or "")) from error
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    if len(nodes) != len(spans):
        raise broken(None, "two readings of the file differ")
    for node, span in zip(nodes, spans, strict=True):
        if qualified(node) != span.tag:
            raise broken(line(node), "two readings of the file differ")
    return nodes, spans


def local(node: Node) -> str:
    """Gives the tag without its namespace."""
    tag = str(node.tag)
    return tag.rpartition("}")[2]


def space(node: Node) -> str:
    """Gives the namespace of the tag, empty where there is none."""
    tag = str(node.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def qualified(node: Node) -> str:
    """Gives the tag with the prefix that the file uses."""
    return f"{node.prefix}:{local(node)}" if node.prefix else local(node)


def line(node: Node) -> int:
    """Gives the line of the start tag, from 1."""
    return cast(int | None, node.sourceline) or 1


def name_of(node: Node) -> str:
    """Gives the name in one line."""
    return " ".join((node.get("name") or "").split())


def is_bpmn(node: Node, *names: str) -> bool:
    """Whether the node is of BPMN, and (when names are given) one of them."""
    return space(node) == BPMN and (not names or local(node) in names)


def children(node: Node, *names: str) -> Iterator[Node]:
    """Gives the child elements that are of BPMN and bear one of the names."""
    for child in node:
        if isinstance(child.tag, str) and is_bpmn(child, *names):
            yield child


def child(node: Node, *names: str) -> Node | None:
    """Gives the first such child element."""
    return next(children(node, *names), None)


def text_of(node: Node | None) -> str:
    """Gives the text directly inside the node, CDATA included and comments left out, stripped."""
    if node is None:
        return ""
    parts = [node.text or "", *(inner.tail or "" for inner in node)]
    return "".join(parts).strip()


def dialect(node: Node, name: str) -> str | None:
    """Gives an attribute of the modeler's dialect, None where it is absent or blank."""
    for uri in DIALECT:
        value = node.get(f"{{{uri}}}{name}")
        if value is not None and value.strip():
            return value.strip()
    return None


def listed(node: Node, name: str) -> tuple[str, ...]:
    """Gives the parts of a comma-separated attribute of the dialect."""
    return tuple(part.strip() for part in (dialect(node, name) or "").split(",") if part.strip())


def extension_children(node: Node) -> Iterator[Node]:
    """Gives the elements inside the node's extensionElements."""
    for holder in children(node, "extensionElements"):
        for inner in holder:
            if isinstance(inner.tag, str):
                yield inner


def reference(text: str | None) -> str | None:
    """Gives the id of a QName reference: a prefix before a colon is dropped, whitespace too."""
    if text is None or not text.strip():
        return None
    return text.strip().rpartition(":")[2]


def truth(text: str | None, absent: bool) -> bool:
    """Gives an XML Schema boolean."""
    return absent if text is None else text.strip() in ("true", "1")
