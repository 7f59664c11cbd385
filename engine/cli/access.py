"""Commands on how people and programs prove who they are: `lajur user token`, `lajur user link`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import click

from engine.cli.base import Failed, console, database_option, now, opened, say
from engine.commands.identity import LinkIdentity, UnlinkIdentity
from engine.commands.token import CreateToken, RevokeToken
from engine.queries.tokens import tokens
from engine.scopes import SCOPES
from engine.seeding import CONSOLE
from engine.settings import Settings
from engine.tokens import digest, made

__all__ = ["COMMANDS"]

DAYS: Final = 90


@click.group()
def token() -> None:
    """Token untuk program / Tokens for programs."""


@token.command("add")
@click.argument("login")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(tuple(SCOPES)), help="Cakupan")
@click.option("--days", type=int, default=DAYS, show_default=True, help="Masa berlaku; 0 tanpa batas / 0 for ever")
@database_option
def add_token(settings: Settings, login: str, name: str, **what: object) -> None:
    """Membuat token dan menampilkannya sekali / Creates a token and shows it once."""
    secret, at, days, scopes = made(), now(), what["days"], what["scopes"]
    assert isinstance(days, int)
    assert isinstance(scopes, tuple)
    until = at + timedelta(days=max(-1, min(days, 10_000))) if days else None
    with opened(settings) as desk:
        body = desk.run(console(), CreateToken(login, name, digest(secret), scopes, until)).body
    click.echo(f"Token {body['id']} untuk {login}; hanya tampil sekali / for {login}; shown only once", err=True)
    click.echo(secret)


@token.command("list")
@click.argument("login")
@database_option
def list_tokens(settings: Settings, login: str) -> None:
    """Token suatu akun, tanpa rahasianya / The tokens of an account, without their secrets."""
    zone, at = ZoneInfo(settings.timezone), now()
    with opened(settings) as desk, desk.store.reading() as reading:
        for one in tokens(reading, CONSOLE, login):
            state = "" if one.alive(at) else "  (tidak berlaku / counts no more)"
            until, used = _day(one.expires_at, zone), _day(one.last_used_at, zone)
            click.echo(f"{one.id:>6}  {one.name:<32} {' '.join(one.scopes):<32} {until}  {used}{state}")


@token.command("revoke")
@click.argument("id", type=int)
@database_option
def revoke_token(settings: Settings, id: int) -> None:
    """Mencabut token, seketika / Revokes a token, at once."""
    with opened(settings) as desk:
        desk.run(console(), RevokeToken(id))
    say(f"Token {id} dicabut", f"token {id} revoked")


@click.command()
@click.argument("login")
@click.argument("subject", required=False)
@click.option("--issuer", default=None, help="Penyedia / provider (LAJUR_OIDC_ISSUER)")
@click.option("--take", is_flag=True, help="Putuskan / unlink")
@database_option
def link(settings: Settings, login: str, subject: str | None, **how: object) -> None:
    """Menghubungkan akun dengan identitas di penyedia / Links an account with an identity at the provider."""
    issuer = how["issuer"] or settings.oidc_issuer
    if not isinstance(issuer, str):
        raise Failed("Sebutkan --issuer, atau isi LAJUR_OIDC_ISSUER.", "Name --issuer, or set LAJUR_OIDC_ISSUER.")
    if not how["take"] and subject is None:
        raise Failed("Sebutkan subjeknya di penyedia.", "Name the subject at the provider.")
    with opened(settings) as desk:
        if how["take"]:
            desk.run(console(), UnlinkIdentity(login, issuer))
        else:
            desk.run(console(), LinkIdentity(login, issuer, subject or ""))
    say(f"{login} {'diputuskan' if how['take'] else 'dihubungkan'}", "unlinked" if how["take"] else "linked")


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return "-" if at is None else f"{at.astimezone(zone):%Y-%m-%d}"


COMMANDS: Final = (token, link)
"""They stand below `lajur user`."""
