"""Answers in JSON: the content type is exactly `application/json`."""

from __future__ import annotations

import json
from typing import Any, Final

from flask import Response

__all__ = ["answer", "nothing"]

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def answer(body: Any, status: int = 200) -> Response:
    """The body as JSON; raises TypeError or ValueError for what JSON does not hold."""
    return Response(_encode(body).encode("utf-8", "replace"), status, content_type="application/json")


def nothing() -> Response:
    """204 without a body."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response
