"""Commands that stay: the server and the worker."""

from __future__ import annotations

import signal
import threading
from typing import Final

import click

from engine import logs
from engine.app.neighbours import neighbours
from engine.app.proving import prover, ring_of
from engine.app.running import PATIENCE, build, open_worker
from engine.cli.base import Failed, database_option, now, opened, say, settings_of
from engine.lock import lock_database
from engine.seeding import DEMO_PASSWORD, fill_demo, first_administrator
from engine.serve import Serving, reserve
from engine.serve import serve as serve_until_stopped
from engine.settings import Settings, checkpoint_key, is_loopback, secret_key, sqlite_file
from engine.worker.exporter import Exporter

__all__ = ["COMMANDS", "prepare"]


@click.command()
@click.option("--host", default=None, help="Alamat / address (LAJUR_HOST)")
@click.option("--port", type=int, default=None, help="Porta / port (LAJUR_PORT)")
@click.option("--database", "database_url", metavar="URL|FILE", default=None, help="(LAJUR_DATABASE_URL)")
@click.option("--workers", type=int, default=None, help="Proses server / server processes (LAJUR_WORKERS)")
@click.option("--demo", is_flag=True, default=None, help="Isi dengan contoh / fill with examples (LAJUR_DEMO)")
def serve(**chosen: object) -> None:
    """Menjalankan halaman, API dan pekerja / Serves pages, API and worker."""
    settings = settings_of(**chosen)
    if settings.demo and not is_loopback(settings.host):
        raise Failed(
            f"--demo memakai kata sandi yang dikenal semua orang: hanya untuk 127.0.0.1, bukan {settings.host}.",
            f"--demo uses a password that everybody knows, so it is for 127.0.0.1 only, not for {settings.host}.",
        )
    settings = reserve(settings)
    secret_key(settings)
    logs.configure(settings.log_level, settings.log_format)
    prepare(settings)
    _tell_key(settings)
    serve_until_stopped(Serving(settings, build, announce))


def prepare(settings: Settings) -> None:
    """Creates or migrates the database; fills it for a demo, else makes sure that somebody can sign in."""
    with opened(settings, make=True) as desk:
        if settings.demo:
            fill_demo(desk, now(), click.echo)
            return
        password = first_administrator(desk, now())
        if password is not None:
            say(
                "Administrator pertama; kata sandi sekali pakai ini hanya tampil sekali",
                "first administrator; this password for one use is shown only once",
            )
            click.echo(f"  admin\n  {password}")


def _tell_key(settings: Settings) -> None:
    """Says where the key that signs checkpoints was made; without one nothing is sealed."""
    ring = ring_of(settings)
    if ring is None:
        say(
            "Peringatan: LAJUR_CHECKPOINT_KEY belum diisi, riwayat tidak disegel (docs/bukti.md)",
            "warning: LAJUR_CHECKPOINT_KEY is not set, the history is not sealed",
        )
    elif ring.made:
        say(f"Kunci checkpoint dibuat: {checkpoint_key(settings)}", "the key of the checkpoints was made; keep a copy")
        click.echo(f"  {ring.signer.public.fingerprint}")


def announce(settings: Settings) -> None:
    """Says where to look, once the server answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"\nLajur siap / is ready:  http://{host}:{settings.port}")
    if settings.demo:
        click.echo(
            f"Masuk sebagai siapa saja dengan kata sandi / Sign in as anybody with the password: {DEMO_PASSWORD}"
        )
    click.echo("Hentikan dengan Ctrl-C / Stop with Ctrl-C\n")


@click.command()
@database_option
def work(settings: Settings) -> None:
    """Menjalankan pekerja saja (PostgreSQL) / Runs only the worker (PostgreSQL)."""
    file = sqlite_file(settings.database_url)
    if file is not None:
        lock_database(file)
    logs.configure(settings.log_level, settings.log_format)
    with opened(settings) as desk:
        worker, outward = open_worker(desk), neighbours(desk, settings)
        sending = threading.Thread(target=outward.run, name="webhooks", daemon=True)

        proving, exporter = prover(desk.store, settings), Exporter(desk)
        exporting = threading.Thread(target=exporter.run, name="exports", daemon=True)

        def stop(*_: object) -> None:
            worker.stop()
            outward.stop()
            exporter.stop()
            proving.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        say("Pekerja berjalan; hentikan dengan Ctrl-C", "the worker runs; stop with Ctrl-C")
        sending.start()
        exporting.start()
        proving.start()
        worker.run()
        sending.join(PATIENCE)
        exporting.join(PATIENCE)


COMMANDS: Final = (serve, work)
