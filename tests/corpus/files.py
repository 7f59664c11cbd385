"""All files of the corpus: every example in several styles, and files written one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from tests.corpus import vendors, vendors_drawing
from tests.corpus.examples import Act, example, names
from tests.corpus.style import ACTIVITI, CAMUNDA, Style
from tests.corpus.writing import Writer

__all__ = ["STYLES", "File", "files", "written"]

STYLES: Final[tuple[Style, ...]] = (*vendors.STYLES, *vendors_drawing.STYLES)
_TURNS: Final = 6
"""In how many styles each example stands in the corpus that every test run plays."""


@dataclass(frozen=True)
class File:
    """`refused`: the rules by which it may be refused; `runs`: whether it may run; `play` what then must happen."""

    name: str
    data: bytes
    refused: frozenset[str] = frozenset()
    runs: bool = True
    play: tuple[Act, ...] = ()
    rename: Callable[[str], str] = str


def written(style: Style, name: str, number: int) -> File:
    """An example in a style."""
    shown = example(name)
    writer = Writer(style, shown.data, number)
    heard = style.dialect in (CAMUNDA, ACTIVITI)
    return File(
        f"{name} as {style.name}",
        writer.write(),
        refused=style.refused,
        runs=writer.executable == "true",
        play=shown.play if heard else (),
        rename=writer.rename,
    )


def files(*, every: bool = False) -> Iterator[File]:
    """The corpus; with `every`, each example in each style."""
    turns = count()
    for number, name in enumerate(names()):
        if every:
            yield from (written(style, name, number) for style in STYLES)
        else:
            yield from (written(STYLES[next(turns) % len(STYLES)], name, number) for _ in range(_TURNS))
