"""Reads the YAML of a table into places that know their line, row and column; every scalar is a text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import yaml

from bpmn.table.model import Plain, Problem, TableRefused
from bpmn.table.notation import BAR

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 20
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f￾￿]")
_YES: Final = frozenset({"ya", "true"})
_NO: Final = frozenset({"tidak", "false"})


@dataclass(slots=True)
class Problems:
    """What was found wrong so far."""

    found: list[Problem] = field(default_factory=list)

    def stop(self) -> None:
        """Raises TableRefused when something was found."""
        if self.found:
            raise TableRefused(tuple(sorted(self.found, key=lambda one: one.line)))


@dataclass(frozen=True, slots=True)
class Place:
    """One value of the table: its node, the row and the column it stands in."""

    node: yaml.Node
    row: str
    column: str
    problems: Problems

    @property
    def line(self) -> int:
        """The line in the file, from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def kind(self) -> Literal["text", "list", "mapping"]:
        """What is written there."""
        if isinstance(self.node, yaml.MappingNode):
            return "mapping"
        return "list" if isinstance(self.node, yaml.SequenceNode) else "text"

    @property
    def blank(self) -> bool:
        """Whether nothing is written there."""
        return isinstance(self.node, yaml.ScalarNode) and not self.node.value.strip()

    def bad(self, id: str, en: str) -> None:
        """Notes what is wrong here."""
        self.problems.found.append(Problem(self.line, self.row, self.column, id, en))

    def at(self, node: yaml.Node, column: str) -> Place:
        """A value inside this one."""
        return Place(node, self.row, column, self.problems)

    def in_row(self, row: str) -> Place:
        """The same value, known to belong to a row."""
        return Place(self.node, row, self.column, self.problems)

    def scalar(self) -> bool:
        """Whether it is a text; notes when it is not."""
        if isinstance(self.node, yaml.ScalarNode):
            return True
        self.bad("Tulis satu teks saja, bukan daftar.", "Write one text, not a list.")
        return False

    def text(self) -> str:
        """Its one line of text; empty where none stands."""
        if not self.scalar():
            return ""
        found = str(self.node.value).strip()
        if "\n" in found:
            self.bad("Tulis dalam satu baris.", "Write it in one line.")
        return found

    def texts(self) -> tuple[str, ...]:
        """Its items: one text, or a list of texts."""
        if not isinstance(self.node, yaml.SequenceNode):
            found: tuple[str, ...] = (self.text(),) if self.scalar() else ()
        else:
            found = tuple(
                self.at(inner, f"{self.column} butir {at}").text() for at, inner in enumerate(self.node.value, 1)
            )
        if any(BAR in one for one in found):
            self.bad(
                "Tulis setiap butir sendiri dalam daftar, bukan dipisah “ | ”.",
                "Write each item of its own in a list, not separated by “ | ”.",
            )
        return tuple(one for one in found if one)

    def truth(self) -> bool:
        """Whether it says ya."""
        found = self.text().lower()
        if found not in _YES | _NO:
            self.bad("Tulis ya atau tidak.", "Write ya or tidak.")
        return found in _YES

    def among(self, values: Collection[str]) -> str:
        """Its text, which must be one of these."""
        found = self.text()
        if found and found not in values:
            self.bad(
                f"“{found}” tidak dikenal. Tulis {_listed(values, 'atau')}.",
                f"“{found}” is not known. Write {_listed(values, 'or')}.",
            )
        return found

    def each(self) -> list[Place]:
        """The places of a list."""
        if isinstance(self.node, yaml.SequenceNode):
            return [self.at(inner, self.column) for inner in self.node.value]
        if not self.blank:
            self.bad("Tulis sebuah daftar, tiap butir diawali tanda hubung.", "Write a list, each item after a hyphen.")
        return []

    def keys(self, known: Collection[str] | None = None) -> dict[str, Place]:
        """The places of a mapping by key; a key that is not known, or stands twice, is noted and left out."""
        if not isinstance(self.node, yaml.MappingNode):
            if not self.blank:
                self.bad("Tulis pasangan “kolom: isi”.", "Write pairs of “column: value”.")
            return {}
        found: dict[str, Place] = {}
        for key, value in self.node.value:
            place = self.at(value, str(key.value) if isinstance(key, yaml.ScalarNode) else "?")
            here = self.at(key, place.column)
            if not isinstance(key, yaml.ScalarNode) or (known is not None and place.column not in known):
                here.bad(*_unknown(place.column, known or ()))
            elif place.column in found:
                here.bad("Kolom ini tertulis dua kali. Hapus salah satu.", "This column stands twice. Remove one.")
            else:
                found[place.column] = place
        return found

    def peek(self, key: str) -> str:
        """The text of a key of a mapping, empty where there is none; nothing is noted."""
        pairs = self.node.value if isinstance(self.node, yaml.MappingNode) else []
        scalars = (yaml.ScalarNode, yaml.ScalarNode)
        found = [str(b.value) for a, b in pairs if (type(a), type(b)) == scalars and a.value == key]
        return found[0].strip() if found else ""

    def plain(self, *, typed: bool = False) -> Plain:
        """The value as lists, mappings and texts; `typed` reads unquoted numbers, true, false and null as JSON does."""
        if isinstance(self.node, yaml.SequenceNode):
            return [self.at(inner, self.column).plain(typed=typed) for inner in self.node.value]
        if isinstance(self.node, yaml.MappingNode):
            places = self.keys()
            return {key: place.plain(typed=typed or key == "komponen") for key, place in places.items()}
        return _typed(self.node) if typed and isinstance(self.node, yaml.ScalarNode) else str(self.node.value)


