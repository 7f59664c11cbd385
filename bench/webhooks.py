"""Webhooks: how long completions take while 1,000 subscriptions are told of a burst, against none, on PostgreSQL."""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import tempfile
import threading
import time
import uuid
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.crowd import HALF, PASSWORD, crowd
from bench.polling_server import database
from bench.webhooks_office import Neighbourhood, neighbourhood, subscribe

__all__ = ["run"]

CLIENTS: Final = 4
DEAR: Final = 1.2
PATIENCE: Final = 60.0
WARM: Final = 40  # completions before the first round
ANSWERS: Final = {"hasil": "Berkas sudah diperiksa dan lengkap", "hasil_2": "Muara Contoh"}


@dataclass(frozen=True, slots=True)
class Much:
    """How many rounds of how many completions, with how many subscriptions, of which `told` want them; then seconds
    in which deliveries are counted after a burst."""

    rounds: int
    burst: int
    hooks: int
    told: int
    seconds: float


@dataclass
class Office:
    """The neighbourhood and the tasks that wait; `found` holds for both arms (p50, p95, completions a second)."""

    around: Neighbourhood
    much: Much
    cases: Iterator[int]
    found: dict[bool, list[tuple[float, float, float]]] = field(default_factory=lambda: {False: [], True: []})
    delivered: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)

    def arm(self, told: bool) -> None:
        """One burst, with subscriptions or without."""
        if told:
            self.around.switch(on=True)
        self._quiet()
        before, began = self.around.taken(), time.monotonic()
        times = sorted(burst(self.around.port, self.cases, self.much.burst))
        took = time.monotonic() - began
        self.found[told].append((statistics.median(times), times[int(len(times) * 0.95)], len(times) / took))
        if told:
            self.during.append((self.around.taken() - before) / took)
            self.delivered.append(self._drained())
            self.around.switch(on=False)

    def _drained(self) -> float:
        """Deliveries a second after the burst, for as long as any wait or the time is over."""
        before, began = self.around.taken(), time.monotonic()
        while time.monotonic() - began < self.much.seconds and self.around.waiting():
            time.sleep(0.2)
        return (self.around.taken() - before) / (time.monotonic() - began)

    def _quiet(self) -> None:
        """Waits until the worker has nothing from the burst before."""
        until = time.monotonic() + PATIENCE
        while self.around.undelivered() and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(1.0)


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Rounds of both arms in an order of chance; the median of their ratios and the worst one."""
    much = Much(3, 250, 100, 4, 4.0) if quick else Much(3, 10_000, 1_000, 10, 60.0)
    order = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as name, database("postgresql", Path(name)) as url:
        crowd(url, 2 * (2 * much.rounds * much.burst + WARM) + 10).close()
        with neighbourhood(Path(name), url, much.told) as around:
            subscribe(url, much.hooks, around.ports)
            around.switch(on=False)
            office = Office(around, much, iter(range(3, 10**9, 2)))
            burst(around.port, office.cases, WARM)
            for _ in range(much.rounds):
                for told in order.sample([False, True], 2):
                    office.arm(told)
            return _judged(office, seed)


def burst(port: int, cases: Iterator[int], count: int) -> list[float]:
    """Milliseconds of so many completions of several clients, each with a connection of its own."""
    found: list[float] = []
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for _ in range(count // CLIENTS):
            with lock:
                case = next(cases)
            found.append(_completed(connection, case))
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(found) != count // CLIENTS * CLIENTS:
        raise SystemExit("bench: a client was refused")
    return found


def _completed(connection: http.client.HTTPConnection, case: int) -> float:
    """Completes the task that a case waits at, by an account's own credentials and under a key; milliseconds."""
    headers = {
        "Authorization": f"Basic {b64encode(f'{HALF}:{PASSWORD}'.encode()).decode()}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    began = time.perf_counter()
    connection.request("POST", f"/api/v1/tasks/{case}-2/complete", json.dumps({"answers": ANSWERS}), headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 200:
        raise SystemExit(f"bench: {answer.status} {said[:400].decode(errors='replace')}")
    return (time.perf_counter() - began) * 1000


def _judged(office: Office, seed: int | None) -> dict[str, Any]:
    plain, told, much = office.found[False], office.found[True], office.much
    name = f"completion with {much.hooks} subscriptions / with none"
    return {
        "workload": "webhooks",
        "rounds": much.rounds,
        "load": round(os.getloadavg()[0], 1),
        "seed": seed,
        "burst": much.burst,
        "clients": CLIENTS,
        "p50 ms without": round(statistics.median(one[0] for one in plain), 2),
        "p50 ms with": round(statistics.median(one[0] for one in told), 2),
        "p95 ms without": round(statistics.median(one[1] for one in plain), 2),
        "p95 ms with": round(statistics.median(one[1] for one in told), 2),
        "completions a second without": round(statistics.median(one[2] for one in plain)),
        "completions a second with": round(statistics.median(one[2] for one in told)),
        f"deliveries a second to {much.told} receivers in the burst": round(statistics.median(office.during)),
        "and after it": round(statistics.median(office.delivered)),
        "ratios": {
            f"{name}, p50 (at most)": _ratio([b[0] / a[0] for a, b in zip(plain, told, strict=True)]),
            f"{name}, p95 (at most)": _ratio([b[1] / a[1] for a, b in zip(plain, told, strict=True)]),
        },
    }


def _ratio(values: list[float]) -> dict[str, Any]:
    median = statistics.median(values)
    return {"median": round(median, 2), "worst": round(max(values), 2), "target": DEAR, "met": median <= DEAR}
