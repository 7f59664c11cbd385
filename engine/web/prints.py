"""Print views: the receipt of a case, the disposition slip of a task, and a case with its history."""

from __future__ import annotations

from typing import Final

import segno
from flask import Blueprint, render_template, request
from flask_login import login_required
from markupsafe import Markup

from engine.queries.case import case_view
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.queries.papers import papers_of_case
from engine.queries.receipt import receipt
from engine.queries.task import task_view
from engine.web.desk import looking
from engine.web.diagram import picture
from engine.web.fields import page_of

__all__ = ["blueprint"]

blueprint: Final = Blueprint("prints", __name__)
ROLL: Final = "80"
"""Millimetres of the paper of a receipt printer."""


@blueprint.get("/berkas/<number>/tanda-terima")
@login_required  # type: ignore[untyped-decorator]
def show_receipt(number: str) -> str:
    """The receipt, on A5 or (`kertas=80`) on a roll of 80 mm."""
    with looking() as look:
        found = receipt(look, number)
    roll = request.args.get("kertas") == ROLL
    return render_template("web/print_receipt.html", receipt=found, qr=_code(found.number), roll=roll)


@blueprint.get(f"/tugas/<int(max={MOST_ID}):case>-<int(max={MOST_NUMBER}):n>/cetak")
@login_required  # type: ignore[untyped-decorator]
def slip(case: int, n: int) -> str:
    """The task on paper: what is asked, its form to be filled in by hand, and lines for the times."""
    with looking() as look:
        view = task_view(look, case, n)
    form = page_of(view.form, view.values, view.decision)
    return render_template("web/print_slip.html", view=view, form=form, qr=_code(view.number))


@blueprint.get("/berkas/<number>/cetak")
@login_required  # type: ignore[untyped-decorator]
def case(number: str) -> str:
    """The case on paper: a cover, its papers, and all that happened, the oldest first."""
    with looking() as look:
        view = case_view(look, number)
        stories = [view.story]
        while stories[-1].older is not None and len(stories) < _MOST:
            stories.append(case_view(look, number, stories[-1].older).story)
        papers = papers_of_case(look, view.id, view.definition)
    entries = [entry for told in reversed(stories) for entry in told.entries]
    drawn = picture(view.definition, view.here, view.position, small=True)
    return render_template(
        "web/print_case.html", view=view, entries=entries, papers=papers, map=drawn, qr=_code(view.number)
    )


_MOST: Final = 20  # of 300 events each: a longer history is a matter for the export


def _code(number: str) -> Markup:
    """The QR code of a case number as a picture in the page; black, without style attributes."""
    drawn = segno.make(number, error="m", micro=False).svg_inline(border=2, dark="#000", omitsize=True)
    return Markup(drawn)  # noqa: S704 - segno draws squares; the number stands in none of its texts
