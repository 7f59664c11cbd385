"""The pictures in the docs show the SOPs as they are now, none too wide for an office's screen."""

from __future__ import annotations

import re

from tests.sop.gallery import FOLDER, pictures
from tests.sop.library import SOPS

_SCREEN = 1366
"""Width of the screens that offices have, in px."""


def test_the_pictures_and_the_contact_sheet_in_the_docs_are_the_present_ones() -> None:
    stale = [path.name for path, text in pictures() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "write them anew: make gallery"
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path, _ in pictures()}


def test_the_contact_sheet_shows_every_sop() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r'<img src="([\w-]+)\.svg"', text)) == sorted(sop.path.stem for sop in SOPS)


def test_no_picture_is_wider_than_a_screen() -> None:
    texts = {path.name: text for path, text in pictures() if path.suffix == ".svg"}
    widths = {name: int(found[1]) for name, text in texts.items() if (found := re.search(r' width="(\d+)"', text))}
    assert len(widths) == len(SOPS)
    assert {name: width for name, width in widths.items() if width > _SCREEN} == {}
