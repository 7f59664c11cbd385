"""Kelola: the frame of the administrator's pages, what their forms send, and how a refusal comes back to the form."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from engine.commands.desk import Result
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible, Refusal
from engine.people import today
from engine.queries.managing import manages, manages_all, offices_managed
from engine.queries.names import Office, Person
from engine.web.clock import long_date
from engine.web.desk import looking, now, run
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.session import manager
from engine.web.words import both, say

__all__ = ["Sheet", "blueprint", "day_here", "days_said", "done", "framed", "login_of", "place_called", "role_called"]

blueprint: Final = Blueprint("manage", __name__, url_prefix="/kelola")
DONE: Final = "kelola"
Fields = Sequence[tuple[str, str]]
_DAY: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


@blueprint.before_request
def _administrators_alone() -> Response | None:
    """Nobody else has these pages."""
    if not current_user.is_authenticated:
        response: Response = manager.unauthorized()
        return response
    with looking() as look:
        if not manages(look):
            raise NotFound("no-page", "Halaman ini tidak ada.", "There is no such page.")
    return None


@blueprint.get("")
def index() -> str:
    """The offices that the person manages."""
    text = request.args.get("cari", "")
    with looking() as look:
        found, more = offices_managed(look, text), manages_all(look)
    return framed("offices", "web/manage/offices.html", offices=found, text=text, may_create=more)


def framed(part: str, template: str, **values: Any) -> str:
    """A page of these; `part` is its entry in the list at the side."""
    return render_template(template, part=part, key=secrets.token_urlsafe(16), **{"sheet": None} | values)


def done(said: str, to: str, undo: tuple[str, str, Fields] | None = None) -> Response:
    """Goes to a page, which says what was done; `undo` is a label, the address and the fields that take it back."""
    facts: dict[str, Any] = {"said": said}
    if undo is not None:
        facts |= {"label": undo[0], "undo": undo[1], "fields": [list(pair) for pair in undo[2]]}
    tell(DONE, facts)
    return redirect(to, 303)


@dataclass
class Sheet:
    """What a form sent, by its name on the page; `mistakes` by field and `error` are what is wrong with it."""

    name: str
    mistakes: dict[str, str] = field(default_factory=dict)
    error: str = ""
    status: int = 422

    @property
    def typed(self) -> Mapping[str, str]:
        """What stood in the fields."""
        return request.form

    def text(self, key: str) -> str:
        """A field as one line."""
        return " ".join(request.form.get(key, "").split())

    def day(self, key: str, *, needed: bool = True) -> date | None:
        """A field with a day as people write it; None when it is empty or no day, and then that is a mistake."""
        text = self.text(key)
        found = _read_day(text)
        if found is None and (text or needed):
            self.mistakes[key] = say("Tulis tanggal-bulan-tahun, misalnya {example}.", example=f"{now():%d-%m-%Y}")
        return found

    def run(self, command: object, fields: Mapping[str, str] | None = None, part: str = "") -> Result | None:
        """Runs the command; None when it was refused. `fields` are names of its fields -> of those of the form.

        A form that runs several commands names each one's `part`.
        """
        try:
            return run(command, part=part)
        except Invalid as error:
            for one in error.problems:
                self.mistakes[(fields or {}).get(one.key, one.key)] = both(one)
        except NotFound as error:
            if error.code not in (fields or {}):
                raise
            self.mistakes[(fields or {})[error.code]] = both(error)
        except (Conflict, NotPossible, NotAllowed) as error:
            self._refuse(error)
        return None

    def _refuse(self, error: Refusal) -> None:
        self.error, self.status = both(error), refused(error)


def _read_day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None


def login_of(text: str, near: list[Person]) -> str:
    """The login that somebody means: as it stands, or by a name that only one has."""
    if any(one.login == text for one in near):
        return text
    same = [one.login for one in near if one.name.casefold() == text.casefold()]
    return same[0] if len(same) == 1 else text.lower()


def day_here(office: Office | Mapping[str, Any], at: datetime) -> date:
    """The day in an office."""
    return today(office.zone if isinstance(office, Office) else office["zone"], at)


@blueprint.app_template_global()
def days_said(since: str, until: str | None) -> str:
    """`1 Januari 2026 sampai 3 Maret 2026`, `sejak 1 Januari 2026`."""
    first = long_date(date.fromisoformat(since))
    if until is None:
        return say("sejak {day}", day=first)
    if until < since:
        return say("sejak {day} (dibatalkan)", day=first)
    return say("{first} sampai {last}", first=first, last=long_date(date.fromisoformat(until)))


@blueprint.app_template_global()
def role_called(role: str) -> str:
    """A role in words."""
    words = {
        "pemilik": say("Pemilik proses"),
        "auditor": say("Auditor"),
        "administrator": say("Administrator"),
        "worker": say("Mesin (tugas layanan)"),
    }
    return words.get(role, role)


@blueprint.app_template_global()
def place_called(office: str | None, region: str | None) -> str:
    """Where a role counts."""
    if region is not None:
        return say("semua kantor di {region}", region=region)
    return office or say("semua kantor")


@blueprint.context_processor
def _frame() -> dict[str, Any]:
    """The list at the side."""
    entries = [
        ("offices", url_for("web.manage.index"), say("Kantor")),
        ("accounts", url_for("web.manage.accounts"), say("Akun")),
        ("actings", url_for("web.manage.actings"), say("Plt dan Plh")),
        ("calendar", url_for("web.manage.calendar"), say("Kalender")),
        ("agenda", url_for("web.manage.agenda"), say("Buku agenda")),
    ]
    return {"entries": entries}
