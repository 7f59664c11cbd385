"""Drafts on pages: what was typed comes back on the next visit, and another tab's text stands beside it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Response, jsonify, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from engine.commands.desk import Context
from engine.commands.draft import DraftPlace, DropDraft, SaveDraft
from engine.commands.refusals import Refusal
from engine.queries.draft import Draft, drafts
from engine.web.clock import lately
from engine.web.desk import desk, looking, now
from engine.web.fields import paper_name
from engine.web.pages import refused
from engine.web.words import both, say
from forms.form import Form

__all__ = ["TAB", "DraftPage", "OtherDraft", "by_script", "draft_page", "drop_draft", "keep_draft"]

TAB: Final = "_tab"
REVISION: Final = "_revisi"
CHOSEN: Final = "draf"
SCRIPT: Final = "X-Lajur-Draf"
"""The header by which the script asks for a sentence instead of a page."""
_LONGEST: Final = 100
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class OtherDraft:
    """A text of another tab: what it says otherwise, as labels and texts."""

    draft: Draft
    differences: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What a page knows of its draft: the names that it saves under, what it was filled from, and what else there is.

    `kept` is None while nothing was saved.
    """

    tab: str
    revision: int
    kept: Draft | None
    others: tuple[OtherDraft, ...]

    @property
    def filled(self) -> Mapping[str, Sequence[str]] | None:
        """What the form held when it was saved; None while nothing was."""
        return None if self.kept is None else self.kept.filled


def draft_page(place: DraftPlace, form: Form | None) -> DraftPage:
    """The person's draft of a form: the newest one, or the one that the address names.

    A page that comes back with what was sent keeps its name, so that it goes on with its own text.
    """
    with looking() as look:
        found = drafts(look, place)
    tab = request.form.get(TAB, "")[:_LONGEST]
    named = _number(request.form.get(REVISION, "") if tab else request.args.get(CHOSEN, ""))
    kept = next((one for one in found if one.tab == tab or one.revision == named), None)
    if not tab:
        kept = kept or next(iter(found), None)
    revision = kept.revision if kept else named or 0
    labels = {one.key: one.label for one in form.fields} if form else {}
    others = tuple(OtherDraft(one, _differences(one, kept, labels)) for one in found if one is not kept)
    return DraftPage(tab or secrets.token_urlsafe(12), revision, kept, others)


def keep_draft(place: DraftPlace, filled: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Saves what the page holds; the sentence to show, the revision, and whether another tab's text stands beside it.

    Raises Refusal.
    """
    tab, revision = request.form.get(TAB, ""), _number(request.form.get(REVISION, "")) or 0
    body = desk().run(Context(current_user.actor, now()), SaveDraft(place, tab, revision, filled)).body
    time = lately(datetime.fromisoformat(str(body["saved_at"])), current_user.office.tz, now())
    said = say("Draf tersimpan {time}", time=time)
    if body["others"]:
        said = say("Draf tersimpan {time}. Isian dari tab lain berbeda; keduanya disimpan.", time=time)
    return {"said": said, "revision": body["revision"], "others": body["others"]}


def drop_draft(place: DraftPlace) -> None:
    """Forgets the draft whose button was pressed, else that of the page: its own, and the one it was filled from."""
    named = request.form.get("_buang", "")
    revision = 0 if named else _number(request.form.get(REVISION, "")) or 0
    command = DropDraft(place, named or request.form.get(TAB, ""), revision)
    desk().run(Context(current_user.actor, now()), command)


def by_script(save: Any, page: str) -> Response | BaseResponse:
    """Answers a request to save: a sentence for the script, the page again for a button.

    `save` is what `keep_draft` does; `page` the address to go back to. Raises Refusal for a button.
    """
    if SCRIPT not in request.headers:
        save()
        return redirect(page, 303)
    try:
        return jsonify(save())
    except Refusal as error:
        answer = jsonify({"said": both(error)})
        answer.status_code = refused(error)
        return answer


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _differences(one: Draft, kept: Draft | None, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a text says otherwise than the one on the page."""
    return tuple(_told(one, kept.filled if kept else {}, labels))


def _told(one: Draft, shown: Mapping[str, Sequence[str]], labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, texts in one.filled.items():
        if list(texts) != list(shown.get(name, ())):
            yield labels.get(name, name), ", ".join(paper_name(text) for text in texts)
