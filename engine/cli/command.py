"""The command line as a whole: its commands, and its errors as short sentences."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from engine.cli import (
    access,
    cases,
    database,
    definitions,
    export,
    paper,
    people,
    proof,
    questions,
    server,
    standing,
    table,
    webhooks,
)
from engine.cli.base import Failed, say_error
from engine.commands.definition import DiagramRefused
from engine.commands.refusals import Invalid, Refusal
from engine.lock import Locked
from engine.passwords import WeakPassword
from engine.proof.keys import KeysRefused
from engine.serve import ServerRefused
from engine.settings import SettingsRefused
from engine.store import StoreError
from engine.store.backup import BackupRefused

__all__ = ["main", "run"]

SPOKEN = (BackupRefused, Failed, KeysRefused, Locked, Refusal, ServerRefused, SettingsRefused, StoreError, WeakPassword)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="lajur", prog_name="lajur")
def lajur() -> None:
    """Lajur menjalankan SOP pemerintah daerah dari diagram BPMN-nya.

    Lajur runs the SOPs of local government from their BPMN diagrams. Settings: docs/settings.md.
    """


for room in (server, database, proof, definitions, table, paper, questions, cases, export, people, webhooks):
    for command in room.COMMANDS:
        lajur.add_command(command)
for command in (*access.COMMANDS, *standing.COMMANDS):
    people.user.add_command(command)


def main() -> None:
    """The console script: exits with 0, with 1 when something was refused, with 2 when the line cannot be read."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; the exit code. What goes wrong is said in two short sentences."""
    try:
        found: Any = lajur.main(list(arguments), prog_name="lajur", standalone_mode=False)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "lajur"
        say_error(f"Perintah ini tidak dapat dibaca. Lihat {where} --help.", error.format_message())
        return 2
    except click.Abort:
        return 130
    except click.ClickException as error:
        say_error("Berkas atau masukan tidak dapat dibaca.", error.format_message())
    except SPOKEN as error:
        _refused(error)
    except OSError as error:
        what = " ".join(filter(None, (error.filename and str(error.filename), error.strerror or str(error))))
        say_error(f"Berkas atau jaringan: {what}.", f"A file or the network: {what}.")
    except Exception as error:  # noqa: BLE001 - the outermost loop: a person gets a sentence, never a traceback
        _unexpected(error)
    else:
        return found if isinstance(found, int) else 0
    return 1


def _refused(error: Any) -> None:
    say_error(error.id, error.en)
    if isinstance(error, DiagramRefused):
        definitions.show(error.resource, error.findings)
    elif isinstance(error, Invalid):
        for problem in error.problems:
            click.echo(f"  {problem.key}: {problem.id} / {problem.en}", err=True)


def _unexpected(error: Exception) -> None:
    kind = type(error).__name__
    say_error(
        f"Kesalahan tak terduga ({kind}). Tidak ada yang tersimpan setengah; mohon laporkan.",
        f"Unexpected error ({kind}). Nothing was saved by half; please report it.",
    )
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    if frames is not None:
        click.echo(f"  {frames.tb_frame.f_code.co_filename}:{frames.tb_lineno}", err=True)
