"""Edits of a document as splices of its text: what an edit does not name keeps its very characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpmn.document_text import ATTRIBUTE, Span
from bpmn.document_tree import Node, is_bpmn, local, reference, space
from bpmn.names import BPMNDI, CAMUNDA, DC, DI, DIALECT

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace `text[start:end]` by `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text with its tree and places: what an edit is computed on."""

    text: str
    nodes: list[Node]
    spans: list[Span]

    def children(self, parent: int) -> list[int]:
        """Gives the places in `nodes` of the direct children, in order."""
        end = self.spans[parent].end
        found: list[int] = []
        at = parent + 1
        while at < len(self.spans) and self.spans[at].start < end:
            if self.spans[at].parent == parent:
                found.append(at)
            at += 1
        return found

    @property
    def newline(self) -> str:
        """Gives the line end that the file uses."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def indent(self, at: int) -> str | None:
        """Gives the white space before the element on its line, None where something else stands there."""
        start = self.spans[at].start
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        return before if before.strip() == "" and self.text.rfind("\n", 0, start) >= 0 else None


def applied(text: str, splices: Iterable[Splice]) -> str:
    """Gives the text after the splices, which must not overlap."""
    parts: list[str] = []
    here = 0
    for splice in sorted(splices, key=lambda item: (item.start, item.end)):
        parts += (text[here : splice.start], splice.new)
        here = splice.end
    return "".join((*parts, text[here:]))


def escaped(value: str, quote: str = "") -> str:
    """Gives the value as it stands between tags, or between `quote` in an attribute."""
    table: dict[str, str | int | None] = dict(_ESCAPES) if quote else {key: _ESCAPES[key] for key in "&<>\r"}
    if quote:
        table[quote] = "&quot;" if quote == '"' else "&apos;"
    return value.translate(str.maketrans(table))


def set_attribute(sheet: Sheet, at: int, name: str, value: str) -> Splice:
    """Gives the splice that writes one attribute; `name` is as it stands in the file, with its prefix."""
    span = sheet.spans[at]
    begin = span.start + 1 + len(span.tag)
    for found in ATTRIBUTE.finditer(sheet.text, begin, span.open_end):
        if found.group(1) == name:
            quote = found.group(2)[0]
            return Splice(found.start(2), found.end(2), f"{quote}{escaped(value, quote)}{quote}")
    return Splice(begin, begin, f' {name}="{escaped(value, chr(34))}"')


def insert(sheet: Sheet, parent: int, after: int | None, lines: list[str]) -> Splice:
    """Gives the splice that puts an element into `parent`, first or behind its child `after`.

    `lines` is the new element, one tag a line, indented by two spaces a level; it takes the indentation of the file.
    """
    span = sheet.spans[parent]
    outer = sheet.indent(parent)
    if outer is None:
        body, before, behind = "".join(line.strip() for line in lines), "", ""
    else:
        before = sheet.newline + outer + "  "
        body, behind = before.join(lines), sheet.newline + outer
    if span.empty:
        slash = sheet.text.rindex("/", span.start, span.open_end)
        head = sheet.text[slash + 1 : span.open_end]
        return Splice(slash, span.open_end, f"{head}{before}{body}{behind}</{span.tag}>")
    here = span.open_end if after is None else sheet.spans[after].end
    last = sheet.text[here : span.close_start].strip() == "" and "\n" not in sheet.text[here : span.close_start]
    return Splice(here, here, before + body + (behind if last and after is None else ""))


def remove(sheet: Sheet, at: int) -> Splice:
    """Gives the splice that takes an element out, with the line that it alone stood on."""
    span = sheet.spans[at]
    start = span.start
    if sheet.indent(at) is not None:
        start = sheet.text.rfind("\n", 0, start)
        if start > 0 and sheet.text[start - 1] == "\r":
            start -= 1
    return Splice(start, span.end, "")


def bpmn_name(node: Node, name: str) -> str:
    """Gives a BPMN tag with the prefix that the node itself uses."""
    return f"{node.prefix}:{name}" if node.prefix else name


def dialect_prefix(sheet: Sheet, at: int, unprefixed: bool = True) -> tuple[str, list[Splice], str]:
    """Gives the dialect's prefix with its colon, a splice that declares it at the root, or a local declaration."""
    bound = sheet.nodes[at].nsmap
    for prefix, uri in bound.items():
        if uri in DIALECT and (prefix or unprefixed):
            return (f"{prefix}:" if prefix else ""), [], ""
    declaration = f' xmlns:camunda="{CAMUNDA}"'
    if any("camunda" in node.nsmap for node in (sheet.nodes[0], sheet.nodes[at])):
        return "camunda:", [], declaration
    behind = sheet.spans[0].start + 1 + len(sheet.spans[0].tag)
    return "camunda:", [Splice(behind, behind, declaration)], ""


def change_template(sheet: Sheet, at: int, template: str, version: int) -> list[Splice]:
    """Gives the splices that name the element template of the dialect and its version on one element."""
    values = (("modelerTemplate", template), ("modelerTemplateVersion", str(version)))
    for prefix, uri in sheet.nodes[at].nsmap.items():
        if uri in DIALECT and prefix:
            return [set_attribute(sheet, at, f"{prefix}:{name}", value) for name, value in values]
    _, splices, declaration = dialect_prefix(sheet, at, unprefixed=False)
    here = sheet.spans[at].start + 1 + len(sheet.spans[at].tag)
    written = "".join(f' camunda:{name}="{escaped(value, chr(34))}"' for name, value in values)
    return [*splices, Splice(here, here, declaration + written)]


