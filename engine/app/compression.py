"""Answers that are text leave gzipped when the browser takes that."""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, request

__all__ = ["install"]

SMALLEST: Final = 700  # bytes; below it the headers of a packet outweigh what is saved
LARGEST: Final = 4 * 1024 * 1024  # bytes; larger files are sent as they are, in pieces
LEVEL: Final = 5
TEXTS: Final = frozenset(
    {"application/javascript", "application/json", "application/manifest+json", "application/xml", "image/svg+xml"}
)


def install(app: Flask) -> None:
    """Compresses every suitable answer of this application."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if not _is_text(response.mimetype):
        return response
    response.vary.add("Accept-Encoding")
    if not _fits(response):
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    return response


def _is_text(kind: str | None) -> bool:
    return kind is not None and (kind.startswith("text/") or kind in TEXTS or kind.endswith(("+json", "+xml")))


def _fits(response: Response) -> bool:
    length = response.calculate_content_length() if response.is_sequence else response.content_length
    return (
        response.status_code == 200
        and request.method != "HEAD"
        and "Content-Encoding" not in response.headers
        and "Content-Range" not in response.headers
        and request.accept_encodings["gzip"] > 0
        and length is not None
        and SMALLEST <= length <= LARGEST
    )
