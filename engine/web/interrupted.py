"""What was typed into a form whose session has ended: nobody types it again, and nobody else gets it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from engine.commands.draft import DraftPlace
from engine.commands.refusals import Refusal
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.web.desk import OWN
from engine.web.drafts import SCRIPT, keep_draft
from engine.web.fields import paper_name
from engine.web.words import both, say

__all__ = ["Typed", "brought_along", "come_back", "interrupted", "typed_page"]

ACCOUNT: Final = "_akun"
"""The field that names whose form it is."""
TYPED: Final = "isi."
"""Before the names of the answers that the sign-in page carries for a person."""
BACK: Final = "ke"
_KEPT: Final = ("_tab", "_revisi")
_FORMS: Final = {"web.task.complete", "web.task.save", "web.start.start", "web.start.save"}
_TEXTS: Final = {"web.case_acts.comment", "web.wait.answer", "web.hand_over.hand_over"}
_PLACE: Final = re.compile(r"(/tugas/(?P<case>\d{1,19})-(?P<n>\d{1,10})|/mulai/(?P<key>[\w.-]{1,200}))(/draf)?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page had been filled with: by whom (a login), the address of the page, and its fields."""

    login: str
    path: str
    fields: tuple[tuple[str, str], ...]
    tab: tuple[tuple[str, str], ...] = ()
    """The names under which the page saves its draft."""

    @property
    def place(self) -> DraftPlace | None:
        """The form that it is a draft of; None where the page keeps no drafts."""
        return _place(self.path)

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """What a person wrote, each with the name of its field in words."""
        for name, text in self.fields:
            if text.strip():
                yield name.replace("_", " ").capitalize(), paper_name(text)

    @property
    def filled(self) -> Mapping[str, Sequence[str]]:
        """The texts of each field, as a draft holds them."""
        found: dict[str, list[str]] = {}
        for name, text in self.fields:
            found.setdefault(name, []).append(text)
        return found


def interrupted() -> Typed | None:
    """What the refused form held; None where it came from another site, or nobody typed anything."""
    if request.endpoint not in _FORMS | _TEXTS or SCRIPT in request.headers or not _from_here():
        return None
    path = request.path.removesuffix("/draf") if request.endpoint in _FORMS else request.path
    fields = tuple((name, text) for name, text in _sent() if not name.startswith(OWN))
    tab = tuple((name, request.form[name]) for name in _KEPT if name in request.form)
    return Typed(request.form.get(ACCOUNT, ""), path, fields, tab)


def brought_along() -> Typed | None:
    """What the sign-in page carries; None where it carries nothing."""
    fields = tuple((name.removeprefix(TYPED), text) for name, text in _sent() if name.startswith(TYPED))
    tab = tuple((name, request.form[name]) for name in _KEPT if name in request.form)
    path = request.form.get(BACK, "")
    return Typed(request.form.get(ACCOUNT, ""), path, fields, tab) if fields and _place(path) else None


def come_back(typed: Typed) -> Response | BaseResponse:
    """After signing in: what was typed becomes a draft, and its page opens; shown to be copied where refused."""
    try:
        keep_draft(typed.place or DraftPlace(), typed.filled)
    except Refusal as error:
        return typed_page(typed, both(error))
    return redirect(typed.path, 303)


def typed_page(typed: Typed, sentence: str = "") -> Response:
    """What was typed, with a button that goes on with it where it can be a draft; status 400."""
    same = typed.place is not None and not sentence and typed.login == getattr(current_user, "actor", typed).login
    if not current_user.is_authenticated:
        sentence = say("Anda sudah keluar.")
    words = sentence or say("Halaman itu dibuka sebelum Anda masuk lagi, atau dengan akun lain.")
    page = make_response(render_template("web/typed.html", typed=typed, sentence=words, goes_on=same))
    page.status_code = 400
    return page


def _sent() -> Iterator[tuple[str, str]]:
    return iter(request.form.items(multi=True))


def _from_here() -> bool:
    """True when the browser says that a page of this site sent the form: another one may not put words into it."""
    where = request.headers.get("Sec-Fetch-Site")
    if where is not None:
        return where == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _place(path: str) -> DraftPlace | None:
    found = _PLACE.fullmatch(path)
    if found is None:
        return None
    if found["key"]:
        return DraftPlace(start=found["key"])
    case, n = int(found["case"]), int(found["n"])
    return DraftPlace(case, n) if case <= MOST_ID and n <= MOST_NUMBER else None
