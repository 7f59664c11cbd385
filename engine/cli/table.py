"""The command `lajur table`: from an SOP table to a diagram with forms, and back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click

from bpmn.check import check_bytes
from bpmn.document import DocumentRefused, read
from bpmn.table import (
    Answer,
    Choice,
    Entry,
    Problem,
    Row,
    Table,
    TableRefused,
    decision_key,
    draw_table,
    numbered,
    read_table,
    second_of,
    table_from,
    write_table,
)
from engine import expressions
from engine.cli.base import Failed, say
from engine.cli.definitions import show
from engine.commands.definition import DIAGRAM
from forms.draft_page import Draft, DraftRefused, Option, Page, Question
from forms.drafts import draft
from forms.drafts_back import undraft
from forms.findings import FormRefused
from forms.library import SUFFIX, Library, fields_of, findings_of

START: Final = "mulai"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a table becomes: its diagram and its forms by element id."""

    table: Table
    diagram: bytes
    forms: Mapping[str, bytes]


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder tujuan / folder to write to"
)
@click.option("--force", is_flag=True, help="Timpa berkas yang sudah ada / overwrite files that exist")
@click.option("--dry-run", is_flag=True, help="Jangan menulis apa pun / write nothing")
def table(file: Path, folder: Path | None, force: bool, dry_run: bool) -> int:
    """Membuat diagram dan formulir dari tabel SOP (docs/tabel-sop.md), atau tabel dari diagram.

    Makes a diagram and its forms of an SOP table (YAML), or the table of a diagram (.bpmn).
    """
    into = folder or file.resolve().parent
    try:
        if file.name.lower().endswith(DIAGRAM):
            files = {into / f"{file.stem}.yaml": told(file.read_bytes(), forms_beside(file), file.stem).encode()}
            drawn = None
        else:
            drawn = made(_text(file))
            files = _places(drawn, into)
    except TableRefused as error:
        raise _shown(file, error.problems) from error
    except DocumentRefused as error:
        show(str(file), error.findings)
        raise Failed("Diagram tidak terbaca.", "The diagram cannot be read.") from error
    _write(files, force=force, dry_run=dry_run)
    return 0 if drawn is None else _checked(drawn)


def made(text: str) -> Drawn:
    """The diagram and the forms of a table in YAML; raises TableRefused."""
    table = read_table(text)
    pages = [page for page, _ in pages_of(table)]
    try:
        return Drawn(table, draw_table(table).write(), draft(pages))
    except DraftRefused as error:
        raise TableRefused(tuple(_problem(table, one) for one in error.problems)) from error


def told(diagram: bytes, forms: Mapping[str, bytes], slug: str) -> str:
    """The YAML of a diagram with its forms by file name; raises TableRefused or DocumentRefused."""
    document = read(diagram)
    table = table_from(document, slug)
    library = Library(forms)
    found: dict[str, bytes] = {}
    for element in document.processes[0].elements.values():
        number = element.properties.get("sop:no")
        page = START if element.kind == "startEvent" else numbered(number) if number else ""
        try:
            name = library.name_of(element, slug) if page else None
        except FormRefused as error:
            raise TableRefused(
                tuple(Problem(element.line, number or "", "formulir", o.id, o.en) for o in error.findings)
            ) from error
        if name is not None:
            found[page] = forms[name]
    table = _asking(table, found)
    try:
        return write_table(_with_pages(table, undraft([page for page, _ in pages_of(table)], found)))
    except DraftRefused as error:
        raise TableRefused(tuple(_problem(table, one) for one in error.problems)) from error


def pages_of(table: Table) -> Iterator[tuple[Page, Row | None]]:
    """What each form of a table is drafted from, with its row; the start form first."""
    known = {name.strip() for row in table.rows for name in row.properties.get("sop:memberi", "").split("|")}
    given = frozenset(known - {""})
    if table.start.form is not None:
        yield Page(START, "", tuple(entry.data for entry in table.start.form), given=given), None
    for row in table.rows:
        if row.form is not None:
            items = tuple(entry.data for entry in row.form)
            own = given | ({row.repeat.item} if row.repeat else set())
            yield Page(numbered(row.no), row.no, items, tuple(_questions(row)), own), row


def _questions(row: Row) -> Iterator[Question]:
    """The decisions of a row that its form asks for: those that a flow tells by the usual condition."""
    second = second_of(row.choice)
    key = decision_key(row.no, second=False)
    for choice in (one for one in (row.choice, second) if one is not None):
        if all(answer.condition for answer in choice.answers):
            continue
        options = tuple(Option(answer.name, answer.words, answer.reason) for answer in choice.answers)
        behind = None
        label = choice.label or choice.ask
        if choice is second and row.choice is not None:
            before = next(answer.name for answer in row.choice.answers if answer.then)
            behind, label = (key, before), choice.label or _second_label(before)
        yield Question(decision_key(row.no, second=choice is second), label, options, choice.help, behind)


def _second_label(answer: str) -> str:
    return f"Tindak lanjut bila {answer}"


def _asking(table: Table, forms: Mapping[str, bytes]) -> Table:
    """The table with an empty form where a file belongs to a start or a wait."""
    start = replace(table.start, form=()) if START in forms else table.start
    rows = tuple(replace(row, form=()) if numbered(row.no) in forms else row for row in table.rows)
    return replace(table, start=start, rows=rows)


