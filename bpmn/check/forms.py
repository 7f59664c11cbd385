"""The rule about forms that a diagram names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called


@rule("no-form", "error", "error")
def no_form(scope: Scope) -> Iterator[Note]:
    """A form that the diagram names and that is not there, or cannot be read."""
    for element in scope.process.elements.values():
        wanted = element.form_ref or element.form_key
        if wanted and scope.form(element) is None:
            yield Note(
                element,
                f"Formulir {wanted} untuk {called(element)} tidak ada atau tidak terbaca. Sertakan berkas .form-nya.",
                f"The form {wanted} of {called(element)} is not there or cannot be read. Send its .form file along.",
            )


RULES: Final = (no_form,)
