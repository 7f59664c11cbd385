"""The versions of an SOP: their list, any of them to read and to take away, and the way back to an old one."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as Answer

from bpmn import document
from bpmn.findings import DocumentRefused
from engine.commands.definition import Deploy
from engine.commands.definition_facts import VersionFacts
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotPossible, Refusal
from engine.queries.look import MOST_NUMBER, Look
from engine.queries.versions import Shelf, Version, files, shelf
from engine.store.people import POSTS
from engine.web.desk import looking, now, run
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.sop import document_page, file_name
from engine.web.sop_paper import paper_of, sent
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("sop_versions", __name__)
_ONE: Final = f"<int(max={MOST_NUMBER}):number>"
BACK: Final = "versi-kembali"


@blueprint.get("/sop/<key>/versi")
@login_required  # type: ignore[untyped-decorator]
def index(key: str) -> str:
    """The versions, the newest first, each with what was said of it and how many cases run on it."""
    with looking() as look:
        found = shelf(look, key)
    return render_template("web/sop_versions.html", shelf=found, version=found.now)


@blueprint.get(f"/sop/<key>/versi/{_ONE}")
@login_required  # type: ignore[untyped-decorator]
def show(key: str, number: int) -> str:
    """The official document of any version."""
    with looking() as look:
        found = shelf(look, key)
        return document_page(look, found, found.version(number))


@blueprint.get(f"/sop/<key>/versi/{_ONE}/dokumen.pdf")
@login_required  # type: ignore[untyped-decorator]
def paper(key: str, number: int) -> Response:
    """The official document of any version as PDF."""
    with looking() as look:
        found = shelf(look, key)
        version = found.version(number)
        printed = paper_of(look, found, version)
    return sent(printed, file_name(found, version))


@blueprint.get(f"/sop/<key>/versi/{_ONE}/berkas.zip")
@login_required  # type: ignore[untyped-decorator]
def bundle(key: str, number: int) -> Response:
    """The diagram and the forms of a version, byte by byte as they were put in force."""
    with looking() as look:
        found = shelf(look, key)
        version = found.version(number)
        bodies = files(look, version)
    response = make_response(_packed(bodies))
    response.mimetype = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(found, version)}.zip"'
    return response


@blueprint.get(f"/sop/<key>/versi/{_ONE}/berlakukan-lagi")
@login_required  # type: ignore[untyped-decorator]
def back(key: str, number: int) -> str:
    """Asks why an old version shall be in force again."""
    with looking() as look:
        found = _owned(look, key)
        return _back_page(look, (found, found.version(number)), {})


@blueprint.post(f"/sop/<key>/versi/{_ONE}/berlakukan-lagi")
@login_required  # type: ignore[untyped-decorator]
def restore(key: str, number: int) -> Answer | tuple[str, int]:
    """Puts the bytes of an old version in force as a new version; cases that run stay on theirs."""
    given = {name: request.form.get(name, "").strip() for name in ("reason", "approver")}
    with looking() as look:
        found = _owned(look, key)
        version = found.version(number)
        bodies = files(look, version)
    today = now().astimezone(found.office.tz).date()
    label = version.label or _number(bodies.get(version.resource, b""), key)
    facts = VersionFacts(label, today, given["reason"], given["approver"], found.versions[0].id)
    try:
        body = run(Deploy(found.office.id, version.name, bodies, "versi", only_changed=False, facts=facts)).body
    except (Invalid, Conflict, NotPossible) as error:
        with looking() as look:
            return _back_page(look, (found, version), given, error), refused(error)
    made = body["definitions"]
    assert isinstance(made, list)
    new = next((one["version"] for one in made if isinstance(one, dict) and one["key"] == key), None)
    tell(BACK, {"old": version.number, "new": new})
    return redirect(url_for("web.sop_versions.index", key=key), 303)


def _owned(look: Look, key: str) -> Shelf:
    found = shelf(look, key)
    if not found.own:
        raise NotAllowed(
            "not-allowed", "Versi diberlakukan oleh pemilik proses.", "Versions are put in force by the process owner."
        )
    return found


def _number(diagram: bytes, key: str) -> str:
    try:
        return str(document.read(diagram).process(key).properties.get("sop:nomor", "")).strip()
    except (DocumentRefused, KeyError):
        return ""


def _back_page(look: Look, of: tuple[Shelf, Version], given: Mapping[str, str], error: Refusal | None = None) -> str:
    found, version = of
    posts = [
        row for row in look.reading.all(POSTS, office=found.office.id) if row["id"] not in current_user.actor.posts
    ]
    return render_template(
        "web/sop_back.html",
        shelf=found,
        version=version,
        posts=posts,
        given=given,
        problems={one.key: one for one in error.problems} if isinstance(error, Invalid) else {},
        error=error,
        said=both(error) if error else "",
        key=secrets.token_urlsafe(16),
    )


def _packed(bodies: Mapping[str, bytes]) -> bytes:
    """A ZIP with the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in sorted(bodies.items()):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
