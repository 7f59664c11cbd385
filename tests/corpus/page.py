"""Writes docs/bpmn.md and its pictures from the examples and the refusals: `python -m tests.corpus.page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bpmn.document import read
from bpmn.picture import draw
from tests.corpus.examples import SECTIONS, Example, example, names
from tests.corpus.refused import Refusal, listed, unreadable

__all__ = ["PAGE", "PICTURES", "fragment", "page", "picture"]

_DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = _DOCS / "bpmn.md"
PICTURES: Final = _DOCS / "img" / "bpmn"

_OPENING: Final = """\
# What runs of BPMN

**Ringkas.** Lajur menjalankan unsur BPMN 2.0 di bawah ini menurut bab 13 spesifikasinya. Tiap unsur punya satu contoh
kecil: potongan berkasnya, gambarnya, satu kalimat tentang artinya, dan jalannya langkah demi langkah. Yang tidak
dijalankan ditolak saat berkas diberlakukan, dengan pesan yang menyebut elemennya dan apa yang harus diperbuat; semua
pesan itu ada di bagian akhir halaman ini.

Every example below is a file under `tests/corpus/examples/` that a test plays exactly as it is printed here. The rules
behind them stand in [semantics.md](semantics.md), those of the check in [checks.md](checks.md). This page is written by
`python -m tests.corpus.page`; a test fails when it and the code differ.

In a play each line is one move: what is done, and behind the arrow what is open then. `(x)` says that the case has
finished with the outcome `x`; `>x` that a message, signal or call of that name left it; `!x` that the error `x` ended
it; `^x` that nothing in it caught the escalation `x`; `x=1` that the move wrote a variable.
"""

_REFUSED: Final = """\
## What is refused

A file that breaks one of these is not put in force. What each rule means stands in [checks.md](checks.md) under its
name. The messages here are those of the smallest diagrams that break it, so `x`, `a`, `g-e` are the ids in them. "In an
SOP" marks what only a process with fields of an SOP is held to.
"""


def fragment(shown: Example) -> str:
    """The lines of the file that the page prints: the elements with the shown ids, moved to the left."""
    lines = shown.data.decode().splitlines()
    return "\n".join(line for id in shown.shown for line in _element(lines, id))


def _element(lines: list[str], id: str) -> list[str]:
    at = next(number for number, line in enumerate(lines) if f' id="{id}"' in line)
    pad = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    tag = lines[at].strip()[1:].split()[0]
    end = at
    while not (lines[end].startswith((f"{pad}</{tag}>", pad + "<")) and lines[end].endswith((f"</{tag}>", "/>"))):
        end += 1
    return [line.removeprefix(pad) for line in lines[at : end + 1]]


def picture(shown: Example) -> str:
    """The example as SVG, as bpmn.picture draws it."""
    return draw(read(shown.data), "uji") + "\n"


def page() -> str:
    """The text of docs/bpmn.md."""
    parts = [_OPENING]
    for section, held in SECTIONS.items():
        parts.append(f"## {section}\n")
        parts += [_told(example(name)) for name in held.split()]
    parts.append(_REFUSED)
    parts += _refusals()
    return "\n".join(parts)


def _told(shown: Example) -> str:
    width = max(len(line.partition(" : ")[0]) for line in shown.told)
    play = [f"{line.partition(' : ')[0]:{width}} → {line.partition(' : ')[2]}" for line in shown.told]
    return "\n".join(
        [
            f"### {shown.title}\n",
            f"{shown.says}\n",
            f"![{shown.title}](img/bpmn/{shown.name}.svg)\n",
            f"```xml\n{fragment(shown)}\n```\n",
            "```\n" + "\n".join(play) + f"\n```\n`{shown.name}.bpmn`\n",
        ]
    )


def _refusals() -> Iterator[str]:
    by_rule: dict[str, list[Refusal]] = {}
    for one in (*unreadable(), *listed()):
        by_rule.setdefault(one.rule, []).append(one)
    for rule, held in by_rule.items():
        rows = [f"| {one.title} | {_cell(one.id)} | {_cell(one.en)} |" for one in held]
        yield "\n".join([f"### `{rule}`\n", "| What | Pesan | Message |", "|---|---|---|", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Writes the page and the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    for name in names():
        (PICTURES / f"{name}.svg").write_text(picture(example(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