def _with_pages(table: Table, pages: Sequence[Page]) -> Table:
    """The table with the items and the words of its forms."""
    by_id = {page.id: page for page in pages}
    entries = {id: tuple(Entry(dict(item)) for item in page.items) for id, page in by_id.items()}
    rows = []
    for row in table.rows:
        page = by_id.get(numbered(row.no))
        choice = row.choice and _worded(row.choice, page)
        rows.append(replace(row, form=entries.get(numbered(row.no), row.form), choice=choice))
    return replace(table, start=replace(table.start, form=entries.get(START, table.start.form)), rows=tuple(rows))


def _worded(choice: Choice, page: Page | None, before: str = "") -> Choice:
    questions = {question.key.startswith("tindak"): question for question in (page.questions if page else ())}
    question = questions.get(bool(before))
    answers = tuple(_answered(answer, question, page) for answer in choice.answers)
    if question is None:
        return replace(choice, answers=answers)
    usual = (choice.ask, _second_label(before)) if before else (choice.ask,)
    label = "" if question.label == usual[-1] else question.label
    return replace(choice, answers=answers, label=label, help=question.help)


def _answered(answer: Answer, question: Question | None, page: Page | None) -> Answer:
    option = next((one for one in question.options if one.name == answer.name), None) if question else None
    if option is not None:
        answer = replace(answer, words=option.words, reason=option.reason)
    return replace(answer, then=_worded(answer.then, page, answer.name)) if answer.then else answer


def _problem(table: Table, one: Draft) -> Problem:
    """The finding of an item of a form, with the line of the table that it stands in."""
    row = next((row for row in table.rows if numbered(row.no) == one.page), None)
    form = (row.form if row else table.start.form) or ()
    line = form[one.item - 1].line if 0 < one.item <= len(form) else row.line if row else 0
    column = f"formulir butir {one.item}" if one.item else "formulir"
    return Problem(line, row.no if row else START, column, one.id, one.en)


def forms_beside(diagram: Path) -> dict[str, bytes]:
    """The forms of a diagram by file name: those of its slug in the library, or in a folder beside it."""
    folder = forms_folder(diagram.resolve().parent, diagram.stem)
    return {file.name: file.read_bytes() for file in sorted(folder.glob(f"*{SUFFIX}"))}


def forms_folder(folder: Path, slug: str) -> Path:
    """Where the forms of the diagram `slug` in that folder stand."""
    parts = folder.resolve().parts
    if len(parts) > 3 and parts[-2] == "sop" and parts[-3] == "bpmn":
        return Path(*parts[:-3]) / "forms" / "sop" / parts[-1] / slug
    return folder / slug


def _places(drawn: Drawn, into: Path) -> dict[Path, bytes]:
    slug = drawn.table.slug
    forms = forms_folder(into, slug)
    return {into / f"{slug}.bpmn": drawn.diagram} | {forms / f"{id}{SUFFIX}": data for id, data in drawn.forms.items()}


def _write(files: Mapping[Path, bytes], *, force: bool, dry_run: bool) -> None:
    """Writes all of them or, when one is there with other content and may not be overwritten, none."""
    there = {path: path.read_bytes() for path in files if path.exists()}
    changed = [path for path, data in there.items() if data != files[path]]
    if changed and not force and not dry_run:
        for path in changed:
            click.echo(f"  {path}", err=True)
        raise Failed(
            f"{len(changed)} berkas sudah ada dan berbeda; tidak ada yang ditulis. Tambahkan --force untuk menimpanya.",
            f"{len(changed)} files are there and differ; nothing was written. Add --force to overwrite them.",
        )
    for path, data in files.items():
        if path in there and path not in changed:
            say(f"tidak berubah {path}", "unchanged")
        elif dry_run:
            new = ("akan ditulis", "would be written") if path not in there else _overwriting(force)
            say(f"{new[0]} {path}", new[1])
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(path.name + ".baru")
            aside.write_bytes(data)
            os.replace(aside, path)
            say(f"ditulis {path}", "written")
    _stale(files)


def _overwriting(force: bool) -> tuple[str, str]:
    if force:
        return "akan ditimpa", "would be overwritten"
    return "ada dan berbeda, perlu --force:", "is there and differs, needs --force"


def _stale(files: Mapping[Path, bytes]) -> None:
    """Names forms of the same SOP that no element of the table has any more."""
    folders = {path.parent for path in files if path.name.endswith(SUFFIX)}
    for path in sorted(one for folder in folders for one in folder.glob(f"*{SUFFIX}") if one not in files):
        say(f"tidak dipakai tabel ini: {path}", "no element of this table has it")


def _checked(drawn: Drawn) -> int:
    """Shows what the checks find in the diagram; 1 where an error stands in the way of a deployment."""
    name = f"{drawn.table.slug}.bpmn"
    resources = {name: drawn.diagram} | {f"{id}{SUFFIX}": data for id, data in drawn.forms.items()}
    fields = fields_of(resources, expressions.compile, drawn.table.slug)
    found: list[Any] = [
        *check_bytes(drawn.diagram, fields, lambda text: expressions.compile(text).names),
        *findings_of(resources, expressions.compile),
    ]
    show(name, found)
    return 1 if any(one.severity == "error" for one in found) else 0


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failed("Simpan tabel sebagai UTF-8.", "Save the table as UTF-8.") from error


def _shown(file: Path, problems: Sequence[Problem]) -> Failed:
    for one in problems:
        at = f":{one.line}" if one.line else ""
        row = f" kegiatan {one.row}," if one.row else ""
        click.echo(f"{file}{at}:{row} kolom {one.column}: {one.id} / {one.en}", err=True)
    return Failed(f"{len(problems)} hal harus diperbaiki.", f"{len(problems)} things have to be mended.")


COMMANDS: Final = (table,)
