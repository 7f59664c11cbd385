"""Commands on identities at an OpenID provider: link and unlink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.managing import demand_all_of_it, managed
from engine.commands.refusals import Conflict, FieldProblem, Invalid
from engine.events import instant
from engine.policy import EVERYWHERE, Facts
from engine.store import NewEvent
from engine.store.tokens import DROP_IDENTITY, IDENTITY, PUT_IDENTITY

__all__ = ["LinkIdentity", "UnlinkIdentity"]

_MOST: Final = 255  # what OpenID Connect allows a subject to have


@dataclass(frozen=True, slots=True)
class LinkIdentity:
    """Let whom an issuer calls `subject` sign in to an account."""

    login: str
    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class UnlinkIdentity:
    """Let nobody of that issuer sign in to an account any more."""

    login: str
    issuer: str


@handles(LinkIdentity)
def link_identity(work: Work, command: LinkIdentity) -> Body:
    """Links them; the same link again changes nothing, another one of either is a Conflict."""
    _demand(work, command.login)
    if not 0 < len(command.subject) <= _MOST or not command.subject.isprintable():
        raise Invalid(
            [FieldProblem("subject", f"Subjek: 1 sampai {_MOST} huruf.", f"A subject has 1 to {_MOST} letters.")]
        )
    row = {"login": command.login, "issuer": command.issuer, "subject": command.subject}
    if work.tx.run(PUT_IDENTITY, **row, at=instant(work.now)):
        data = {"change": "linked", "login": command.login, "issuer": command.issuer}
        work.append(NewEvent(0, "AccountChanged", data, answers={"$subjek": command.subject}))
        return row | {"linked": True}
    found = work.tx.one(IDENTITY, issuer=command.issuer, subject=command.subject)
    if found is None or found["login"] != command.login:
        raise Conflict(
            "linked",
            "Akun atau identitas ini sudah dihubungkan dengan yang lain. Putuskan dahulu.",
            "This account or identity is linked with another one. Unlink that first.",
        )
    return row | {"linked": False}


@handles(UnlinkIdentity)
def unlink_identity(work: Work, command: UnlinkIdentity) -> Body:
    """Takes the link; nothing when there is none."""
    _demand(work, command.login)
    taken = work.tx.run(DROP_IDENTITY, login=command.login, issuer=command.issuer)
    if taken:
        data = {"change": "unlinked", "login": command.login, "issuer": command.issuer}
        work.append(NewEvent(0, "AccountChanged", data))
    return {"login": command.login, "issuer": command.issuer, "unlinked": bool(taken)}


def _demand(work: Work, login: str) -> None:
    """NotFound when there is no such account; NotAllowed where somebody else would get in as it with wider rights."""
    if login == work.context.actor.login:
        work.demand("identity", Facts(own=True))
        return
    row = managed(work, login)
    work.demand("identity", Facts(row["office"] or EVERYWHERE))
    demand_all_of_it(work, login)
