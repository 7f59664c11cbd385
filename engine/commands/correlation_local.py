"""Who waits where variables of the scopes around him have certain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from engine.commands.desk import Work
from engine.commands.refusals import Conflict
from engine.spiff import Token
from engine.store.cases import CASE
from engine.store.reading import Row
from engine.store.scopes import by_scope

__all__ = ["local", "token_of"]

MOST: Final = 200
"""Tokens whose scopes are looked into for one message."""


def local(work: Work, rows: Sequence[Row], wanted: Mapping[str, Any]) -> list[Row]:
    """Those of the tokens whose scopes hold these values; raises Conflict for more tokens than are looked into."""
    if len(rows) > MOST:
        raise Conflict(
            "several-wait",
            f"Ada {len(rows)} yang menunggu pesan ini. Sebutkan kasus atau kunci usahanya.",
            f"{len(rows)} wait for this message. Name the case or its business key.",
            count=len(rows),
        )
    return [row for row in rows if _fits(work, row, wanted)]


def token_of(work: Work, row: Row) -> Token | None:
    """The token of a row that waits, None when it waits no more."""
    case = work.tx.one(CASE, case=row["case_id"])
    if case is None or case["state"] is None:
        return None
    program = work.library.definition(work.tx, row["definition_id"]).program
    return next((token for token in program.open(bytes(case["state"])) if token.n == row["n"]), None)


def _fits(work: Work, row: Row, wanted: Mapping[str, Any]) -> bool:
    token = token_of(work, row)
    if token is None or not token.scopes:
        return False
    held = by_scope(work.tx, row["case_id"], token.scopes)
    seen: dict[str, Any] = {}
    for scope in reversed(token.scopes):
        seen |= held[scope]
    return all(name in seen and _plain(seen[name]) == _plain(value) for name, value in wanted.items())


def _plain(value: Any) -> Any:
    return value.isoformat()[:10] if isinstance(value, date) else value
