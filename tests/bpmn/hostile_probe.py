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
    """Prints CPU seconds of the check, the peak resident memory in bytes, and the rules that found something."""
    data = Path(sys.argv[1]).read_bytes()
    fields = fields_of({}, compile)
    before = time.process_time()
    findings = check_bytes(data, fields, lambda text: compile(text).names)
    seconds = time.process_time() - before
    peak = _peak()
    rules = sorted({finding.rule for finding in findings if finding.severity == "error"})
    print(json.dumps({"seconds": seconds, "peak": peak, "rules": rules}))


def _peak() -> int:
    """The peak resident memory of this program in bytes; Linux's own count, since getrusage keeps the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
