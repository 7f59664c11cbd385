"""Commands on diagrams: check them, put them in force."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from bpmn.check import check_bytes
from bpmn.findings import Finding as DiagramFinding
from engine import expressions
from engine.cli.base import Failed, console, database_option, opened, say
from engine.commands.definition import DIAGRAM, Deploy
from engine.settings import Settings
from forms.findings import Finding as FormFinding
from forms.library import SUFFIX, fields_of, findings_of

__all__ = ["COMMANDS", "show"]

Finding = DiagramFinding | FormFinding
FILES: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=FILES)
def check(files: tuple[Path, ...]) -> int:
    """Memeriksa diagram dan formulir / Checks diagrams, with the forms named beside them or in forms/sop."""
    errors = 0
    for diagram in _diagrams(files):
        resources = gathered(diagram, files)
        fields = fields_of(resources, expressions.compile, diagram.stem)
        found: list[Finding] = [
            *check_bytes(resources[diagram.name], fields, lambda text: expressions.compile(text).names),
            *findings_of(resources, expressions.compile),
        ]
        show(str(diagram), found)
        errors += sum(one.severity == "error" for one in found)
    if errors:
        raise Failed(f"{errors} galat harus diperbaiki sebelum berlaku.", f"{errors} errors stand in the way.")
    say("Tidak ada galat", "no errors")
    return 0


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=FILES)
@click.option("--office", required=True, help="Kantor / office, misalnya bunut-hilir")
@click.option("--again", is_flag=True, help="Juga bila tidak berubah / also when nothing changed")
@database_option
def deploy(files: tuple[Path, ...], office: str, again: bool, settings: Settings) -> None:
    """Memberlakukan diagram dengan formulirnya / Puts diagrams with their forms in force."""
    with opened(settings) as desk:
        for diagram in _diagrams(files):
            command = Deploy(office, diagram.stem, gathered(diagram, files), "lajur deploy", not again)
            body = desk.run(console(), command).body
            word = "tidak berubah / unchanged" if body["unchanged"] else "berlaku / in force"
            definitions = body["definitions"]
            assert isinstance(definitions, list)
            for made in definitions:
                assert isinstance(made, dict)
                click.echo(f"{made['key']}:{made['version']}:{made['id']}  {made['name']}  {word}")


def gathered(diagram: Path, files: Iterable[Path]) -> dict[str, bytes]:
    """The diagram and its forms by file name: those named beside it, else those in forms/sop/<instansi>/<slug>."""
    named = [file for file in files if file.name.endswith(SUFFIX)]
    parts = diagram.resolve().parents
    if not named and len(parts) > 3 and parts[1].name == "sop" and parts[2].name == "bpmn":
        named = sorted((parts[3] / "forms" / "sop" / parts[0].name / diagram.stem).glob(f"*{SUFFIX}"))
    return {file.name: file.read_bytes() for file in (diagram, *named)}


def show(resource: str, findings: Iterable[Finding]) -> None:
    """Prints findings in the order of the file, errors first."""
    for found in sorted(findings, key=lambda one: (one.severity, one.line or 0)):
        line = f":{found.line}" if found.line else ""
        element = f" {found.element}" if found.element else ""
        click.echo(f"{resource}{line}: {found.severity} [{found.rule}]{element}: {found.id} / {found.en}", err=True)


def _diagrams(files: Iterable[Path]) -> list[Path]:
    found = [file for file in files if file.name.lower().endswith(DIAGRAM)]
    if not found:
        raise Failed("Sebut paling sedikit satu berkas .bpmn.", "Name at least one .bpmn file.")
    return found


COMMANDS: Final = (check, deploy)
