"""The typed view of a form: fields that are answered, and the items of the page that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

Kind = Literal[
    "textfield",
    "textarea",
    "number",
    "date",
    "time",
    "datetime",
    "checkbox",
    "checklist",
    "radio",
    "select",
    "taglist",
    "lines",
    "file",
]
"""What a field asks for. The three subtypes of form-js' `datetime` are kinds of their own; `lines` is a text area with
the property `daftar`, whose answer is the list of its lines; `file` is form-js' `filepicker`."""

MANY: frozenset[Kind] = frozenset({"checklist", "taglist"})
CHOICES: frozenset[Kind] = frozenset({"checklist", "taglist", "radio", "select"})
TEXTS: frozenset[Kind] = frozenset({"textfield", "textarea"})
LISTS: frozenset[Kind] = MANY | {"lines", "file"}
"""Kinds whose answer is a list, also when it is empty."""

TODAY = "hari ini"
"""The bound of a date that is the day of the answer."""

Scalar = str | int | bool | Decimal
Paper = dict[str, str | int]
"""One uploaded file: `name`, `sha256` (64 hexadecimal digits), `size` in bytes, `type` (a media type)."""
Value = Scalar | date | datetime | list[Scalar] | list[Paper] | None
"""A cleaned answer. A time of day is the text `07:30`; a whole number is an int, any other a Decimal."""


class Condition(Protocol):
    """A compiled expression: it holds when its value `is True`."""

    @property
    def names(self) -> frozenset[str]:
        """The top-level names that it reads."""

    def __call__(self, values: Mapping[str, object], /) -> object:
        """Its value; never raises."""


class Compile(Protocol):
    """Compiles an expression; raises a ValueError with `.id` and `.en` that says what to write."""

    def __call__(self, text: str, /) -> Condition:
        """The compiled expression."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several; `text` is what an HTML form sends for the value."""

    value: Scalar
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What an answer must keep to; lengths in characters, numbers exact.

    `earliest` and `latest` bound a date: TODAY, or the key of another date. `accept` lists the endings and media types
    of files, `several` allows more than one.
    """

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    pattern_message: str | None = None
    format: Literal["email", "phone"] | None = None
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    decimals: int | None = None
    step: int | Decimal | None = None
    earliest: str | None = None
    latest: str | None = None
    accept: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `hidden_when` holds its own condition and those of the groups around it."""

    key: str
    kind: Kind
    label: str = ""
    help: str = ""
    required: bool = False
    readonly: bool = False
    options: tuple[Option, ...] = ()
    rules: Rules = Rules()
    default: Value = None
    prefix: str = ""
    suffix: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    hidden_when: tuple[Condition, ...] = ()
    required_when: Condition | None = None

    @property
    def conditional(self) -> bool:
        """Whether it may be hidden."""
        return bool(self.hidden_when)


ItemKind = Literal["field", "text", "separator", "spacer", "group"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the page, in the order of the file. `row` names the line it shares; `columns` is 1 to 16 or None.

    `text` is the Markdown of a display, `height` the pixels of a spacer.
    """

    kind: ItemKind
    field: Field | None = None
    text: str = ""
    label: str = ""
    row: str | None = None
    columns: int | None = None
    height: int | None = None
    hidden_when: tuple[Condition, ...] = ()
    items: tuple[Item, ...] = ()
