"""The words beside an arrow, within 2 mm of where it leaves."""

from __future__ import annotations

from typing import Final

from bpmn.sheet.lines import wrapped
from bpmn.sheet.metrics import measure
from bpmn.sheet.model import Point, Text
from bpmn.sheet.place import SMALL

_AWAY: Final = 0.8
_OVER: Final = 0.7
_UNDER: Final = 2.55
_LONGEST: Final = 26.0


def _text(word: str, x: float, y: float) -> Text:
    return Text(x, y, word, SMALL, measure(word, SMALL, True), True, clear=True)


def _words(labels: tuple[str, ...]) -> list[str]:
    given = [" ".join(one.split()) for one in labels if one.strip()]
    if len(given) > 1:
        given = [given[0], ", ".join(one[:1].lower() + one[1:] for one in given[1:])]
    return [wrapped(one, _LONGEST, SMALL, True)[0] for one in given]


def under_tip(labels: tuple[str, ...], tip: Point, area: tuple[float, float], *, left: bool) -> tuple[Text, ...]:
    """The first word beside an upright line, just below the tip that it leaves."""
    words = _words(labels)
    if not words:
        return ()
    wide = measure(words[0], SMALL, True)
    left = (left and tip[0] - _AWAY - wide >= area[0]) or tip[0] + _AWAY + wide > area[1]
    return (_text(words[0], tip[0] - _AWAY - wide if left else tip[0] + _AWAY, tip[1] + 2.45),)


def beside_tip(labels: tuple[str, ...], line: tuple[Point, Point], area: tuple[float, float]) -> tuple[Text, ...]:
    """One word above a level line where it leaves the tip, the next one under it.

    `line` is the line from the tip to where it turns up: before the word ends, and the word stands under it.
    """
    (tip, turn), right = line, line[1][0] > line[0][0]
    run = abs(turn[0] - tip[0])
    found = []
    words = _words(labels)
    low = len(words) == 1 and run < _AWAY + measure(words[0], SMALL, True) + _AWAY
    for at, word in enumerate(words):
        wide = measure(word, SMALL, True)
        x = tip[0] + _AWAY if right else tip[0] - _AWAY - wide
        x = max(area[0] + 0.2, min(x, area[1] - 0.2 - wide))
        found.append(_text(word, x, tip[1] + (_UNDER if at or low else -_OVER)))
    return tuple(found)
