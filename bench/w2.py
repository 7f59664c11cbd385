"""W2: 1,000 returns in one case, and 10,000 items in one step; what the last completions cost against the first."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.models import MANY, OURS, blocks, loop, loop_in_branch, loop_in_scope, many
from bench.office import ANSWER, Office, open_office
from engine.store.cases import CASE

__all__ = ["run"]

TARGETS: Final = {"CPU": 1.2, "state": 1.1}
EDGE: Final = 20
ITEMS: Final = 10_000
FEW: Final = 100
FLAT: Final = 1.5
BLOCKS, CREATION_MS = 14, 50.0


@dataclass(frozen=True, slots=True)
class Form:
    """One shape of a loop: its diagram, the key of its process, the tasks of one turn, the answers at the start."""

    name: str
    diagram: bytes
    key: str
    tasks: tuple[str, ...]
    answers: dict[str, Any] = field(default_factory=dict)


FORMS: Final = (
    Form("loop", loop(OURS), "w2", ("kerja",)),
    Form("loop in a branch", loop_in_branch(OURS), "w2b", ("kiri", "kanan")),
    Form("loop in a sub-process", loop_in_scope(OURS, "w2s"), "w2s", ("kerja",)),
    Form("loop in an item", loop_in_scope(OURS, "w2i", MANY), "w2i", ("kerja",), {"daftar": ["satu"]}),
)


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Each shape in several cases: the last 20 completions against the first 20, in CPU and in bytes of state."""
    returns, repeats = (1000, 3) if quick else (1000, 7)
    ratios: dict[str, Any] = {}
    for form in FORMS:
        found = [_measure(form, returns) for _ in range(repeats)]
        for what, target in TARGETS.items():
            name = f"{form.name}: {what}, last {EDGE} / first {EDGE} (at most)"
            ratios[name] = _ratio([each[what] for each in found], target)
    flat = [_items(ITEMS) / _items(FEW) for _ in range(repeats)]
    ratios[f"an item of {ITEMS:,} / of {FEW}, CPU (at most)"] = _ratio(flat, FLAT)
    ratios[f"{BLOCKS} parallel blocks, ms to create a case (at most)"] = _ratio(_creations(repeats), CREATION_MS)
    return {"workload": "w2", "returns": returns, "repeats": repeats, "seed": seed, "ratios": ratios}


def _ratio(values: list[float], target: float) -> dict[str, Any]:
    median = statistics.median(values)
    return {"median": round(median, 3), "worst": round(max(values), 3), "target": target, "met": median <= target}


def _items(count: int) -> float:
    """CPU seconds an item: opening the step with so many items and completing 100 of them, spread over the list."""
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        office = open_office(Path(folder) / "w2.sqlite", many())
        used = time.process_time()
        body = office.start("w2m", {"daftar": [f"Desa {number}" for number in range(count)]})
        opening = (time.process_time() - used) / count
        first = int(body["opened"][0]["task"].partition("-")[2])
        tasks = [f"{body['case']}-{first + place}" for place in range(0, count, count // FEW)]
        steps = []
        for task in tasks[:-1]:
            used = time.process_time()
            office.complete(task, ANSWER)
            steps.append(time.process_time() - used)
    return opening + statistics.median(steps)


def _creations(repeats: int) -> list[float]:
    """Milliseconds of wall time from the command to its commit."""
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        office = open_office(Path(folder) / "w2.sqlite", blocks(BLOCKS))
        office.start("w2p")
        found = []
        for _ in range(repeats * 5):
            began = time.perf_counter()
            office.start("w2p")
            found.append((time.perf_counter() - began) * 1000)
    return found


def _measure(form: Form, returns: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        office = open_office(Path(folder) / "w2.sqlite", form.diagram)
        _returns(office, form, EDGE)
        steps = list(_returns(office, form, returns))
    edge = EDGE * len(form.tasks)
    first, last = steps[:edge], steps[-edge:]
    return {
        "CPU": statistics.median(cpu for cpu, _ in last) / statistics.median(cpu for cpu, _ in first),
        "state": max(size for _, size in last) / max(size for _, size in first),
    }


def _returns(office: Office, form: Form, returns: int) -> list[tuple[float, int]]:
    """CPU seconds and state bytes of each completion of the loop's tasks."""
    body = office.start(form.key, form.answers)
    open_now = {row["element"]: row["task"] for row in body["opened"]}
    found = []
    for _ in range(returns):
        for element in form.tasks:
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
