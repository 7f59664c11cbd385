"""What a request gets that nobody could answer: a page for people, JSON for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from engine.api.errors import unrouted
from engine.store import StoreBusy, StoreConflict, StoreError, StoreFull, StoreUnready

__all__ = ["PROGRAMS", "install"]

PROGRAMS: Final = ("/engine-rest", "/api/")


@dataclass(frozen=True, slots=True)
class Problem:
    """A status with its code and its sentences in Indonesian and English."""

    status: int
    code: str
    id: str
    en: str


PROBLEMS: Final = {
    problem.status: problem
    for problem in (
        Problem(400, "bad-request", "Permintaan ini tidak dapat dibaca.", "This request cannot be read."),
        Problem(401, "sign-in", "Silakan masuk dahulu.", "Please sign in first."),
        Problem(403, "not-allowed", "Anda tidak berwenang membuka ini.", "You may not open this."),
        Problem(404, "not-found", "Halaman ini tidak ada.", "There is no such page."),
        Problem(405, "wrong-method", "Alamat ini tidak menerima cara itu.", "This address does not take that method."),
        Problem(413, "too-large", "Kiriman ini terlalu besar.", "This is too large to send."),
        Problem(415, "wrong-type", "Jenis isi ini tidak diterima.", "This type of content is not accepted."),
        Problem(500, "broken", "Terjadi kesalahan; sudah dicatat.", "Something went wrong; it was recorded."),
    )
}
STORE_STATUS: Final = ((StoreFull, 507), (StoreBusy, 503), (StoreUnready, 503), (StoreConflict, 409), (StoreError, 503))


def install(app: Flask) -> None:
    """Answers for errors that no room answers itself."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StoreError, _store)


def _http(error: HTTPException) -> Response:
    """Redirects and answers that came ready made pass as they are."""
    ready = error.get_response()
    if error.response is not None or (error.code or 500) < 400:
        return make_response(ready)
    if request.path.startswith(PROGRAMS):
        return unrouted(error)
    problem = PROBLEMS.get(error.code or 500)
    if problem is None:
        name = error.name.lower()
        problem = Problem(
            error.code or 500, name.replace(" ", "-"), f"Tidak dapat dilayani: {name}.", f"Refused: {name}."
        )
    response = _answer(problem)
    for header in ("Allow", "Retry-After", "WWW-Authenticate"):
        if header in ready.headers:
            response.headers[header] = ready.headers[header]
    return response


def _store(error: StoreError) -> Response:
    status = next(status for kind, status in STORE_STATUS if isinstance(error, kind))
    response = _answer(Problem(status, "store", error.id, error.en))
    if status == 503:
        response.headers["Retry-After"] = "1"
    return response


def _answer(problem: Problem) -> Response:
    if request.path.startswith(PROGRAMS):
        body = {
            "type": problem.code,
            "message": problem.en,
            "id": problem.id,
            "en": problem.en,
            "request": g.request_id,
        }
        response = jsonify(body)
    else:
        response = make_response(render_template("problem.html", problem=problem, request_id=g.request_id))
    response.status_code = problem.status
    return response
