"""Which incoming arcs of an inclusive join a token can still reach: the path rule of BPMN 2.0.2, 13.4.3."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from bpmn.net import Net, Node

__all__ = ["Reach"]


class Reach:
    """For one inclusive join: from each arc, the incoming arcs of the join that paths not visiting it lead to.

    A set of incoming arcs is an integer with one bit for each. Built on first use and never changed.
    """

    def __init__(self, net: Net, join: Node) -> None:
        self._net: Final = net
        self._join: Final = join
        self._bits: Mapping[str, int] = {arc: 1 << index for index, arc in enumerate(join.incoming)}
        self._arcs: Mapping[str, int] | None = None

    def activated(self, arrivals: Mapping[str, int], waiting: Collection[str]) -> bool:
        """Whether the join may go on: it has a token, and no token elsewhere could still bring one to an arc without.

        `arrivals` counts the tokens at the ends of arcs, `waiting` names the nodes in which tokens wait. A token that
        can reach an arc with a token does not hold the join back.
        """
        full = 0
        for arc, bit in self._bits.items():
            if arrivals.get(arc):
                full |= bit
        empty = (1 << len(self._bits)) - 1 & ~full
        if not full:
            return False
        elsewhere = len(arrivals) - full.bit_count()
        if not empty or not (elsewhere or waiting):
            return True
        arcs = self._arcs
        if arcs is None:
            arcs = self._arcs = self._paths()
        ahead = [arcs.get(arc, 0) for arc in arrivals]
        for node in waiting:
            ahead.append(self._from(self._net.nodes[node], arcs))
        return not any(mask & empty and not mask & full for mask in ahead)

    def _from(self, node: Node, arcs: Mapping[str, int]) -> int:
        """From a token in a node: it may leave by the node's own arcs and by those of the events on it."""
        mask = 0
        for arc in self._exits(node):
            mask |= arcs.get(arc, 0)
        return mask

    def _exits(self, node: Node) -> list[str]:
        return [*node.outgoing, *(arc for event in node.boundary for arc in self._net.nodes[event].outgoing)]

    def _paths(self) -> dict[str, int]:
        """The masks of all arcs that lead to the join: backwards from it, until nothing more is added."""
        found: dict[str, int] = {}
        ahead = list(self._bits.items())
        while ahead:
            arc, mask = ahead.pop()
            known = found.get(arc, 0)
            if mask & ~known:
                found[arc] = known | mask
                source = self._net.nodes[self._net.arcs[arc].source]
                if source.id != self._join.id:
                    entered = self._net.nodes[source.attached_to or source.id]
                    ahead += [(before, found[arc]) for before in entered.incoming]
        return found
