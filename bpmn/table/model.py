"""What an SOP table holds: columns, rows, decisions, waits, ends; no word of how it is drawn or asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""A value of a form's item as it stands in the table; scalars are texts but for those of a `komponen`."""

Form = tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a form; what it means is known to `forms.drafts`. `line` counts from 1, 0: not from a file."""

    data: Mapping[str, Plain]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Column:
    """One performer column: its printed title and the id of its lane."""

    title: str
    id: str


@dataclass(frozen=True, slots=True)
class Start:
    """Where cases begin: lane id, name, and the start form (None: nothing is asked)."""

    lane: str
    name: str = "Mulai"
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class End:
    """One outcome: its name is that of the end event."""

    id: str
    name: str
    lane: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One way out of a decision.

    `to` is a row number or the id of an end, empty where `then` asks on. `words` stand behind the name in the form,
    `reason` is the help of the reason that this answer has to give (None: it gives none). `condition` stands for
    itself where it is not the usual comparison.
    """

    name: str
    to: str = ""
    words: str = ""
    reason: str | None = None
    then: Choice | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A gateway: what stands beside it, the question in the form (empty: the same), and its answers in order."""

    ask: str
    answers: tuple[Answer, ...]
    label: str = ""
    help: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """A timer on the edge of a step. `kind` is pengingat or batas, `timer` durasi, siklus or tanggal with its text.

    `to` is where it leads (empty: nowhere), `stops` whether it ends the step.
    """

    kind: str
    name: str
    timer: tuple[str, str]
    to: str = ""
    stops: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Once for each item of a list: the variable of the list, that of the item; `until` ends the rest."""

    collection: str
    item: str
    parallel: bool = True
    until: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One task: a row of the printed table, or one part of it (13a).

    `properties` are those of the step without `sop:no` and `sop:pengingat`, by full name. `next` holds row numbers
    and end ids; several run side by side. `joins` are the rows whose ways meet before this one. `wait` is the name
    of the message that a receive task waits for, None for a task that somebody does.
    """

    no: str
    text: str
    name: str
    lane: str
    properties: Mapping[str, str] = field(default_factory=dict)
    next: tuple[str, ...] = ()
    choice: Choice | None = None
    wait: str | None = None
    repeat: Repeat | None = None
    limits: tuple[Limit, ...] = ()
    joins: tuple[str, ...] = ()
    form: Form | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """An SOP as a table. `id` is that of the process, `slug` the name of its files, `title` that of its pool."""

    id: str
    slug: str
    title: str
    name: str
    text: str
    version: str
    properties: Mapping[str, str]
    columns: tuple[Column, ...]
    start: Start
    rows: tuple[Row, ...]
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a table: the line of the file (0: unknown), the row, the column, and what to do."""

    line: int
    row: str
    column: str
    id: str
    en: str

    def __str__(self) -> str:
        """The whole finding in both languages."""
        at = f"baris berkas {self.line}, " if self.line else ""
        row = f"kegiatan {self.row}, " if self.row else ""
        return f"{at}{row}kolom {self.column}: {self.id} / {self.en}"


class TableRefused(ValueError):
    """The table cannot be drawn, or the diagram cannot be written as a table: `problems` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def numbered(no: str) -> str:
    """The id of the step of a row."""
    return f"langkah_{no}"
