"""A form: its fields, its JSON Schema, and the cleaned answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeGuard

from forms import messages
from forms.answers import Unreadable, empty, read_answer, unanswered
from forms.fields import TEXTS, TODAY, Compile, Condition, Field, Item, Kind, Option, Rules, Value
from forms.findings import Finding, FormRefused
from forms.messages import Text
from forms.reading import read_parts
from forms.schema import Validator, schema_of
from forms.visibility import hidden, in_order, names_that_hide

__all__ = [
    "Cleaned",
    "Compile",
    "Condition",
    "Field",
    "FieldError",
    "Finding",
    "Form",
    "FormRefused",
    "Item",
    "Kind",
    "Option",
    "Rules",
    "Value",
    "read",
]

WHOLE_FORM = ""
"""The key of an error that belongs to no field."""

_NOTHING: Mapping[str, object] = MappingProxyType({})
_SENT_EVEN_WHEN_EMPTY: frozenset[Kind] = TEXTS | {"number", "date", "time", "datetime", "select"}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one answer and what to write instead, in Indonesian and English."""

    key: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The answers that can be kept, and what is wrong with the others. Nothing is kept when there are errors."""

    values: Mapping[str, Value]
    errors: tuple[FieldError, ...]


class Form:
    """A form as deployed. Nothing in it changes, so threads may share it."""

    def __init__(self, id: str, items: Iterable[Item], fields: Iterable[Field], findings: Iterable[Finding]) -> None:
        self.id = id
        self.items: tuple[Item, ...] = tuple(items)
        self.fields: tuple[Field, ...] = tuple(fields)
        self.findings: tuple[Finding, ...] = tuple(findings)
        self._asked = tuple(field for field in self.fields if not field.readonly)
        self._unanswered = {field.key: unanswered(field.kind) for field in self.fields}
        self._blank = {field.key: self._unanswered[field.key] for field in self._asked}
        self._ordered, _ = in_order(self._asked)
        self._validator = Validator(self._asked)
        named = [name for field in self.fields for name in names_that_hide(field)]
        named += [name for field in self.fields if field.required_when for name in field.required_when.names]
        bounds = [bound for field in self.fields for bound in (field.rules.earliest, field.rules.latest)]
        named += [bound for bound in bounds if bound is not None and bound != TODAY]
        self.depends: frozenset[str] = frozenset(named) - self.supplies
        """The names of the case that its conditions take: `clean` is to be given their values."""

    @property
    def supplies(self) -> frozenset[str]:
        """The keys that answers can come back under."""
        return frozenset(field.key for field in self._asked)

    @property
    def reads(self) -> frozenset[str]:
        """The names that its conditions and read-only fields take from the case."""
        return self.depends | frozenset(field.key for field in self.fields if field.readonly) - self.supplies

    def schema(self) -> dict[str, Any]:
        """JSON Schema 2020-12 of the answers; what depends on other answers is left to `clean`."""
        return schema_of(self.fields)

    def clean(
        self, raw: Mapping[str, object], known: Mapping[str, object] = _NOTHING, today: date | None = None
    ) -> Cleaned:
        """The typed answers or what is wrong with them. Keys that the form does not name are dropped.

        `raw` holds strings of an HTML form or JSON values; `known` the variables of the case, for conditions; `today`
        the day of the answer at the office, without which no date is held against it.
        Hidden and read-only fields are left out of the values; an empty answer is None, [] or False.
        """
        if _size(raw.get(field.key) for field in self._asked) > messages.MAX_ANSWERS:
            return Cleaned({}, (_error(WHOLE_FORM, messages.TOO_MUCH),))
        typed, unreadable = self._typed(raw)
        shown = self._shown(typed, known)
        answers = {**self._unanswered, **known, **self._blank, **shown}
        errors = {key: [text] for key, text in unreadable.items() if key in shown}
        missing = [
            field
            for field in self._asked
            if field.key in shown and field.key not in errors and empty(shown[field.key]) and _asked_for(field, answers)
        ]
        errors |= {field.key: [messages.required(field)] for field in missing}
        given = {key: value for key, value in shown.items() if not empty(value) and key not in errors}
        errors |= self._validator.problems(given)
        errors |= {key: [text] for key, text in self._off_bounds(given, answers, today) if key not in errors}
        told = [_error(field.key, text) for field in self._asked for text in errors.get(field.key, ())]
        kept = {field.key: shown[field.key] for field in self._asked if field.key in shown and field.key not in errors}
        return Cleaned(MappingProxyType(kept), tuple(told))

    def _typed(self, raw: Mapping[str, object]) -> tuple[dict[str, Value], dict[str, Text]]:
        typed: dict[str, Value] = {}
        unreadable: dict[str, Text] = {}
        for field in self._asked:
            if field.key not in raw and field.kind in _SENT_EVEN_WHEN_EMPTY:
                typed[field.key] = field.default
                continue
            try:
                typed[field.key] = read_answer(field, raw.get(field.key))
            except Unreadable as error:
                typed[field.key], unreadable[field.key] = error.part, error.text
        return typed, unreadable

    def _off_bounds(
        self, given: Mapping[str, Value], answers: Mapping[str, object], today: date | None
    ) -> Iterator[tuple[str, Text]]:
        """The dates that are before or after their bounds."""
        for field in self._asked:
            value, rules = given.get(field.key), field.rules
            if not _is_day(value):
                continue
            for bound, message, sign in (
                (rules.earliest, messages.too_early, -1),
                (rules.latest, messages.too_late, 1),
            ):
                limit = today if bound == TODAY else answers.get(bound or "")
                if _is_day(limit) and (value.toordinal() - limit.toordinal()) * sign > 0:
                    yield field.key, message(limit, bound == TODAY)

    def _shown(self, typed: Mapping[str, Value], known: Mapping[str, object]) -> dict[str, Value]:
        """The answers of the fields that are not hidden; a hidden one counts as unanswered for those after it."""
        answers: dict[str, object] = {**self._unanswered, **known, **typed}
        shown: dict[str, Value] = {}
        for field in self._ordered:
            if hidden(field, answers):
                answers[field.key] = unanswered(field.kind)
            else:
                shown[field.key] = typed[field.key]
        return shown


def read(data: bytes, compile: Compile | None = None) -> Form:
    """The form of a `.form` file; raises FormRefused for bytes that are no form.

    `compile` compiles its conditions. What a deployment must know stands in `Form.findings`; a form with errors
    among them must not be put in force.
    """
    parts = read_parts(data, compile)
    findings = list(parts.findings)
    _, circling = in_order([field for field in parts.fields if not field.readonly])
    if circling:
        keys = ", ".join(field.key for field in circling)
        findings.append(
            Finding(
                "form-cycle",
                "error",
                circling[0].key,
                None,
                f"Isian {keys} saling menyembunyikan. Ubah salah satu syaratnya.",
                f"The fields {keys} hide each other. Change one of the conditions.",
            )
        )
    return Form(parts.id, parts.items, parts.fields, findings)


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _asked_for(field: Field, answers: Mapping[str, object]) -> bool:
    return field.required or (field.required_when is not None and field.required_when(answers) is True)


def _error(key: str, text: Text) -> FieldError:
    return FieldError(key, *text)


def _size(values: Iterable[object]) -> int:
    """Bytes of the texts in some answers and in lists of them; what is nested deeper is no answer."""
    total = 0
    for value in values:
        if isinstance(value, str):
            total += len(value.encode(errors="replace"))
        elif isinstance(value, (list, tuple)):
            total += len(value) + _size(one for one in value if isinstance(one, str))
    return total
