"""No cell of a CSV is a formula, whichever separator a spreadsheet takes and whatever it passes over."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from engine.queries.safe_cells import line, safe

SIGNS = "=+-@\t\r\n,;|\"' \u00a0\u200b\ufeff\uff1d\uff0b\uff0d\uff20\u2212\ufe63\u207cA1(!"
TEXTS = st.one_of(st.text(SIGNS, max_size=12), st.text(max_size=20))


def formula(cell: str) -> bool:
    """What some spreadsheet would begin to calculate: it passes over quotes, spaces and what nobody sees."""
    bare = cell
    while bare and (bare[0] == '"' or unicodedata.category(bare[0]) in ("Cc", "Cf", "Zs", "Zl", "Zp")):
        bare = bare[1:]
    return unicodedata.normalize("NFKC", bare[:1])[:1] in tuple("=+-@\u2212")


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["=1+1"])
@example(["a;=HYPERLINK(1)"])
@example(['"\t=1'])
@example(["\u200b\uff1d1"])
@example(["a\n@SUM(1)"])
def test_no_cell_is_a_formula_however_the_line_is_split(cells: list[str]) -> None:
    text = line(cells)
    for part in re.split("[,;|\t\r\n]", text):
        assert not formula(part), (cells, text)
    (read,) = csv.reader(io.StringIO(text, newline=""))
    assert read == [safe(cell) for cell in cells]


@given(st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=30))
def test_ordinary_words_and_numbers_stay_as_they_are(word: str) -> None:
    assert safe(word) == word


def test_what_is_written_of_other_values() -> None:
    assert [safe(one) for one in (None, True, 7, -7)] == ["", "ya", "7", "'-7"]
