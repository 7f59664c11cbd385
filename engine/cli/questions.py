"""The command `lajur pertanyaan`: what SOPs ask their process owners, as one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from bpmn.document import DocumentRefused, read
from bpmn.questions import Office, Sop, page
from engine.cli.base import Failed, say
from engine.cli.definitions import show
from engine.seeding import Seed, library

__all__ = ["COMMANDS", "asked"]


@click.command()
@click.option(
    "--sop",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Map dengan <instansi>/instansi.yaml dan .bpmn",
)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Berkas tujuan / file to write to")
def pertanyaan(folder: Path | None, file: Path | None) -> None:
    """Menulis semua pertanyaan terbuka menurut SOP / Writes all open questions by SOP."""
    text = asked(library(folder))
    if file is None:
        click.echo(text, nl=False)
        return
    file.write_text(text, encoding="utf-8")
    say(f"{file} ditulis", "written")


def asked(seeds: Iterable[Seed]) -> str:
    """The page of a library; raises Failed for a diagram or a question that cannot be read."""
    return page([_office(seed) for seed in seeds])


def _office(seed: Seed) -> Office:
    told: Mapping[str, Any] = seed.office
    names = (str(told.get(key) or "") for key in ("nama", "wilayah"))
    sops = [sop for slug, files in seed.sops.items() for sop in _sops(f"{told['id']}/{slug}.bpmn", files)]
    return Office(", ".join(filter(None, names)), _questions(told), sops)


def _questions(told: Mapping[str, Any]) -> list[str]:
    """What is asked about the office; a question with an unquoted colon would be a mapping in YAML."""
    given = told.get("pertanyaan") or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise Failed(
            f"{told['id']}/instansi.yaml: pertanyaan harus daftar teks. Beri tanda kutip pada yang memuat titik dua.",
            f"{told['id']}/instansi.yaml: pertanyaan has to be a list of texts. Quote what has a colon in it.",
        )
    return [" ".join(text.split()) for text in given]


def _sops(file: str, files: Mapping[str, bytes]) -> list[Sop]:
    try:
        document = read(files[file.rpartition("/")[2]])
    except DocumentRefused as error:
        show(file, error.findings)
        raise Failed(f"{file} tidak terbaca.", f"{file} cannot be read.") from error
    return [Sop(file, process) for process in document.processes]


COMMANDS: Final = (pertanyaan,)
