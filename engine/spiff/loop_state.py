"""How far a loop is: its items by number, the open ones of a list as bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["LoopState"]


@dataclass(slots=True)
class LoopState:
    """One running loop. `segments` are runs of item numbers (first, count); `open` has a bit for each item that is
    open and has no row of its own; `begun`, `done` and `dropped` count items that began, ended or were taken away.
    """

    segments: list[list[int]] = field(default_factory=list)
    begun: int = 0
    done: int = 0
    dropped: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """How many items there are."""
        return sum(count for _, count in self.segments)

    @property
    def active(self) -> int:
        """How many items are under way."""
        return self.begun - self.done - self.dropped

    def index(self, n: int) -> int | None:
        """The place in the list of the item with a number."""
        before = 0
        for first, count in self.segments:
            if first <= n < first + count:
                return before + n - first
            before += count
        return None

    def number(self, index: int) -> int:
        """The number of the item at a place."""
        for first, count in self.segments:
            if index < count:
                return first + index
            index -= count
        raise IndexError(index)

    def numbers(self) -> list[int]:
        """The numbers of all items, in order."""
        return [n for first, count in self.segments for n in range(first, first + count)]

    def has(self, n: int) -> bool:
        """Whether the item is open and has no row."""
        index = self.index(n)
        return index is not None and bool(self.open >> index & 1)

    def set(self, n: int) -> None:
        """The item opens."""
        index = self.index(n)
        assert index is not None
        self.open |= 1 << index

    def clear(self, n: int) -> None:
        """The item closes."""
        index = self.index(n)
        assert index is not None
        self.open &= ~(1 << index)

    def opened(self) -> Iterator[int]:
        """The numbers of the open items without a row."""
        if self.open:
            bits = bin(self.open)[:1:-1]
            for index, n in enumerate(self.numbers()):
                if index < len(bits) and bits[index] == "1":
                    yield n

    def written(self) -> list[Any]:
        """As the state keeps it."""
        return [self.segments, self.begun, self.done, self.dropped, f"{self.open:x}"]

    @classmethod
    def read(cls, kept: list[Any]) -> LoopState:
        """From what `written` gave."""
        segments, begun, done, dropped, bits = kept
        return cls([list(one) for one in segments], begun, done, dropped, int(bits, 16))
