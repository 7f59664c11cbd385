"""Measures every file of the corpus in a process of its own: time, memory, outcome. `python -m tests.corpus [part]`."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.corpus.files import files
from tests.corpus.judging import refusals
from tests.corpus.playing import programs
from tests.corpus.test_specimens import SPECIMENS
from tests.corpus.walking import walk

SECONDS: Final = 2.0
MEGABYTES: Final = 200.0
_HANGS: Final = 20
_REFUSED: Final = 3


@dataclass(frozen=True)
class Measured:
    """One file: how it ended, seconds of processor time, the most memory that its process held, in MB."""

    name: str
    outcome: str
    seconds: float
    megabytes: float


def measure(name: str, data: bytes) -> Measured:
    """Reads, checks, loads and walks a file in a child process."""
    child = os.fork()
    if child == 0:
        os._exit(_work(name, data))
    _, status, usage = os.wait4(child, 0)
    outcome = {0: "ran", _REFUSED: "refused"}.get(os.waitstatus_to_exitcode(status), "failed")
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        outcome = "hung"
    return Measured(name, outcome, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _work(name: str, data: bytes) -> int:
    signal.alarm(_HANGS)
    try:
        if refusals(data):
            return _REFUSED
        for program, net in programs(data):
            walk(program, net, name)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent counts it
        traceback.print_exc(limit=-3)
        return 1
    return 0


def corpus(part: str) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of all files whose name holds the part."""
    yield from ((one.name, one.data) for one in files(every=True) if part in one.name)
    yield from ((one.name, one.data) for one in SPECIMENS if part in one.name and not one.found)


def main(part: str) -> int:
    """Prints the figures; 1 when a file fails, hangs or costs too much."""
    begun = time.monotonic()
    found = [measure(name, data) for name, data in corpus(part)]
    bad = [one for one in found if one.outcome in ("failed", "hung")]
    bad += [one for one in found if one.seconds > SECONDS or one.megabytes > MEGABYTES]
    outcomes = Counter(one.outcome for one in found)
    print(f"corpus: {len(found)} files, {dict(outcomes)}, {time.monotonic() - begun:.0f} s")
    for one in sorted(found, key=lambda one: -one.seconds)[:5]:
        print(f"  {one.seconds:5.2f} s  {one.megabytes:4.0f} MB  {one.outcome}  {one.name}")
    most = max(found, key=lambda one: one.megabytes)
    print(f"  most memory: {most.megabytes:.0f} MB  {most.name}")
    for one in bad:
        print(f"WRONG  {one.outcome}  {one.seconds:.2f} s  {one.megabytes:.0f} MB  {one.name}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
