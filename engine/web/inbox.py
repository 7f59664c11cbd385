"""Kotak tugas: the tasks of a person and of his posts."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.queries.due import Group
from engine.queries.inbox import FREE, Ask, Box, Order, Place, tasks
from engine.queries.inbox_counts import counts
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.web.desk import looking

__all__ = ["blueprint"]

blueprint: Final = Blueprint("inbox", __name__)
BOXES: Final[dict[str, Box]] = {"saya": "mine", "jabatan": "posts", "selesai": "done"}
TIMES: Final[dict[str, Group]] = {"lewat": "late", "hampir": "soon", "cukup": "enough", "bebas": "free"}
ORDERS: Final[dict[str, Order]] = {"sisa": "due", "lama": "old", "baru": "new", "nomor": "number"}
_LONGEST: Final = 100  # letters of a question


@blueprint.get("/")
def front() -> Response:
    """The inbox is the front page."""
    return redirect(url_for("web.inbox.show"))


@blueprint.get("/kotak-tugas")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """A page of tasks; a script that renews the list gets that and the numbers alone."""
    box = BOXES.get(_asked("kotak"), "posts")
    ask = Ask(
        box=box,
        sop=_asked("sop"),
        text=_asked("cari"),
        after=_place(_asked("sesudah")),
        step=_asked("langkah") if _asked("sop") else "",
        due=TIMES.get(_asked("waktu")) if box != "done" else None,
        order=ORDERS.get(_asked("urut"), "due"),
    )
    with looking() as look:
        found, numbers = tasks(look, ask), counts(look, box)
    if box == "posts":
        g.alerts = numbers.dues  # what the top bar would ask again
    page = "web/inbox_fragment.html" if request.headers.get("HX-Request") else "web/inbox.html"
    names = {"box": _name(BOXES, box), "due_name": _name(TIMES, ask.due), "order": _name(ORDERS, ask.order)}
    return render_template(page, inbox=found, ask=ask, counts=numbers, **names)


def _asked(name: str) -> str:
    return request.args.get(name, "")[:_LONGEST]


def _name(names: dict[str, Box] | dict[str, Group] | dict[str, Order], value: str | None) -> str:
    return next((name for name, one in names.items() if one == value), "")


def _place(text: str) -> Place | None:
    """The place `at.case.n` of a link to the next page; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 20 for part in parts):
        return None
    at, case, n = map(int, parts)
    return Place(at, case, n) if at <= FREE and case <= MOST_ID and n <= MOST_NUMBER else None