def compose(text: str) -> Place:
    """The whole table as one place; raises TableRefused for what is no YAML or could harm."""
    problems = Problems()
    try:
        if len(text.encode()) > MAX_BYTES or _CONTROL.search(text):
            raise _refused(
                0,
                "Berkas terlalu besar atau memuat huruf yang tidak sah.",
                "The file is too large or holds characters that are not allowed.",
            )
        _safe(text)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "?"
        raise _refused(
            mark.line + 1 if mark else 0,
            f"YAML tidak terbaca ({said}). "
            "Periksa spasi di awal baris, dan beri tanda kutip pada kalimat yang memuat titik dua.",
            f"The YAML cannot be read ({said}). "
            "Check the spaces at the line's start, and quote sentences with a colon.",
        ) from error
    if node is None:
        raise _refused(1, "Tabel ini kosong.", "This table is empty.")
    return Place(node, "", "tabel", problems)


def _safe(text: str) -> None:
    """Refuses anchors, several documents and deep nesting, which a table never needs."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(
                line,
                "Jangkar (& dan *) tidak dipakai. Beri tanda kutip, atau tulis isinya sekali lagi.",
                "Anchors (& and *) are not used. Quote the text, or write it once more.",
            )
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or documents > 1:
            raise _refused(
                line,
                "Satu berkas memuat satu tabel, tanpa daftar yang bertumpuk-tumpuk.",
                "A file holds one table, without lists nested so deep.",
            )


def _refused(line: int, id: str, en: str) -> TableRefused:
    return TableRefused((Problem(line, "", "tabel", id, en),))


def _listed(values: Collection[str], word: str) -> str:
    *first, last = values
    return f"{', '.join(first)} {word} {last}" if first else last


def _unknown(key: str, known: Collection[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(key, known, 1)
    id, en = f"Kolom “{key}” tidak dikenal.", f"The column “{key}” is not known."
    if near:
        return f"{id} Mungkin maksudnya {near[0]}.", f"{en} Perhaps {near[0]} is meant."
    return f"{id} Yang dikenal: {', '.join(known)}.", f"{en} Known are: {', '.join(known)}."


_JSON: Final[Mapping[str, Plain]] = {"true": True, "false": False, "null": None}


def _typed(node: yaml.ScalarNode) -> Plain:
    text = str(node.value)
    if node.style is not None or not text:
        return text
    if text in _JSON:
        return _JSON[text]
    if re.fullmatch(r"-?(0|[1-9]\d{0,17})", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?(0|[1-9]\d{0,17})\.\d{1,17}", text) else text
