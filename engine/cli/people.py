"""Commands on accounts: `lajur user …`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from engine.cli.base import console, database_option, now, opened, say
from engine.commands.account import ROLES, ChangeAccount, CreateAccount, Grant, Hold
from engine.passwords import hashed
from engine.settings import Settings
from engine.store.people import ACCOUNTS, GRANTS, MEMBERSHIPS

__all__ = ["COMMANDS"]

_ASKED: Final = "Kata sandi / password"
DAY: Final = click.DateTime(["%Y-%m-%d"])


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


@user.command("list")
@database_option
def list_accounts(settings: Settings) -> None:
    """Semua akun dengan jabatan dan perannya / All accounts with their posts and roles."""
    today = now().astimezone(ZoneInfo(settings.timezone)).date().isoformat()
    with opened(settings) as desk, desk.store.reading() as reading:
        for row in reading.all(ACCOUNTS):
            held = reading.all(MEMBERSHIPS, login=row["login"])
            posts = [one["post"] for one in held if one["since"] <= today <= (one["until"] or today)]
            roles = [f"{one['role']}@{one['office']}" for one in reading.all(GRANTS, login=row["login"])]
            shut = "" if row["active"] else "  (ditutup / shut)"
            click.echo(f"{row['login']:<32} {row['name']:<36} {' '.join(posts + roles)}{shut}")


@user.command()
@click.argument("login")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--office", default="*", help="Kantor; * semua / office; * everywhere", show_default=True)
@click.option("--take", is_flag=True, help="Cabut / take it away")
@database_option
def grant(settings: Settings, take: bool, **what: str) -> None:
    """Memberi atau mencabut peran / Gives or takes a role."""
    login, role = what["login"], what["role"]
    with opened(settings) as desk:
        desk.run(console(), Grant(login, role, what["office"], give=not take))
    say(f"{login}: {role} {'dicabut' if take else 'diberikan'}", f"{role} {'taken' if take else 'given'}")


@user.command()
@click.argument("login")
@click.argument("post")
@click.option("--since", type=DAY, default=None, help="Sejak / from (2026-01-31); bawaan: hari ini / today")
@click.option("--until", type=DAY, default=None, help="Sampai dengan / until, included")
@database_option
def hold(settings: Settings, login: str, post: str, **days: datetime | None) -> None:
    """Memberi jabatan (kantor/jabatan) untuk suatu masa / Gives a post (office/post) for a time."""
    today = now().astimezone(ZoneInfo(settings.timezone)).date()
    command = Hold(login, post, _day(days["since"]) or today, _day(days["until"]))
    with opened(settings) as desk:
        desk.run(console(), command)
    say(f"{login} memegang {post}", f"{login} holds {post}")


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


COMMANDS: Final = (user,)
