"""Drives unmodified clients of the dialect: `python -m tests.clients [--only NAME] [--database URL] [--routes]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.clients.house import CLIENTS, Client, ClientFailed, Run, missing, opened
from tests.house.postgres import PostgresServer, leave


def main() -> int:
    """One line a client; 1 when one of them could not do its work."""
    given = _asked()
    lack = missing()
    if lack:
        print(f"make clients needs {lack}", file=sys.stderr)
        return 1
    wanted = [one for one in CLIENTS if given.only in one.name]
    runs: list[Run] = []
    failed: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lajur-klien-")))
        database = None
        if given.postgresql:
            stack.callback(leave)
            database = stack.enter_context(PostgresServer.of_this_run().database())
        house = stack.enter_context(opened(folder, database))
        for client in wanted:
            try:
                runs.append(house.run(client, short=given.short))
                print(runs[-1], flush=True)
            except ClientFailed as failure:
                failed.append(client.name)
                print(f"FAILED {failure}", flush=True)
    if given.routes:
        _table(runs)
    print(f"{len(runs)} of {len(wanted)} clients did their work")
    return 1 if failed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="clients with this in their name")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--short", action="store_true", help="the shortest walk of each")
    parser.add_argument("--routes", action="store_true", help="a table of the routes that they used")
    return parser.parse_args()


def _table(runs: Sequence[Run]) -> None:
    """Markdown: a row a route, a column a client, in each cell how often."""
    clients: list[Client] = [one.client for one in runs]
    print(f"\n| | {' | '.join(one.name for one in clients)} |\n|---|{'---|' * len(clients)}")
    for route in sorted({route for run in runs for route in run.routes}, key=lambda one: one.split(" ")[::-1]):
        cells = [str(run.routes[route] or "") for run in runs]
        print(f"| `{route}` | {' | '.join(cells)} |")
    print()


if __name__ == "__main__":
    sys.exit(main())
