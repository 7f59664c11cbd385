"""W2: 1,000 returns in one case; what the last completions cost against the first, and how the state grows."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from bench.models import OURS, loop, loop_in_branch
from bench.office import ANSWER, Office, open_office
from engine.store.cases import CASE

__all__ = ["run"]

TARGETS: Final = {"CPU": 1.2, "state": 1.1}
EDGE: Final = 20


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Each shape in several cases: the last 20 completions against the first 20, in CPU and in bytes of state."""
    returns, repeats = (1000, 3) if quick else (1000, 7)
    ratios: dict[str, Any] = {}
    for name, diagram, tasks in (("loop", loop, ["kerja"]), ("loop in a branch", loop_in_branch, ["kiri", "kanan"])):
        found = [_measure(diagram(OURS), tasks, returns) for _ in range(repeats)]
        for what, target in TARGETS.items():
            values = [each[what] for each in found]
            median = statistics.median(values)
            ratios[f"{name}: {what}, last {EDGE} / first {EDGE} (at most)"] = {
                "median": round(median, 3),
                "worst": round(max(values), 3),
                "target": target,
                "met": median <= target,
            }
    return {"workload": "w2", "returns": returns, "repeats": repeats, "seed": seed, "ratios": ratios}


def _measure(diagram: bytes, tasks: list[str], returns: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        office = open_office(Path(folder) / "w2.sqlite", diagram)
        _returns(office, tasks, EDGE)
        steps = list(_returns(office, tasks, returns))
    first, last = steps[: EDGE * len(tasks)], steps[-EDGE * len(tasks) :]
    return {
        "CPU": statistics.median(cpu for cpu, _ in last) / statistics.median(cpu for cpu, _ in first),
        "state": max(size for _, size in last) / max(size for _, size in first),
    }


def _returns(office: Office, tasks: list[str], returns: int) -> list[tuple[float, int]]:
    """CPU seconds and state bytes of each completion of the loop's tasks."""
    body = office.start("w2" if len(tasks) == 1 else "w2b")
    open_now = {row["element"]: row["task"] for row in body["opened"]}
    found = []
    for _ in range(returns):
        for element in tasks:
            task = open_now.pop(element)
            used = time.process_time()
            done = office.complete(task, ANSWER | {"keputusan": "Tidak"})
            cpu = time.process_time() - used
            open_now |= {row["element"]: row["task"] for row in done["opened"]}
            found.append((cpu, _state(office, body["case"])))
    return found


def _state(office: Office, case: int) -> int:
    with office.desk.store.reading() as reading:
        row = reading.one(CASE, case=case)
    assert row is not None
    return len(row["state"])
