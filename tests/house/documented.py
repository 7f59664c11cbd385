"""What the docs have to give a heading to, and the headings that they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

__all__ = ["headings", "routes", "undocumented"]

HEADING: Final = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
SPAN: Final = re.compile(r"`([^`]+)`")
CONVERTER: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def headings(pages: Iterable[Path]) -> set[str]:
    """The headings of these Markdown pages and the code spans in them, those in fenced blocks apart."""
    found: set[str] = set()
    for page in pages:
        for heading in HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            found.update(SPAN.findall(heading), [heading.replace("`", "")])
    return found


def undocumented(names: Iterable[str], pages: Iterable[Path]) -> list[str]:
    """The names that no heading of these pages has, sorted."""
    return sorted(set(names) - headings(pages))


def routes(rules: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """`GET /a/{b}` for each rule `/a/<int:b>` and method; HEAD and OPTIONS go without saying."""
    silent = {"HEAD", "OPTIONS"}
    named = ((CONVERTER.sub(r"{\1}", rule), rule, methods) for rule, methods in rules)
    return {f"{method} {path}": rule for path, rule, methods in named for method in set(methods) - silent}
