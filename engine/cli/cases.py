"""Commands on cases: start one, tell its history again."""

from __future__ import annotations

import json
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from engine.cli.base import Failed, acting, database_option, opened, say
from engine.commands.case import StartCase
from engine.commands.desk import Desk
from engine.events import Event
from engine.library import Definition
from engine.proof.redrive import Erased, redrive
from engine.proof.verify import verify_case
from engine.settings import Settings
from engine.store import Reading
from engine.store.cases import CASE, CASE_BY_NUMBER
from engine.store.history import stream
from engine.store.reading import Row

__all__ = ["COMMANDS"]


@click.command()
@click.argument("key")
@click.option("--as", "login", default=None, metavar="LOGIN", help="Atas nama akun / in the name of an account")
@click.option("--answers", default="{}", metavar="JSON", help="Jawaban formulir awal / answers of the start form")
@database_option
def start(key: str, login: str | None, answers: str, settings: Settings) -> None:
    """Memulai berkas pada SOP yang berlaku / Starts a case on the SOP in force."""
    with opened(settings) as desk:
        context = acting(desk, login)
        body = desk.run(context, StartCase(key=key, answers=_object(answers))).body
    say(f"Berkas {body['number']} dimulai", f"case {body['case']} started")


@click.command()
@click.argument("case", metavar="CASE")
@database_option
def replay(case: str, settings: Settings) -> None:
    """Menuturkan ulang satu berkas dan membuktikannya / Tells a case again and proves it."""
    with opened(settings) as desk, desk.store.reading() as reading:
        row = _found(reading, case)
        events = stream(reading, row["id"])
        definition = desk.library.definition(reading, row["definition_id"])
        for event in events:
            click.echo(_told(event, definition, ZoneInfo(settings.timezone)))
        _prove(desk, reading, row)


def _found(reading: Reading, text: str) -> Row:
    """The row of a case by its number (BH-2026-00417-9) or its id."""
    row = reading.one(CASE, case=int(text)) if text.isdecimal() else reading.one(CASE_BY_NUMBER, number=text.upper())
    if row is None:
        raise Failed(f"Berkas {text} tidak ada.", f"There is no case {text}.")
    return row


def _prove(desk: Desk, reading: Reading, row: Row) -> None:
    faults = list(verify_case(reading, row["id"]))
    for fault in faults:
        click.echo(f"  {fault.id} / {fault.en}", err=True)
    if faults:
        raise Failed("Riwayat berkas ini tidak utuh.", "The history of this case is not whole.")
    try:
        state = redrive(reading, desk.library, row["id"])
    except Erased:
        say("Riwayat utuh; sebagian nilai sudah dihapus", "the history is whole; some values were erased")
        return
    if row["state"] is not None and state != bytes(row["state"]):
        raise Failed("Jawaban tidak menuju keadaan yang tersimpan.", "The answers do not lead to the stored state.")
    say("Riwayat utuh; jawaban menuju keadaan yang sama", "the history is whole; the answers lead to the same state")


def _told(event: Event, definition: Definition, zone: ZoneInfo) -> str:
    at = event.happened_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    who = event.actor or "-"
    where = definition.title(event.element) if event.element else ""
    line = f"{event.number:>4}  {at}  {event.kind:<22} {who:<24} {where}"
    path = event.data.get("path")
    return f"{line}\n{'':>6}{path}" if path else line


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Failed("--answers harus objek JSON.", "--answers has to be a JSON object.")
    return found


COMMANDS: Final = (start, replay)
