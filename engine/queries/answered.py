"""Earlier answers of a case under the labels that they were asked with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.library import Definition
from engine.queries.history import ERASED, Entry
from forms.form import Field

__all__ = ["Answer", "Answered", "answered", "changed_since"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was asked, what was said (the option's label for a choice), and whether it was erased."""

    label: str
    value: Any
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What one event answered."""

    entry: Entry
    answers: tuple[Answer, ...]


def answered(definition: Definition, entries: Iterable[Entry]) -> tuple[Answered, ...]:
    """The answers of each event that has some, newest first."""
    found = [Answered(entry, answers) for entry in entries if (answers := _of(definition, entry))]
    return tuple(reversed(found))


def changed_since(definition: Definition, before: Sequence[Entry], later: Sequence[Entry]) -> tuple[str, ...]:
    """The labels of what the later events answered otherwise than the events before them."""
    old: dict[str, Any] = {}
    for entry in before:
        if entry not in later:
            old.update(entry.answers)
    changed: dict[str, str] = {}
    for entry in later:
        for name, value in entry.answers.items():
            if name in old and old[name] != value and (field := _field(definition, entry.step.element, name)):
                changed[name] = field.label or name
    return tuple(changed.values())


def _of(definition: Definition, entry: Entry) -> tuple[Answer, ...]:
    form = definition.forms.get(entry.step.element)
    order = [field.key for field in form.fields] if form else []
    names = sorted(entry.answers, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple(_answer(definition, entry, name) for name in names if entry.answers[name] not in (None, "", []))


def _answer(definition: Definition, entry: Entry, name: str) -> Answer:
    value = entry.answers[name]
    field = _field(definition, entry.step.element, name)
    label = (field.label if field else "") or name
    return Answer(label, None, erased=True) if value is ERASED else Answer(label, _said(field, value))


def _said(field: Field | None, value: Any) -> Any:
    labels = {option.value: option.label for option in field.options} if field else {}
    if isinstance(value, list):
        return [one if isinstance(one, dict) else labels.get(one, one) for one in value]
    return labels.get(value, value) if isinstance(value, str | int) else value


def _field(definition: Definition, element: str, name: str) -> Field | None:
    form = definition.forms.get(element)
    return next((field for field in form.fields if field.key == name), None) if form else None
