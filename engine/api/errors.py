"""What a refusal answers: the one table from errors to HTTP, for the dialect and for `/api/v1`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from bpmn.findings import Finding
from engine.api.answers import answer
from engine.api.methods import allowed
from engine.api.typed import BadValue
from engine.commands.definition import DiagramRefused
from engine.commands.external_task_lock import NotLocked
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible, Refusal, Unprocessable
from engine.passwords import Crowded
from engine.store import StoreBusy, StoreConflict, StoreError, StoreFull, StoreUncertain, StoreUnready

__all__ = [
    "TABLE",
    "BadInput",
    "PasswordFirst",
    "ReadOnlyIdentity",
    "SignInFirst",
    "TooOften",
    "WrongOrigin",
    "WrongType",
    "guarded",
    "install",
    "unrouted",
]


class BadInput(Exception):
    """A request that cannot be understood; `id` and `en` say why."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


class WrongType(Exception):
    """A body of another content type than the one that is read here."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.id, self.en = f"Kirim isi sebagai {wanted}.", f"Send the body as {wanted}."


class SignInFirst(Exception):
    """No credentials, or wrong ones."""

    id = "Kirim nama akun dan kata sandi yang benar (Basic), atau token yang masih berlaku (Bearer)."
    en = "Send a login and its password (Basic), or a token that still counts (Bearer)."


class PasswordFirst(Exception):
    """The password is for one use, and was not replaced yet."""

    id = "Kata sandi ini sekali pakai. Masuk dengannya di halaman Lajur dan ganti dahulu."
    en = "This password is for one use. Sign in with it on the pages of Lajur and replace it first."


class TooOften(Exception):
    """Wrong credentials again and again; `seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.id = f"Terlalu banyak percobaan masuk. Coba lagi dalam {seconds} detik."
        self.en = f"Too many attempts to sign in. Try again in {seconds} seconds."


class ReadOnlyIdentity(Exception):
    """People, posts and roles are not changed in the dialect."""

    id = "Akun, jabatan dan peran diubah lewat /api/v1 atau lajur user, tidak di sini."
    en = "Identity service implementation is read-only. Change people by /api/v1 or lajur user."


class WrongOrigin(Exception):
    """A browser sends this for a page of another site."""

    id = "Permintaan dari situs lain ditolak."
    en = "Requests from other sites are refused."


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of `/api/v1` with its code, and the status of the dialect with its type and exception code."""

    status: int
    code: str
    dialect: int
    type: str
    number: int | None = None


# The first class that fits counts. The dialect answers 500 where an engine of its kind does: a client that was written
# for one tells "refused by the engine" from "wrongly asked" by that.
TABLE: Final[Mapping[type[Exception], Outcome]] = {
    DiagramRefused: Outcome(400, "", 400, "ParseException", 0),
    NotLocked: Outcome(409, "", 400, "RestException"),
    NotFound: Outcome(404, "", 404, "RestException"),
    NotAllowed: Outcome(403, "", 403, "AuthorizationException", 0),
    Unprocessable: Outcome(422, "", 422, "InvalidRequestException"),
    Invalid: Outcome(400, "", 400, "InvalidRequestException"),
    Conflict: Outcome(409, "", 500, "ProcessEngineException", 0),
    NotPossible: Outcome(409, "", 500, "ProcessEngineException", 0),
    StoreFull: Outcome(507, "store-full", 507, "ProcessEngineException", 0),
    StoreBusy: Outcome(503, "store-busy", 503, "ProcessEngineException", 0),
    StoreUnready: Outcome(503, "store-unready", 503, "ProcessEngineException", 0),
    StoreUncertain: Outcome(503, "store-uncertain", 503, "ProcessEngineException", 0),
    StoreConflict: Outcome(409, "store-conflict", 500, "ProcessEngineException", 0),
    StoreError: Outcome(503, "store", 503, "ProcessEngineException", 0),
    BadInput: Outcome(400, "bad-request", 400, "InvalidRequestException"),
    WrongType: Outcome(415, "wrong-type", 415, "NotSupportedException"),
    BadValue: Outcome(400, "bad-value", 400, "InvalidRequestException"),
    SignInFirst: Outcome(401, "sign-in", 401, "AuthenticationException"),
    PasswordFirst: Outcome(403, "change-password", 403, "AuthorizationException", 0),
    Crowded: Outcome(503, "sign-in-crowded", 503, "AuthenticationException"),
    TooOften: Outcome(429, "too-many-attempts", 429, "AuthenticationException"),
    ReadOnlyIdentity: Outcome(403, "read-only", 403, "InvalidRequestException"),
    WrongOrigin: Outcome(403, "wrong-origin", 403, "AuthorizationException", 0),
}
# Refusals that the dialect tells as a mistake of the caller.
_ASKED_WRONGLY: Final = frozenset({"nobody-waits", "several-wait", "unknown-lane", "other-office"})


def install(blueprint: Blueprint, *, dialect: bool) -> None:
    """Answers every error of a blueprint's views."""
    for kind in (*TABLE, Refusal):
        blueprint.register_error_handler(kind, _in_dialect if dialect else _in_v1)
    blueprint.register_error_handler(HTTPException, _http_in_dialect if dialect else _http_in_v1)


def guarded(done: Callable[[Response], Response], *, dialect: bool) -> Callable[[Response], Response]:
    """What is done after a request; when it is refused or cannot be done, that is the answer and all that goes out."""

    def after(response: Response) -> Response:
        try:
            return done(response)
        except (Refusal, StoreError) as error:
            return _in_dialect(error) if dialect else _in_v1(error)

    return after


def unrouted(error: HTTPException) -> Response:
    """The answer to a request for one of the APIs that reached none of its routes."""
    if isinstance(error, MethodNotAllowed):
        error = MethodNotAllowed(valid_methods=allowed())
    return _http_in_dialect(error) if request.path.startswith("/engine-rest") else _http_in_v1(error)


def outcome_of(error: Exception) -> Outcome:
    """The first row of the table that fits."""
    return next(row for kind, row in TABLE.items() if isinstance(error, kind))


def _in_v1(error: Exception) -> Response:
    found = outcome_of(error)
    facts = error.facts if isinstance(error, Refusal) else {}
    code = error.code if isinstance(error, Refusal) else found.code
    body = {"code": code, "id": _words(error)[0], "en": _words(error)[1], "facts": facts}
    return _headed(answer(body, found.status), found.status, error)


def _in_dialect(error: Exception) -> Response:
    found = outcome_of(error)
    status = 400 if isinstance(error, Refusal) and error.code in _ASKED_WRONGLY else found.dialect
    body: dict[str, Any] = {"type": found.type, "message": _message(error), "code": found.number}
    if isinstance(error, DiagramRefused):
        details = {name: _details(found) for name, found in error.files.items()}
        body |= {"message": _parse_message(error), "details": details}
    if isinstance(error, NotAllowed):
        body |= {"userId": None, "missingAuthorizations": []}
    return _headed(answer(body, status), status, error)


def _http_in_v1(error: HTTPException) -> Response:
    status = error.code or 500
    id, en = _http_words(status, error)
    return _headed(
        answer({"code": error.name.lower().replace(" ", "-"), "id": id, "en": en, "facts": {}}, status), status, error
    )


def _http_in_dialect(error: HTTPException) -> Response:
    status = error.code or 500
    kind = "RestException" if status >= 500 or status == 404 else "InvalidRequestException"
    return _headed(
        answer({"type": kind, "message": " / ".join(_http_words(status, error)), "code": None}, status), status, error
    )


def _http_words(status: int, error: HTTPException) -> tuple[str, str]:
    if status == 404:
        return f"{request.method} {request.path} tidak ada.", f"There is no {request.method} {request.path}."
    if status >= 500:
        return "Terjadi kesalahan; sudah dicatat.", "Something went wrong; it was recorded."
    return f"Permintaan ini tidak dapat dilayani ({error.name}).", f"This request was refused ({error.name})."


_SPOKEN: Final = (
    Refusal | StoreError | BadInput | SignInFirst | PasswordFirst | TooOften | Crowded | WrongOrigin | WrongType
)


def _words(error: Exception) -> tuple[str, str]:
    if isinstance(
        error,
        Refusal
        | StoreError
        | BadInput
        | SignInFirst
        | PasswordFirst
        | TooOften
        | Crowded
        | WrongOrigin
        | WrongType
        | ReadOnlyIdentity,
    ):
        return error.id, error.en
    return f"Nilai ini tidak dapat dibaca: {error}.", f"{error}."


def _message(error: Exception) -> str:
    """Indonesian first; an Invalid names its fields too."""
    text = " / ".join(_words(error))
    if isinstance(error, Invalid):
        return text + "".join(f"\n* {found.key}: {found.id} / {found.en}" for found in error.problems)
    return text


def _parse_message(error: DiagramRefused) -> str:
    """Every error with its place. A modeler shows this text and nothing else of the answer."""
    lines = [
        f"* {found.id} / {found.en} | resource {name} | line {found.line or 0} | element {found.element or '-'}"
        for name, findings in error.files.items()
        for found in findings
        if found.severity == "error"
    ]
    return "\n".join(["ENGINE-09005 Could not parse BPMN process. Errors:", *lines])


def _details(findings: Sequence[Finding]) -> dict[str, list[dict[str, Any]]]:
    details: dict[str, list[dict[str, Any]]] = {"errors": [], "warnings": []}
    for found in findings:
        problem = {
            "message": f"{found.id} / {found.en}",
            "line": found.line or 0,
            "column": 0,
            "mainElementId": found.element,
            "elementIds": [found.element] if found.element else [],
        }
        details["errors" if found.severity == "error" else "warnings"].append(problem)
    return details


def _headed(response: Response, status: int, error: Exception | None = None) -> Response:
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Lajur", charset="UTF-8"'
        response.headers.add("WWW-Authenticate", 'Bearer realm="Lajur"')
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.seconds if isinstance(error, TooOften) else 1)
    return response
