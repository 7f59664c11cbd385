"""Commands on accounts: `lajur user …`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import click

from engine.cli.base import console, database_option, now, opened, say
from engine.cli.days import DAY, day, today_of
from engine.commands.account import ROLES, ChangeAccount, CreateAccount, EndHolding, Grant, Hold
from engine.passwords import hashed
from engine.people import CAPACITIES, region_place
from engine.policy import Actor
from engine.settings import Settings
from engine.store.people import ACCOUNTS, GRANTS, actor

__all__ = ["COMMANDS"]

_ASKED: Final = "Kata sandi / password"


@click.group()
def user() -> None:
    """Akun, jabatan dan peran / Accounts, posts and roles."""


@user.command()
@click.argument("login")
@click.option("--name", required=True, help="Nama / name")
@click.option("--office", default=None, help="Kantor / office")
@click.option("--machine", is_flag=True, help="Tanpa kata sandi / without a password")
@click.option("--temporary", is_flag=True, help="Kata sandi sekali pakai / password for one use")
@database_option
def add(settings: Settings, login: str, machine: bool, **whose: Any) -> None:
    """Membuat akun / Creates an account."""
    typed = None if machine else hashed(click.prompt(_ASKED, hide_input=True, confirmation_prompt=True))
    command = CreateAccount(login, whose["name"], typed, whose["office"], temporary=whose["temporary"])
    with opened(settings) as desk:
        desk.run(console(), command)
    say(f"Akun {login} dibuat", f"account {login} created")


@user.command()
@click.argument("login")
@click.option("--temporary", is_flag=True, help="Sekali pakai / for one use")
@click.password_option(prompt="Kata sandi baru / new password", confirmation_prompt=True)
@database_option
def password(login: str, password: str, settings: Settings, temporary: bool) -> None:
    """Mengganti kata sandi, mengakhiri sesi dan token / Changes the password and ends sessions and tokens."""
    command = ChangeAccount(login, password=hashed(password), temporary=temporary)
    with opened(settings) as desk:
        desk.run(console(), command)
    say(f"Kata sandi {login} diganti", f"password of {login} changed")


@user.command()
@click.argument("login")
@click.option("--enable", is_flag=True, help="Aktifkan kembali / let in again")
@database_option
def disable(login: str, enable: bool, settings: Settings) -> None:
    """Menutup akun, atau membukanya kembali / Shuts an account, or opens it again."""
    with opened(settings) as desk:
        desk.run(console(), ChangeAccount(login, active=enable))
    say(f"Akun {login} {'dibuka' if enable else 'ditutup'}", f"account {login} {'opened' if enable else 'shut'}")


@user.command()
@click.argument("login")
@click.option("--name", default=None, help="Nama / name")
@click.option("--office", default=None, help="Kantor / office")
@click.option("--nip", default=None, help="NIP, 18 angka, untuk dokumen yang ditandatangani / number on documents")
@database_option
def change(settings: Settings, login: str, **what: str | None) -> None:
    """Mengganti nama, kantor atau NIP akun / Changes the name, the office or the NIP of an account."""
    with opened(settings) as desk:
        desk.run(console(), ChangeAccount(login, name=what["name"], office=what["office"], nip=what["nip"]))
    say(f"Akun {login} diubah", f"account {login} changed")


@user.command("list")
@database_option
def list_accounts(settings: Settings) -> None:
    """Semua akun dengan jabatan dan perannya hari ini / All accounts with their posts and roles of today."""
    at = now()
    with opened(settings) as desk, desk.store.reading() as reading:
        for row in reading.all(ACCOUNTS):
            found = actor(reading, row["login"], at)
            posts = sorted(_called(found, post) for post in found.posts) if found else []
            roles = [f"{one['role']}@{one['office']}" for one in reading.all(GRANTS, login=row["login"])]
            shut = "" if row["active"] else "  (ditutup / shut)"
            click.echo(f"{row['login']:<32} {row['name']:<36} {' '.join(posts + roles)}{shut}")


@user.command()
@click.argument("login")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--office", default="*", help="Kantor; * semua / office; * everywhere", show_default=True)
@click.option("--region", default=None, help="Semua kantor di wilayah ini / all offices of this region")
@click.option("--take", is_flag=True, help="Cabut / take it away")
@database_option
def grant(settings: Settings, take: bool, **what: str) -> None:
    """Memberi atau mencabut peran / Gives or takes a role."""
    login, role = what["login"], what["role"]
    place = region_place(what["region"]) if what["region"] else what["office"]
    with opened(settings) as desk:
        desk.run(console(), Grant(login, role, place, give=not take))
    say(f"{login}: {role} {'dicabut' if take else 'diberikan'}", f"{role} {'taken' if take else 'given'}")


@user.command()
@click.argument("login")
@click.argument("post")
@click.option("--since", type=DAY, default=None, help="Sejak / from (2026-01-31); bawaan: hari ini / today")
@click.option("--until", type=DAY, default=None, help="Sampai dengan / until, included")
@database_option
def hold(settings: Settings, login: str, post: str, **days: datetime | None) -> None:
    """Memberi jabatan (kantor/jabatan) untuk suatu masa / Gives a post (office/post) for a time."""
    with opened(settings) as desk:
        since = day(days["since"]) or today_of(desk, post)
        desk.run(console(), Hold(login, post, since, day(days["until"])))
    say(f"{login} memegang {post}", f"{login} holds {post}")


@user.command()
@click.argument("login")
@click.argument("post")
@click.option("--until", type=DAY, default=None, help="Hari terakhir / last day; bawaan: kemarin / yesterday")
@database_option
def release(settings: Settings, login: str, post: str, until: datetime | None) -> None:
    """Mengakhiri jabatan / Ends the holding of a post."""
    with opened(settings) as desk:
        last = day(until) or today_of(desk, post) - timedelta(days=1)
        desk.run(console(), EndHolding(login, post, last))
    say(f"{login} melepas {post} sesudah {last}", f"{login} lets go of {post} after {last}")


def _called(found: Actor, post: str) -> str:
    how = found.capacities.get(post)
    return post if how is None else f"{CAPACITIES[how.kind]}:{post}"


COMMANDS: Final = (user,)
