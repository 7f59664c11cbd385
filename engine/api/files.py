"""Answers that are files of somebody: never run by a browser, whatever is in them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from flask import Response

__all__ = ["MEDIA", "file_answer", "media_of"]

# By the end of the name. What a browser would run or show as a page is none of these.
MEDIA: Final = {
    ".bpmn": "application/xml",
    ".form": "application/json",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
_ANY: Final = "application/octet-stream"
_ODD: Final = re.compile(r"[^A-Za-z0-9._-]")
"""What stands in no plain name: generated clients know no other, and read it up to the first space."""


def media_of(name: str) -> str:
    """The content type of a file by its name."""
    return MEDIA.get(PurePosixPath(name).suffix.lower(), _ANY)


def file_answer(data: bytes, media: str, name: str) -> Response:
    """The bytes as a file to be kept: not shown in place, not sniffed, without scripts."""
    response = Response(data, content_type=media)
    last = PurePosixPath(name).name
    plain = _ODD.sub("_", last)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
