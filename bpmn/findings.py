"""What a reader or a rule found wrong in a diagram, in words for its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `id` and `en` say what is wrong and what to do. `line` counts from 1."""

    rule: str
    severity: Severity
    element: str | None
    line: int | None
    id: str
    en: str


class DocumentRefused(ValueError):
    """The bytes cannot be read as a BPMN diagram: mend the file as the findings say."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("; ".join(finding.en for finding in self.findings))


def refused(rule: str, line: int | None, id: str, en: str) -> DocumentRefused:
    """Gives the refusal with one finding, for the caller to raise."""
    return DocumentRefused((Finding(rule, "error", None, line, id, en),))
