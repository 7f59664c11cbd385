"""Merkle trees of RFC 6962 (RFC 9162, section 2.1) over leaf hashes: roots, inclusion and consistency."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

__all__ = ["EMPTY", "Frontier", "Node", "consistency", "consistent", "inclusion", "parent", "root", "root_of_path"]

EMPTY: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

Node = Callable[[int, int], bytes]
"""`node(level, index)`: the root (32 bytes) of the index-th whole subtree of 2**level leaves."""


def parent(left: bytes, right: bytes) -> bytes:
    """SHA-256 (32 bytes) over 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """A tree that only grows: the roots of its whole subtrees, the largest first. Memory grows with the logarithm."""

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Appends a leaf hash (32 bytes)."""
        carried, size = leaf, self.size
        while size & 1:
            carried = parent(self.roots.pop(), carried)
            size >>= 1
        self.roots.append(carried)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of what was appended so far."""
        return _joined(self.roots)


def root(node: Node, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _range(node, 0, size) if size else EMPTY


def inclusion(node: Node, position: int, size: int) -> list[bytes]:
    """The hashes beside the way from a leaf to the root of the first `size`, from the bottom; ValueError outside."""
    if not 0 <= position < size:
        raise ValueError(f"{position} is not one of {size} leaves")
    path: list[bytes] = []
    start = 0
    while size > 1:
        half = _half(size)
        if position - start < half:
            path.append(_range(node, start + half, size - half))
            size = half
        else:
            path.append(_range(node, start, half))
            start, size = start + half, size - half
    return path[::-1]


def root_of_path(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> list[bytes]:
    """The hashes on the way from a leaf to the root, both included; ValueError for a path of another length."""
    turns: list[bool] = []
    while size > 1:
        half = _half(size)
        turns.append(position >= half)
        position, size = (position - half, size - half) if position >= half else (position, half)
    if len(turns) != len(path):
        raise ValueError(f"a path of {len(turns)} hashes was expected, not of {len(path)}")
    way = [leaf]
    for right, beside in zip(reversed(turns), path, strict=True):
        way.append(parent(beside, way[-1]) if right else parent(way[-1], beside))
    return way


def consistency(node: Node, first: int, second: int) -> list[bytes]:
    """The hashes that prove that the first leaves of the second tree are the first tree; ValueError when it is larger.

    RFC 9162, section 2.1.4: nothing for equal trees or an empty first one.
    """
    if first > second:
        raise ValueError(f"{first} is more than {second}")
    return [] if first in (0, second) else _proof(node, first, (0, second), whole=True)


def consistent(sizes: tuple[int, int], roots: tuple[bytes, bytes], path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree of the second root begins with that of the first (RFC 9162, 2.1.4.2)."""
    (first, second), (before, after) = sizes, roots
    if first in (0, second):
        return not path and (before == after if first else before == EMPTY)
    if not 0 < first < second:
        return False
    rest = list(path)
    try:
        old, new = _rebuilt(first, second, rest, before)
    except IndexError:
        return False
    return not rest and old == before and new == after


def _proof(node: Node, first: int, span: tuple[int, int], *, whole: bool) -> list[bytes]:
    start, size = span
    if first == size:
        return [] if whole else [_range(node, start, size)]
    half = _half(size)
    if first <= half:
        return [*_proof(node, first, (start, half), whole=whole), _range(node, start + half, size - half)]
    return [*_proof(node, first - half, (start + half, size - half), whole=False), _range(node, start, half)]


def _rebuilt(first: int, size: int, rest: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """The roots of the first leaves and of all of a span; takes the path from its end. IndexError when it is short."""
    if first == size:
        one = known if known is not None else rest.pop(0)
        return one, one
    half, beside = _half(size), rest.pop()
    if first <= half:
        old, new = _rebuilt(first, half, rest, known)
        return old, parent(new, beside)
    old, new = _rebuilt(first - half, size - half, rest, None)
    return parent(beside, old), parent(beside, new)


def _half(size: int) -> int:
    """The largest power of two that is smaller than a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def _range(node: Node, start: int, size: int) -> bytes:
    """The root of a span that begins where a subtree of its half begins."""
    return _joined(list(_whole(node, start, size)))


def _whole(node: Node, start: int, size: int) -> Iterable[bytes]:
    """The whole subtrees of a span, the largest first."""
    while size:
        level = size.bit_length() - 1
        yield node(level, start >> level)
        start, size = start + (1 << level), size - (1 << level)


def _joined(roots: Sequence[bytes]) -> bytes:
    if not roots:
        return EMPTY
    found = roots[-1]
    for left in reversed(roots[:-1]):
        found = parent(left, found)
    return found
