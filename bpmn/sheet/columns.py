"""How wide the columns of the flow table are: what the template says, the performers by what they need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from bpmn.sheet.chart import Chart
from bpmn.sheet.metrics import measure
from bpmn.sheet.template import Template

SYMBOL: Final = 11.0
"""Width of a symbol in mm."""
APART: Final = 1.5
"""Between two ways back, in mm."""
FIRST: Final = 0.75
"""Between a column's line and the first way back in it."""
_PAD: Final = 1.2
_TEXTS: Final = ("no", "kegiatan")
_AFTER: Final = ("kelengkapan", "waktu", "output", "keterangan")
_SHRINK: Final = {"kegiatan": 44.0, "kelengkapan": 27.0, "output": 27.0, "waktu": 15.0}


@dataclass(frozen=True, slots=True)
class Columns:
    """Left and right edges in mm: of the text columns by name, of the performers in order; width of a symbol."""

    texts: dict[str, tuple[float, float]]
    performers: tuple[tuple[float, float], ...]
    symbol: float

    @property
    def left(self) -> float:
        """Where the table begins."""
        return self.texts["no"][0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.texts["keterangan"][1]


def measured(chart: Chart, template: Template) -> Columns:
    """The columns of a chart on the template's paper; many performers take from the texts, then from each other."""
    room = template.paper.width - 2 * template.paper.side
    texts = {name: template.widths[name] for name in (*_TEXTS, *_AFTER)}
    wanted = _wanted(chart, template, room - sum(texts.values()))
    least = template.performer[0] * len(wanted)
    for name, small in _SHRINK.items():
        short = least - (room - sum(texts.values()))
        if short > 0:
            texts[name] = max(small, texts[name] - short)
    performers = _fitted(wanted, room - sum(texts.values()), template.performer[0])
    texts["keterangan"] += room - sum(texts.values()) - sum(performers)
    return _placed(texts, performers, template.paper.side)


def _wanted(chart: Chart, template: Template, room: float) -> list[float]:
    """What each performer's column would like: room for its title and for the ways back into it."""
    least, most = template.performer
    even = min(most, max(least, (room - 12) / max(1, len(chart.columns))))
    back = _returns(chart)
    found = []
    for at, title in enumerate(chart.columns):
        word = max(
            (measure(one, template.sizes["kepala"], True) for one in title.replace("/", "/ ").split()), default=0
        )
        tracks = (back[at] + 1) // 2
        ways = SYMBOL + 2 * (FIRST + APART * tracks) if tracks else 0
        found.append(min(most, max(even, word + 2 * _PAD, ways)))
    return found


def _returns(chart: Chart) -> dict[int, int]:
    """How many ways back at most run beside each other in a column."""
    rows = {step.id: (at, step) for at, step in enumerate(chart.steps)}
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for way in chart.ways:
        if way.source in rows and way.target in rows and rows[way.target][0] <= rows[way.source][0]:
            spans[rows[way.target][1].column].append((rows[way.target][0], rows[way.source][0]))
    found = {column: max(sum(a <= row <= b for a, b in given) for row, _ in given) for column, given in spans.items()}
    return defaultdict(int, found)


def _fitted(wanted: list[float], room: float, least: float) -> list[float]:
    """The wishes, cut where they are more than the room; below the least only when all are."""
    if sum(wanted) <= room:
        return wanted
    if least * len(wanted) > room:
        return [room / len(wanted)] * len(wanted)
    spare, over = room - least * len(wanted), sum(wanted) - least * len(wanted)
    return [least + (one - least) * spare / over for one in wanted]


def _placed(texts: dict[str, float], performers: list[float], left: float) -> Columns:
    edges: dict[str, tuple[float, float]] = {}
    at = left
    for name in _TEXTS:
        edges[name] = (at, at + texts[name])
        at += texts[name]
    columns = []
    for width in performers:
        columns.append((at, at + width))
        at += width
    for name in _AFTER:
        edges[name] = (at, at + texts[name])
        at += texts[name]
    return Columns(edges, tuple(columns), min([SYMBOL, *(width - 1.0 for width in performers)]))
