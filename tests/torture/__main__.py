"""`python -m tests.torture [names of proofs]`: the long proofs, with seeds and figures."""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Final

from tests.house.postgres import leave
from tests.torture.api import fuzz_server
from tests.torture.databases import KINDS
from tests.torture.disk import fill_up
from tests.torture.inject import inject
from tests.torture.kill import Kills, kill_many
from tests.torture.leaks import leak_nothing
from tests.torture.outcome import Outcome
from tests.torture.post import kill_the_post
from tests.torture.proof import Plan, attack_histories
from tests.torture.targets import send_to_hostile_targets
from tests.torture.walks import walk_models
from tests.torture.worktime import count_intervals

PROOFS: Final = ("kill", "disk", "inject", "walks", "api", "leaks", "post", "worktime", "targets", "proof")
CLIENTS: Final = 4
SHOWN: Final = 40  # complaints of one proof
Proof = tuple[str, Callable[[], Outcome]]


def main(arguments: list[str] | None = None) -> int:
    """Runs the named proofs on the named databases; 1 when anything is wrong, or not run where everything has to be."""
    given = _given(arguments)
    seed = random.SystemRandom().randrange(2**32) if given.seed is None else given.seed
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # connections are lost on purpose
    outcomes = []
    for name, proof in _proofs(given, seed):
        print(f"{name}: begins, seed {seed}", flush=True)
        began = time.monotonic()
        outcome = _run(name, proof)
        outcomes.append(outcome)
        print(f"{outcome.line()} ({time.monotonic() - began:.0f} s)", flush=True)
        for line in outcome.complaints[:SHOWN]:
            print(f"  {line}", flush=True)
    leave()
    print(f"\nseed {seed}")
    for outcome in outcomes:
        print(outcome.line())
    return 1 if any(map(_fails, outcomes)) else 0


def _fails(outcome: Outcome) -> bool:
    return bool(outcome.complaints) or (bool(outcome.missing) and os.environ.get("LAJUR_CI") == "1")


def _run(name: str, proof: Callable[[], Outcome]) -> Outcome:
    try:
        return proof()
    except Exception as error:  # noqa: BLE001 - the outer loop: a proof that breaks is wrong, and the others go on
        return Outcome(name, f"{type(error).__name__}: {error}", traceback.format_exc().splitlines())


def _proofs(given: argparse.Namespace, seed: int) -> Iterator[Proof]:
    plan = Kills(given.kills, CLIENTS, seed)
    on_each: dict[str, Callable[[str], Outcome]] = {
        "kill": lambda kind: kill_many(kind, plan).outcome(f"kill {kind}"),
        "disk": lambda kind: fill_up(kind, CLIENTS, seed),
        "inject": inject,
        "api": lambda kind: fuzz_server(kind, given.examples, seed),
        "post": lambda kind: kill_the_post(kind, given.kills, seed),
        "leaks": lambda kind: leak_nothing(kind, given.requests, seed),
    }
    for proof, run in on_each.items():
        for kind in given.databases if proof in given.proofs else ():
            yield f"{proof} {kind}", lambda run=run, kind=kind: run(kind)  # type: ignore[misc]
    if "walks" in given.proofs:
        yield "walks", lambda: walk_models(given.models, seed)
    if "targets" in given.proofs:
        yield "targets", lambda: send_to_hostile_targets(given.targets, seed)
    if "proof" in given.proofs:
        yield "proof", lambda: attack_histories(Plan(given.attacks, given.attacks // 10, given.attacks // 10, seed))
    if "worktime" in given.proofs:
        yield "worktime", lambda: count_intervals(given.intervals, seed)


def _given(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("proofs", nargs="*", metavar="|".join(PROOFS), help="which proofs; all without any")
    parser.add_argument("--kills", type=int, default=200, help="how many kills on each database")
    parser.add_argument("--models", type=int, default=100_000, help="how many random models")
    parser.add_argument("--intervals", type=int, default=100_000, help="how many random intervals of working time")
    parser.add_argument("--targets", type=int, default=2000, help="how many hostile targets of webhooks")
    parser.add_argument("--attacks", type=int, default=10_000, help="how many attacks on a proven history")
    parser.add_argument("--examples", type=int, default=50, help="how many good and bad requests to each operation")
    parser.add_argument("--requests", type=int, default=200_000, help="how many requests with swapped ids")
    parser.add_argument("--seed", type=int, default=None, help="a number; without it one is drawn and printed")
    parser.add_argument("--databases", type=lambda text: text.split(","), default=list(KINDS), help=",".join(KINDS))
    given = parser.parse_args(arguments)
    for names, known in ((given.proofs, PROOFS), (given.databases, KINDS)):
        unknown = sorted(set(names) - set(known))
        if unknown:
            parser.error(f"{', '.join(unknown)}: not one of {', '.join(known)}")
    given.proofs = given.proofs or list(PROOFS)
    return given


if __name__ == "__main__":
    sys.exit(main())
