"""Bukti: whether the history is sound, against what it was compared, and what is not covered yet."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as Answer

from engine.canonical import dumps
from engine.commands.examination import AskExamination
from engine.commands.refusals import NotFound
from engine.policy import Facts, may
from engine.proof.proofs import case_proof, newest, path_of, state_of
from engine.queries.look import MOST_ID, MOST_NUMBER, Look
from engine.queries.proof import checkpoint_note, checkpoints, demand_proof, proof_view, readable_case
from engine.store.cases import CASE_BY_NUMBER
from engine.store.history import stored_events
from engine.store.proof import LEAF
from engine.store.reading import Row
from engine.web.cases_words import kind_words
from engine.web.desk import looking, run
from engine.web.proof_picture import Band, band, grouped, path_drawing
from engine.web.proof_words import parts, told, verdict
from engine.web.words import language

__all__ = ["blueprint", "thousands"]

blueprint: Final = Blueprint("proof", __name__)
_UNDER_WAY: Final = ("asked", "running")
_AGAIN: Final = 2  # seconds after which the page of a running examination asks anew


@blueprint.get("/bukti")
@login_required  # type: ignore[untyped-decorator]
def show() -> Response:
    """The verdict of the last examination, first in one sentence, then the evidence."""
    with looking() as look:
        view = proof_view(look)
        listed = checkpoints(look)
        result = view.last.result if view.last is not None else None
        wrong = None if result is None else result["first"]
        where = readable_case(look, wrong["event"] - 1) if wrong and wrong["event"] else None
        said = newest(look.reading)
        at = wrong["event"] if wrong and wrong["event"] else 0 if said is None else said.size
        path = None if said is None or not 0 < at <= said.size else path_of(look.reading, at - 1, said)
    page = render_template(
        "web/proof.html",
        view=view,
        result=result,
        verdict=verdict(result),
        parts=() if result is None else parts(result),
        where=where,
        wrong=wrong,
        band=None if result is None else _band(result),
        listed=listed,
        path=path,
        drawing=None if path is None else path_drawing(path),
    )
    response = make_response(page)
    if view.run is not None and view.run.status in _UNDER_WAY:
        response.headers["Refresh"] = str(_AGAIN)
    return response


@blueprint.post("/bukti/periksa")
@login_required  # type: ignore[untyped-decorator]
def examine() -> Answer:
    """Asks for an examination; the worker runs it, and the page shows how far it is."""
    run(AskExamination())
    return redirect(url_for("web.proof.show"), 303)


@blueprint.get(f"/bukti/checkpoint/<int(max={MOST_ID}):number>")
@login_required  # type: ignore[untyped-decorator]
def note(number: int) -> Response:
    """A checkpoint's signed note as text."""
    with looking() as look:
        text = checkpoint_note(look, number)
    response = make_response(text)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


@blueprint.get("/bukti/kasus")
@login_required  # type: ignore[untyped-decorator]
def find() -> Answer:
    """Leads to the proof of the case with a number."""
    number = request.args.get("nomor", "").strip().upper()
    return redirect(url_for("web.proof.case", number=number) if number else url_for("web.proof.show"), 303)


@blueprint.get("/bukti/kasus/<number>")
@login_required  # type: ignore[untyped-decorator]
def case(number: str) -> str:
    """How one case stands against the newest checkpoint, with the way of one of its events to the root."""
    chosen = request.args.get("peristiwa", "")
    with looking() as look:
        row = _case(look, number)
        state, said = state_of(look.reading, row["id"]), newest(look.reading)
        events = stored_events(look.reading, row["id"])
        at = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else max(state.covered, 1)
        at = min(max(at, 1), len(events), MOST_NUMBER)
        position = look.reading.value(LEAF, case=row["id"], number=at)
        path = None if position is None or said is None else path_of(look.reading, position, said)
    return render_template(
        "web/proof_case.html",
        row=row,
        state=state,
        said=said,
        event=at,
        kind=_called(events[at - 1]["kind"]) if events else "",
        path=path,
        drawing=None if path is None else path_drawing(path),
    )


@blueprint.get("/bukti/kasus/<number>/bukti.json")
@login_required  # type: ignore[untyped-decorator]
def file(number: str) -> Response:
    """What an outsider needs to check a case by himself; without the values that people wrote."""
    with looking() as look:
        row = _case(look, number)
        found = case_proof(look.reading, row["id"])
    if found is None:
        raise NotFound("not-covered", "Berkas ini belum tercakup checkpoint.", "No checkpoint covers this case yet.")
    response = make_response(dumps(found))
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="bukti-{row["number"]}.json"'
    return response


def _called(kind: str) -> str:
    return kind_words().get(kind, kind)


@blueprint.app_template_global()
def thousands(number: int) -> str:
    """A count with its groups of three: 48.213, in English 48,213."""
    text = f"{number:,}"
    return text if language() == "en" else text.replace(",", ".")


@blueprint.app_template_global()
def decimal(number: float) -> str:
    """A number with one decimal: 4,8, in English 4.8."""
    text = f"{number:.1f}"
    return text if language() == "en" else text.replace(".", ",")


@blueprint.app_template_global("fault_words")
def fault_words(fault: dict[str, Any]) -> str:
    """A fault in a sentence that names a place and no case."""
    return told(fault)


@blueprint.app_template_global()
def fours(text: str) -> str:
    """A hash in groups of four."""
    return grouped(text)


def _case(look: Look, number: str) -> Row:
    """The case, for who may read the proof and watches over its office; raises NotFound."""
    demand_proof(look)
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    if row is None or not may(current_user.actor, "read-case", Facts(row["office"])):
        raise NotFound("no-case", f"Berkas {number} tidak ada.", f"There is no case {number}.")
    return row


def _band(result: dict[str, Any]) -> Band:
    """The strip of the last examination; one mark for some of its checkpoints."""
    first = result["first"]
    wrong = None if first is None else first["event"]
    count, size = result["checkpoints"], result["covered"]
    ticks = [round(size * n / 12) for n in range(13)] if count > 12 else []
    return band(size, result["tail"], wrong, ticks)