def change_properties(sheet: Sheet, at: int, values: Mapping[str, str | None]) -> list[Splice]:
    """Gives the splices that set (or with None remove) the named properties of one element and no other."""
    holders = [inner for inner in sheet.children(at) if is_bpmn(sheet.nodes[inner], "extensionElements")]
    lists = [inner for holder in holders for inner in sheet.children(holder) if _is(sheet.nodes[inner], "properties")]
    splices: list[Splice] = []
    missing = {name: value for name, value in values.items() if value is not None}
    for inner in (inner for one in lists for inner in sheet.children(one)):
        name = (sheet.nodes[inner].get("name") or "").strip()
        if name not in values or not _is(sheet.nodes[inner], "property"):
            continue
        missing.pop(name, None)
        value = values[name]
        splices.append(remove(sheet, inner) if value is None else set_attribute(sheet, inner, "value", value))
    if missing:
        splices += _add_properties(sheet, at, missing)
    return splices


def _add_properties(sheet: Sheet, at: int, missing: Mapping[str, str]) -> list[Splice]:
    below = sheet.children(at)
    holder = next((inner for inner in below if is_bpmn(sheet.nodes[inner], "extensionElements")), None)
    inside = [] if holder is None else sheet.children(holder)
    block = next((inner for inner in reversed(inside) if _is(sheet.nodes[inner], "properties")), None)
    prefix, splices, local_declaration = dialect_prefix(sheet, at if block is None else block)
    lines = [
        f"<{prefix}property{local_declaration if block is not None else ''}"
        f' name="{escaped(name, chr(34))}" value="{escaped(value, chr(34))}"/>'
        for name, value in missing.items()
    ]
    if block is not None:
        own = sheet.children(block)
        return [*splices, insert(sheet, block, own[-1] if own else None, lines)]
    lines = [f"<{prefix}properties{local_declaration}>", *("  " + line for line in lines), f"</{prefix}properties>"]
    if holder is not None:
        return [*splices, insert(sheet, holder, inside[-1] if inside else None, lines)]
    tag = bpmn_name(sheet.nodes[at], "extensionElements")
    lines = [f"<{tag}>", *("  " + line for line in lines), f"</{tag}>"]
    notes = [inner for inner in below if is_bpmn(sheet.nodes[inner], "documentation")]
    return [*splices, insert(sheet, at, notes[-1] if notes else None, lines)]


def change_documentation(sheet: Sheet, at: int, value: str) -> list[Splice]:
    """Gives the splices that make `value` the element's documentation; empty text removes it."""
    notes = [inner for inner in sheet.children(at) if is_bpmn(sheet.nodes[inner], "documentation")]
    if not notes:
        tag = bpmn_name(sheet.nodes[at], "documentation")
        return [insert(sheet, at, None, [f"<{tag}>{escaped(value)}</{tag}>"])] if value else []
    if not value:
        return [remove(sheet, notes[0])]
    span = sheet.spans[notes[0]]
    if not span.empty:
        return [Splice(span.open_end, span.close_start, escaped(value))]
    slash = sheet.text.rindex("/", span.start, span.open_end)
    return [Splice(slash, span.end, f">{escaped(value)}</{span.tag}>")]


def change_diagram(sheet: Sheet, drawing: str, plane: str | None) -> list[Splice]:
    """Gives the splices that put `drawing` in the place of the diagram of `plane` (None: of all diagrams)."""
    old = [at for at in sheet.children(0) if _is_diagram(sheet, at) and plane in (None, _plane(sheet, at))]
    new = _with_prefixes(sheet.nodes[0], drawing.strip()).replace("\r\n", "\n").replace("\n", sheet.newline)
    if not old:
        here = sheet.spans[0].close_start
        return [Splice(here, here, f"{new}{sheet.newline}")]
    first = sheet.spans[old[0]]
    return [Splice(first.start, first.end, new), *(remove(sheet, at) for at in old[1:])]


def _with_prefixes(root: Node, drawing: str) -> str:
    """Declares bpmndi, dc and di on each diagram where the root binds them to nothing or to something else."""
    wanted = {"bpmndi": BPMNDI, "dc": DC, "di": DI}
    lacking = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in wanted.items() if root.nsmap.get(prefix) != uri)
    return drawing.replace("<bpmndi:BPMNDiagram", f"<bpmndi:BPMNDiagram{lacking}")


def _is_diagram(sheet: Sheet, at: int) -> bool:
    return space(sheet.nodes[at]) == BPMNDI and local(sheet.nodes[at]) == "BPMNDiagram"


def _plane(sheet: Sheet, at: int) -> str | None:
    planes = (inner for inner in sheet.nodes[at] if isinstance(inner.tag, str) and local(inner) == "BPMNPlane")
    plane = next(planes, None)
    return None if plane is None else reference(plane.get("bpmnElement"))


def _is(node: Node, name: str) -> bool:
    return space(node) in DIALECT and local(node) == name
