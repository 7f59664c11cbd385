"""Patterns as databases know them: `%` stands for any letters, `_` for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

__all__ = ["like"]

_Sign = tuple[str, ...]
_ANY: Final[_Sign] = ("%", "")
_ONE: Final[_Sign] = ("_", "")
_WILD: Final = {"%": _ANY, "_": _ONE}
_SIGN: Final = re.compile(r"\\.|.", re.DOTALL)


def like(pattern: str) -> Callable[[str], bool]:
    """Whether a text fits as a whole, in any letter case; behind `\\` the signs stand for themselves.

    Takes at most (length of the pattern) times (length of the text) steps.
    """
    signs = [_WILD.get(one) or (one[-1].casefold(),) for one in _SIGN.findall(pattern)]
    return lambda text: _fits(signs, [letter.casefold() for letter in text])


def _fits(signs: list[_Sign], letters: list[str]) -> bool:
    """Takes each `%` for as little as can be, and the last one for more where the rest does not fit."""
    sign, letter, last, tried = 0, 0, -1, 0
    while letter < len(letters):
        if sign < len(signs) and signs[sign] == _ANY:
            last, tried, sign = sign, letter, sign + 1
        elif sign < len(signs) and signs[sign] in (_ONE, (letters[letter],)):
            sign, letter = sign + 1, letter + 1
        elif last >= 0:
            tried += 1
            sign, letter = last + 1, tried
        else:
            return False
    return all(one == _ANY for one in signs[sign:])
