"""The accounts of a demonstration by office."""

from __future__ import annotations

from dataclasses import dataclass

from engine.queries.names import Office, office
from engine.store import Reading
from engine.store.views_case import DEMO_ACCOUNTS, LATEST_DEFINITIONS

__all__ = ["DemoAccount", "DemoOffice", "demo_accounts"]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that anybody may try, with the posts that it holds."""

    login: str
    name: str
    posts: tuple[str, ...]
    outside: bool


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """The accounts of one office and how many SOPs it has in force; those of no office have one without a name."""

    office: Office
    sops: int
    accounts: tuple[DemoAccount, ...]


def demo_accounts(reading: Reading) -> tuple[DemoOffice, ...]:
    """The accounts by office: offices with SOPs first, accounts of no office last."""
    found: dict[str | None, dict[str, DemoAccount]] = {}
    for row in reading.all(DEMO_ACCOUNTS):
        accounts = found.setdefault(row["office"], {})
        before = accounts.get(row["login"])
        posts = (*(before.posts if before else ()), *((row["post"],) if row["post"] else ()))
        accounts[row["login"]] = DemoAccount(row["login"], row["name"], posts, bool(row["outside"]))
    in_force = [row["office"] for row in reading.all(LATEST_DEFINITIONS)]
    offices = [
        DemoOffice(office(reading, id), in_force.count(id), tuple(accounts.values())) for id, accounts in found.items()
    ]
    return tuple(sorted(offices, key=lambda one: (not one.office.id, not one.sops, one.office.name)))
