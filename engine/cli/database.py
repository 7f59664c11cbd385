"""Commands on the database: create, fill, copy."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from engine.cli.base import database_option, now, opened, say
from engine.cli.server import prepare
from engine.lock import lock_database
from engine.seeding import library
from engine.seeding import load as load_seeds
from engine.settings import Settings, sqlite_file
from engine.store.backup import BackupRefused
from engine.store.backup import backup as write_backup
from engine.store.backup import restore as read_backup

__all__ = ["COMMANDS"]

FILE: Final = click.Path(dir_okay=False, path_type=Path)
THERE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@database_option
@click.option("--demo", is_flag=True, default=None, help="Isi dengan contoh / fill with examples")
def init(settings: Settings, demo: bool | None) -> None:
    """Membuat atau memutakhirkan basis data / Creates or migrates the database."""
    prepare(settings.model_copy(update={"demo": demo or settings.demo}))
    say("Basis data siap", "the database is ready")


@click.command()
@database_option
@click.option("--sop", "folder", type=FOLDER, default=None, help="Map dengan <instansi>/instansi.yaml dan .bpmn")
@click.option("--forms", "form_folder", type=FOLDER, default=None, help="Map dengan <instansi>/<slug>/*.form")
def load(settings: Settings, folder: Path | None, form_folder: Path | None) -> None:
    """Memuat kantor dan SOP-nya / Loads offices and their SOPs, by default those that come with Lajur."""
    with opened(settings) as desk:
        load_seeds(desk, now(), click.echo, library(folder, form_folder or folder))


@click.command()
@click.argument("file", type=FILE)
@database_option
def backup(file: Path, settings: Settings) -> None:
    """Menyalin basis data, juga saat dipakai / Copies the database, also while it is in use."""
    with opened(settings) as desk:
        size = write_backup(desk.store, file)
    say(f"{file}: {size} bita", f"{size} bytes")


@click.command()
@click.argument("file", type=THERE)
@database_option
def restore(file: Path, settings: Settings) -> None:
    """Memulihkan salinan ke basis data yang belum ada / Restores a copy to a database that is not there yet."""
    target = sqlite_file(settings.database_url)
    if target is None:
        command = f'pg_restore --dbname="$LAJUR_DATABASE_URL" {file}'
        raise BackupRefused(f"Untuk PostgreSQL jalankan: {command}", f"For PostgreSQL, run: {command}")
    lock_database(target)
    read_backup(file, target)
    say(f"{target} dipulihkan dari {file}", f"restored from {file}")


COMMANDS: Final = (init, load, backup, restore)
