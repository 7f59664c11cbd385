"""The command with which somebody changes his own password."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from engine.commands.account import password_problems
from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import Conflict, Invalid, NotFound
from engine.policy import Facts
from engine.store import NewEvent
from engine.store.people import LOCK_ACCOUNT
from engine.store.tokens import SET_PASSWORD

__all__ = ["ChangePassword"]

_SESSION_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Change one's own password: `password` is the new hash, `present` the stored one that was verified before."""

    login: str
    password: str
    present: str


@handles(ChangePassword)
def change_password(work: Work, command: ChangePassword) -> Body:
    """Changes it and ends all sessions; Conflict when it was changed since the present one was verified."""
    work.demand("password", Facts(own=command.login == work.context.actor.login))
    if problems := password_problems(command.password):
        raise Invalid(problems)
    row = work.tx.one(LOCK_ACCOUNT, login=command.login)
    if row is None:
        raise NotFound("no-account", f"Akun {command.login} tidak ada.", f"There is no account {command.login}.")
    if row["password"] != command.present:
        raise Conflict(
            "password-changed",
            "Kata sandi ini baru saja diganti. Masuk lagi.",
            "This password was changed a moment ago. Sign in again.",
        )
    work.tx.run(SET_PASSWORD, login=command.login, session=os.urandom(_SESSION_BYTES), password=command.password)
    data = {"change": "own-password", "login": command.login}
    work.append(NewEvent(0, "AccountChanged", data))
    return {"login": command.login}
