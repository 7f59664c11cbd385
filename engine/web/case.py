"""Berkas: the cases of a person, and one case with its diagram, story and comments."""

from __future__ import annotations

import secrets
from typing import Final, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.case import Comment
from engine.commands.refusals import Invalid, Refusal
from engine.queries.case import CaseView, case_view
from engine.queries.cases import Which, cases
from engine.web.desk import looking, run
from engine.web.diagram import picture
from engine.web.notice import tell
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("case", __name__)
WHICH: Final = {"berjalan": "running", "selesai": "ended", "semua": "all"}
COMMENTED: Final = "komentar"
DIGITS: Final = 10  # more than any event or case of a page has


@blueprint.get("/berkas")
@login_required  # type: ignore[untyped-decorator]
def index() -> str | Response:
    """The person's cases; a number that fits one case leads straight to it."""
    which = request.args.get("tampil", "berjalan")
    which = which if which in WHICH else "berjalan"
    text = request.args.get("cari", "")[:100]
    with looking() as look:
        found = cases(look, cast("Which", WHICH[which]), text, _before())
    if text.strip() and len(found.rows) == 1:
        return redirect(url_for("web.case.show", number=found.rows[0].number))
    return render_template("web/cases.html", cases=found, which=which, text=text)


@blueprint.get("/berkas/<number>")
@login_required  # type: ignore[untyped-decorator]
def show(number: str) -> str:
    """The case's page; `sebelum` turns the story back."""
    return _page(_view(number))


@blueprint.get("/berkas/<number>/diagram")
@login_required  # type: ignore[untyped-decorator]
def diagram(number: str) -> str:
    """The whole diagram with the names of its steps."""
    view = _view(number)
    drawn = picture(view.definition, view.here, view.position)
    return render_template("web/diagram.html", view=view, drawing=drawn)


@blueprint.post("/berkas/<number>/komentar")
@login_required  # type: ignore[untyped-decorator]
def comment(number: str) -> Response | tuple[str, int]:
    """Adds a comment."""
    view, text = _view(number), request.form.get("komentar", "")
    try:
        run(Comment(view.id, text))
    except Invalid as error:
        return _page(view, text, error), 422
    tell(COMMENTED, {})
    return redirect(url_for("web.case.show", number=view.number, _anchor="komentar"), 303)


def _before() -> int | None:
    """The number of the link to older things; None for anything else."""
    text = request.args.get("sebelum", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else None


def _view(number: str) -> CaseView:
    with looking() as look:
        return case_view(look, number, _before())


def _page(view: CaseView, text: str = "", error: Refusal | None = None) -> str:
    return render_template(
        "web/case.html",
        view=view,
        text=text,
        said=both(error.problems[0]) if isinstance(error, Invalid) else "",
        key=secrets.token_urlsafe(16),
        map=picture(view.definition, view.here, view.position, small=True),
    )
