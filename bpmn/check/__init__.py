"""Check a diagram before it is put in force: one function a rule, findings in Indonesian and English."""

from __future__ import annotations

from typing import Final

from bpmn.check import burst, choices, forms, names, people, running, sop, supply, throwing, times, ways
from bpmn.check.rule import Rule
from bpmn.check.scope import Compile, FieldsOf, FormField, FormFields, Scope
from bpmn.check.whole import WHOLE
from bpmn.document import Document, read
from bpmn.findings import DocumentRefused, Finding

__all__ = ["READING", "RULES", "WHOLE", "Compile", "FieldsOf", "FormField", "FormFields", "check", "check_bytes"]

READING: Final = ("too-large", "encoding", "doctype", "not-xml", "not-bpmn")
"""The rules by which a file is not read at all."""

_GROUPS: Final = (names, running, people, ways, throwing, burst, choices, supply, forms, times, sop)
RULES: Final[tuple[Rule, ...]] = tuple(rule for group in _GROUPS for rule in group.RULES)


def check(document: Document, fields: FieldsOf, compile: Compile) -> list[Finding]:
    """Gives the findings on the document and its executable processes (on all, when none is executable).

    `fields` gives what the form of an element asks, or None; `compile` gives the names in an expression or raises a
    ValueError with `.id` and `.en`. Errors refuse a deployment, warnings do not. Linear in the size of the diagram.
    """
    found = [finding for rule in WHOLE.values() for finding in rule(document)]
    running = [process for process in document.processes if process.executable] or document.processes
    for process in running:
        scope = Scope(document, process, fields, compile)
        found.extend(finding for rule in RULES for finding in rule.findings(scope))
    return found


def check_bytes(data: bytes, fields: FieldsOf, compile: Compile) -> list[Finding]:
    """Gives the findings on a file; for one that cannot be read, why not. Raises nothing for any bytes."""
    try:
        document = read(data)
    except DocumentRefused as refusal:
        return list(refusal.findings)
    return check(document, fields, compile)
