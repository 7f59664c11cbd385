"""Commands on webhooks: `lajur webhook add`, `list`, `rotate`, `test`, `deliveries`."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import click

from engine.cli.base import console, database_option, now, opened, say
from engine.commands.desk import Desk
from engine.commands.fresh_secret import checked_url, fresh
from engine.commands.webhook import CreateWebhook, RotateWebhookSecret, TryWebhook, Wanted
from engine.queries.look import MOST_ID, Look
from engine.queries.occurrences import KINDS
from engine.queries.webhooks import STATES, Delivery, deliveries, hook, hooks
from engine.seeding import CONSOLE
from engine.settings import Settings
from engine.store import Reading

__all__ = ["COMMANDS"]

_id: Final = click.argument("id", type=click.IntRange(1, MOST_ID))


@click.group()
def webhook() -> None:
    """Langganan peristiwa / Subscriptions to events (docs/webhooks.md)."""


@webhook.command("add")
@click.argument("office")
@click.argument("name")
@click.argument("url")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Peristiwa; tanpa: semua / none: all")
@click.option("--sop", "sops", multiple=True, help="Kunci SOP; tanpa: semua / none: all")
@click.option("--field", "fields", multiple=True, help="Isian yang ikut / answers that leave")
@click.option("--topic", default=None, help="Topik tugas layanan / topic of service tasks")
@database_option
def add(settings: Settings, office: str, name: str, url: str, **more: object) -> None:
    """Membuat langganan dan menampilkan rahasianya sekali / Makes one and shows its secret once."""
    wanted = Wanted(name, checked_url(settings, url), **more)  # type: ignore[arg-type]
    made = fresh(settings, office)
    with opened(settings) as desk:
        body = desk.run(console(), CreateWebhook(office, wanted, made.sealed)).body
    click.echo(f"Langganan {body['id']}; rahasia hanya tampil sekali / the secret is shown only once", err=True)
    click.echo(made.shown)


@webhook.command("list")
@database_option
def show(settings: Settings) -> None:
    """Semua langganan dan keadaannya / All of them and how they stand."""
    with opened(settings) as desk, desk.store.reading() as reading:
        after: int | None = 0
        while after is not None:
            found, after = hooks(_look(desk, reading), after)
            for one in found:
                state = "hidup/on" if one.facts.active else "mati/off"
                counts = f"{one.waiting} menunggu/waiting, {one.parked} diparkir/parked"
                click.echo(f"{one.id:>6}  {one.office.id:<20} {state:<9} {counts:<36} {one.facts.name}")


@webhook.command("rotate")
@_id
@database_option
def rotate(settings: Settings, id: int) -> None:
    """Rahasia baru, tampil sekali; yang lama berlaku 24 jam / A new secret; the one before counts for a day."""
    with opened(settings) as desk:
        with desk.store.reading() as reading:
            office = hook(_look(desk, reading), id).office.id
        made = fresh(settings, office)
        desk.run(console(), RotateWebhookSecret(id, made.sealed))
    click.echo(made.shown)


@webhook.command("test")
@_id
@database_option
def test(settings: Settings, id: int) -> None:
    """Mengirim pesan uji coba / Puts a trial message on its way."""
    with opened(settings) as desk:
        body = desk.run(console(), TryWebhook(id)).body
    say(f"Kiriman {body['delivery']} menunggu pekerja", f"delivery {body['delivery']} waits for the worker")


@webhook.command("deliveries")
@_id
@click.option("--state", type=click.Choice(STATES), default=None, help="Keadaan / state")
@database_option
def list_deliveries(settings: Settings, id: int, state: str | None) -> None:
    """Lima puluh kiriman terbaru / The fifty newest deliveries."""
    zone = ZoneInfo(settings.timezone)
    with opened(settings) as desk, desk.store.reading() as reading:
        found, _ = deliveries(_look(desk, reading), id, STATES if state is None else (state,))
    for one in found:
        click.echo(_line(one, zone))


def _look(desk: Desk, reading: Reading) -> Look:
    return Look(reading, desk.library, CONSOLE, now())


def _line(one: Delivery, zone: ZoneInfo) -> str:
    last = one.last
    why = "" if last is None else f"{last.answer or '-'} {last.ms} ms  {last.id} / {last.en}"
    return f"{one.id:>8}  {_at(one.created_at, zone)}  {one.status:<8} {one.kind:<22} {one.attempts:>3}  {why}"


def _at(time: datetime, zone: ZoneInfo) -> str:
    return f"{time.astimezone(zone):%Y-%m-%d %H:%M}"


COMMANDS: Final = (webhook,)
"""They stand below `lajur`."""
