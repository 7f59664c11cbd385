"""Kendala: what failed and waits for the process owner, with what to do and a button to try again."""

from __future__ import annotations

import secrets
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.incident import RetryIncident
from engine.commands.refusals import NotFound
from engine.queries.incidents import Place, incidents, watches
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.web.desk import looking, run
from engine.web.notice import tell
from engine.web.words import language, say

__all__ = ["advice", "blueprint", "told_in_one_language"]

blueprint: Final = Blueprint("incidents", __name__)
RETRIED: Final = "diulang"
BACK: Final = "berkas"
_BETWEEN: Final = " / "


@blueprint.get("/kendala")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """What stands in the offices that the person watches over; nobody else has this page."""
    if not watches(current_user.actor):
        raise NotFound("no-page", "Halaman ini tidak ada.", "There is no such page.")
    with looking() as look:
        found = incidents(look, _place(request.args.get("sesudah", "")))
    return render_template("web/incidents.html", found=found, key=secrets.token_urlsafe(16))


@blueprint.post(f"/kendala/<int(max={MOST_ID}):case>-<int(max={MOST_NUMBER}):event>/ulangi")
@login_required  # type: ignore[untyped-decorator]
def retry(case: int, event: int) -> Response:
    """Lets what failed be tried again, and goes back to where the button stood."""
    run(RetryIncident(case, event))
    tell(RETRIED, {})
    number = request.form.get(f"_{BACK}", "")
    place = url_for("web.case.show", number=number) if number else url_for("web.incidents.show")
    return redirect(place, 303)


@blueprint.app_template_global()
def advice(kind: str) -> str:
    """What to do about an incident of this kind."""
    words = {
        "external": say("Layanan di luar gagal. Pastikan layanan itu berjalan lagi, lalu ulangi."),
        "stuck": say("Alur berhenti di pertemuan cabang. Pindahkan langkahnya, atau batalkan berkas ini."),
        "start": say("Berkas tidak dapat dimulai. Perbaiki diagram atau data yang dikirim, lalu ulangi."),
        "start-timer": say("Berkas tidak dapat dimulai menurut jadwal. Perbaiki diagram, lalu ulangi."),
        "message": say("Penerima pesan tidak jelas. Perjelas kuncinya atau pindahkan langkahnya, lalu ulangi."),
        "call": say("Proses yang dipanggil tidak berlaku atau dibatalkan. Pasang prosesnya, lalu ulangi."),
    }
    return words.get(kind) or say("Periksa jawaban dan syarat di sekitar langkah ini. Betulkan, lalu ulangi.")


@blueprint.app_template_global("one_language")
def told_in_one_language(message: str) -> str:
    """The half of a message in both languages that the reader wants; one in a single language as it is."""
    first, between, second = message.partition(_BETWEEN)
    return second if between and language() == "en" else first


def _place(text: str) -> Place | None:
    """The place of a link to the next page; None for anything else."""
    parts = text.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    case, event = int(parts[0]), int(parts[1])
    return (case, event) if event <= MOST_NUMBER else None
