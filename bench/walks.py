"""Random models and random walks, in the simulator and in the engine: `python -m bench.walks --models 5000`."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path

from tests.simulator.comparison import LENGTH, Result, walked
from tests.simulator.kinds import model
from tests.simulator.rules import RULES
from tests.simulator.shrink import failure_of, shrink
from tests.simulator.walk import to_json
from tests.simulator.writing import write

PROGRESS = 5.0
"""Seconds between two lines of progress."""
BATCH = 54
"""Models that a process plays before it tells."""


@dataclass(frozen=True)
class Seeds:
    """What makes the models and the walks: the same seeds, the same walks."""

    models: int
    walks: int
    each: int
    length: int

    def walk(self, number: int, walk: int) -> str:
        """The seed of one walk through a model."""
        return f"{self.walks}/{number}/{walk}"


@dataclass
class Tally:
    """What has been played so far. `failed`: the model and walk of each disagreement."""

    models: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    walks: int = 0
    moves: int = 0
    largest: int = 0
    failed: list[tuple[int, int]] = field(default_factory=list)

    def add(self, kind: str, result: Result) -> None:
        """Counts one walk."""
        self.outcomes[f"{kind}: {result.outcome}"] += 1
        self.rules += result.rules
        self.refusals += result.refusals
        self.walks += 1
        self.moves += result.moves
        self.largest = max(self.largest, result.largest)

    def merge(self, other: Tally) -> None:
        """Counts what another process played."""
        self.models += other.models
        self.outcomes += other.outcomes
        self.rules += other.rules
        self.refusals += other.refusals
        self.walks += other.walks
        self.moves += other.moves
        self.largest = max(self.largest, other.largest)
        self.failed += other.failed

    def line(self, seconds: float) -> str:
        """One line of progress."""
        count = self.models.total()
        return (
            f"{count} models, {self.walks} walks, {self.moves} moves, {self.refusals.total()} refusals, "
            f"{len(self.failed)} disagreements; {count / seconds:.0f} models/s, {self.moves / seconds:.0f} moves/s, "
            f"largest state {self.largest} bytes"
        )


def played(seeds: Seeds, numbers: range) -> Tally:
    """Plays some models; a walk that disagrees ends its model."""
    tally = Tally()
    for number in numbers:
        kind, drawn = model(seeds.models, number)
        kind = kind.split(maxsplit=1)[0]
        tally.models[kind] += 1
        for walk in range(seeds.each):
            result = walked(drawn, seeds.walk(number, walk), seeds.length)
            tally.add(kind, result)
            if result.disagreement is not None:
                tally.failed.append((number, walk))
                break
    return tally


def main(arguments: list[str] | None = None) -> int:
    """Plays the models; 0 when all agree, else 1 with the smallest model and walk of each disagreement written out."""
    options = _options(arguments)
    seeds = Seeds(options.seed, options.walk_seed, options.walks, options.length)
    print(f"seeds: --seed {seeds.models} --walk-seed {seeds.walks}", flush=True)
    tally = Tally()
    began = told = time.monotonic()
    last = options.first + options.models
    batches = [range(first, min(first + BATCH, last)) for first in range(options.first, last, BATCH)]
    for part in _parts(seeds, batches, options.processes):
        tally.merge(part)
        if time.monotonic() - told > PROGRESS:
            told = time.monotonic()
            print(tally.line(told - began), flush=True)
        if len(tally.failed) >= options.stop_after:
            break
    _summary(tally, time.monotonic() - began)
    for number, walk in tally.failed[: options.stop_after]:
        _report(seeds, number, walk, options.out)
    return 1 if tally.failed else 0


def _parts(seeds: Seeds, batches: list[range], processes: int) -> Iterator[Tally]:
    """What each batch showed, in their order; the batches that have not begun are dropped with the iterator."""
    if processes < 2 or len(batches) < 2:
        yield from starmap(played, ((seeds, batch) for batch in batches))
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(played, [seeds] * len(batches), batches)
        finally:
            pool.shutdown(cancel_futures=True)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.walks", description=__doc__)
    parser.add_argument("--models", type=int, default=1000, help="how many models")
    parser.add_argument("--first", type=int, default=0, help="number of the first model")
    parser.add_argument("--seed", type=int, default=1, help="seed of the models")
    parser.add_argument("--walk-seed", type=int, default=1, help="seed of the walks")
    parser.add_argument("--walks", type=int, default=2, help="walks through each model")
    parser.add_argument("--length", type=int, default=LENGTH, help="acts of a walk, at most")
    parser.add_argument("--processes", type=int, default=2, help="how many at a time")
    parser.add_argument("--stop-after", type=int, default=1, help="disagreements after which it stops")
    parser.add_argument("--out", type=Path, help="folder for the minimised models and walks")
    return parser.parse_args(arguments)


def _report(seeds: Seeds, number: int, walk: int, out: Path | None) -> None:
    """Makes a disagreement small, and writes it as a candidate for tests/simulator/found."""
    kind, drawn = model(seeds.models, number)
    result = walked(drawn, seeds.walk(number, walk), seeds.length)
    if result.disagreement is None:
        print(f"model {number} ({kind}), walk {walk} disagreed once and agrees now", flush=True)
        return
    print(f"model {number} ({kind}), walk {walk} disagrees ({result.disagreement}); making it smaller …", flush=True)
    small = shrink(failure_of(drawn, result))
    xml, acts = write(small.model).decode(), to_json(small.acts, f"{small.kind}: {small.text}")
    print(f"{small.kind}: {small.text}\n{xml}\n{acts}", flush=True)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"model-{number}.bpmn").write_text(xml, encoding="utf-8")
        (out / f"model-{number}.json").write_text(acts, encoding="utf-8")


def _summary(tally: Tally, seconds: float) -> None:
    print(tally.line(seconds))
    for name, counted in (("kinds", tally.models), ("walks ended", tally.outcomes), ("refusals", tally.refusals)):
        print(f"{name}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items())))
    print("rules met: " + ", ".join(f"{name} {count}" for name, count in tally.rules.most_common()))
    print("rules not met: " + (", ".join(sorted(RULES - set(tally.rules))) or "none"))
    print("DISAGREED" if tally.failed else "AGREED")


if __name__ == "__main__":
    sys.exit(main())
