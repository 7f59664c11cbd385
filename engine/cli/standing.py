"""Commands on acting officials: `lajur user act`, `lajur user acting`, `lajur user end-act`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import click

from engine.cli.base import console, database_option, now, opened, say
from engine.cli.days import DAY, day, today_of
from engine.commands.acting import EndActing, LetAct
from engine.people import CAPACITIES
from engine.queries.look import Look
from engine.queries.rights import acting, actings
from engine.seeding import CONSOLE
from engine.settings import Settings

__all__ = ["COMMANDS"]


@click.command()
@click.argument("login")
@click.argument("post")
@click.argument("kind", type=click.Choice(tuple(CAPACITIES)))
@click.option("--holder", default=None, help="Siapa yang diwakili / whom he stands for")
@click.option("--since", type=DAY, default=None, help="Sejak / from; bawaan: hari ini / today")
@click.option("--until", type=DAY, default=None, help="Sampai dengan / until, included")
@click.option("--letter", required=True, help="Nomor surat / number of the letter")
@click.option("--reason", required=True, help="Alasan / reason")
@database_option
def act(settings: Settings, login: str, post: str, **what: Any) -> None:
    """Menugaskan Plt atau Plh / Lets somebody act for a post."""
    with opened(settings) as desk:
        since = day(what.pop("since")) or today_of(desk, post)
        command = LetAct(post, login, since=since, until=day(what.pop("until")), **what)
        made = desk.run(console(), command).body
    title = CAPACITIES[command.kind]
    say(f"{login} menjadi {title} {post} (nomor {made['id']})", f"{login} acts for {post} (number {made['id']})")


@click.command("acting")
@click.option("--office", default=None, help="Kantor / office")
@database_option
def list_acting(settings: Settings, office: str | None) -> None:
    """Siapa menjadi Plt atau Plh, yang terbaru dahulu / Who acts for whom, the newest first."""
    with opened(settings) as desk, desk.store.reading() as reading:
        look, before = Look(reading, desk.library, CONSOLE, now()), None
        while True:
            found, before = actings(look, office, before)
            for one in found:
                said = f"{one.since}..{one.until or ''}"
                click.echo(
                    f"{one.id:<6} {said:<24} {one.standing.of(one.person)}  {one.standing.post.id}  {one.letter}"
                )
            if before is None:
                return


@click.command("end-act")
@click.argument("number", type=click.IntRange(1, 2**62))
@click.option("--until", type=DAY, default=None, help="Hari terakhir / last day; bawaan: kemarin / yesterday")
@click.option("--reason", default="", help="Alasan / reason")
@database_option
def end_act(settings: Settings, number: int, until: datetime | None, reason: str) -> None:
    """Mengakhiri Plt atau Plh sebelum waktunya / Ends an acting before its time."""
    with opened(settings) as desk:
        with desk.store.reading() as reading:
            found = acting(Look(reading, desk.library, CONSOLE, now()), number)
        last = day(until) or today_of(desk, found.standing.post.id) - timedelta(days=1)
        desk.run(console(), EndActing(number, last, reason))
    say(f"{found.standing.of(found.person)}: berakhir {last}", f"acting {number} ends on {last}")


COMMANDS: Final = (act, list_acting, end_act)
