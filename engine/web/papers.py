"""Papers on pages: files that a form brings are kept before the answer is handed in; and a paper is handed out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, g, jsonify, render_template, request
from flask_login import current_user, login_required

from engine.commands.desk import Context
from engine.commands.document import StoreDocument
from engine.commands.refusals import FieldProblem, Invalid, NotFound
from engine.papers import INLINE
from engine.policy import Actor
from engine.queries.paper import paper
from engine.queries.papers import CasePaper, papers_of_number
from engine.web.desk import desk, looking, now
from engine.web.words import both, say
from forms.form import Form

__all__ = ["blueprint", "received"]

blueprint: Final = Blueprint("papers", __name__)
PDF: Final = "application/pdf"
_SHOWN: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
_FRAMED: Final = f"{_SHOWN}; object-src 'self'; frame-ancestors 'self'"
"""Of a PDF: the viewer of a browser does not work in a sandbox; it runs no script of our pages."""
_HANDED_OUT: Final = "default-src 'none'; sandbox"
_FRAME: Final = "; frame-src 'self'"
"""What the page of a PDF may do besides: show that paper in a frame."""


def received(form: Form | None, given: dict[str, list[str]], who: Actor | None = None) -> list[FieldProblem]:
    """Keeps each file that the request brings for a field of the form and names it in `given`; what was refused.

    In the name of who is signed in, or of `who`.
    """
    problems: list[FieldProblem] = []
    for field in form.fields if form is not None else ():
        if field.kind != "file" or field.readonly:
            continue
        for file in request.files.getlist(field.key):
            if not file.filename:
                continue
            command = StoreDocument(file.filename, file.stream.read(), field.key)
            try:
                kept = desk().run(Context(who or current_user.actor, now()), command).body
            except Invalid as error:
                problems += error.problems
            else:
                given.setdefault(field.key, []).append(json.dumps(kept))
    return problems


@blueprint.post("/unggah")
@login_required  # type: ignore[untyped-decorator]
def upload() -> Response | tuple[Response, int]:
    """Keeps one file that a form is about to name; what the form then sends, or why the file is not taken."""
    file = request.files.get("berkas")
    if file is None or not file.filename:
        return jsonify({"said": say("Tidak ada berkas dalam kiriman ini. Pilih berkasnya, lalu unggah lagi.")}), 422
    command = StoreDocument(file.filename, file.stream.read(), request.form.get("bidang", "")[:200])
    try:
        kept = desk().run(Context(current_user.actor, now()), command).body
    except Invalid as error:
        return jsonify({"said": both(error.problems[0])}), 422
    return jsonify({"kept": json.dumps(kept), "name": kept["name"]})


@blueprint.get("/berkas/<number>/dokumen/<sha256>")
@login_required  # type: ignore[untyped-decorator]
def show(number: str, sha256: str) -> Response:
    """A paper of a case: shown where a browser can do so without harm, else handed out as a file."""
    with looking() as look:
        found = paper(look, number, sha256)
    manner = "inline" if found.type in INLINE else "attachment"
    response = Response(found.body, content_type=found.type)
    response.headers["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(found.name)}"
    response.headers["Content-Security-Policy"] = _policy(found.type)
    if found.type == PDF:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@blueprint.get("/berkas/<number>/surat/<sha256>")
@login_required  # type: ignore[untyped-decorator]
def page(number: str, sha256: str) -> str:
    """A paper on a page of ours: itself, who brought it, and its other versions."""
    with looking() as look:
        every = papers_of_number(look, number)
    found = next((one for one in every if one.sha256 == sha256), None)
    if found is None:
        raise NotFound("no-paper", "Berkas ini tidak ada.", "There is no such paper.", number=number)
    versions = [one for one in every if one.field == found.field and _line(one, every) == _line(found, every)]
    if found.type == PDF:
        g.csp_more = _FRAME
    return render_template("web/paper.html", paper=found, versions=versions, number=number.strip().upper())


def _line(one: CasePaper, every: Iterable[CasePaper]) -> str:
    """The first paper of the line of versions that this one belongs to."""
    before = {paper.sha256: paper.before for paper in every}
    first = one.sha256
    while (older := before.get(first)) is not None:
        first = older
    return first


def _policy(kind: str) -> str:
    """A picture needs nothing; what a browser does not show is handed out in a sandbox."""
    if kind == PDF:
        return _FRAMED
    return f"{_SHOWN}; sandbox" if kind in INLINE else _HANDED_OUT
