"""The pictures in the docs show the SOPs as they are now."""

from __future__ import annotations

from tests.sop.gallery import FOLDER, pictures


def test_the_pictures_in_the_docs_are_the_present_ones() -> None:
    stale = [path.name for path, text in pictures() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "write them anew: python -m tests.sop.gallery"
    assert {path.name for path in FOLDER.glob("*.svg")} == {path.name for path, _ in pictures()}
