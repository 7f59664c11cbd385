"""What is dear to make and lent to one test after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask

__all__ = ["given_back", "lent"]

_free: list[Flask] = []
_taken: list[Flask] = []


def lent(made: Callable[[], Flask]) -> Flask:
    """A thing that nobody has, or a new one."""
    found = _free.pop() if _free else made()
    _taken.append(found)
    return found


@contextmanager
def given_back() -> Iterator[None]:
    """What is lent in the block is free after it."""
    before = len(_taken)
    yield
    _free.extend(_taken[before:])
    del _taken[before:]
