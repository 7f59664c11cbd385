"""Read and write BPMN 2.0 diagrams without losing what is not known here.

A document keeps its bytes. An edit is a splice of the text: only the tag or the element that it names is written
anew, all other characters (comments, processing instructions, CDATA, quotes, white space, line ends, encoding, byte
order mark) stay as they are. Inserted lines take the file's line ends and indentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from bpmn.document_drawing import view_diagrams
from bpmn.document_edit import (
    Sheet,
    Splice,
    applied,
    change_diagram,
    change_documentation,
    change_properties,
    change_template,
    set_attribute,
)
from bpmn.document_text import Encoding, decode
from bpmn.document_tree import Node, parse
from bpmn.document_types import Bounds, Diagram, Edge, Element, Flaw, Flow, Lane, Participant, Process, Shape
from bpmn.document_view import Ids, view_participants, view_processes
from bpmn.findings import DocumentRefused, Finding, refused
from bpmn.names import BPMN
from bpmn.net import Timer

__all__ = [
    "Bounds",
    "Diagram",
    "Document",
    "DocumentRefused",
    "Edge",
    "Element",
    "Finding",
    "Flaw",
    "Flow",
    "Lane",
    "Participant",
    "Process",
    "Shape",
    "Timer",
    "read",
]


@dataclass(frozen=True, slots=True)
class Document:
    """A BPMN file, read. It never changes: each `set_` gives a new document."""

    data: bytes
    processes: tuple[Process, ...]
    participants: tuple[Participant, ...]
    diagrams: tuple[Diagram, ...]
    flaws: tuple[Flaw, ...]
    _text: str = field(repr=False)
    _encoding: Encoding = field(repr=False)

    def write(self) -> bytes:
        """Gives the file's bytes: the very same that were read, but for the edits."""
        return self.data

    def process(self, process_id: str) -> Process:
        """Gives the process of that id; raises KeyError."""
        for process in self.processes:
            if process.id == process_id:
                return process
        raise KeyError(process_id)

    def tree(self) -> Node:
        """Gives a fresh lxml tree of the document, for a reader that needs more than the typed view."""
        return parse(self._text)[0][0]

    def set_properties(self, changes: Mapping[str, Mapping[str, str | None]]) -> Document:
        """Gives the document with the named properties of the named elements set, or removed where None.

        `changes` goes from element (or process) id to property name to value. Raises KeyError for an unknown id.
        """
        sheet = self._sheet()
        return self._with(
            sheet, (change_properties(sheet, _place(sheet, element), values) for element, values in changes.items())
        )

    def set_documentation(self, element_id: str, text: str) -> Document:
        """Gives the document with that text as the element's documentation; empty text removes it."""
        sheet = self._sheet()
        return self._with(sheet, [change_documentation(sheet, _place(sheet, element_id), text)])

    def set_name(self, element_id: str, name: str) -> Document:
        """Gives the document with that name on the element, flow, lane, process or pool."""
        sheet = self._sheet()
        return self._with(sheet, [[set_attribute(sheet, _place(sheet, element_id), "name", name)]])

    def set_template(self, element_id: str, template: str, version: int) -> Document:
        """Gives the document with that element template and version named on the element."""
        sheet = self._sheet()
        return self._with(sheet, [change_template(sheet, _place(sheet, element_id), template, version)])

    def set_diagram(self, drawing: str, plane: str | None = None) -> Document:
        """Gives the document with `drawing` in place of the diagram of that plane (None: of all diagrams).

        `drawing` is the text of `bpmndi:BPMNDiagram` elements with the prefixes bpmndi, dc and di, which are
        declared here where the file does not.
        """
        sheet = self._sheet()
        return self._with(sheet, [change_diagram(sheet, drawing, plane)])

    def _sheet(self) -> Sheet:
        return Sheet(self._text, *parse(self._text))

    def _with(self, sheet: Sheet, splices: Iterable[Iterable[Splice]]) -> Document:
        unique = dict.fromkeys(chain.from_iterable(splices))
        return read(self._encoding.encode(applied(sheet.text, unique)))


def read(data: bytes) -> Document:
    """Gives the document; raises DocumentRefused for what cannot be read safely or is no BPMN 2.0.

    Source of the format: OMG formal/2013-12-09 (BPMN 2.0.2).
    """
    text, encoding = decode(data)
    nodes, _ = parse(text)
    if nodes[0].tag != f"{{{BPMN}}}definitions":
        raise refused(
            "not-bpmn",
            1,
            "Berkas bukan diagram BPMN 2.0. Simpan dari perangkat lunak pemodel dengan akhiran .bpmn.",
            "The file is no BPMN 2.0 diagram. Save it from the modeler with the ending .bpmn.",
        )
    ids = Ids()
    processes = view_processes(nodes, ids)
    return Document(
        data=data,
        processes=processes,
        participants=view_participants(nodes),
        diagrams=view_diagrams(nodes),
        flaws=tuple(ids.flaws),
        _text=text,
        _encoding=encoding,
    )


def _place(sheet: Sheet, element_id: str) -> int:
    for at, node in enumerate(sheet.nodes):
        if node.get("id") == element_id:
            return at
    raise KeyError(element_id)
