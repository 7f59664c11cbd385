"""What to say when an expression cannot be read: where it stopped, and what to write there."""

import re

from engine.expressions.functions import FUNCTIONS
from engine.expressions.refusal import ExpressionRefused

_SHOWN = 20
"""Characters of the unread text that a message shows."""

_KNOWN = ", ".join(sorted(FUNCTIONS))
_WORD = re.compile(r"[^\W\d][\w ]*\Z")

_Hint = tuple[str, str]


def explain(inner: str, position: int, offset: int, dollar: bool) -> ExpressionRefused:
    """The refusal of a text that stopped making sense at `position`."""
    hint_id, hint_en = _hint(inner[:position].rstrip(), inner[position:], dollar)
    at = offset + position + 1
    if not inner[position:].strip():
        return ExpressionRefused(
            f"Ungkapan berhenti terlalu cepat, di huruf ke-{at}. {hint_id}",
            f"The expression ends too early, at character {at}. {hint_en}",
        )
    shown = inner[position : position + _SHOWN].strip()
    return ExpressionRefused(
        f"Tidak terbaca mulai huruf ke-{at}: {shown} … {hint_id}",
        f"Cannot be read from character {at}: {shown} … {hint_en}",
    )


def _hint(before: str, rest: str, dollar: bool) -> _Hint:
    if rest.startswith("**") or before.endswith("*"):
        return "Pangkat tidak dipakai di sini.", "There is no power operator."
    if rest.startswith("(") and _WORD.search(before):
        return f"Fungsi ini tidak dikenal. Yang ada: {_KNOWN}.", f"This function is not known. There are: {_KNOWN}."
    if dollar:
        if rest.startswith("="):
            return "Di dalam ${…} tulis == untuk sama dengan.", "Inside ${…} write == for equality."
    elif rest.startswith("=") and before.endswith("="):
        return "Tulis satu tanda = saja.", "Write a single = sign."
    elif rest.startswith("'"):
        return 'Tulis teks dengan tanda petik dua, misalnya "Ya".', 'Write texts in double quotes, for example "Ya".'
    elif rest.startswith(("&", "|", "!")):
        return "Tulis and, or, atau not(…).", "Write and, or, or not(…)."
    if rest.startswith(("“", "”", "‘", "’", "„")):
        return 'Pakai tanda petik lurus, misalnya "Ya".', 'Use straight quotes, for example "Ya".'
    if rest.startswith('"'):
        return "Periksa tanda petik penutup.", "Check the closing quote."
    if dollar:
        return (
            "Contoh yang benar: ${keputusan == 'Ya' && nilai >= 70}.",
            "A right example: ${keputusan == 'Ya' && nilai >= 70}.",
        )
    return 'Contoh yang benar: keputusan = "Ya" and nilai >= 70.', 'A right example: keputusan = "Ya" and nilai >= 70.'
