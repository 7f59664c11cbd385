"""Commands on the proof: examine the history, make and print checkpoints, change the key."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from engine.app.proving import against, checkpoints_of
from engine.cli.base import Failed, database_option, opened, say
from engine.proof.examine import Progress, Verdict, examine
from engine.proof.keys import rotate
from engine.proof.proofs import case_proof
from engine.proof.report import report
from engine.proof.sealing import TreeDamaged
from engine.settings import Settings, checkpoint_key
from engine.store import Reading, Store
from engine.store.cases import CASE, CASE_BY_NUMBER
from engine.store.proof import LAST_CHECKPOINT

__all__ = ["COMMANDS"]

FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
_SHOWN: Final = 20
BROKEN: Final = 3
"""The exit code of a history that is not sound."""


@click.command()
@database_option
@click.option("--checkpoints", "place", type=FOLDER, default=None, help="Tempat kedua / second place")
@click.option("--case", "number", default=None, metavar="CASE", help="Satu berkas saja / one case only")
@click.option("--key", "fingerprint", default=None, help="Sidik jari kunci / fingerprint of the key that has to sign")
@click.option("--json", "as_json", is_flag=True, help="Hasil sebagai JSON / the result as JSON")
def verify(settings: Settings, place: Path | None, number: str | None, **how: str | bool | None) -> None:
    """Memeriksa riwayat terhadap checkpoint / Examines the history against its checkpoints.

    Kode keluar: 0 utuh, 3 tidak utuh, 1 tidak dapat diperiksa / exit code: 0 sound, 3 not sound, 1 not examined.
    """
    with opened(settings) as desk:
        asked = against(settings)
        asked = asked if place is None else replace(asked, place=place)
        with desk.store.reading() as reading:
            case = None if number is None else _case(reading, number)
        with _progress(shown=not how["as_json"]) as progress:
            verdict = examine(desk.store, replace(asked, case=case, progress=progress))
    _demand_key(verdict, how["fingerprint"])
    if how["as_json"]:
        click.echo(json.dumps(report(verdict), ensure_ascii=False, indent=2))
    else:
        _say_verdict(verdict)
    click.get_current_context().exit(0 if verdict.sound else BROKEN)


def _case(reading: Reading, text: str) -> int:
    row = reading.one(CASE, case=int(text)) if text.isdecimal() else reading.one(CASE_BY_NUMBER, number=text.upper())
    if row is None:
        raise Failed(f"Berkas {text} tidak ada.", f"There is no case {text}.")
    return int(row["id"])


def _demand_key(verdict: Verdict, fingerprint: str | bool | None) -> None:
    known = [key.fingerprint for key in verdict.keys]
    if fingerprint and fingerprint not in known:
        raise Failed(
            f"Checkpoint ditandatangani kunci lain: {', '.join(known) or '-'}.",
            f"The checkpoints were signed by another key: {', '.join(known) or '-'}.",
        )


@contextmanager
def _progress(*, shown: bool) -> Iterator[Progress | None]:
    """Says on a terminal how far it is, twice a second."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    last, began = 0.0, time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.5:
            last = now
            share, rate = 100 * done / max(total, 1), done / max(now - began, 0.001)
            click.echo(f"\r  {share:5.1f} %  {rate:,.0f} peristiwa/detik (events/s)   ", nl=False, err=True)

    yield progress
    click.echo("\r" + " " * 60 + "\r", nl=False, err=True)


def _say_verdict(verdict: Verdict) -> None:
    """The verdict first, then what was compared with what, then what is not covered."""
    first = verdict.first
    if first is None:
        say("Utuh.", "Sound.")
    else:
        say(f"Tidak utuh: {first.id}", f"Not sound: {first.en}")
    for fault in [one for one in verdict.faults if one is not first][:_SHOWN]:
        click.echo(f"  {fault.id} / {fault.en}")
    rest = len(verdict.faults) - 1 - _SHOWN + verdict.more
    if rest > 0:
        say(f"  dan {rest} hal lagi", f"and {rest} more")
    _say_covered(verdict)
    rate = verdict.events / verdict.seconds if verdict.seconds else 0
    say(
        f"{verdict.cases} berkas, {verdict.values} nilai ({verdict.erased} dihapus), {verdict.definitions} diagram, "
        f"{verdict.papers} berkas unggahan; {verdict.seconds:.1f} detik, {rate:,.0f} peristiwa per detik",
        f"{verdict.cases} cases, {verdict.values} values ({verdict.erased} erased), {verdict.definitions} diagrams, "
        f"{verdict.papers} papers; {rate:,.0f} events a second",
    )


