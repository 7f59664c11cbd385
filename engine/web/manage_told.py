"""What became of accounts and offices, in words: one sentence a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.events import Event
from engine.people import CAPACITIES, REGION
from engine.policy import EVERYWHERE
from engine.queries.names import Names
from engine.web.manage import days_said, place_called, role_called
from engine.web.words import say, several

__all__ = ["Line", "told_lines"]

CONSOLE: Final = frozenset({"konsol", "lajur"})
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One change: when, who made it, what it was, and whose account it is about (empty for none)."""

    at: datetime
    who: str
    said: str
    login: str


def told_lines(events: list[Event], called: Names) -> list[Line]:
    """The changes in words, in their order."""
    return [_line(event, called) for event in events]


def _line(event: Event, called: Names) -> Line:
    change, login = str(event.data.get("change", "")), str(event.data.get("login", ""))
    teller = _TELLERS.get(change)
    who = say("baris perintah") if event.actor in CONSOLE else _person(called, event.actor)
    return Line(event.recorded_at, who, teller(event.data, called) if teller else change, login)


def _person(called: Names, login: Any) -> str:
    found = called.person(login if isinstance(login, str) else None)
    return found.name if found else ""


def _post(called: Names, id: Any) -> str:
    found = called.post(id if isinstance(id, str) else None)
    return found.name if found else ""


def _created(_data: Data, _called: Names) -> str:
    return say("Akun dibuat.")


def _account(data: Data, _called: Names) -> str:
    words = {
        "name": say("Nama diganti."),
        "nip": say("NIP diganti."),
        "password": say("Kata sandi diganti administrator."),
        "office": say("Pindah ke kantor {office}.", office=data.get("office", "")),
        "active": say("Akun dibuka lagi.") if data.get("active") else say("Akun ditutup."),
    }
    said = [words[name] for name in data.get("what", ()) if name in words]
    tokens = int(data.get("tokens", 0))
    return " ".join([*said, *([several("{n} token dicabut.", tokens)] if tokens else [])])


def _holding(data: Data, called: Names) -> str:
    who, post = _person(called, data["login"]), _post(called, data["post"])
    return say("{who} memegang {post}: {days}.", who=who, post=post, days=days_said(data["since"], data["until"]))


def _acting(data: Data, called: Names) -> str:
    post = f"{CAPACITIES.get(data['kind'], '')} {_post(called, data['post'])}"
    days, letter = days_said(data["since"], data["until"]), data.get("letter", "")
    who = _person(called, data["login"])
    return say("{who} ditunjuk {post}: {days}. Surat {letter}.", who=who, post=post, days=days, letter=letter)


def _acting_ended(data: Data, called: Names) -> str:
    post = f"{CAPACITIES.get(data['kind'], '')} {_post(called, data['post'])}"
    days, who = days_said(data["since"], data["until"]), _person(called, data["login"])
    return say("Penugasan {who} sebagai {post} diakhiri: {days}.", who=who, post=post, days=days)


def _role(data: Data, _called: Names) -> str:
    place = str(data["office"])
    region = place.removeprefix(REGION) if place.startswith(REGION) else None
    where = place_called(None if region is not None or place == EVERYWHERE else place, region)
    role = role_called(str(data["role"]))
    if data["change"] == "role-given":
        return say("Peran {role} diberikan untuk {where}.", role=role, where=where)
    return say("Peran {role} dicabut untuk {where}.", role=role, where=where)


def _office(data: Data, _called: Names) -> str:
    if "posts" in data:
        return several("Kantor dimuat dari berkas dengan {n} jabatan.", len(data["posts"]))
    return say("Data kantor ditulis: {name}.", name=data["office"]["name"])


def _post_written(data: Data, _called: Names) -> str:
    name = data["posts"][0]["name"]
    return say("Jabatan {post} dibuat.", post=name) if data.get("new") else say("Jabatan {post} diubah.", post=name)


def _alias(data: Data, _called: Names) -> str:
    posts = ", ".join(str(post).rpartition("/")[2] for post in data["posts"])
    if not posts:
        return say("Sebutan “{label}” dihapus.", label=data["label"])
    return say("Sebutan “{label}” berarti {posts}.", label=data["label"], posts=posts)


_TELLERS: Final[Mapping[str, Callable[[Data, Names], str]]] = {
    "created": _created,
    "account": _account,
    "post": _holding,
    "acting": _acting,
    "acting-ended": _acting_ended,
    "role-given": _role,
    "role-taken": _role,
    "office": _office,
    "post-written": _post_written,
    "alias": _alias,
    "own-password": lambda _, __: say("Kata sandi diganti sendiri."),
    "token-created": lambda data, _: say("Token dibuat: {scopes}.", scopes=data.get("scopes", "")),
    "token-revoked": lambda data, _: say("Token {n} dicabut.", n=data.get("token", "")),
    "linked": lambda data, _: say("Dihubungkan dengan {issuer}.", issuer=data.get("issuer", "")),
    "unlinked": lambda data, _: say("Hubungan dengan {issuer} diputus.", issuer=data.get("issuer", "")),
}
