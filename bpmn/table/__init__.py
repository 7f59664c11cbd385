"""The SOP table: read from YAML, drawn as a diagram, and written back from one."""

from __future__ import annotations

from bpmn.document import Document
from bpmn.table.back import table_of
from bpmn.table.drawn import draw_table, plain_document
from bpmn.table.model import Answer, Choice, Entry, Form, Plain, Problem, Row, Start, Table, TableRefused, numbered
from bpmn.table.plan import decision_key, second_of
from bpmn.table.said import said_table
from bpmn.table.same import differences
from bpmn.table.text import yaml_of
from bpmn.table.whole import read_table

__all__ = [
    "Answer",
    "Choice",
    "Entry",
    "Form",
    "Plain",
    "Problem",
    "Row",
    "Start",
    "Table",
    "TableRefused",
    "decision_key",
    "draw_table",
    "numbered",
    "read_table",
    "second_of",
    "table_from",
    "write_table",
]


def write_table(table: Table) -> str:
    """The YAML of a table; `read_table` gives the same table back."""
    return yaml_of(said_table(table))


def table_from(document: Document, slug: str = "") -> Table:
    """The table of a diagram, without its forms; `slug` is the name of its file.

    Raises TableRefused when the diagram holds anything that the table would lose: only the drawing and the ids of
    flows and gateways may differ from what `draw_table` makes of the table.
    """
    table = table_of(document, slug)
    before, after = document.tree(), plain_document(table).tree()
    lost = differences(before, after) or differences(after, before)
    if lost:
        raise TableRefused(tuple(lost))
    return table
