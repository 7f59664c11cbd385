"""The sentences that templates and code of the pages say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["bare_words", "sentences"]

WEB: Final = Path(__file__).resolve().parents[2] / "engine" / "web"
SAID: Final = re.compile(r"""\b(n_|h_|_|say|several|html)\(\s*(?:"([^"]+)"|'([^']+)')""")
MANY: Final = frozenset({"n_", "several"})
MARKUP: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!doctype[^>]*>|<[^>]*>|&\w+;", re.DOTALL)
ATTRIBUTE: Final = re.compile(r"""[\w-]+="[^"]*"?""")
SPOKEN: Final = re.compile(r"""(?:aria-label|placeholder|title|alt)="[^"{]+""")
# What is the same in both languages, and the names of the languages.
FREE: Final = frozenset({"Lajur", "SOP", "Indonesia", "English"})


def sentences() -> dict[str, bool]:
    """Every sentence; true where it depends on a number."""
    found: dict[str, bool] = {}
    for file in (*WEB.rglob("*.html"), *WEB.rglob("*.py")):
        for call, one, other in SAID.findall(file.read_text(encoding="utf-8")):
            sentence = one or other
            found[sentence] = found.get(sentence, False) or call in MANY
    return found


def bare_words() -> Iterator[str]:
    """Words that stand in a template outside of every call, so that nobody could translate them."""
    for file in WEB.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        rest = MARKUP.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(rest.split("\n"), 1):
            for word in re.findall(r"[^\W\d_]{2,}", ATTRIBUTE.sub("", line)):
                if word not in FREE:
                    yield f"{file.name}:{number} {word}"
        for read_aloud in SPOKEN.findall(text):
            yield f"{file.name} {read_aloud}"
