"""Rules about ids and names: what the engine keeps for itself, and what no id can be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bpmn.check.rule import Note, rule
from bpmn.check.scope import Scope, called
from bpmn.document_types import Element, Flow
from bpmn.prepare import reserved

RESERVED_FIELDS: Final = frozenset({"typename"})
_FIRST: Final = re.compile(r"[^\W\d]")
_REST: Final = re.compile("[\\w.\u00b7\u203f\u2040-]")
_MARKS: Final = ("Mn", "Mc")
_LONGEST: Final = 200
_LINE_BREAK: Final = re.compile(r"[\n\r\u2028\u2029]")


def _with_ids(scope: Scope) -> Iterator[tuple[str, Element | Flow | None]]:
    yield scope.process.id, None
    yield from scope.process.elements.items()
    yield from scope.process.flows.items()


@rule("reserved-id", "error", "error")
def reserved_id(scope: Scope) -> Iterator[Note]:
    """An id that the engine keeps for itself."""
    for id, at in _with_ids(scope):
        if reserved(id):
            yield Note(
                at,
                f"Id {id} dipakai sistem untuk dirinya sendiri. Ganti, misalnya menjadi {id.lower()}_1.",
                f"The id {id} is kept by the system for itself. Change it, for example to {id.lower()}_1.",
            )


@rule("unusable-id", "error", "error")
def unusable_id(scope: Scope) -> Iterator[Note]:
    """An id that XML Schema does not allow, or that is too long to be a key."""
    for id, at in _with_ids(scope):
        if not id.startswith("(") and not _usable(id):
            shown = id if len(id) <= 60 else id[:60] + "…"
            yield Note(
                at,
                f"Id “{shown}” tidak dapat dipakai. Pakai huruf, angka, garis bawah dan mulai dengan huruf.",
                f"The id “{shown}” cannot be used. Use letters, digits and underscores, and begin with a letter.",
            )


def _usable(id: str) -> bool:
    """Whether it is an NCName that can be a key; many scripts write vowels and tones as marks (XML 1.0 NameChar)."""
    if len(id) > _LONGEST or not _FIRST.match(id):
        return False
    return all(_REST.match(sign) or unicodedata.category(sign) in _MARKS for sign in id)


@rule("reserved-field", "error", "error")
def reserved_field(scope: Scope) -> Iterator[Note]:
    """A field or variable whose name the engine keeps for itself."""
    for element in scope.process.elements.values():
        form = scope.form(element)
        keys = set() if form is None else {field.key for field in form.fields}
        for key in sorted(keys & RESERVED_FIELDS):
            yield Note(
                element,
                f"Formulir {called(element)} memakai nama isian {key}, yang dipakai sistem. Ganti kunci isian itu.",
                f"The form of {called(element)} has a field named {key}, which the system keeps. Change its key.",
            )
        written = {param.name for param in (*element.inputs, *element.outputs)}
        for key in sorted(written & RESERVED_FIELDS):
            yield Note(
                element,
                f"{called(element)} mengisi {key}, nama yang dipakai sistem. Pakai nama lain.",
                f"{called(element)} writes {key}, a name that the system keeps. Use another name.",
            )
    for use in scope.uses:
        names = scope.names(use.text)
        if not isinstance(names, ValueError) and names & RESERVED_FIELDS:
            key = min(names & RESERVED_FIELDS)
            yield Note(
                use.flow or use.element,
                f"Syarat pada {use.id} memakai nama {key}, yang dipakai sistem. Pakai nama lain.",
                f"The expression on {use.id} uses the name {key}, which the system keeps. Use another name.",
            )


@rule("line-break", "error", None)
def line_break(scope: Scope) -> Iterator[Note]:
    """A property value of more than one line, which a template field would silently shorten."""
    owners: list[tuple[Element | None, dict[str, str]]] = [(None, dict(scope.process.properties))]
    owners += [(element, dict(element.properties)) for element in scope.process.elements.values()]
    for at, properties in owners:
        for name, value in properties.items():
            if _LINE_BREAK.search(value):
                where = "proses" if at is None else called(at)
                place = "the process" if at is None else called(at)
                yield Note(
                    at,
                    f"Isi {name} pada {where} lebih dari satu baris. Tulis satu baris, pisahkan dengan “ | ”.",
                    f"{name} on {place} has more than one line. Write it in one line, its parts separated by “ | ”.",
                )


RULES: Final = (reserved_id, unusable_id, reserved_field, line_break)
