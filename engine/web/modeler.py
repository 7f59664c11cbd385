"""The modeler page of a process owner: an SOP with its draft, and what its script asks for."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.wrappers import Response

import bpmn
from bpmn import document
from bpmn.findings import DocumentRefused
from bpmn.layout import lay_out
from bpmn.picture import draw
from engine.commands.diagram_draft import DropDiagramDraft, SaveDiagramDraft
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.queries.modeler import Model, drawable, model
from engine.web import clock
from engine.web.desk import looking, now, run
from engine.web.files import built
from engine.web.modeler_policy import permit
from engine.web.modeler_preview import preview
from engine.web.modeler_told import answered, asked, drawing, findings
from engine.web.modeler_words import templates_in, words
from engine.web.words import language, say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("modeler", __name__)
TEMPLATES: Final = Path(bpmn.__file__).parent / "templates"


@blueprint.get("/perancang/<key>")
@login_required  # type: ignore[untyped-decorator]
def show(key: str) -> str:
    """The page: the draft if there is one, else the version in force."""
    with looking() as look:
        found = model(look, key)
    held = found.draft is not None and found.draft.who.login != current_user.actor.login
    permit()
    return render_template(
        "web/modeler.html",
        model=found,
        held=held,
        data=_data(found, held),
        built=built("perancang.js"),
        picture=_picture(found),
    )


@blueprint.post("/perancang/<key>/draf")
@login_required  # type: ignore[untyped-decorator]
@answered
def save(key: str) -> dict[str, Any]:
    """Keeps the draft."""
    given, found = asked(), _model(key)
    sent = given.sent()
    kept = (found.office.id, key, sent.bpmn, sent.forms, given.number("based_on"), given.number("revision") or 0)
    body = run(SaveDiagramDraft(*kept, take=given.flag("take"))).body
    at = body["saved_at"]
    assert isinstance(at, int)
    return {"revision": body["revision"], "at": clock.clock(moment(at), found.office.tz)}


@blueprint.post("/perancang/<key>/buang")
@login_required  # type: ignore[untyped-decorator]
def drop(key: str) -> Response:
    """Throws the draft away and shows the version in force; where there is none, the list of SOPs."""
    found = _model(key)
    revision = request.form.get("revisi", "")
    run(DropDiagramDraft(found.office.id, key, int(revision) if revision.isdecimal() else 0))
    there = url_for("web.modeler.show", key=key) if found.version else url_for("web.modeler_new.show")
    return redirect(there, 303)


@blueprint.post("/perancang/<key>/periksa")
@login_required  # type: ignore[untyped-decorator]
@answered
def check(key: str) -> dict[str, Any]:
    """The findings on what the page holds."""
    sent = asked().sent()
    with looking() as look:
        found = model(look, key)
        return {"findings": findings(look, (found.office.id, key, found.resource), sent)}


@blueprint.post("/perancang/<key>/rapikan")
@login_required  # type: ignore[untyped-decorator]
@answered
def tidy(key: str) -> dict[str, Any]:
    """The drawing of what the page holds, laid out like the printed table; the whole file where it has none yet."""
    _model(key)
    data = asked().text("bpmn").encode()
    return {"drawing": drawing(data, key, lay_out), "bpmn": _drawn(data, key).decode()}


@blueprint.post("/perancang/pratinjau")
@login_required  # type: ignore[untyped-decorator]
@answered
def show_form(*_: object) -> str:
    """A step's form as staff will see it."""
    given = asked()
    with looking() as look:
        if not drawable(look, given.text("office")):
            raise NotFound("no-page", "Halaman ini tidak ada.", "There is no such page.")
    return preview(given.sent(), given.text("key"), given.text("element"))


def _model(key: str) -> Model:
    with looking() as look:
        return model(look, key)


def _data(found: Model, held: bool) -> dict[str, Any]:
    """What the script begins with."""
    steps = ("save", "check", "tidy")
    draft = found.draft
    said = ""
    if held and draft is not None:
        since, saved = (clock.when(at, found.office.tz, now()) for at in (draft.since, draft.saved_at))
        said = say(
            "{name} menyunting draf ini sejak {since}; terakhir tersimpan {saved}.",
            name=draft.who.name,
            since=since,
            saved=saved,
        )
        said += " " + say("Yang Anda ubah di sini baru tersimpan setelah Anda mengambil alih.")
    return {
        "lang": language(),
        "key": found.key,
        "office": found.office.id,
        "resource": found.resource,
        "bpmn": _drawn(found.bpmn, found.key).decode("utf-8", "replace"),
        "forms": dict(found.forms),
        "templates": templates_in(_templates()),
        "basedOn": found.based_on,
        "revision": draft.revision if draft is not None else 0,
        "held": said,
        "csrf": generate_csrf(),
        "urls": {step: url_for(f"web.modeler.{step}", key=found.key) for step in steps}
        | {"preview": url_for("web.modeler.show_form"), "force": url_for("web.modeler_force.show", key=found.key)},
        "words": words(),
    }


def _drawn(data: bytes, key: str) -> bytes:
    """The file with a drawing: the canvas shows no other, and what an API deployed may lack one."""
    try:
        found = document.read(data)
        return data if any(one.shapes for one in found.diagrams) else lay_out(found, key).write()
    except (DocumentRefused, KeyError):
        return data


@cache
def _templates() -> tuple[dict[str, Any], ...]:
    """Our element templates, as Camunda-style modelers take them."""
    pages = sorted(TEMPLATES.glob("*.json"))
    return tuple(one for page in pages for one in json.loads(page.read_text(encoding="utf-8")))


def _picture(found: Model) -> Markup:
    """The diagram for who has no script or a narrow screen; nothing where it cannot be drawn."""
    try:
        drawn = draw(document.read(found.bpmn), found.key)
    except (DocumentRefused, KeyError):
        return Markup("")
    return Markup(drawn)  # noqa: S704 - bpmn.picture escapes what the diagram says
