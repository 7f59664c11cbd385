"""Commands that take cases and acts out as files."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from engine.cli.base import Failed, acting, database_option, now, opened, say
from engine.commands.desk import Context, Desk
from engine.commands.export import FinishExport
from engine.commands.export_run import foot_of, head_of, page
from engine.queries.exported import Order, Written
from engine.queries.look import Look
from engine.queries.search import STATUSES, Wanted
from engine.settings import Settings

__all__ = ["COMMANDS"]

_FORMATS: Final = {"csv": "csv", "xes": "xes", "perbuatan": "acts"}


@click.command()
@click.argument("format", type=click.Choice(sorted(_FORMATS)))
@click.option("--to", "to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Berkas / file")
@click.option("--as", "login", default=None, metavar="LOGIN", help="Atas nama akun / in the name of an account")
@click.option("--sop", default="", metavar="KEY", help="Hanya SOP ini / only this SOP")
@click.option("--office", default="", metavar="OFFICE", help="Hanya kantor ini / only this office")
@click.option("--person", default="", metavar="LOGIN", help="Hanya yang ia kerjakan / only what he worked on")
@click.option("--status", multiple=True, type=click.Choice(list(STATUSES)), help="Keadaan / states")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Dimulai sejak / started since")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Dimulai sampai / started until")
@click.option("--late", is_flag=True, help="Ada langkah lewat norma / a step is past its norm")
@click.option("--again", is_flag=True, help="Ada langkah diulang / a step was done again")
@click.option("--pseudonyms", is_flag=True, help="Samarkan nama / no names")
@database_option
def ekspor(settings: Settings, format: str, to: Path, login: str | None, pseudonyms: bool, **asked: object) -> None:  # noqa: PLR0913 - options
    """Menulis kasus atau perbuatan ke sebuah berkas / Writes cases or acts to a file."""
    with opened(settings) as desk:
        context = acting(desk, login)
        order = Order(_FORMATS[format], _wanted(asked), names=not pseudonyms, key=secrets.token_hex(16))
        written = _Writing(desk, context, order).into(to)
        desk.run(context, FinishExport(order, cases=written[0], events=written[1]))
        os.replace(_beside(to), to)
    say(
        f"{to}: {written[0]} kasus, {written[1]} peristiwa; dicatat dalam riwayat",
        f"{written[0]} cases, {written[1]} events; recorded in the history",
    )


def _wanted(asked: dict[str, object]) -> Wanted:
    since, until = asked["since"], asked["until"]
    return Wanted(
        sop=str(asked["sop"]),
        office=str(asked["office"]),
        person=str(asked["person"]),
        statuses=tuple(asked["status"]) if isinstance(asked["status"], tuple) else (),
        late=bool(asked["late"]),
        again=bool(asked["again"]),
        since=since.date() if isinstance(since, datetime) else None,
        until=until.date() if isinstance(until, datetime) else None,
    )


def _beside(to: Path) -> Path:
    return to.with_name(to.name + ".sebagian")


@dataclass
class _Writing:
    """Writes page by page beside the file; it takes its name when the history has the export."""

    desk: Desk
    context: Context
    order: Order

    def into(self, to: Path) -> tuple[int, int]:
        """How many cases and events were written. Raises Failed where the file cannot be."""
        cases = events = 0
        after: str | None = ""
        began = time.monotonic()
        try:
            with _beside(to).open("w", encoding="utf-8", newline="") as file:
                file.write(head_of(self.order))
                while after is not None:
                    with self._looking() as look:
                        written = Written(look, self.order, cases, events)
                        found = page(written, after)
                        file.writelines(found.lines)
                    cases, events, after = written.cases, written.events, found.next
                    rate = events / max(time.monotonic() - began, 0.001)
                    click.echo(
                        f"\r  {cases} kasus, {events} peristiwa, {rate:,.0f}/detik (events/s)  ", nl=False, err=True
                    )
                file.write(foot_of(self.order))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Failed(f"{to} tidak dapat ditulis: {error.strerror}.", f"{to} cannot be written.") from error
        click.echo("\r" + " " * 70 + "\r", nl=False, err=True)
        return cases, events

    @contextmanager
    def _looking(self) -> Iterator[Look]:
        with self.desk.store.reading() as reading:
            yield Look(reading, self.desk.library, self.context.actor, now())


COMMANDS: Final = (ekspor,)
