"""The frame of all pages: their files, their protection against forged requests, and their refusals."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible, Refusal, Unprocessable
from engine.passwords import Crowded
from engine.queries.inbox_counts import open_count
from engine.store import StoreBusy, StoreConflict, StoreError, StoreFull, StoreUncertain, StoreUnready
from engine.web import guest
from engine.web.desk import looking, now
from engine.web.files import file
from engine.web.menu import menu
from engine.web.words import both, say

__all__ = ["forged", "frame", "protect", "refused"]

STATUS: Final = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Invalid, 422),
    (Unprocessable, 422),
    (NotPossible, 409),
)
STORE: Final = ((StoreFull, 507), (StoreBusy, 503), (StoreUnready, 503), (StoreConflict, 409))

_csrf: Final = CSRFProtect()


FORM_BYTES: Final = 64 * 1024
"""What a form may hold while nobody is known: a task that was filled in before the session ended, not more."""
FORM_PARTS: Final = 200
_WITHOUT: Final = frozenset(
    {"web.account.show", "web.account.change_password", "web.file", "web.preferences.choose"}
    | {f"web.sign_in.{page}" for page in ("show", "enter", "leave")}
)


def protect(app: Flask) -> None:
    """Lets pages, and only pages, ask for the token that a form carries; it lives as long as the session."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_FIELD_NAME="_csrf")
    _csrf.init_app(app)


def frame() -> Blueprint:
    """The blueprint that holds those of all pages: a new one for each application."""
    web = Blueprint("web", __name__, template_folder="templates")
    web.before_request(_genuine)
    web.before_request(_replace_first)
    web.context_processor(_top_bar)
    web.register_error_handler(Refusal, _refusal)
    web.register_error_handler(StoreError, _store)
    web.register_error_handler(Crowded, _crowded)
    web.register_error_handler(HTTPException, _http)
    web.add_url_rule("/statis/<version>/<path:name>", "file", file)
    return web


def refused(error: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 409)


def _genuine() -> None:
    """Checks the token that a form carries; of somebody who is not signed in only a small form is read."""
    if not current_user.is_authenticated:
        request.max_content_length = FORM_BYTES
        request.max_form_parts = FORM_PARTS
    if request.endpoint == guest.ENDPOINT:
        guest.guard()
        return
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _csrf.protect()


def _replace_first() -> BaseResponse | None:
    """Whose password is for one use goes to replace it, and nowhere else."""
    if request.endpoint in _WITHOUT or not getattr(current_user, "temporary", False):
        return None
    return redirect(url_for("web.account.show"), 303)


def _top_bar() -> dict[str, Any]:
    """What the top bar shows."""
    if not current_user.is_authenticated or request.endpoint == "web.file":
        return {"member": None, "waiting": 0, "now": now(), "menu": ()}
    with looking() as look:
        return {"member": current_user, "waiting": open_count(look), "now": look.now, "menu": menu(look.actor)}


def _refusal(error: Refusal) -> Response:
    return _problem(refused(error), both(error))


def _store(error: StoreError) -> Response:
    status = next((status for kind, status in STORE if isinstance(error, kind)), 503)
    return _problem(status, both(error), certain=not isinstance(error, StoreUncertain))


def _crowded(error: Crowded) -> Response:
    response = _problem(503, both(error))
    response.headers["Retry-After"] = "1"
    return response


def forged(_: CSRFError) -> Response:
    """The page for a form that another session was given."""
    return _problem(
        400,
        say("Halaman ini dibuka sebelum Anda masuk, atau dengan akun lain. Buka lagi halamannya, lalu kirim ulang."),
    )


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    words = {
        403: say("Anda tidak berwenang membuka ini."),
        404: say("Halaman ini tidak ada."),
        405: say("Halaman ini tidak dapat dibuka dengan cara itu."),
        413: say("Kiriman ini terlalu besar.")
        if current_user.is_authenticated
        else say("Anda sudah keluar. Masuk lagi di tab lain, lalu muat ulang halaman ini agar isian Anda kembali."),
    }
    return _problem(error.code, words.get(error.code, say("Permintaan ini tidak dapat dilayani.")))


def _problem(status: int, sentence: str, *, certain: bool = True) -> Response:
    """The page of a problem; `certain` when nothing has changed for sure."""
    page = render_template("web/problem.html", sentence=sentence, status=status, certain=certain)
    response = make_response(page)
    response.status_code = status
    return response
