"""The page of a link: somebody outside, who has no account, answers one step of a case once."""

from __future__ import annotations

import secrets
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.commands.link import UseLink
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound, NotPossible, Refusal
from engine.queries.link import LinkView, link_view
from engine.store.documents import HELD_BY
from engine.store.reading import Row
from engine.tokens import digest
from engine.web.desk import desk, now, run
from engine.web.fields import FormPage, answers_of, page_of
from engine.web.guest import as_guest, guessed, link_row
from engine.web.pages import refused
from engine.web.papers import received
from engine.web.task import ASKED, CHECK, Sent, sent
from engine.web.words import both, say, several

__all__ = ["blueprint"]

blueprint: Final = Blueprint("link", __name__)
MOST_PAPERS: Final = 20
"""How many papers one link brings, those that were refused apart."""
_ALONE: Final = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@blueprint.get("/j/<secret>")
def show(secret: str) -> Response:
    """What is asked, and its form; or why the link counts no more."""
    if link_row(secret) is None:
        return _unknown()
    return _page(secret, _view(secret))


@blueprint.post("/j/<secret>")
def answer(secret: str) -> BaseResponse:
    """Hands the answer in; a refused one comes back as it was filled in, with what to do about it."""
    row = link_row(secret)
    if row is None:
        return _unknown()
    given, view = sent(), _view(secret)
    if view.over is not None:
        return _page(secret, view, status=409)
    problems = _kept(row, view, given)
    if problems:
        return _page(secret, view, (given, Invalid(problems)), 422)
    if request.form.get(ASKED) == CHECK:
        return _page(secret, view, (given, _missing(view, given)), 422)
    try:
        run(UseLink(digest(secret), answers_of(view.form, given)), who=as_guest(row))
    except (Invalid, Conflict, NotFound, NotPossible) as error:
        return _page(secret, _view(secret), (given, error), refused(error))
    return redirect(url_for("web.link.show", secret=secret), 303)


def _kept(row: Row, view: LinkView, given: dict[str, list[str]]) -> list[FieldProblem]:
    """Keeps the papers that came; what was refused."""
    who = as_guest(row)
    coming = sum(1 for file in request.files.values() if file.filename)
    with desk().store.reading() as reading:
        brought = int(reading.value(HELD_BY, login=who.login))
    if coming and brought + coming > MOST_PAPERS:
        field = next((one.key for one in view.form.fields if one.kind == "file"), "") if view.form else ""
        many = (f"Paling banyak {MOST_PAPERS} berkas lewat satu tautan.", f"At most {MOST_PAPERS} files by one link.")
        return [FieldProblem(field, *many)]
    return received(view.form, given, who)


def _view(secret: str) -> LinkView:
    here = desk()
    with here.store.reading() as reading:
        return link_view(reading, here.library, digest(secret), now())


def _missing(view: LinkView, given: Sent) -> Invalid:
    """What would be refused if it were sent now."""
    errors = view.form.clean(answers_of(view.form, given), {}).errors if view.form else ()
    return Invalid([FieldProblem(error.key, error.id, error.en) for error in errors], "check")


def _page(secret: str, view: LinkView, wrong: tuple[Sent, Refusal] | None = None, status: int = 200) -> Response:
    error = wrong[1] if wrong else None
    shown = render_template(
        "web/link.html",
        view=view,
        form=_form(view, wrong),
        error=error,
        said=both(error) if error else "",
        secret=secret,
        key=secrets.token_urlsafe(16),
        now=now(),
        guest_page=True,
    )
    return _answered(shown, status)


def _form(view: LinkView, wrong: tuple[Sent, Refusal] | None) -> FormPage:
    """The form without what the case knows: nobody outside gets to see that."""
    problems = wrong[1].problems if wrong and isinstance(wrong[1], Invalid) else ()
    return page_of(view.form, {}, None, None if wrong is None else (wrong[0], problems))


def _unknown() -> Response:
    """No such link, or after many of them a pause for this address."""
    wait = guessed()
    said = (
        several("Terlalu banyak percobaan. Coba lagi dalam {n} detik.", wait)
        if wait
        else say("Tautan ini tidak dikenal.")
    )
    return _answered(render_template("web/link_none.html", said=said, now=now()), 429 if wait else 404)


def _answered(text: str, status: int) -> Response:
    response = make_response(text, status)
    response.headers.update(_ALONE)
    return response
