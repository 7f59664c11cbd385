"""The tree over all events as the database keeps it: hashes in tiles of 256, so that any proof reads a few."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Final

from engine.proof.merkle import Frontier, consistency, inclusion, parent, root
from engine.store import Reading, Transaction
from engine.store.proof import PUT_TILE, TILE

__all__ = ["HASH", "TILE_HEIGHT", "TILE_WIDTH", "Tree", "grow"]

HASH: Final = 32  # bytes
TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
_KEPT: Final = 512  # tiles of 8 KiB


class Tree:
    """The tree as one reading sees it. KeyError where a hash is not there that has to be."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tiles: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def tile(self, level: int, n: int) -> bytes:
        """The hashes of a tile, one behind the other; empty where there is none."""
        key = (level, n)
        found = self._tiles.get(key)
        if found is None:
            found = self._tiles[key] = bytes(self._reading.value(TILE, level=level, n=n) or b"")
            if len(self._tiles) > _KEPT:
                self._tiles.popitem(last=False)
        else:
            self._tiles.move_to_end(key)
        return found

    def leaf(self, position: int) -> bytes:
        """The hash of a leaf."""
        return self.node(0, position)

    def node(self, level: int, index: int) -> bytes:
        """The root of a whole subtree of 2**level leaves."""
        row, rest = divmod(level, TILE_HEIGHT)
        first, at = divmod(index << rest, TILE_WIDTH)[1], (index << rest) >> TILE_HEIGHT
        hashes = self.tile(row, at)[first * HASH : (first + (1 << rest)) * HASH]
        if len(hashes) != HASH << rest:
            raise KeyError(f"node {level}/{index}")
        return _folded(hashes)

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        return root(self.node, size)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The path of a leaf; ValueError outside of the tree."""
        return inclusion(self.node, position, size)

    def consistency(self, first: int, second: int) -> list[bytes]:
        """The path between two sizes."""
        return consistency(self.node, first, second)

    def frontier(self, size: int) -> Frontier:
        """The tree of the first `size` leaves, ready to grow."""
        return Frontier(size, list(_roots(self, size)))


def grow(tx: Transaction, size: int, leaves: list[bytes]) -> None:
    """Writes further leaf hashes behind the first `size`; touches the tiles that they change and no others.

    KeyError where a hash is gone on which they build.
    """
    tree, level, start, hashes = Tree(tx), 0, size, leaves
    while hashes:
        whole = _extend(tx, tree, (level, start), hashes)
        start, level = start >> TILE_HEIGHT, level + 1
        hashes = whole


def _extend(tx: Transaction, tree: Tree, place: tuple[int, int], hashes: list[bytes]) -> list[bytes]:
    """Appends hashes to the tiles of a level; the roots of the tiles that are whole by that."""
    (level, start), rows, whole = place, [], []
    n, filled = divmod(start, TILE_WIDTH)
    kept = tree.tile(level, n)[: filled * HASH]
    if len(kept) != filled * HASH:
        raise KeyError(f"tile {level}/{n}")
    rest = b"".join(hashes)
    while rest:
        room = TILE_WIDTH * HASH - len(kept)
        kept, rest = kept + rest[:room], rest[room:]
        rows.append({"level": level, "n": n, "hashes": kept})
        if len(kept) == TILE_WIDTH * HASH:
            whole.append(_folded(kept))
        n, kept = n + 1, b""
    tx.many(PUT_TILE, rows)
    return whole


def _folded(hashes: bytes) -> bytes:
    """The root of a whole subtree over these hashes; their count is a power of two."""
    row = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    while len(row) > 1:
        row = [parent(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _roots(tree: Tree, size: int) -> Iterator[bytes]:
    start = 0
    while size:
        level = size.bit_length() - 1
        yield tree.node(level, start >> level)
        start, size = start + (1 << level), size - (1 << level)
