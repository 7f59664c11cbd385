"""The official document as PDF: how long each of the 27 SOPs takes, from its diagram to the file."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any, Final

import bpmn
from bpmn.document import read
from bpmn.sheet import Facts, lay_sheet
from bpmn.sheet.typeset import pdf

__all__ = ["run"]

TARGET_MS: Final = 300.0


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Milliseconds a PDF, each SOP several times; the median of each, and the slowest of the medians."""
    repeats = 3 if quick else 9
    files = sorted((Path(bpmn.__file__).parent / "sop").glob("*/*.bpmn"))
    _one(files[0], 0)  # the fonts are read once in the life of a process
    found = {file.stem: [_one(file, turn) for turn in range(repeats)] for file in files}
    medians = {name: statistics.median(times) for name, times in found.items()}
    slowest = max(medians, key=lambda name: medians[name])
    file = next(file for file in files if file.stem == slowest)
    began = time.process_time()
    _one(file, repeats)
    used = (time.process_time() - began) * 1000
    ratios = {
        "ms a PDF, the median SOP (at most)": _ratio(list(medians.values())),
        f"ms a PDF, the slowest SOP, {slowest} (at most)": _ratio(found[slowest]),
    }
    return {
        "workload": "pdf",
        "documents": len(files),
        "repeats": repeats,
        "seed": seed,
        "ms CPU of the slowest": round(used),
        "ratios": ratios,
    }


def _ratio(times: list[float]) -> dict[str, Any]:
    median = statistics.median(times)
    return {"median": round(median, 1), "worst": round(max(times), 1), "target": TARGET_MS, "met": median <= TARGET_MS}


def _one(file: Path, turn: int) -> float:
    """Milliseconds; each turn prints another version, so that nothing is remembered."""
    began = time.perf_counter()
    process = read(file.read_bytes()).processes[0]
    fields = {
        name[4:]: tuple(text.split(" | ")) for name, text in process.properties.items() if name.startswith("sop:")
    }
    facts = Facts(process.name, str(turn), "0" * 24, ("PEMERINTAH KABUPATEN",), "Camat", fields=fields)
    pdf(lay_sheet(process, facts))
    return (time.perf_counter() - began) * 1000
