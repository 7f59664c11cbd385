"""What counters of open tasks cost a completion: the same walk with them and without, step by step in turn."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.contenders import walk
from bench.models import OURS, forms, procedure
from bench.office import Office, open_office
from engine.store import Transaction

__all__ = ["counters"]


class _Uncounted:
    """Takes the counters away while it lasts."""

    def __enter__(self) -> None:
        self._count = Transaction.count
        Transaction.count = _nothing  # type: ignore[method-assign, assignment]

    def __exit__(self, *_: object) -> None:
        Transaction.count = self._count  # type: ignore[method-assign]


def _nothing(*_: Any) -> None:
    return None


def counters(cases: int) -> list[float]:
    """The ratio with / without of each pair of cases, by the medians of their completions in wall time."""
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        office = open_office(Path(folder) / "w3.sqlite", procedure(OURS), forms())
        _pair(office, first=True)
        return [_pair(office, first=bool(turn % 2)) for turn in range(cases)]


def _pair(office: Office, *, first: bool) -> float:
    """Two cases walk side by side; which of them goes first changes from pair to pair."""
    with _Uncounted():
        bare = office.start("w1")["opened"]
    counted = office.start("w1")["opened"]
    spent: dict[bool, list[float]] = {True: [], False: []}
    for answers in walk():
        for with_them in (first, not first):
            began = time.perf_counter()
            if with_them:
                counted = office.complete(counted[0]["task"], answers)["opened"]
            else:
                with _Uncounted():
                    bare = office.complete(bare[0]["task"], answers)["opened"]
            spent[with_them].append(time.perf_counter() - began)
    return statistics.median(spent[True]) / statistics.median(spent[False])
