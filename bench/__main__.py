"""`python -m bench w1 w2 … [--quick] [--json] [--seed N]`: measures, prints, and fails when a target is missed."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bench import pdf, polling, w1, w2, w3, w4, webhooks

WORKLOADS = {
    "pdf": pdf.run,
    "w1": w1.run,
    "w2": w2.run,
    "w3": w3.run,
    "w4": w4.run,
    "polling": polling.run,
    "webhooks": webhooks.run,
}


def main() -> int:
    """Runs the named workloads (all of them when none is named); 1 when a median misses its target."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("workloads", nargs="*", choices=[*WORKLOADS, []], default=[])
    parser.add_argument("--quick", action="store_true", help="under 40 seconds")
    parser.add_argument("--json", action="store_true", help="prints JSON")
    parser.add_argument("--seed", type=int, help="the seed of the order of contenders")
    given = parser.parse_args()
    results = [WORKLOADS[name](given.quick, given.seed) for name in given.workloads or list(WORKLOADS)]
    if given.json:
        print(json.dumps(results, indent=2))
    else:
        for result in results:
            _print(result)
    return 0 if all(ratio["met"] for result in results for ratio in result["ratios"].values()) else 1


def _print(result: dict[str, Any]) -> None:
    facts = {name: value for name, value in result.items() if name not in ("ratios", "ms", "workload")}
    print(f"{result['workload']}: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    for name, times in result.get("ms", {}).items():
        print(f"  {name:<8} {times['wall']:8.3f} ms wall  {times['cpu']:8.3f} ms CPU a completion")
    for name, ratio in result["ratios"].items():
        verdict = "met" if ratio["met"] else "MISSED"
        figures = f"median {ratio['median']:6.2f}  worst {ratio['worst']:6.2f}  target {ratio['target']}"
        print(f"  {name:<46} {figures}  {verdict}")


if __name__ == "__main__":
    sys.exit(main())
