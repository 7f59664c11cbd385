"""What is wrong in a form file, in words for the owner of the process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `id` and `en` say what is wrong and what to do. `element` is the key or id of the component."""

    rule: str
    severity: Severity
    element: str | None
    line: int | None
    id: str
    en: str


class FormRefused(ValueError):
    """The bytes cannot be read as a form: mend the file as the findings say."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("; ".join(finding.en for finding in self.findings))
        self.id = "; ".join(finding.id for finding in self.findings)
        self.en = "; ".join(finding.en for finding in self.findings)


def refused(rule: str, id: str, en: str) -> FormRefused:
    """The refusal with one finding, for the caller to raise."""
    return FormRefused((Finding(rule, "error", None, None, id, en),))
