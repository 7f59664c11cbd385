"""What the scenario of broken commands does to rights: accounts, posts, acting officials, identities, tokens."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, timedelta
from typing import Any, Final

from engine.commands.account import ChangeAccount, CreateAccount, EndHolding, Grant, Hold
from engine.commands.acting import EndActing, LetAct
from engine.commands.identity import LinkIdentity, UnlinkIdentity
from engine.commands.office_parts import SetAlias, WriteOffice, WritePost
from engine.commands.password import ChangePassword
from engine.commands.token import CreateToken, RevokeToken
from engine.passwords import hashed
from engine.policy import Actor
from tests.commands.world import OWNER, World

__all__ = ["rights"]

ISSUER: Final = "https://masuk.example"
NUMBER: Final = ("19800101", "200501", "1", "001")  # an invented one
OLD, NEW = hashed("kata sandi lama"), hashed("kata sandi baru")


def rights(world: World) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Every command on people; Budi is there afterwards."""
    today = world.now.date()
    yield OWNER, WriteOffice("cabang", "Kantor Cabang", "Kabupaten Uji", "WIT", "CB", new=True)
    yield OWNER, WritePost("cabang", "lurah", "Lurah", new=True)
    yield OWNER, SetAlias("cabang", "Kepala Kelurahan", ("lurah",))
    yield OWNER, CreateAccount("budi", "Budi")
    yield OWNER, ChangeAccount("budi", name="Budi Santosa", nip=" ".join(NUMBER))
    yield OWNER, Hold("budi", "uji/staf", date(2026, 1, 1))
    yield OWNER, Grant("budi", "auditor", "uji")
    yield OWNER, CreateAccount("sari", "Sari", OLD)
    yield Actor("sari", "Sari"), ChangePassword("sari", NEW, OLD)
    yield OWNER, Hold("sari", "uji/kasi", date(2026, 1, 1))
    yield OWNER, EndHolding("sari", "uji/kasi", today)
    body = yield OWNER, LetAct("uji/kasi", "budi", "plt", today + timedelta(days=1), letter="800/1", reason="pensiun")
    yield OWNER, EndActing(body["id"], today + timedelta(days=9), "sudah ada pejabat")
    yield OWNER, LinkIdentity("sari", ISSUER, "s-1")
    yield OWNER, UnlinkIdentity("sari", ISSUER)
    body = yield OWNER, CreateToken("budi", "skrip", b"\1" * 32, ("read",))
    yield OWNER, RevokeToken(body["id"])
