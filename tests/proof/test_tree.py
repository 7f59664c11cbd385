"""Trees, inclusion and consistency agree with pymerkle, and the tiles with a tree that is built anew."""

from __future__ import annotations

import hashlib
import random

from pymerkle import InmemoryTree

from engine.proof.merkle import EMPTY, Frontier, consistency, consistent, inclusion, parent, root, root_of_path
from engine.proof.tree import Tree, grow
from engine.store import Store

DATA = [str(number).encode() for number in range(70)]
LEAVES = [hashlib.sha256(b"\0" + data).digest() for data in DATA]


def node(level: int, index: int) -> bytes:
    """The root of a whole subtree, from the leaves."""
    row = LEAVES[index << level : (index + 1) << level]
    while len(row) > 1:
        row = [parent(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def test_roots_and_inclusion_are_those_of_pymerkle() -> None:
    other, frontier = InmemoryTree(algorithm="sha256"), Frontier()
    assert frontier.root == EMPTY
    for size, data in enumerate(DATA, 1):
        other.append_entry(data)
        frontier.add(LEAVES[size - 1])
        assert frontier.root == root(node, size) == other.get_root()
        for position in range(size):
            path = inclusion(node, position, size)
            assert root_of_path(LEAVES[position], position, size, path)[-1] == frontier.root


def test_a_tree_that_grew_is_consistent_and_any_other_is_not() -> None:
    chance = random.Random(6962)
    for second in range(1, len(LEAVES)):
        for first in range(second + 1):
            path = consistency(node, first, second)
            roots = (root(node, first), root(node, second))
            assert consistent((first, second), roots, path)
            if path:
                at = chance.randrange(len(path))
                forged = [*path[:at], hashlib.sha256(path[at]).digest(), *path[at + 1 :]]
                assert not consistent((first, second), roots, forged)
                assert not consistent((first, second), roots, path[:-1])
                assert not consistent((first, second), roots, [*path, path[0]])


def test_tiles_that_grow_in_any_steps_give_the_same_tree(store: Store) -> None:
    chance, leaves, size = random.Random(9162), list[bytes](), 0
    while size < 1_500:
        more = [chance.randbytes(32) for _ in range(chance.choice((1, 7, 255, 256, 300)))]
        with store.transaction() as tx:
            grow(tx, size, more)
        leaves, size = leaves + more, size + len(more)
        frontier = Frontier()
        for leaf in leaves:
            frontier.add(leaf)
        with store.reading() as reading:
            tree = Tree(reading)
            assert tree.root(size) == frontier.root == tree.frontier(size).root
            position = chance.randrange(size)
            path = tree.inclusion(position, size)
            assert root_of_path(leaves[position], position, size, path)[-1] == frontier.root
