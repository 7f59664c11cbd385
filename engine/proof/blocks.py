"""Blocks of a second place's file: a checkpoint's note behind the leaves that it adds, as plain text.

    # 412
    + 417 3 <base64 of the leaf hash>
    …
    (empty line)
    <the note>
    (empty line)

A write that was broken off leaves the beginning of a block; whoever writes next begins the same block anew.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.proof.note import digest

__all__ = ["MOST", "Block", "Damage", "Record", "blocks", "leaf_lines", "written"]

MOST: Final = 1024
"""Leaves that one checkpoint adds at most; who reads holds one block at a time."""

_HEAD: Final = b"# "
_LEAF: Final = b"+ "
_END: Final = b"\n"
_CUT_HEADS: Final = (b"#\n", b"# \n")

Record = tuple[int, int, bytes]
"""Case, number in it, leaf hash: an event at its place in the tree."""


@dataclass(frozen=True, slots=True)
class Block:
    """A whole block: `leaves` is the digest of its leaf lines."""

    number: int
    records: tuple[Record, ...]
    leaves: str
    note: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """What is no block, from this line on; `torn` at the end of the file, where a write may have been broken off."""

    line: int
    number: int | None
    torn: bool = False


def leaf_lines(records: Iterable[Record]) -> bytes:
    """The lines of leaves, as they are written and hashed."""
    lines = (f"+ {case} {number} {base64.b64encode(leaf).decode()}\n" for case, number, leaf in records)
    return "".join(lines).encode()


def written(number: int, records: Iterable[Record], note: bytes) -> bytes:
    """A block as it is written."""
    return b"# %d\n%s\n%s\n" % (number, leaf_lines(records), note)


@dataclass
class _Open:
    """A block of which not all lines are read yet."""

    number: int
    line: int
    lines: list[bytes] = field(default_factory=list)
    blanks: int = 0

    @property
    def whole(self) -> bool:
        """Behind the leaves, the text and the signatures comes one empty line each."""
        return self.blanks == 3


def blocks(lines: Iterable[bytes]) -> Iterator[Block | Damage]:
    """What a file holds, block by block. The beginning of a block that follows again, whole, says nothing."""
    begun: _Open | None = None
    torn: list[_Open] = []
    for at, line in enumerate(lines, 1):
        if line.startswith(_HEAD) and _number(line) is not None:
            torn += [] if begun is None else [begun]
            begun = _Open(_number(line) or 0, at)
        elif begun is None:
            if line not in _CUT_HEADS:
                yield Damage(at, None)
        else:
            begun.lines.append(line)
            begun.blanks += line == _END
            if begun.whole:
                yield from (Damage(one.line, one.number) for one in torn if not _begins(one, begun))
                yield _read(begun)
                begun, torn = None, []
    if begun is not None:
        fits = begun
        yield from (Damage(one.line, one.number) for one in torn if not _begins(one, fits) and not _begins(fits, one))
        yield Damage(begun.line, begun.number, torn=True)


def _number(line: bytes) -> int | None:
    text = line[len(_HEAD) : -1]
    return int(text) if text.isdigit() and line.endswith(_END) else None


def _begins(torn: _Open, whole: _Open) -> bool:
    """Whether what was broken off is how the block begins; who wrote on put a line feed where a line was cut."""
    before, after = b"".join(torn.lines), b"".join(whole.lines)
    if not torn.lines:
        return str(whole.number).startswith(str(torn.number))
    return torn.number == whole.number and after.startswith((before, before[:-1]))


def _read(found: _Open) -> Block | Damage:
    gap = found.lines.index(_END)
    try:
        records = tuple(_record(line) for line in found.lines[:gap])
    except (ValueError, binascii.Error):
        return Damage(found.line, found.number)
    return Block(found.number, records, digest(b"".join(found.lines[:gap])), b"".join(found.lines[gap + 1 : -1]))


def _record(line: bytes) -> Record:
    if not line.startswith(_LEAF):
        raise ValueError(line)
    case, number, leaf = line[len(_LEAF) : -1].split(b" ")
    found = base64.b64decode(leaf, validate=True)
    if len(found) != 32:
        raise ValueError(line)
    return int(case), int(number), found
