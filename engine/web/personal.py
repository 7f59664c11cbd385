"""Data pribadi: what is held on a person and who read it, on a page, as CSV and PDF, and its erasure with a reason."""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as Answer

from engine.commands.erasure import EraseValues
from engine.commands.finding import case_facts
from engine.commands.refusals import NotFound, NotPossible, Refusal
from engine.policy import may
from engine.queries.look import Look
from engine.queries.personal import CaseHeld, Held, case_held, held_on
from engine.queries.safe_cells import MARK, line
from engine.store.cases import CASE_BY_NUMBER
from engine.web.cases import leave
from engine.web.desk import looking, run
from engine.web.pages import refused
from engine.web.personal_paper import paper
from engine.web.personal_told import kept_lines, reads_line, worth
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("personal", __name__)
_LONGEST: Final = 100
_PICKED: Final = "nilai"


@blueprint.get("/data-pribadi")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """What is held on who is called so or gave this value (`siapa`); looking leaves a trace on each case."""
    held = _held()
    return render_template("web/personal.html", held=held)


@blueprint.get("/data-pribadi/berkas.csv")
@login_required  # type: ignore[untyped-decorator]
def table() -> Response:
    """The same as a table: a line for each value, account and read."""
    held = _held()
    text = MARK + line(("jenis", "kasus", "sop", "langkah", "isian", "nilai", "kapan", "siapa", "keterangan"))
    for cells in kept_lines(held):
        text += line(cells)
    return _file(text.encode("utf-8"), "text/csv; charset=utf-8", "csv")


@blueprint.get("/data-pribadi/berkas.pdf")
@login_required  # type: ignore[untyped-decorator]
def document() -> Response:
    """The same as a document to hand over."""
    return _file(paper(_held(), current_user.office), "application/pdf", "pdf")


@blueprint.get("/data-pribadi/<number>/hapus")
@login_required  # type: ignore[untyped-decorator]
def choose(number: str) -> str:
    """Which values of a case are to be erased: what matches is chosen already."""
    case = _case(number, request.args.get("siapa", ""))
    picked = {_id(one) for one in case.values if one.matches and not one.gone}
    return _choosing(case, picked)


@blueprint.post("/data-pribadi/<number>/hapus")
@login_required  # type: ignore[untyped-decorator]
def erase(number: str) -> str | Answer | tuple[str, int]:
    """Shows what goes, and erases it when that is confirmed."""
    case = _case(number, request.args.get("siapa", ""))
    picked, reason = set(request.form.getlist(_PICKED)), request.form.get("alasan", "")
    chosen = [one for one in case.values if _id(one) in picked and not one.gone]
    if request.form.get("langkah") == "yakin" and chosen and reason.strip():
        try:
            run(EraseValues(case.id, reason, tuple((one.event, one.name) for one in chosen)))
        except NotPossible as error:
            return _choosing(case, picked, error), refused(error)
        return redirect(url_for("web.personal.choose", number=case.number, siapa=request.args.get("siapa"), ok=1), 303)
    if request.form.get("langkah") == "ubah" or not chosen or not reason.strip():
        missing = request.form.get("langkah") != "ubah"
        return _choosing(case, picked, missing=missing)
    return render_template(
        "web/personal_confirm.html", case=case, chosen=chosen, reason=reason, key=secrets.token_urlsafe(16), id_of=_id
    )


def _choosing(case: CaseHeld, picked: set[str], error: Refusal | None = None, *, missing: bool = False) -> str:
    return render_template(
        "web/personal_erase.html",
        case=case,
        picked=picked,
        reason=request.form.get("alasan", ""),
        refused=both(error) if error is not None else "",
        missing=missing,
        done=request.args.get("ok") == "1",
        key=secrets.token_urlsafe(16),
        id_of=_id,
    )


def _held() -> Held:
    with looking() as look:
        held = held_on(look, request.args.get("siapa", "")[:_LONGEST])
    if held.cases:
        leave(tuple(case.id for case in held.cases), "personal")
    return held


def _case(number: str, said: str) -> CaseHeld:
    """A case whose values the person may erase; NotFound for any other."""
    with looking() as look:
        row = _row(look, number)
        found = case_held(look, row, said[:_LONGEST])
    leave((found.id,), "personal")
    return found


def _row(look: Look, number: str) -> dict[str, Any]:
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    if row is None or not may(look.actor, "erase", case_facts(look.reading, look.actor, row)):
        raise NotFound("no-case", f"Kasus {number} tidak ada.", f"There is no case {number}.", number=number)
    return row


def _id(one: Any) -> str:
    return f"{one.event}:{one.name}"


def _file(body: bytes, kind: str, ending: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="data-pribadi.{ending}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


blueprint.add_app_template_global(reads_line, "reads_line")
blueprint.add_app_template_global(worth, "worth_kept")
