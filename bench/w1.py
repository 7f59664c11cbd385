"""W1: what one durable completion costs, against naive SpiffWorkflow, rows alone, and plain sqlite3."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

__all__ = ["run"]

CONTENDERS: Final = ("ours", "rows", "plain", "naive")
TARGETS: Final = {
    "naive / ours, CPU beyond rows (at least)": ("min", 5.0),
    "ours / rows through our store (at most)": ("max", 2.0),
    "ours / rows through plain sqlite3 (at most)": ("max", 4.5),
}


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Rounds of all contenders, shuffled, a fresh process and file each; medians of ratios and the worst round."""
    rounds, cases = (5, 4) if quick else (9, 30)
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    shuffle = random.Random(seed)
    found = []
    for _ in range(rounds):
        order = list(CONTENDERS)
        shuffle.shuffle(order)
        found.append({name: _measure(name, cases) for name in order})
    ratios: dict[str, list[float]] = {name: [] for name in TARGETS}
    for each in found:
        for name, value in zip(TARGETS, _ratios(each), strict=True):
            ratios[name].append(value)
    return {
        "workload": "w1",
        "seed": seed,
        "rounds": rounds,
        "completions": found[0]["ours"]["completions"],
        "ms": {name: _medians([each[name] for each in found]) for name in CONTENDERS},
        "bytes a completion": statistics.median(each["ours"]["bytes"] for each in found),
        "ratios": {name: _judged(name, values) for name, values in ratios.items()},
    }


def _ratios(each: dict[str, dict[str, float]]) -> tuple[float, float, float]:
    ours, rows, plain, naive = (each[name] for name in CONTENDERS)
    beyond = max(1e-9, ours["cpu"] - rows["cpu"])
    return (naive["cpu"] - rows["cpu"]) / beyond, ours["wall"] / rows["wall"], ours["wall"] / plain["wall"]


def _judged(name: str, values: list[float]) -> dict[str, Any]:
    kind, target = TARGETS[name]
    median = statistics.median(values)
    worst = min(values) if kind == "min" else max(values)
    return {
        "median": round(median, 2),
        "worst": round(worst, 2),
        "target": target,
        "met": median >= target if kind == "min" else median <= target,
    }


def _medians(found: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(each[name] for each in found), 4) for name in ("wall", "cpu")}


def _measure(name: str, cases: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        command = [sys.executable, "-m", "bench.contenders", name, str(Path(folder) / "w1.sqlite"), str(cases)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: contender {name} failed:\n{done.stderr}")
    result: dict[str, float] = json.loads(done.stdout)
    return result
