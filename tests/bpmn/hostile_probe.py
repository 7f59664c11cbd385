"""Checks one file in a process of its own and says what it cost: run as `python -m tests.bpmn.hostile_probe FILE`."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bpmn.check import check_bytes
from engine.expressions import compile
from forms.library import fields_of


def main() -> None:
    """Prints the CPU time of the check in yards, peak resident memory in bytes, and the rules that found something."""
    data = Path(sys.argv[1]).read_bytes()
    fields = fields_of({}, compile)
    yard = _yard()
    before = time.process_time()
    findings = check_bytes(data, fields, lambda text: compile(text).names)
    spent = time.process_time() - before
    yard = max(yard, _yard())
    peak = _peak()
    rules = sorted({finding.rule for finding in findings if finding.severity == "error"})
    print(json.dumps({"yards": spent / yard, "peak": peak, "rules": rules}))


def _yard() -> float:
    """CPU seconds of a fixed piece of work: how fast this machine is now."""
    before = time.process_time()
    known: dict[str, int] = {}
    for number in range(100_000):
        name = f"langkah_{number % 5000}"
        known[name] = known.get(name, 0) + len(name)
    return time.process_time() - before


def _peak() -> int:
    """The peak resident memory of this program in bytes; Linux's own count, since getrusage keeps the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
