"""Papers on pages: files that a form brings are kept before the answer is handed in; and a paper is handed out."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request
from flask_login import current_user, login_required

from engine.commands.desk import Context
from engine.commands.document import StoreDocument
from engine.commands.refusals import FieldProblem, Invalid
from engine.papers import INLINE
from engine.queries.paper import paper
from engine.web.desk import desk, looking, now
from engine.web.words import both, say
from forms.form import Form

__all__ = ["blueprint", "received"]

blueprint: Final = Blueprint("papers", __name__)
_SHOWN: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
_HANDED_OUT: Final = "default-src 'none'; sandbox"


def received(form: Form | None, given: dict[str, list[str]]) -> list[FieldProblem]:
    """Keeps each file that the request brings for a field of the form and names it in `given`; what was refused."""
    problems: list[FieldProblem] = []
    for field in form.fields if form is not None else ():
        if field.kind != "file" or field.readonly:
            continue
        for file in request.files.getlist(field.key):
            if not file.filename:
                continue
            command = StoreDocument(file.filename, file.stream.read(), field.key)
            try:
                kept = desk().run(Context(current_user.actor, now()), command).body
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
    response.headers["Content-Security-Policy"] = _SHOWN if found.type in INLINE else _HANDED_OUT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
