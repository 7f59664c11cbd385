"""Writes an example down as a vendor would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from bpmn.names import FLOW_NODES
from tests.corpus.style import CAMUNDA, SPACES, Style

__all__ = ["Writer"]

_MODEL: Final = f"{{{SPACES['model']}}}"
_DIALECT: Final = f"{{{CAMUNDA}}}"
_XSI: Final = f"{{{SPACES['xsi']}}}"
_ROOT_REFS: Final = ("messageRef", "signalRef", "errorRef", "escalationRef", "processRef")
_REFS: Final = ("id", "sourceRef", "targetRef", "attachedToRef", "default", *_ROOT_REFS)
_TEXT_REFS: Final = frozenset({"flowNodeRef"})
_CONTAINERS: Final = frozenset({"process", "subProcess", "transaction"})
_SIZES: Final = {"Event": (36, 36), "Gateway": (50, 50)}


@dataclass
class Piece:
    """One element to be written: its tag without prefix, attributes as text, and what is in it."""

    tag: str
    attributes: list[tuple[str, str]] = field(default_factory=list)
    inside: list[Piece | str] = field(default_factory=list)
    id: str = ""

    def pieces(self) -> Iterator[Piece]:
        """It and all in it."""
        yield self
        for inner in self.inside:
            if isinstance(inner, Piece):
                yield from inner.pieces()


class Writer:
    """One example in one style; `rename` goes from the ids of the example to those of the file."""

    def __init__(self, style: Style, data: bytes, number: int) -> None:
        self.style = style
        self.number = number
        self.rng = Random(f"{style.name}/{number}")
        self.m = f"{style.prefix}:" if style.prefix else ""
        root = ElementTree.fromstring(data)
        found = [node.get("id", "") for node in root.iter() if node.tag.startswith(_MODEL) and node.get("id")]
        kept = {node.get("id", "") for node in root.iter() if node.tag.endswith(("dataInput", "outputDataItem"))}
        self.ids = {id: id if id in kept else style.identify(at + 1, id) for at, id in enumerate(found)}
        self.root = self._piece(root)
        self.executable = style.executable[number % len(style.executable)]

    def rename(self, id: str) -> str:
        """The id in the file."""
        return self.ids.get(id, id)

    def write(self) -> bytes:
        """The bytes of the file."""
        style = self.style
        for piece in self.root.pieces():
            self._shape(piece)
        head = [style.declaration] if style.declaration else []
        lines = [*head, *self._lines(self.root, 0)]
        text = "\n".join(lines) if style.indent else "".join(lines)
        return style.mark + (text + "\n").replace("\n", style.newline).encode(style.codec, "xmlcharrefreplace")

    def _piece(self, node: ElementTree.Element) -> Piece:
        tag = node.tag.removeprefix(_MODEL)
        if tag.startswith(_DIALECT):
            tag = f"{self.style.letters}:{tag.removeprefix(_DIALECT)}"
        piece = Piece(tag, id=self.rename(node.get("id", "")) if node.tag.startswith(_MODEL) else "")
        for name, value in node.attrib.items():
            if name.startswith(_XSI) or (name.startswith(_DIALECT) and self.style.dialect is None):
                continue
            if name.startswith(_DIALECT):
                piece.attributes.append((f"{self.style.letters}:{name.removeprefix(_DIALECT)}", value))
            else:
                piece.attributes.append((name, self._reference(name, value)))
        text = (node.text or "").strip()
        if text:
            piece.inside.append(self._text(tag, text))
        gone = self.style.dialect is None
        for inner in node:
            if not (gone and (inner.tag.startswith(_DIALECT) or inner.tag == f"{_MODEL}extensionElements")):
                piece.inside.append(self._piece(inner))
        return piece

    def _reference(self, name: str, value: str) -> str:
        if name not in _REFS:
            return value
        return (self.style.qualified if name in _ROOT_REFS else "") + self.rename(value)

    def _text(self, tag: str, text: str) -> str:
        if tag in _TEXT_REFS:
            return self.rename(text)
        expression = tag.endswith(("Expression", "ondition", "Cardinality"))
        return f"<![CDATA[{text}]]>" if self.style.cdata and expression else escape(text)

    def _shape(self, piece: Piece) -> None:
        """What the style makes of one element."""
        if piece.tag == "definitions":
            self._definitions(piece)
        if piece.tag == "process":
            self._process(piece)
        if piece.tag in FLOW_NODES:
            self._node(piece)
        elif piece.tag == "sequenceFlow":
            self._adorn(piece)
        if piece.tag.endswith(("Expression", "ondition", "Cardinality", "timeDuration", "timeDate", "timeCycle")):
            piece.attributes.append(("", self.style.formal.replace("{m}", self.m)))
        if piece.tag in _CONTAINERS:
            self._order(piece)

    def _definitions(self, piece: Piece) -> None:
        style = self.style
        spaces = {style.prefix: SPACES["model"], "xsi": SPACES["xsi"], **style.spaces}
        if style.dialect is not None:
            spaces[style.letters] = style.dialect
        if style.drawing:
            spaces |= dict(zip(style.drawing, (SPACES["bpmndi"], SPACES["dc"], SPACES["di"]), strict=True))
        declared = "".join(f" xmlns{':' if name else ''}{name}={quoteattr(uri)}" for name, uri in spaces.items())
        piece.attributes = [("", declared), *piece.attributes, ("", style.head)]
        if style.before:
            piece.inside.insert(0, style.before.replace("{m}", self.m))
        if style.comments:
            piece.inside.insert(0, "<!-- diperiksa: A.B. 7/2030 -->")
        if style.drawing:
            piece.inside.append(_drawing(piece, style))
        if style.after:
            piece.inside.append(style.after.replace("{m}", self.m))

    def _process(self, piece: Piece) -> None:
        kept = [(name, value) for name, value in piece.attributes if name != "isExecutable"]
        piece.attributes = kept + ([("isExecutable", self.executable)] if self.executable is not None else [])
        nodes = [one.id for one in piece.inside if isinstance(one, Piece) and one.tag in FLOW_NODES]
        lanes = any(isinstance(one, Piece) and one.tag == "laneSet" for one in piece.inside)
        if self.style.performer == "lane" and not lanes:
            refs: list[Piece | str] = [Piece("flowNodeRef", inside=[id]) for id in nodes]
            lane = Piece("lane", [("id", "lajur_staf"), ("name", "Staf")], refs)
            piece.inside.insert(0, Piece("laneSet", [("id", "lajur_semua")], [lane]))
        self._adorn(piece)

    def _node(self, piece: Piece) -> None:
        self._adorn(piece)
        if self.style.ways == "absent":
            return
        flows = [one for one in self.root.pieces() if one.tag == "sequenceFlow"]
        ways = [("incoming", one.id) for one in flows if dict(one.attributes)["targetRef"] == piece.id]
        ways += [("outgoing", one.id) for one in flows if dict(one.attributes)["sourceRef"] == piece.id]
        if self.style.ways == "wrong":
            ways = [("outgoing" if way == "incoming" else "incoming", f"{id}_lama") for way, id in ways]
        head = sum(_before_ways(one) for one in piece.inside)
        piece.inside[head:head] = [Piece(way, inside=[id]) for way, id in ways]

    def _adorn(self, piece: Piece) -> None:
        """Documentation, extensions, auditing stand before the ways of a node, all else behind them."""
        ornament = self.style.adorn(piece.tag, self.number)
        fill = _filler(self.m, piece.id)
        held = next((one for one in piece.inside if isinstance(one, Piece) and one.tag == "extensionElements"), None)
        if ornament.extension and held is None:
            held = Piece("extensionElements")
        if held is not None:
            piece.inside = [held, *(one for one in piece.inside if one is not held)]
            held.inside += [fill(ornament.extension)] if ornament.extension else []
        front = [fill(ornament.documentation)] if ornament.documentation else []
        behind = [fill(ornament.inside)] if ornament.inside else []
        place = 0 if held is None else 1
        piece.inside = [*front, *piece.inside[:place], *behind, *piece.inside[place:]]
        if ornament.attributes:
            piece.attributes.append(("", fill(ornament.attributes)))

    def _order(self, piece: Piece) -> None:
        flows = [one for one in piece.inside if isinstance(one, Piece) and one.tag == "sequenceFlow"]
        nodes = [one for one in piece.inside if isinstance(one, Piece) and one.tag in FLOW_NODES]
        rest = [one for one in piece.inside if one not in flows and one not in nodes]
        if self.style.order == "flows first":
            piece.inside = [*rest, *flows, *nodes]
        elif self.style.order == "shuffled":
            mixed: list[Piece | str] = [*nodes, *flows]
            places = sorted(self.rng.sample(range(len(mixed)), len(nodes)))
            turn = iter(nodes), iter(flows)
            mixed = [next(turn[0]) if at in places else next(turn[1]) for at in range(len(mixed))]
            piece.inside = [*rest, *mixed]

    def _lines(self, piece: Piece, depth: int) -> Iterator[str]:
        pad = self.style.indent * depth
        tag = piece.tag if ":" in piece.tag else self.m + piece.tag
        facts = "".join(f" {name}={quoteattr(value)}" if name else value for name, value in piece.attributes)
        if not piece.inside:
            yield f"{pad}<{tag}{facts}/>"
        elif all(isinstance(one, str) for one in piece.inside) and not str(piece.inside[0]).startswith("<"):
            yield f"{pad}<{tag}{facts}>{''.join(map(str, piece.inside))}</{tag}>"
        else:
            yield f"{pad}<{tag}{facts}>"
            for one in piece.inside:
                if isinstance(one, str):
                    yield f"{pad}{self.style.indent}{one}"
                else:
                    yield from self._lines(one, depth + 1)
            yield f"{pad}</{tag}>"


def _before_ways(one: Piece | str) -> bool:
    if isinstance(one, Piece):
        return one.tag == "extensionElements"
    return one.partition(">")[0].partition(" ")[0].rpartition(":")[2].strip("</>") in ("documentation", "auditing")


def _filler(m: str, id: str) -> Callable[[str], str]:
    return lambda text: text.replace("{m}", m).replace("{id}", id)


def _drawing(root: Piece, style: Style) -> str:
    """A drawing of the nodes and flows in a row: that it is no good one does not matter here."""
    bpmndi, dc, di = style.drawing or ("", "", "")
    nodes = [one for one in root.pieces() if one.tag in FLOW_NODES]
    flows = [one for one in root.pieces() if one.tag == "sequenceFlow"]
    at = {node.id: (100 + 150 * place, 200) for place, node in enumerate(nodes)}
    label = f'<{bpmndi}:BPMNLabel><{dc}:Bounds x="9" y="9" width="40" height="14"/></{bpmndi}:BPMNLabel>'
    inside = label if style.labels else ""
    shapes = []
    for node in nodes:
        width, height = next((size for end, size in _SIZES.items() if node.tag.endswith(end)), (100, 80))
        x, y = at[node.id]
        bounds = f'<{dc}:Bounds x="{x}.0" y="{y}.0" width="{width}" height="{height}"/>'
        shapes.append(
            f'<{bpmndi}:BPMNShape id="{node.id}_di" bpmnElement="{node.id}">{bounds}{inside}</{bpmndi}:BPMNShape>'
        )
    for flow in flows:
        ends = [at[dict(flow.attributes)[end]] for end in ("sourceRef", "targetRef")]
        points = "".join(f'<{di}:waypoint x="{x}" y="{y}"/>' for x, y in ends)
        shapes.append(
            f'<{bpmndi}:BPMNEdge id="{flow.id}_di" bpmnElement="{flow.id}">{points}{inside}</{bpmndi}:BPMNEdge>'
        )
    plane = next(one.id for one in root.pieces() if one.tag in ("collaboration", "process"))
    body = "".join(shapes)
    return (
        f'<{bpmndi}:BPMNDiagram id="diagram_1"><{bpmndi}:BPMNPlane id="bidang_1" bpmnElement="{plane}">{body}'
        f"</{bpmndi}:BPMNPlane></{bpmndi}:BPMNDiagram>"
    )
