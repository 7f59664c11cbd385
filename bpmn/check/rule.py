"""A rule: a function over one process that notes what is wrong, with a name and a severity for each profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bpmn.check.scope import Note, Scope
from bpmn.findings import Finding, Severity

__all__ = ["SHOWN", "Note", "Rule", "rule"]

SHOWN = 50
"""Findings of one rule on one process; the rest are counted in the last."""


Run = Callable[[Scope], Iterable[Note]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`sop` and `other` are the severities on an SOP and on any other process; None leaves the rule out."""

    name: str
    sop: Severity | None
    other: Severity | None
    run: Run

    def findings(self, scope: Scope) -> Iterator[Finding]:
        """Gives the findings on the process, at most SHOWN of them."""
        severity = self.sop if scope.sop else self.other
        if severity is None:
            return
        rest = 0
        for number, note in enumerate(self.run(scope)):
            if number >= SHOWN:
                rest += 1
                continue
            at = scope.process if note.at is None else note.at
            yield Finding(self.name, severity, at.id or None, at.line, note.id, note.en)
        if rest:
            process = scope.process
            id, en = f"Dan {rest} temuan lain seperti di atas.", f"And {rest} more findings like those above."
            yield Finding(self.name, severity, process.id or None, process.line, id, en)


def rule(name: str, sop: Severity | None, other: Severity | None) -> Callable[[Run], Rule]:
    """Makes a rule of the function below it."""
    return lambda run: Rule(name, sop, other, run)
