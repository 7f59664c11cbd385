"""The words of the pages: Indonesian stands in the templates, English in translations/en/, a file for each theme.

A test proves that every sentence of templates and code has its English, once, and that no English is left over.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import g, has_request_context, request
from markupsafe import Markup

__all__ = ["COOKIE", "LANGUAGES", "Table", "both", "english", "html", "language", "say", "several", "tables"]

LANGUAGES: Final = ("id", "en")
COOKIE: Final = "bahasa"


Table = dict[str, str | list[str]]
"""Indonesian sentence -> English; a list holds the forms for one and for many."""


@cache
def english() -> Table:
    """The English of every sentence."""
    return {sentence: said for table in tables().values() for sentence, said in table.items()}


def tables() -> dict[str, Table]:
    """The sentences of each theme."""
    files = sorted((Path(__file__).parent / "translations" / "en").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def language() -> str:
    """The language of this request: `id`, or `en` when the person chose it."""
    if not has_request_context():
        return LANGUAGES[0]
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        g.language = chosen if chosen in LANGUAGES else LANGUAGES[0]
    return str(g.language)


def say(sentence: str, **values: Any) -> str:
    """The sentence in the language of the request, with its values."""
    return _chosen(sentence, None).format(**values) if values else _chosen(sentence, None)


def several(sentence: str, n: int, **values: Any) -> str:
    """The sentence for a number `n`; Indonesian has one form for all."""
    return _chosen(sentence, n).format(n=n, **values)


def html(sentence: str, **values: Any) -> Markup:
    """The sentence with values that may be markup; all others are escaped."""
    return Markup(_chosen(sentence, None)).format(**values)  # noqa: S704 - the sentences are ours


def both(refusal: Any) -> str:
    """What a refusal says in the language of the request."""
    return str(refusal.en if language() == "en" else refusal.id)


def _chosen(sentence: str, n: int | None) -> str:
    if language() != "en":
        return sentence
    found = english().get(sentence, sentence)
    if isinstance(found, list):
        return found[0] if n == 1 else found[1]
    return found
