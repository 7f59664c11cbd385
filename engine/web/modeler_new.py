"""SOP baru: a draft from the columns of a new SOP, from one that is in force, or from a file."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from bpmn import document
from bpmn.findings import DocumentRefused
from engine.commands.diagram_draft import SaveDiagramDraft
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound, NotPossible, Refusal
from engine.queries.look import Look
from engine.queries.modeler import begun, model, offices, templates
from engine.store.definitions import LAST_VERSION
from engine.store.diagram_drafts import DRAFTS_OF_KEY
from engine.web.desk import looking, run
from engine.web.modeler_start import Beginning, plain, renamed
from engine.web.pages import refused
from engine.web.words import both, say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("modeler_new", __name__)
MOST_COLUMNS: Final = 20
MOST_LETTERS: Final = 200
_WORDS: Final = re.compile(r"[a-z0-9]+")
FIELDS: Final = ("office", "way", "name", "columns", "template")


@blueprint.get("/perancang/baru")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """Asks for the office, the name, and from what it begins; lists the drafts that were begun."""
    with looking() as look:
        return _page(look, {"way": "kolom"})


@blueprint.post("/perancang/baru")
@login_required  # type: ignore[untyped-decorator]
def begin() -> Response | tuple[str, int]:
    """Makes the draft and opens it in the modeler."""
    given = {name: request.form.get(name, "").strip() for name in FIELDS}
    with looking() as look:
        if given["office"] not in {one.id for one in offices(look)}:
            raise _nothing()
        try:
            made = _made(look, given)
        except Refusal as error:
            return _page(look, given, error), refused(error)
    try:
        run(SaveDiagramDraft(given["office"], made.key, made.bpmn, made.forms, made.based_on, 0))
    except (Conflict, Invalid, NotPossible) as error:
        with looking() as look:
            return _page(look, given, error), refused(error)
    return redirect(url_for("web.modeler.show", key=made.key), 303)


def _made(look: Look, given: dict[str, str]) -> Beginning:
    """The diagram to begin with; raises Invalid with the field that lacks something."""
    if given["way"] == "berkas":
        return _from_file(look, given["office"])
    if not 3 <= len(given["name"]) <= MOST_LETTERS:
        raise _wrong("name", "Isi nama SOP, 3 sampai 200 huruf.", "Enter the name of the SOP, 3 to 200 letters.")
    key = _free(look, given["name"])
    if given["way"] == "salin":
        found = model(look, given["template"]) if given["template"] else None
        if found is None:
            raise _wrong("template", "Pilih SOP yang disalin.", "Choose the SOP to copy.")
        return Beginning(key, renamed(found.bpmn, found.key, (key, given["name"])), dict(found.forms))
    columns = [line.strip() for line in given["columns"].splitlines() if line.strip()]
    if not 1 <= len(columns) <= MOST_COLUMNS or len(set(columns)) != len(columns):
        kata = "Isi kolom pelaksana, satu satu baris, tanpa yang rangkap."
        raise _wrong("columns", kata, "Enter the performers' columns, one a line, none of them twice.")
    return plain(key, given["name"], columns)


def _from_file(look: Look, office: str) -> Beginning:
    """The diagram of a file, with the forms that came along; one of an SOP in force becomes its draft."""
    files = {one.filename or "": one.read() for one in request.files.getlist("files") if one.filename}
    diagrams = [data for name, data in files.items() if not name.lower().endswith(".form")]
    if len(diagrams) != 1:
        raise _wrong("files", "Pilih satu berkas .bpmn, boleh beserta formulirnya.", "Choose one .bpmn file.")
    try:
        found = document.read(diagrams[0])
        forms = {
            name.rpartition("/")[2]: data.decode() for name, data in files.items() if name.lower().endswith(".form")
        }
    except DocumentRefused as error:
        raise _wrong("files", error.findings[0].id, error.findings[0].en) from error
    except UnicodeDecodeError as error:
        raise _wrong("files", "Formulir ini bukan teks UTF-8.", "This form is no UTF-8 text.") from error
    process = next((one for one in found.processes if one.executable), next(iter(found.processes), None))
    if process is None or not process.id:
        raise _wrong("files", "Berkas ini tidak memuat proses.", "This file holds no process.")
    last = look.reading.one(LAST_VERSION, key=process.id)
    based_on = last["id"] if last is not None and last["office"] == office else None
    return Beginning(process.id, diagrams[0], forms, based_on)


def _free(look: Look, name: str) -> str:
    """A key that no SOP and no draft has, from the words of the name."""
    base = "_".join(_WORDS.findall(name.casefold()))[:60].strip("_") or "sop"
    base = base if base[0].isalpha() else f"sop_{base}"
    key, number = base, 2
    while look.reading.one(LAST_VERSION, key=key) is not None or look.reading.all(DRAFTS_OF_KEY, of_key=key):
        key, number = f"{base}_{number}", number + 1
    return key


def _wrong(field: str, id: str, en: str) -> Invalid:
    return Invalid([FieldProblem(field, id, en)])


def _nothing() -> NotFound:
    return NotFound("no-page", "Halaman ini tidak ada.", "There is no such page.")


def _page(look: Look, given: dict[str, str], error: Refusal | None = None) -> str:
    places = offices(look)
    if not places:
        raise _nothing()
    problems = {one.key: one for one in error.problems} if isinstance(error, Invalid) else {}
    return render_template(
        "web/modeler_new.html",
        offices=places,
        templates=templates(look),
        begun=begun(look),
        given=given,
        problems=problems,
        error=error,
        said=both(error) if error else "",
        title=say("SOP baru"),
    )
