"""What a case is about in a few words: the first text that its first form asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.canonical import loads
from engine.library import Definition
from engine.queries.steps import first_steps
from engine.store import Reading
from engine.store.views import SUBJECTS

__all__ = ["subject_key", "subjects"]

_MOST: Final = 4_096
_KEYS: Final[dict[tuple[bytes, str], str | None]] = {}
"""What was found out once, by the content of the diagram and its forms."""
_ASKED: Final = frozenset({"textfield", "select"})


def subject_key(definition: Definition) -> str | None:
    """The variable that says what a case is about: the first line asked at the start or in a first step."""
    place = (definition.sha256, definition.key)
    if place not in _KEYS:
        if len(_KEYS) > _MOST:
            _KEYS.clear()
        _KEYS[place] = _subject_key(definition)
    return _KEYS[place]


def _subject_key(definition: Definition) -> str | None:
    starts = [found.id for found in definition.process.starts]
    for element in (*starts, *first_steps(definition)):
        form = definition.forms.get(element)
        for field in form.fields if form else ():
            if field.kind in _ASKED and not field.readonly:
                return field.key
    return None


def subjects(reading: Reading, cases: Iterable[tuple[int, Definition]]) -> Mapping[int, str]:
    """Case id -> what it is about, for those that say so; an erased value is left out."""
    keys = {case: key for case, definition in cases if (key := subject_key(definition))}
    if not keys:
        return {}
    rows = reading.all(SUBJECTS, cases=sorted(keys), names=sorted(set(keys.values())))
    return {row["case_id"]: found for row in rows if row["name"] == keys[row["case_id"]] and (found := _text(row))}


def _text(row: Mapping[str, Any]) -> str:
    value = None if row["value"] is None else loads(bytes(row["value"]))
    return value if isinstance(value, str) else ""
