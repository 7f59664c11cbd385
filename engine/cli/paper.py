"""The command `lajur dokumen`: the official document of an SOP as a PDF file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from bpmn.document import Document, DocumentRefused, Process, read
from bpmn.sheet import Facts, Template, TemplateRefused, chosen, lay_sheet
from bpmn.sheet.typeset import pdf
from engine.cli.base import Failed, console, database_option, opened, say
from engine.cli.definitions import show
from engine.commands.definition import DIAGRAM
from engine.library import content_hash
from engine.queries.look import Look
from engine.queries.sop_paper import Wanted, header, letterhead, paper_facts
from engine.queries.versions import shelf
from engine.seeding import read_office
from engine.settings import Settings

__all__ = ["COMMANDS"]


@click.command("dokumen")
@click.argument("sop", metavar="FILE.bpmn|KEY")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Berkas PDF / the PDF file")
@click.option("--version", "number", type=click.IntRange(min=1), help="Versi selain yang berlaku / another version")
@database_option
def document(sop: str, file: Path | None, number: int | None, settings: Settings) -> None:
    """Menulis dokumen resmi SOP sebagai PDF / Writes the official document of an SOP as PDF.

    Of a file the signer stays blank; of an SOP in the database he is who held the post on its first day.
    """
    if sop.lower().endswith(DIAGRAM):
        name, body = _of_file(Path(sop), settings)
    else:
        name, body = _of_database(sop, number, settings)
    place = file or Path(f"{name}.pdf")
    place.write_bytes(body)
    say(f"{place} ditulis", f"{place} written")


def _of_file(path: Path, settings: Settings) -> tuple[str, bytes]:
    data = path.read_bytes()
    try:
        process = _first(read(data))
    except DocumentRefused as error:
        show(str(path), error.findings)
        raise Failed("Diagram tidak terbaca.", "The diagram cannot be read.") from error
    beside = path.resolve().parent / "instansi.yaml"
    office: Mapping[str, Any] = read_office(beside) if beside.is_file() else {}
    template = _template(settings, str(office.get("id", "")))
    fields = header(process.properties)
    places = fields.get("instansi") or (str(office.get("nama", "")),)
    facts = Facts(
        name=process.name or process.id,
        digest=content_hash({path.name: data}, path.name).hex()[:24],
        letterhead=letterhead(template, str(office.get("wilayah", "")), places),
        signer_post=process.properties.get("sop:disahkan-oleh", "").strip(),
        fields=fields,
    )
    return path.stem, pdf(lay_sheet(process, facts, template))


def _first(found: Document) -> Process:
    if not found.processes:
        raise Failed("Berkas ini tidak memuat proses.", "This file holds no process.")
    return found.processes[0]


def _of_database(key: str, number: int | None, settings: Settings) -> tuple[str, bytes]:
    context = console()
    with opened(settings) as desk, desk.store.reading() as reading:
        look = Look(reading, desk.library, context.actor, context.now)
        found = shelf(look, key)
        version = found.version(number) if number else found.now
        if version is None:
            raise Failed("SOP ini tidak berlaku; sebut --version.", "This SOP is not in force; name a --version.")
        definition = look.definition(version.id)
        template = _template(settings, definition.office)
        facts = paper_facts(look, Wanted(definition, version, found.office, template))
    return f"{definition.key}-{version.number}", pdf(lay_sheet(definition.process, facts, template))


def _template(settings: Settings, office: str) -> Template:
    try:
        return chosen(settings.document_forms, office)
    except TemplateRefused as error:
        raise Failed(error.id, error.en) from error


COMMANDS: Final = (document,)
