"""Berkas: the cases of a person, and one case with its diagram, story and comments."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.queries.case import CaseView, case_view
from engine.queries.cases import Which, cases
from engine.queries.kin import Kin, kin
from engine.web.desk import looking
from engine.web.diagram import picture

__all__ = ["Wrong", "blueprint", "case_page", "seen"]

blueprint: Final = Blueprint("case", __name__)
WHICH: Final = {"berjalan": "running", "selesai": "ended", "semua": "all"}
DIGITS: Final = 10  # more than any event or case of a page has


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was refused on the page of a case: the field, what stood in it, and what to do about it."""

    field: str
    text: str
    said: str


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
    return case_page(seen(number))


@blueprint.get("/berkas/<number>/diagram")
@login_required  # type: ignore[untyped-decorator]
def diagram(number: str) -> str:
    """The whole diagram with the names of its steps."""
    view = seen(number)
    drawn = picture(view.definition, view.here, view.position)
    return render_template("web/diagram.html", view=view, drawing=drawn)


@blueprint.app_template_global()
def case_kin(case: int) -> tuple[Kin, ...]:
    """The cases that a case has to do with."""
    with looking() as look:
        return kin(look, case)


def _before() -> int | None:
    """The number of the link to older things; None for anything else."""
    text = request.args.get("sebelum", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else None


def seen(number: str) -> CaseView:
    """The case as the person sees it; raises NotFound."""
    with looking() as look:
        return case_view(look, number, _before())


def case_page(view: CaseView, wrong: Wrong | None = None) -> str:
    """The page of a case, with what was refused on it."""
    return render_template(
        "web/case.html",
        view=view,
        wrong=wrong,
        key=secrets.token_urlsafe(16),
        map=picture(view.definition, view.here, view.position, small=True),
    )
