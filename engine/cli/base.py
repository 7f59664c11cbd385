"""What the commands share: options, the desk of this installation, and how they speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from engine import settings as environment
from engine.app.running import open_desk
from engine.commands.desk import Context, Desk
from engine.policy import Actor
from engine.seeding import CONSOLE
from engine.settings import Settings
from engine.store import StoreUnready
from engine.store.migrate import ready, upgrade
from engine.store.people import actor
from engine.store.probe import probe

__all__ = ["Failed", "acting", "console", "database_option", "now", "opened", "say", "say_error", "settings_of"]


class Failed(Exception):
    """A command that cannot go on; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--database`, which wins over LAJUR_DATABASE_URL; the command gets `settings` in its place."""

    @wraps(command)
    def with_settings(database: str | None, **options: Any) -> Any:
        return command(settings=settings_of(database_url=database), **options)

    text = "Basis data / database (LAJUR_DATABASE_URL)"
    return click.option("--database", metavar="URL|FILE", default=None, help=text)(with_settings)


def say(id: str, en: str) -> None:
    """One line for people, Indonesian first."""
    click.echo(f"{id} / {en}")


def say_error(id: str, en: str) -> None:
    """Two lines on standard error."""
    click.echo(f"Galat: {id}\nError: {en}", err=True)


def settings_of(**chosen: object) -> Settings:
    """The settings, with those chosen on the command line; warns of variables that are no setting."""
    for name in environment.unknown():
        click.echo(f"Peringatan: {name} tidak dikenal / Warning: {name} is unknown (docs/settings.md)", err=True)
    return environment.load(**chosen)


def now() -> datetime:
    """The wall clock, aware UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings, *, make: bool = False) -> Iterator[Desk]:
    """The desk of this installation, closed afterwards.

    With `make` the database is created or migrated; without it, Failed or StoreUnready says that it has to be.
    """
    file = environment.sqlite_file(settings.database_url)
    if file is not None and make:
        file.parent.mkdir(parents=True, exist_ok=True)
    elif file is not None and not file.exists():
        raise _absent(file)
    desk = open_desk(settings)
    try:
        probe(desk.store)
        if make:
            upgrade(desk.store)
        elif not ready(desk.store):
            raise StoreUnready
        yield desk
    finally:
        desk.store.close()


def _absent(file: Path) -> Failed:
    return Failed(
        f"Basis data {file} tidak ada. Jalankan lajur init, atau sebut yang benar dengan --database.",
        f"There is no database {file}. Run lajur init, or name the right one with --database.",
    )


def console() -> Context:
    """In the name of this machine's command line, now."""
    return Context(CONSOLE, now())


def acting(desk: Desk, login: str | None) -> Context:
    """In the name of an account, or of the command line; raises Failed for an account that may not be used."""
    if login is None:
        return console()
    at = now()
    with desk.store.reading() as reading:
        found: Actor | None = actor(reading, login, at)
    if found is None:
        raise Failed(f"Akun {login} tidak ada atau tidak aktif.", f"There is no active account {login}.")
    return Context(found, at)
