"""Writes the pictures of the delivered SOPs into the docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpmn.picture import draw
from tests.sop.library import ROOT, SOPS

FOLDER = ROOT / "docs" / "sop"


def pictures() -> Iterator[tuple[Path, str]]:
    """The file and the text of each picture."""
    for sop in SOPS:
        yield FOLDER / f"{sop.path.stem}.svg", draw(sop.document, sop.process.id) + "\n"


# python -m tests.sop.gallery
if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in pictures():
        path.write_text(text, encoding="utf-8")
