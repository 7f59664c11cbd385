"""What the check says of a file, and whether it says it well."""

from __future__ import annotations

import re
from typing import Final

from bpmn.check import READING, check_bytes
from bpmn.document import DocumentRefused, Finding, read
from engine import expressions

__all__ = ["findings", "refusals", "told_well"]

_WHOLE: Final = frozenset({*READING, "no-process", "missing-id", "duplicate-id"})
"""Rules that speak of a file, or of an id itself."""
_TWO_SENTENCES: Final = re.compile(r".+[.:;] .{10,}[.]", re.DOTALL)


def findings(data: bytes) -> list[Finding]:
    """What the check says of a file that comes without forms."""
    return check_bytes(data, lambda element: None, lambda text: expressions.compile(text).names)


def refusals(data: bytes) -> list[Finding]:
    """The findings that refuse a file."""
    return [finding for finding in findings(data) if finding.severity == "error"]


def told_well(data: bytes, found: list[Finding]) -> list[str]:
    """What is wrong with findings: each names an element of the file, and says in both languages what to do."""
    wrong = []
    for finding in found:
        for text in (finding.id, finding.en):
            if not _TWO_SENTENCES.fullmatch(text):
                wrong.append(f"{finding.rule} says no remedy: {text}")
        if finding.id == finding.en:
            wrong.append(f"{finding.rule} speaks one language: {finding.id}")
        if finding.rule not in _WHOLE and finding.element not in _ids(data):
            wrong.append(f"{finding.rule} names no element: {finding}")
    return wrong


def _ids(data: bytes) -> set[str]:
    try:
        document = read(data)
    except DocumentRefused:
        return set()
    found = {process.id for process in document.processes}
    for process in document.processes:
        found |= {*process.elements, *process.flows}
    return found
