"""What a form is drafted from: its items in the words of the SOP table, and the decisions that it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Component = dict[str, Any]
Item = Mapping[str, Any]

CHECKED: Final = ("ada", "tidak ada", "perlu diganti")
"""The answers for a document."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its name, the words behind it, and the help of the reason that it has to give (None: none)."""

    name: str
    words: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One decision: its key, label, help and answers; `behind` is the key and answer that lead to it."""

    key: str
    label: str
    options: tuple[Option, ...]
    help: str = ""
    behind: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One form: the id of its element, the number of its row, its items and decisions.

    `given` are names that no form asks for, such as the item of a list.
    """

    id: str
    number: str
    items: tuple[Item, ...] = ()
    questions: tuple[Question, ...] = ()
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is wrong in an item of a page: its element, its place from 1, what to do."""

    page: str
    item: int
    id: str
    en: str


class DraftRefused(ValueError):
    """Forms cannot be drafted: `problems` say why."""

    def __init__(self, problems: Sequence[Draft]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.page}, {one.item}: {one.en}" for one in self.problems))


@dataclass(slots=True)
class Desk:
    """The item that is being drafted, for what is wrong in it."""

    page: Page
    item: int = 0
    problems: list[Draft] = field(default_factory=list)

    def bad(self, id: str, en: str) -> None:
        """Notes what is wrong in this item."""
        self.problems.append(Draft(self.page.id, self.item, id, en))

    def keys(self, item: Item, known: Sequence[str]) -> None:
        """Notes the columns that an item does not take."""
        for key in item:
            if key not in known:
                said = ", ".join(known)
                self.bad(
                    f"“{key}” tidak dikenal di sini. Yang dikenal: {said}.",
                    f"“{key}” is not known here. Known: {said}.",
                )

    def text(self, item: Item, key: str) -> str:
        """One text of the item, empty where none stands."""
        found = item.get(key, "")
        if isinstance(found, str):
            return found.strip()
        self.bad(f"Tulis {key} sebagai satu teks.", f"Write {key} as one text.")
        return ""

    def texts(self, value: object, key: str) -> list[str]:
        """A list of texts, or one."""
        found = [value] if isinstance(value, str) else value
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return [one.strip() for one in found if one.strip()]
        self.bad(f"Tulis {key} sebagai daftar teks.", f"Write {key} as a list of texts.")
        return []

    def truth(self, item: Item, key: str, default: bool) -> bool:
        """Whether the item says ya."""
        found = self.text(item, key).lower()
        if found not in ("", "ya", "tidak", "true", "false"):
            self.bad(f"Tulis {key}: ya atau tidak.", f"Write {key}: ya or tidak.")
        return found in ("ya", "true") if found else default

    def number(self, item: Item, key: str) -> int | float | None:
        """A number of the item, None where none stands."""
        found = self.text(item, key)
        if not found:
            return None
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", found):
            self.bad(f"Tulis {key} sebagai angka, misalnya 120.", f"Write {key} as a number, such as 120.")
            return None
        return float(found) if "." in found else int(found)


def slug_of(text: str) -> str:
    """A key made of a text: small letters, digits and underscores, at most 60, cut between words."""
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if len(found) > 60:
        found = found[:61].rpartition("_")[0] or found[:60]
    return found if found[:1].isalpha() else f"berkas_{found}".rstrip("_")


def radio_values(values: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Options of a choice from value and label."""
    return [{"label": label, "value": value} for value, label in values]
