"""Gathers findings while a form is read, and reads the small values that components share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms.amounts import NotANumber, exact
from forms.fields import Compile, Condition
from forms.findings import Finding, Severity
from forms.messages import Text

MAX_LABEL = 2_000
"""Characters of a label or a help text."""


MAX_LENGTH = 100_000
"""The greatest length that a rule can ask for."""


class Collector:
    """The findings so far, and the compiler that was handed in."""

    def __init__(self, compile: Compile | None) -> None:
        self.findings: list[Finding] = []
        self._compile = compile

    def add(self, rule: str, element: str, text: Text, severity: Severity = "error") -> None:
        """Remembers a finding; `text` is the sentence in Indonesian and English."""
        self.findings.append(Finding(rule, severity, element, None, *text))

    def condition(self, element: str, text: str, where: str) -> Condition | None:
        """The compiled expression, or None with a finding that says where it stands."""
        if self._compile is None:
            self.add(
                "form-condition",
                element,
                (f"Syarat di {where} tidak dapat dibaca di sini.", f"The condition in {where} cannot be read here."),
            )
            return None
        try:
            return self._compile(text)
        except ValueError as error:
            id, en = getattr(error, "id", str(error)), getattr(error, "en", str(error))
            self.add("form-condition", element, (f"Syarat di {where}: {id}", f"The condition in {where}: {en}"))
            return None

    def text(self, element: str, source: Mapping[str, Any], name: str) -> str:
        """A text of a component, empty when it has none."""
        found = source.get(name)
        if found is None:
            return ""
        if isinstance(found, str) and len(found) <= MAX_LABEL:
            if found.startswith("=") or "{{" in found:
                self.add(
                    "form-template",
                    element,
                    (
                        f"“{name}” memakai rumus; tulisannya tampil apa adanya. Tulis teks biasa.",
                        f"“{name}” holds a template, which is shown as it stands. Write plain text.",
                    ),
                    "warning",
                )
            return found
        self.add(
            "form-text",
            element,
            (
                f"“{name}” harus berupa teks, paling banyak {MAX_LABEL} huruf.",
                f"“{name}” must be a text of at most {MAX_LABEL} characters.",
            ),
        )
        return ""

    def flag(self, element: str, source: Mapping[str, Any], name: str) -> bool:
        """True or false; a finding for anything else."""
        found = source.get(name)
        if found is None or isinstance(found, bool):
            return bool(found)
        self.add(
            "form-flag",
            element,
            (
                f"“{name}” harus true atau false. Untuk syarat pakai wajib_jika atau conditional.hide.",
                f"“{name}” must be true or false. For conditions use wajib_jika or conditional.hide.",
            ),
        )
        return False

    def amount(self, element: str, source: Mapping[str, Any], name: str) -> int | Decimal | None:
        """A number, given as one or as its text; a finding for an expression or anything else."""
        found = source.get(name)
        if found is None or found == "":
            return None
        try:
            if isinstance(found, str):
                return exact(Decimal(found))
            if isinstance(found, (int, Decimal)) and not isinstance(found, bool):
                return exact(found)
        except (NotANumber, ArithmeticError):
            pass
        self.add(
            "form-bound",
            element,
            (
                f"“{name}” harus berupa angka tetap, misalnya 10 atau 0.5.",
                f"“{name}” must be a fixed number, for example 10 or 0.5.",
            ),
        )
        return None

    def length(self, element: str, source: Mapping[str, Any], name: str) -> int | None:
        """A whole number from 0 to MAX_LENGTH."""
        found = self.amount(element, source, name)
        if found is None or (isinstance(found, int) and 0 <= found <= MAX_LENGTH):
            return found
        self.add(
            "form-bound",
            element,
            (
                f"“{name}” harus berupa angka bulat, 0 sampai {MAX_LENGTH}.",
                f"“{name}” must be a whole number from 0 to {MAX_LENGTH}.",
            ),
        )
        return None
