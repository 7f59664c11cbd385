"""What a person does with a case as a whole: comment, add papers, and as process owner suspend, resume, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.attachment import AttachDocument, DetachDocument
from engine.commands.case import Cancel, Comment, Resume, Suspend
from engine.commands.desk import Context, Idempotency
from engine.commands.document import StoreDocument
from engine.commands.refusals import Invalid, NotPossible, Refusal
from engine.queries.look import MOST_NUMBER
from engine.web.case import Wrong, case_page, seen
from engine.web.desk import KEY, desk, now, run
from engine.web.fields import kept_papers
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.words import both, say, several

__all__ = ["blueprint"]

blueprint: Final = Blueprint("case_acts", __name__)
_LONGEST_KEY: Final = 60
Answer = Response | tuple[str, int]


@blueprint.post("/berkas/<number>/komentar")
@login_required  # type: ignore[untyped-decorator]
def comment(number: str) -> Answer:
    """Adds a comment."""
    text = request.form.get("komentar", "")
    return _done(number, Comment(seen(number).id, text), "komentar", text)


@blueprint.post("/berkas/<number>/tangguhkan")
@login_required  # type: ignore[untyped-decorator]
def suspend(number: str) -> Answer:
    """Holds the case, with a reason."""
    text = request.form.get("tangguhkan", "")
    if not text.strip():
        wrong = say("Tulis alasannya: petugas yang menunggu akan membacanya.")
        return case_page(seen(number), Wrong("tangguhkan", text, wrong)), 422
    return _done(number, Suspend(seen(number).id, text), "tangguhkan", text)


@blueprint.post("/berkas/<number>/lanjutkan")
@login_required  # type: ignore[untyped-decorator]
def resume(number: str) -> Answer:
    """Lets it go on."""
    text = request.form.get("lanjutkan", "")
    return _done(number, Resume(seen(number).id, text), "lanjutkan", text)


@blueprint.post("/berkas/<number>/batalkan")
@login_required  # type: ignore[untyped-decorator]
def cancel(number: str) -> Answer:
    """Ends it as Dibatalkan, with a reason."""
    text = request.form.get("batalkan", "")
    return _done(number, Cancel(seen(number).id, text), "batalkan", text)


@blueprint.post("/berkas/<number>/lampiran")
@login_required  # type: ignore[untyped-decorator]
def attach(number: str) -> Answer:
    """Puts papers beside the answers of the case: what a form of the page brought, or what the script sent before."""
    view, added = seen(number), 0
    try:
        papers = kept_papers(request.form.getlist("lampiran"))
        for file in request.files.getlist("lampiran"):
            if file.filename:
                command = StoreDocument(file.filename, file.stream.read(), "lampiran")
                papers.append(desk().run(Context(current_user.actor, now()), command).body)
        if not papers:
            wrong = say("Pilih dahulu berkasnya, lalu tekan Tambahkan.")
            return case_page(view, Wrong("lampiran", "", wrong)), 422
        for paper in papers:
            desk().run(_context(paper), AttachDocument(view.id, paper))
            added += 1
    except Invalid as error:
        said = both(error.problems[0])
        if added:
            said = f"{several('{n} berkas ditambahkan.', added)} {said}"
        return case_page(seen(number), Wrong("lampiran", "", said)), 422
    tell("lampiran", {"n": added})
    return redirect(url_for("web.case.show", number=view.number, _anchor="surat"), 303)


@blueprint.post(f"/berkas/<number>/lampiran/<int(max={MOST_NUMBER}):event>/lepas")
@login_required  # type: ignore[untyped-decorator]
def detach(number: str, event: int) -> Answer:
    """Takes a paper off again; the history keeps it."""
    return _done(number, DetachDocument(seen(number).id, event), "lepas", "")


def _context(paper: Mapping[str, Any]) -> Context:
    """A second click attaches nothing twice: the key of the page counts for each paper."""
    key, sha256 = request.form.get(KEY, "")[:_LONGEST_KEY], str(paper["sha256"])
    once = Idempotency(f"web:{key}:{sha256[:16]}", bytes.fromhex(sha256)) if key else None
    return Context(current_user.actor, now(), once)


def _done(number: str, command: object, field: str, text: str) -> Answer:
    """Runs a command and goes back to the case; a refusal stands beside the field, with what was typed."""
    try:
        run(command)
    except (Invalid, NotPossible) as error:
        return case_page(seen(number), Wrong(field, text, _said(error))), refused(error)
    tell(field, {})
    return redirect(url_for("web.case.show", number=seen(number).number, _anchor=field), 303)


def _said(error: Refusal) -> str:
    return both(error.problems[0]) if isinstance(error, Invalid) and error.problems else both(error)
