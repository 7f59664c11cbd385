"""Kotak tugas: the tasks of a person and of his posts."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.queries.inbox import Ask, Box, Place, counts, tasks
from engine.queries.look import MOST_NUMBER
from engine.web.desk import looking

__all__ = ["blueprint"]

blueprint: Final = Blueprint("inbox", __name__)
BOXES: Final[dict[str, Box]] = {"saya": "mine", "jabatan": "posts", "selesai": "done"}


@blueprint.get("/")
def front() -> Response:
    """The inbox is the front page."""
    return redirect(url_for("web.inbox.show"))


@blueprint.get("/kotak-tugas")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """A page of tasks."""
    name = request.args.get("kotak", "")
    box = BOXES.get(name, "posts")
    ask = Ask(
        box, request.args.get("sop", ""), request.args.get("cari", "")[:100], _place(request.args.get("sesudah", ""))
    )
    with looking() as look:
        found, numbers = tasks(look, ask), counts(look)
    return render_template(
        "web/inbox.html", inbox=found, ask=ask, box=name if name in BOXES else "jabatan", counts=numbers
    )


def _place(text: str) -> Place | None:
    """The place `at.case.n` of a link to the next page; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    at, case, n = map(int, parts)
    return Place(at, case, n) if n <= MOST_NUMBER else None
