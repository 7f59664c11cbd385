"""Random models and random walks, in the simulator and in the engine: `python -m bench.walks --models 5000`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulator.comparison import LENGTH, Result, walked
from tests.simulator.kinds import model
from tests.simulator.model import Model
from tests.simulator.writing import write
from tests.simulator.shrink import failure_of, shrink
from tests.simulator.walk import to_json

PROGRESS = 5.0
"""Seconds between two lines of progress."""


@dataclass
class Tally:
    """What has been played so far."""

    models: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    walks: int = 0
    moves: int = 0
    refusals: int = 0
    largest: int = 0
    disagreements: int = 0

    def add(self, kind: str, result: Result) -> None:
        """Counts one walk."""
        self.outcomes[f"{kind.split(maxsplit=1)[0]}: {result.outcome}"] += 1
        self.walks += 1
        self.moves += result.moves
        self.refusals += result.refusals.total()
        self.largest = max(self.largest, result.largest)

    def line(self, seconds: float) -> str:
        """One line of progress."""
        count = self.models.total()
        return (
            f"{count} models, {self.walks} walks, {self.moves} moves, {self.refusals} refusals, "
            f"{self.disagreements} disagreements; {count / seconds:.0f} models/s, {self.moves / seconds:.0f} moves/s, "
            f"largest state {self.largest} bytes"
        )


def main(arguments: list[str] | None = None) -> int:
    """Plays the models; 0 when all agree, else 1 with the smallest model and walk of each disagreement written out."""
    options = _options(arguments)
    print(f"seeds: --seed {options.seed} --walk-seed {options.walk_seed}", flush=True)
    tally = Tally()
    began = told = time.monotonic()
    for number in range(options.first, options.first + options.models):
        kind, drawn = model(options.seed, number)
        tally.models[kind] += 1
        for walk in range(options.walks):
            result = walked(drawn, f"{options.walk_seed}/{number}/{walk}", options.length)
            tally.add(kind, result)
            if result.disagreement is not None:
                tally.disagreements += 1
                _report(number, drawn, result, options.out)
                break
        if time.monotonic() - told > PROGRESS:
            told = time.monotonic()
            print(tally.line(told - began), flush=True)
        if tally.disagreements >= options.stop_after:
            break
    _summary(tally, time.monotonic() - began)
    return 1 if tally.disagreements else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.walks", description=__doc__)
    parser.add_argument("--models", type=int, default=1000, help="how many models")
    parser.add_argument("--first", type=int, default=0, help="number of the first model")
    parser.add_argument("--seed", type=int, default=1, help="seed of the models")
    parser.add_argument("--walk-seed", type=int, default=1, help="seed of the walks")
    parser.add_argument("--walks", type=int, default=2, help="walks through each model")
    parser.add_argument("--length", type=int, default=LENGTH, help="acts of a walk, at most")
    parser.add_argument("--stop-after", type=int, default=1, help="disagreements after which it stops")
    parser.add_argument("--out", type=Path, help="folder for the minimised models and walks")
    return parser.parse_args(arguments)


def _report(number: int, drawn: Model, result: Result, out: Path | None) -> None:
    print(f"model {number} disagrees ({result.disagreement}); making it smaller …", flush=True)
    small = shrink(failure_of(drawn, result))
    xml, walk = write(small.model).decode(), to_json(small.acts, f"{small.kind}: {small.text}")
    print(f"{small.kind}: {small.text}\n{xml}\n{walk}", flush=True)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"model-{number}.bpmn").write_text(xml, encoding="utf-8")
        (out / f"model-{number}.json").write_text(walk, encoding="utf-8")


def _summary(tally: Tally, seconds: float) -> None:
    print(tally.line(seconds))
    print("kinds: " + ", ".join(f"{kind} {count}" for kind, count in sorted(tally.models.items())))
    print("walks ended: " + ", ".join(f"{kind} {count}" for kind, count in sorted(tally.outcomes.items())))
    print("AGREED" if not tally.disagreements else "DISAGREED")


if __name__ == "__main__":
    sys.exit(main())