def _say_covered(verdict: Verdict) -> None:
    checkpoint = verdict.checkpoint
    where, place = (
        ("basis data sendiri; tempat kedua tidak ada", "the database itself; there is no second place")
        if verdict.place is None or verdict.missing_place
        else (f"tempat kedua {verdict.place}", f"the second place {verdict.place}")
    )
    if checkpoint is None:
        say(f"Tidak ada checkpoint di {where}.", f"There is no checkpoint in {place}.")
    else:
        say(
            f"{verdict.covered} peristiwa dibandingkan dengan checkpoint {checkpoint.number} "
            f"({checkpoint.at:%Y-%m-%d %H:%M:%S} UTC) di {where}.",
            f"{verdict.covered} events were compared with checkpoint {checkpoint.number} in {place}.",
        )
    since = "" if verdict.tail_since is None else f", {verdict.tail_since:%Y-%m-%d %H:%M:%S} UTC"
    say(f"{verdict.tail} peristiwa terakhir belum tercakup{since}.", f"The last {verdict.tail} events are not covered.")
    for key in verdict.keys:
        say(f"Kunci {key.name}: {key.fingerprint}", "key and fingerprint")


@click.command()
@click.argument("number", metavar="CASE")
@database_option
@click.option("--values", is_flag=True, help="Dengan jawaban dan garamnya / with the answers and their salts")
def proof(number: str, settings: Settings, values: bool) -> None:
    """Mencetak bukti satu berkas untuk orang luar / Prints the proof of a case for an outsider."""
    with opened(settings) as desk, desk.store.reading() as reading:
        found = case_proof(reading, _case(reading, number), values=values)
    if found is None:
        raise Failed("Berkas ini belum tercakup checkpoint.", "No checkpoint covers this case yet.")
    click.echo(json.dumps(found, ensure_ascii=False))


@click.command()
@database_option
@click.option("--print", "only_print", is_flag=True, help="Hanya tampilkan yang terbaru / only print the newest")
@click.option("--rotate", "new_key", is_flag=True, help="Mulai memakai kunci baru / begin to use a new key")
def checkpoint(settings: Settings, only_print: bool, new_key: bool) -> None:
    """Membuat checkpoint sekarang, mengirimnya ke tempat kedua / Makes a checkpoint now and brings it there."""
    file = checkpoint_key(settings)
    if file is None and not only_print:
        raise Failed("Isi LAJUR_CHECKPOINT_KEY dahulu.", "Set LAJUR_CHECKPOINT_KEY first.")
    with opened(settings) as desk:
        if new_key and file is not None:
            ring = rotate(file)
            click.echo(f"{ring.signer.name} {ring.signer.public.fingerprint}", err=True)
        if not only_print:
            _made(settings, desk.store)
        with desk.store.reading() as reading:
            row = reading.one(LAST_CHECKPOINT)
    if row is None:
        raise Failed("Belum ada checkpoint.", "There is no checkpoint yet.")
    click.echo(bytes(row["note"]).decode(), nl=False)


def _made(settings: Settings, store: Store) -> None:
    worker = checkpoints_of(store, settings.model_copy(update={"checkpoint_seconds": 0.0}))
    try:
        worker.round(again=True)
    except TreeDamaged as damaged:
        raise Failed(damaged.id, damaged.en) from damaged
    for place, why in worker.lagging.items():
        raise Failed(f"{place}: {why}", f"{place}: {why}")


COMMANDS: Final = (verify, proof, checkpoint)
