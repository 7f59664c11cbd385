"""The measures of a vertical SOP diagram, in diagram units (px at 100 %)."""

from __future__ import annotations

from typing import Final

COLUMN: Final = 160.0
"""Width of a lane that needs no more."""

HEADER: Final = 30.0
"""Height of the pool's head and of each level of lane heads, as modelers draw them."""

HEAD: Final = 11.0
"""Size of a lane's name that takes two lines."""

TOP: Final = 16.0
FOOT: Final = 20.0

TASK: Final = (126.0, 54.0)
GATEWAY: Final = (40.0, 40.0)
EVENT: Final = (36.0, 36.0)
RAIL: Final = 20.0
"""Width of the strip on the left of a task that holds its number."""

NAME: Final = TASK[0] - RAIL - 8
"""Width that a task leaves for the lines of its name."""

GUTTER: Final = 34.0
TIGHT: Final = 22.0
"""Space between rows, and between a step and its own decision."""

ELBOW: Final = 17.0
"""From a row to the first level line in the gutter under it, and from the last one to the next row."""

LEVEL_APART: Final = 8.0
"""Between two level lines in one gutter."""

MARGIN: Final = 17.0
OUTERMOST: Final = 9.0
UPRIGHT_APART: Final = 6.0
"""Of a lane beside its boxes: its width, the first upright line from the lane's edge, and the next ones."""

LINE: Final = 14.0
"""Height of one line of a label."""

LABEL: Final = 62.0
"""Width at which a label breaks."""

BESIDE: Final = 46.0
"""Between a decision and what stands beside it, when its label needs no more."""
