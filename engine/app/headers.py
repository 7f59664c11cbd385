"""What every request gets: an id, a nonce, security headers, a line in the log and a place in the metrics."""

from __future__ import annotations

import re
import secrets
import time
from typing import Final

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from engine import metrics
from engine.logs import logger

__all__ = ["install", "nonce"]

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_FIXED: Final = tuple((name, name.lower(), value) for name, value in FIXED.items())
YEAR: Final = 365 * 24 * 3600
QUIET: Final = ("/healthz", "/metrics", "/readyz")

_log = logger("engine.app")


def install(app: Flask) -> None:
    """Puts them around every request; templates get the nonce as `csp_nonce()`."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _: clear_contextvars())
    app.jinja_env.globals["csp_nonce"] = nonce


def nonce() -> str:
    """The nonce of this request: a script or style in the page itself has to carry it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.began = time.perf_counter()
    g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    clear_contextvars()
    bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    headers = response.headers
    given = {name.lower() for name, _ in headers}
    for name, lower, value in _FIXED:
        if lower not in given:
            headers.add(name, value)
    if "content-security-policy" not in given:
        policy = POLICY + g.get("csp_more", "")  # a page that needs more says so by name, and why
        headers.add("Content-Security-Policy", policy.format(nonce=nonce()))
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    headers["X-Request-ID"] = g.get("request_id", "")
    _record(response)
    return response


def _record(response: Response) -> None:
    """Measures and logs the request by its rule; the path may hold what people wrote."""
    route = request.url_rule.rule if request.url_rule else "(none)"
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    metrics.request_served(request.method, route, response.status_code, seconds)
    log = _log.debug if route in QUIET else _log.info
    log("served", method=request.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
