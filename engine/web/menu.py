"""What the top bar leads to, for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import current_app, url_for

from engine.policy import ADMINISTRATOR, AUDITOR, OWNER, Actor
from engine.queries.incidents import watches
from engine.queries.webhooks import tends_hooks
from engine.web.words import say

__all__ = ["Door", "menu"]


@dataclass(frozen=True, slots=True)
class Door:
    """One entry: its address, the name by which a page says that it belongs to it, and its words."""

    to: str
    part: str
    label: str


def _holds(*roles: str) -> Callable[[Actor], bool]:
    return lambda actor: any(role in roles for role, _ in actor.grants)


def _anybody(_: Actor) -> bool:
    return True


# endpoint, part, words, for whom
_DOORS: Final[tuple[tuple[str, str, Callable[[], str], Callable[[Actor], bool]], ...]] = (
    ("web.inbox.show", "inbox", lambda: say("Kotak tugas"), _anybody),
    ("web.start.show", "start", lambda: say("Mulai"), _anybody),
    ("web.case.index", "case", lambda: say("Berkas"), _anybody),
    ("web.sop.index", "sop", lambda: "SOP", _anybody),
    ("web.cases.index", "cases", lambda: say("Kasus"), _holds(AUDITOR, OWNER)),
    ("web.proof.show", "proof", lambda: say("Bukti"), _holds(AUDITOR, OWNER)),
    ("web.hooks.index", "hooks", lambda: say("Sambungan"), tends_hooks),
    ("web.incidents.show", "incidents", lambda: say("Kendala"), watches),
    ("web.manage.index", "manage", lambda: say("Kelola"), _holds(ADMINISTRATOR)),
)


def menu(actor: Actor) -> tuple[Door, ...]:
    """The entries that a person finds, in their order."""
    known = current_app.view_functions
    return tuple(
        Door(url_for(endpoint), part, words())
        for endpoint, part, words, wanted in _DOORS
        if endpoint in known and wanted(actor)
    )
