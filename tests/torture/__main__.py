"""`python -m tests.torture [kill|walks|disk …]`: the long proofs, with their seeds and figures."""

from __future__ import annotations

import argparse
import random
import sys

from tests.torture.kill import kill_many


def main() -> int:
    """Runs the named proofs on the named databases; 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many kills on each database")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--databases", default="sqlite,postgresql")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if given.seed is None else given.seed
    sound = True
    for database in given.databases.split(","):
        print(f"torture: {given.kills} kills on {database}, {given.clients} clients, seed {seed}", flush=True)
        report = kill_many(database, given.kills, given.clients, seed)
        print(f"torture: {database}: {report.line()}", flush=True)
        for line in report.complaints():
            print(f"  {line}")
        sound = sound and report.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
