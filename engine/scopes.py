"""Scopes of personal tokens: which scopes open which action of the policy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

__all__ = ["ADMIN", "DEPLOY", "EXTERNAL", "MANAGE", "OPENED_BY", "READ", "READING", "SCOPES", "TASKS", "opens"]

READ: Final = "read"
TASKS: Final = "tasks"
MANAGE: Final = "manage"
DEPLOY: Final = "deploy"
EXTERNAL: Final = "external"
ADMIN: Final = "admin"

# Scope -> what it opens, Indonesian and English. A scope never gives what the account may not do by itself.
SCOPES: Final[Mapping[str, tuple[str, str]]] = {
    READ: ("Membaca berkas, tugas dan SOP", "Read cases, tasks and SOPs"),
    TASKS: ("Mengerjakan tugas dan memulai berkas", "Work on tasks and start cases"),
    MANAGE: ("Mengurus berkas sebagai pemilik proses", "Run cases as their process owner"),
    DEPLOY: ("Memasang dan mencabut diagram", "Deploy and withdraw diagrams"),
    EXTERNAL: ("Mengerjakan tugas layanan sebagai mesin", "Work on service tasks as a machine"),
    ADMIN: ("Mengurus akun, token dan jam", "Manage accounts, tokens and the clock"),
}
READING: Final = frozenset({READ, TASKS, MANAGE})
"""Each of these lets a token read the cases and tasks that its account may read."""

_EVERY: Final = frozenset(SCOPES)


def _of(*scopes: str) -> frozenset[str]:
    return frozenset(scopes)


OPENED_BY: Final[Mapping[str, frozenset[str]]] = {
    "accounts": _of(ADMIN),
    "assign": _of(MANAGE),
    "assign-received": _of(MANAGE),
    "calendar": _of(ADMIN),
    "cancel": _of(MANAGE),
    "claim": _of(TASKS),
    "clock": _of(ADMIN),
    "comment": _of(TASKS, MANAGE),
    "complete": _of(TASKS),
    "correlate": _of(TASKS, MANAGE, EXTERNAL),
    "delegate": _of(TASKS),
    "deploy": _of(DEPLOY),
    "disable-webhook": _of(MANAGE, ADMIN, EXTERNAL),
    "erase": _of(MANAGE),
    "examine": READING,
    "external": _of(EXTERNAL),
    "filter": _of(TASKS, MANAGE),
    "hold": _of(MANAGE),
    "identity": _of(ADMIN),
    "job": _of(EXTERNAL),
    "keep": _of(MANAGE, EXTERNAL),
    "make-token": _of(ADMIN),
    "modify": _of(MANAGE),
    "offer": _of(MANAGE, EXTERNAL),
    "password": _of(ADMIN),
    "read-case": READING,
    "read-definition": _EVERY,
    "read-external": _of(READ, MANAGE, EXTERNAL),
    "read-people": _of(READ, TASKS, MANAGE, ADMIN),
    "read-proof": READING,
    "read-task": READING,
    "record-read": READING,
    "register": _of(MANAGE, ADMIN),
    "resume": _of(MANAGE),
    "retry": _of(MANAGE),
    "revoke-token": _of(ADMIN),
    "search": READING,
    "share-filter": _of(MANAGE),
    "signal": _of(MANAGE, EXTERNAL),
    "start": _of(TASKS, EXTERNAL),
    "suspend": _of(MANAGE),
    "suspend-definition": _of(DEPLOY, MANAGE),
    "unclaim": _of(TASKS, MANAGE),
    "variables": _of(MANAGE, EXTERNAL),
    "webhook-answers": _of(MANAGE, ADMIN),
    "webhooks": _of(MANAGE, ADMIN),
    "withdraw": _of(DEPLOY),
}
"""Every action of the policy, and the scopes of which one is needed for it."""


def opens(scopes: Collection[str] | None, action: str) -> bool:
    """True when one of the scopes opens the action; None are no scopes but the account itself."""
    return scopes is None or not OPENED_BY[action].isdisjoint(scopes)
