"""What changed between two versions of an SOP, as its pages say it: the diagram's changes with those of its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.changes import Change, Changes, changes
from bpmn.document import Document
from engine.web.words import language
from forms import difference as forms_difference

__all__ = ["Line", "Told", "chosen", "compared", "line"]

_WORDS: Final = {"new": "baru", "gone": "hapus", "back": "kembali", "changed": "ubah"}


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a page says it: what it is about with its value and that of before, else a sentence."""

    sort: str
    place: str
    about: str
    was: str
    now: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What differs in the diagrams, and all changes in the order of the page, those of the forms at their steps."""

    found: Changes
    all: tuple[Change, ...]

    @property
    def renumbered(self) -> tuple[str, ...]:
        """Steps that only have another number."""
        return tuple(map(chosen, self.found.renumbered))

    @property
    def technical(self) -> tuple[str, ...]:
        """What no reader of the SOP sees."""
        return tuple(map(chosen, self.found.technical))


def compared(key: str, documents: tuple[Document, Document], forms: tuple[Mapping[str, bytes], ...]) -> Told:
    """The changes from the first of two to the second. Raises KeyError where one of them lacks the process."""
    before, after = documents
    found = changes(before, after, key)
    told = list(found.told)
    for one in _forms(after, *forms):
        same = [at for at, other in enumerate(told, 1) if _head(other) == _head(one)]
        told.insert(same[-1] if same else len(told), one)
    return Told(found, tuple(told))


def line(change: Change) -> Line:
    """A change in the language of the request."""
    words = (change.place, change.about, change.was, change.now, change.text)
    return Line(_WORDS[change.sort], *map(chosen, words))


def chosen(words: tuple[str, str]) -> str:
    """The Indonesian or the English one."""
    return words[1] if language() == "en" else words[0]


def _head(change: Change) -> str:
    return change.place[0].partition(",")[0]


def _forms(after: Document, was: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[Change]:
    """What changed in the forms, each at the step that asks it."""
    found = []
    steps = [step for process in after.processes for step in process.elements.values()]
    for one in forms_difference.differences(was, now):
        element = next((step for step in steps if one.element in (step.id, step.form_ref, step.form_key)), None)
        number = element.properties.get("sop:no", "").strip() if element else ""
        place = (f"Kegiatan {number}", f"Activity {number}") if number else (one.element, one.element)
        place = f"{place[0]}, formulir", f"{place[1]}, form"
        here = element.id if element else None
        found.append(Change("changed", place, text=one.said, element=here, before=here))
    return found
