"""Ekspor: files of cases and acts, small ones at once, large ones in the background with how far they are."""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Iterator
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, stream_with_context, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as Answer

from engine.canonical import loads
from engine.commands.export import AskExport
from engine.commands.export_run import run_export
from engine.commands.refusals import NotFound, NotPossible
from engine.events import moment
from engine.queries.exported import Order
from engine.queries.look import MOST_ID
from engine.queries.search import count, offices_watched
from engine.queries.search_people import people_watched, person_meant
from engine.store.exports import EXPORT, EXPORTS_OF, PART
from engine.store.reading import Row
from engine.web.cases import chosen, chosen_acts
from engine.web.desk import desk, looking, now, run

__all__ = ["blueprint"]

blueprint: Final = Blueprint("exports", __name__)
AT_ONCE: Final = 100
"""Cases that are written while the page waits."""
_AGAIN: Final = 2  # seconds after which the page of what is under way asks anew
_SHOWN: Final = 20


@blueprint.get("/kasus/ekspor")
@login_required  # type: ignore[untyped-decorator]
def index() -> Response:
    """The person's exports and how far each is; the page asks anew by itself while one is under way."""
    with looking() as look:
        offices_watched(look)
        rows = [_told(row) for row in look.reading.all(EXPORTS_OF, login=current_user.actor.login, limit=_SHOWN)]
    page = render_template("web/exports.html", rows=rows)
    response = make_response(page)
    if any(row["status"] in ("ASKED", "RUNNING") for row in rows):
        response.headers["Refresh"] = str(_AGAIN)
    return response


@blueprint.get("/kasus/ekspor/baru")
@login_required  # type: ignore[untyped-decorator]
def choose() -> str:
    """What leaves with a search: names or pseudonyms, and whether what applicants wrote does."""
    form = request.args.get("bentuk", "csv")
    with looking() as look:
        total = count(look, chosen(request.args))
    return render_template("web/export_new.html", total=total, form=form, asked=_args(), key=secrets.token_urlsafe(16))


def _args() -> dict[str, list[str]]:
    """The filters of the address."""
    return {name: found for name, found in request.args.to_dict(flat=False).items() if name != "bentuk"}


@blueprint.post("/kasus/ekspor")
@login_required  # type: ignore[untyped-decorator]
def ask() -> Answer:
    """Asks for the cases of a search."""
    form = request.form.get("bentuk", "")
    about = request.form.get("perihal") == "1" and form == "csv"
    wanted = chosen(request.args)
    with looking() as look:
        total = count(look, wanted)
    if about and (total.more or total.looked):
        raise NotPossible(
            "too-many",
            "Perihal hanya dapat ikut pada paling banyak 1.000 kasus. Sempitkan pencariannya.",
            "Subjects can leave with at most 1,000 cases. Narrow the search.",
        )
    order = Order(
        format="xes" if form == "xes" else "csv",
        wanted=wanted,
        names=request.form.get("nama") != "samaran",
        about=about,
        key=secrets.token_hex(16),
    )
    return _asked(order, at_once=not total.more and not total.looked and total.n <= AT_ONCE)


@blueprint.post("/kasus/ekspor/perbuatan")
@login_required  # type: ignore[untyped-decorator]
def ask_acts() -> Answer:
    """Asks for the acts of a list."""
    asked = chosen_acts(request.args)
    with looking() as look:
        person = person_meant(people_watched(look), asked.person)
    said = {"person": person, "post": asked.post, "number": asked.number, "kind": asked.kind, "zone": asked.zone}
    said |= {"since": asked.since.isoformat() if asked.since else ""}
    said |= {"until": asked.until.isoformat() if asked.until else ""}
    acts = tuple(sorted((name, value) for name, value in said.items() if value))
    return _asked(Order("acts", chosen({}), key=secrets.token_hex(16), acts=acts), at_once=bool(asked.number))


def _asked(order: Order, *, at_once: bool) -> Answer:
    number = run(AskExport(order)).body["export"]
    assert isinstance(number, int)
    if at_once:
        run_export(desk(), number, now, lambda: False)
        return redirect(url_for("web.exports.file", number=number), 303)
    return redirect(url_for("web.exports.index"), 303)


@blueprint.get(f"/kasus/ekspor/<int(max={MOST_ID}):number>/berkas")
@login_required  # type: ignore[untyped-decorator]
def file(number: int) -> Response:
    """The file of an export of one's own, part by part."""
    with looking() as look:
        offices_watched(look)
        row = look.reading.one(EXPORT, run=number)
    if row is None or row["asked_by"] != current_user.actor.login or row["status"] != "DONE":
        raise NotFound("no-export", "Ekspor ini tidak ada atau belum selesai.", "There is no such finished export.")
    told = _told(row)
    response = Response(stream_with_context(_parts(number, row["parts"])))
    response.headers["Content-Type"] = "application/xml" if told["format"] == "xes" else "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{told["name"]}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _parts(number: int, parts: int) -> Iterator[bytes]:
    store = desk().store
    for n in range(parts):
        with store.reading() as reading:
            body = reading.value(PART, run=number, number=n)
        yield gzip.decompress(bytes(body))


def _told(row: Row) -> dict[str, Any]:
    """An export as a page shows it."""
    kept = loads(bytes(row["asked"]))
    assert isinstance(kept, dict)
    form = kept["format"]
    at = moment(row["asked_at"])
    kind = {"csv": "kasus", "acts": "perbuatan", "xes": "kasus"}[str(form)]
    return {
        "id": row["id"],
        "status": row["status"],
        "format": form,
        "names": kept["names"],
        "about": kept["about"],
        "cases": row["cases"],
        "events": row["events"],
        "bytes": row["bytes"],
        "asked_at": at,
        "why": (row["why"] or "").split("\n"),
        "name": f"{kind}-{row['id']}-{at:%Y%m%d}.{'xes' if form == 'xes' else 'csv'}",
    }
